//! What is said of an object: comments, owners, privileges.

use super::Reader;
use crate::drift::words::tokens;
use crate::schema::acl::all_privileges;
use crate::schema::object::{Body, Object};
use crate::schema::{Schema, quote};
use crate::verify::OWNER;
use crate::verify::catalog::Item;

impl Reader<'_> {
    pub(super) fn attributes(&self) -> Vec<Item> {
        // An extension brings its own comment, and so does `public`.
        let own = matches!(self.object.body, Body::Extension(_)) || is_public(self.object);
        let address = address(self.schema, self);
        let mut items = Vec::new();
        if let Some(comment) = self.object.comment.as_ref().filter(|_| !own) {
            items.push(self.item("comment", address.clone(), literal(comment)));
        }
        if let Some(owner) = &self.object.owner {
            items.push(self.item("owner", address.clone(), quote::ident(owner)));
        }
        let class = self.object.class();
        for ((grantee, column), privileges) in &self.object.acl.grants {
            let is_owner = self.object.owner.as_ref() == Some(grantee);
            if is_owner && column.is_none() && all_privileges(class).iter().all(|it| privileges.contains_key(*it)) {
                continue;
            }
            let of_column = column.as_ref().map(|column| format!(".{}", quote::ident(column))).unwrap_or_default();
            // What everybody has from the beginning.
            if is_public(self.object) && grantee.eq_ignore_ascii_case("public") && privileges.keys().eq(["USAGE"]) {
                continue;
            }
            let grantee = if grantee.eq_ignore_ascii_case("public") { "PUBLIC".to_owned() } else { quote::ident(grantee) };
            let told: Vec<String> = privileges
                .iter()
                .map(|(name, option)| format!("{name}{}", if *option { " with grant option" } else { "" }))
                .collect();
            items.push(self.item("grant", format!("{address}{of_column} to {grantee}"), told.join(", ")));
        }
        for (grantee, privileges) in &self.object.acl.revoked {
            let told: Vec<&str> = privileges.iter().map(String::as_str).collect();
            items.push(self.item("grant", format!("{address} to {grantee}"), format!("revoked {}", told.join(", "))));
        }
        items
    }
}

fn is_public(object: &Object) -> bool {
    matches!(object.body, Body::Schema) && object.name == "public"
}

/// Class and name, as the catalogs have it: `table public.t`.
fn address(schema: &Schema, it: &Reader<'_>) -> String {
    let address = crate::schema::ddl::address(schema, it.id, it.object);
    let name = if it.object.relation().is_some() { it.name_within() } else { it.name() };
    let own = schema.print_name(it.id);
    match address.split_once(&own) {
        Some((words, rest)) if it.object.relation().is_none() => format!("{}{name}{rest}", words.to_lowercase()),
        _ => format!("{} {name}", format!("{:?}", it.object.class()).to_lowercase()),
    }
}

/// What a literal holds.
pub(super) fn literal(text: &str) -> String {
    let Some(token) = tokens(text).into_iter().next() else { return String::new() };
    let is_escaped = token.starts_with(['e', 'E']);
    let inner = token.trim_start_matches(['e', 'E']).trim_matches('\'').replace("''", "'");
    if is_escaped { inner.replace("\\\\", "\\").replace("\\n", "\n").replace("\\t", "\t").replace("\\'", "'") } else { inner }
}

/// What objects to come will get, a privilege each.
pub(super) fn default_privileges(schema: &Schema) -> Vec<Item> {
    let (first, last) = crate::schema::diff::default_privileges(&Schema::new(), schema);
    let own = format!("FOR ROLE {OWNER} ");
    let statements = first.iter().chain(&last).filter_map(|sql| sql.strip_prefix("ALTER DEFAULT PRIVILEGES "));
    let item = |text: &str| {
        let name = text.strip_prefix(&own).unwrap_or(text).to_owned();
        let class = "default privileges".to_owned();
        Item { class, name, oid: 0, number: 0, within: 0, place: None, facts: String::new(), sql: Vec::new() }
    };
    statements.map(item).collect()
}
