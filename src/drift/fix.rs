//! The statements that lead from what the files build to what a database has.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::{Change, From, Kind};
use crate::dialect::Dialect;
use crate::schema::Schema;
use crate::schema::diff::{diff, unite};
use crate::schema::id::Id;
use crate::schema::object::{Body, Column, Domain, Object, TypeBody, UserType};
use crate::verify::catalog::Snapshot;
use crate::verify::{OWNER, Truth};

/// Both sides as they were compared, and what differs.
pub struct Sides<'a> {
    pub files: (&'a From, &'a Snapshot),
    pub production: (&'a From, &'a Snapshot),
    pub changes: &'a [Change],
}

impl Sides<'_> {
    /// Returns the statements; none where nothing differs.
    pub fn statements(&self, dialect: &dyn Dialect) -> Vec<String> {
        if self.changes.is_empty() {
            return Vec::new();
        }
        match (self.files, self.production) {
            ((From::Catalogs(ours), end), (From::Catalogs(theirs), production)) => {
                let from = Truth::new(end, ours, dialect);
                let to = from.beside(production, theirs, dialect);
                from.to_named(&to).into_iter().map(|sql| of_whoever_runs_it(&sql)).collect()
            }
            ((From::Model(ours), end), (From::Model(theirs), production)) => self.by_model(ours, end, theirs, production),
            _ => Vec::new(),
        }
    }

    /// Of the model's schemas only what differs by its facts: the rest is only worded in another way.
    fn by_model(&self, ours: &Schema, end: &Snapshot, theirs: &Schema, production: &Snapshot) -> Vec<String> {
        let (our_ids, their_ids) = (ids(end), ids(production));
        let pairs = our_ids.iter().filter_map(|(name, id)| Some((*id, *their_ids.get(name)?)));
        let pairs: Vec<(Id, Id)> = pairs.collect::<BTreeSet<_>>().into_iter().filter(|(a, b)| a != b).collect();
        let from = unite(ours, theirs, &pairs, &BTreeMap::new());
        let known: HashMap<Id, Id> = pairs.into_iter().collect();
        let (mut to, mut privileges) = (from.clone(), Vec::new());
        for change in self.changes {
            if change.class == "default privileges" {
                privileges.extend(default_privilege(change));
                continue;
            }
            let keys =
                std::iter::once((&change.class, &change.name)).chain(change.with.iter().map(|(class, name)| (class, name)));
            for (class, name) in keys {
                let key = (class.clone(), name.clone());
                let id = match change.kind {
                    Kind::Missing => our_ids.get(&key).map(|id| *known.get(id).unwrap_or(id)),
                    Kind::Extra | Kind::Different => their_ids.get(&key).copied(),
                };
                if let Some(id) = id {
                    take(&mut to, &from, theirs, id, change);
                }
            }
        }
        diff(&from, &to).into_iter().chain(privileges).collect()
    }
}

/// Production's main owner stands for the role that runs the files: it is not named.
fn of_whoever_runs_it(sql: &str) -> String {
    let named = format!("ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} ");
    sql.strip_prefix(&named).map_or_else(|| sql.to_owned(), |rest| format!("ALTER DEFAULT PRIVILEGES {rest}"))
}

/// The statement that gives or takes away what a structural snapshot calls a default privilege.
fn default_privilege(change: &Change) -> Option<String> {
    let statement = |text: &str| Some(format!("ALTER DEFAULT PRIVILEGES {text}"));
    match (change.kind, change.name.contains("GRANT ")) {
        (Kind::Extra, _) => statement(&change.name),
        (Kind::Missing, true) => {
            let text = change.name.replacen("GRANT ", "REVOKE ", 1).replacen(" TO ", " FROM ", 1);
            statement(text.trim_end_matches(" WITH GRANT OPTION"))
        }
        (Kind::Missing, false) => statement(&change.name.replacen("REVOKE ", "GRANT ", 1).replacen(" FROM ", " TO ", 1)),
        (Kind::Different, _) => None,
    }
}

/// The objects of a structural snapshot, by class and name.
fn ids(snapshot: &Snapshot) -> BTreeMap<(String, String), Id> {
    snapshot.items.iter().map(|item| ((item.class.clone(), item.name.clone()), Id(item.oid))).collect()
}

/// Takes one object over as production has it.
fn take(to: &mut Schema, from: &Schema, theirs: &Schema, id: Id, change: &Change) {
    let (ours, other) = (from.get(id), theirs.get(id));
    match (ours, other) {
        (Some(_), None) => drop(to.remove(id)),
        (None, Some(object)) => to.put(id, Arc::new(object.clone())),
        (Some(ours), Some(other)) => {
            let object = to.get(id).unwrap_or(ours).clone();
            to.put(id, Arc::new(changed(object, other, change)));
        }
        (None, None) => {}
    }
}

/// An object with what of it differs.
fn changed(mut object: Object, theirs: &Object, change: &Change) -> Object {
    match change.class.as_str() {
        "grant" => object.acl = theirs.acl.clone(),
        "owner" => object.owner.clone_from(&theirs.owner),
        "comment" if object.table().is_none() || !change.name.starts_with("column ") => {
            object.comment.clone_from(&theirs.comment)
        }
        "column" | "comment" => {
            if let (Some(table), Some(other)) = (object.table_mut(), theirs.table()) {
                columns(&mut table.columns, &other.columns, change);
            }
        }
        "table" | "foreign table" => {
            if let (Some(table), Some(other)) = (object.table_mut(), theirs.table()) {
                let columns = std::mem::take(&mut table.columns);
                *table = crate::schema::object::Table { columns, ..other.clone() };
            }
        }
        "domain" | "domain constraint" => {
            if let (Some(domain), Some(other)) = (domain_mut(&mut object), domain(theirs)) {
                domain_parts(domain, other, change);
            }
        }
        "trigger" if is_of_state(change) => {
            if let (Body::Trigger(trigger), Body::Trigger(other)) = (&mut object.body, &theirs.body) {
                trigger.state.clone_from(&other.state);
            }
        }
        _ => object.body = theirs.body.clone(),
    }
    object
}

/// Whether a trigger only fires otherwise: what it is stands before the first `;`.
fn is_of_state(change: &Change) -> bool {
    let what = |facts: &Option<String>| facts.as_deref().and_then(|facts| facts.split(';').next()).map(ToOwned::to_owned);
    what(&change.files) == what(&change.production)
}

fn domain(object: &Object) -> Option<&Domain> {
    match &object.body {
        Body::Type(UserType { body: TypeBody::Domain(domain) }) => Some(domain),
        _ => None,
    }
}

fn domain_mut(object: &mut Object) -> Option<&mut Domain> {
    match &mut object.body {
        Body::Type(UserType { body: TypeBody::Domain(domain) }) => Some(domain),
        _ => None,
    }
}

/// Takes a domain without its constraints over, or the constraint that a change is about.
fn domain_parts(ours: &mut Domain, theirs: &Domain, change: &Change) {
    if change.class == "domain" {
        let constraints = std::mem::take(&mut ours.constraints);
        *ours = Domain { constraints, ..theirs.clone() };
        return;
    }
    ours.constraints.retain(|it| !ends_with(&change.name, &it.name));
    ours.constraints.extend(theirs.constraints.iter().filter(|it| ends_with(&change.name, &it.name)).cloned());
}

/// Whether a name's last part is this one.
fn ends_with(name: &str, last: &str) -> bool {
    name.strip_suffix(&crate::schema::quote::ident(last)).is_some_and(|before| before.ends_with('.'))
}

/// Takes the column that a change is about as production has it.
fn columns(ours: &mut Vec<Column>, theirs: &[Column], change: &Change) {
    let is_meant = |column: &&Column| ends_with(&change.name, &column.name);
    match (ours.iter().position(|column| is_meant(&column)), theirs.iter().find(is_meant)) {
        (Some(at), Some(column)) => ours[at] = column.clone(),
        (Some(at), None) => drop(ours.remove(at)),
        (None, Some(column)) => ours.push(column.clone()),
        (None, None) => {}
    }
}
