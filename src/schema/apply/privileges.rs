//! GRANT, REVOKE and ALTER DEFAULT PRIVILEGES.

use imbl::OrdMap;

use super::Applier;
use super::others::is_cluster_wide;
use crate::dialect::effect::{DefaultPrivileges, Grant, GrantTarget};
use crate::dialect::name::{Class, ObjectName};
use crate::schema::DefaultKey;
use crate::schema::acl::{Acl, all_privileges, is_own, public_defaults};
use crate::schema::id::Id;
use crate::schema::object::{Body, Object, Place};

impl Applier<'_> {
    pub(super) fn grant(&mut self, grant: &Grant) {
        match &grant.on {
            GrantTarget::Objects(objects) => {
                for object in objects {
                    self.grant_on(grant, object);
                }
            }
            GrantTarget::AllInSchema { class, schemas } => {
                for schema in schemas {
                    self.grant_all_in(grant, *class, schema);
                }
            }
            GrantTarget::Roles(roles) => self.done.outside.extend(roles.iter().map(|role| format!("membership in role {role}"))),
        }
    }

    fn grant_on(&mut self, grant: &Grant, object: &ObjectName) {
        if is_cluster_wide(object.class) {
            self.done.outside.push(format!("privileges on {} {}", super::others::class_words(object.class), object.name));
            return;
        }
        match self.find(object) {
            Some(id) => self.change_acl(grant, id),
            None => self.missing(super::others::class_words(object.class), &object.name.to_string()),
        }
    }

    fn grant_all_in(&mut self, grant: &Grant, class: Class, schema: &str) {
        let Some(namespace) = self.schema.find_schema(schema) else {
            return self.missing("schema", schema);
        };
        let fits = |object: &Object| {
            let matches = match class {
                Class::Table => matches!(object.body, Body::Table(_) | Body::View(_)),
                Class::Sequence => matches!(object.body, Body::Sequence(_)),
                Class::Routine => matches!(object.body, Body::Routine(_)),
                other => object.class() == other || (other == Class::Function && object.class() == Class::Aggregate),
            };
            matches && object.place == Place::Schema(namespace)
        };
        let ids: Vec<Id> =
            self.schema.dependents(namespace).into_iter().filter(|id| self.schema.get(*id).is_some_and(fits)).collect();
        for id in ids {
            self.change_acl(grant, id);
        }
    }

    fn change_acl(&mut self, grant: &Grant, id: Id) {
        let Some(class) = self.schema.get(id).map(Object::class) else { return };
        let all: Vec<(String, Vec<String>)> = all_privileges(class).iter().map(|it| ((*it).to_owned(), Vec::new())).collect();
        let privileges = if grant.privileges.is_empty() { &all } else { &grant.privileges };
        self.schema.update(id, |object| {
            for grantee in &grant.grantees {
                object.acl.spell_owner(class, grantee, object.owner.as_deref());
                for (privilege, columns) in privileges {
                    change(&mut object.acl, grant, class, grantee, privilege, columns);
                }
            }
        });
    }

    pub(super) fn default_privileges(&mut self, it: &DefaultPrivileges) {
        let all: Vec<String> = all_privileges(it.class).iter().map(|it| (*it).to_owned()).collect();
        let privileges = if it.privileges.is_empty() { &all } else { &it.privileges };
        for key in default_keys(it) {
            for privilege in privileges {
                self.default_privilege(&key, privilege, it);
            }
        }
    }

    fn default_privilege(&mut self, key: &DefaultKey, privilege: &str, it: &DefaultPrivileges) {
        let built_in = key.grantee == "PUBLIC" && public_defaults(key.class).contains(&privilege) && key.schema.is_none();
        if built_in {
            let revoked = self.schema.revoked_defaults.entry(key.clone()).or_default();
            if it.grant {
                revoked.remove(privilege);
            } else {
                revoked.insert(privilege.to_owned());
            }
            let empty = revoked.is_empty();
            if empty {
                self.schema.revoked_defaults.remove(key);
            }
            return;
        }
        let entry = self.schema.default_privileges.entry(key.clone()).or_default();
        if it.grant {
            entry.insert(privilege.to_owned(), it.grant_option);
        } else {
            entry.remove(privilege);
        }
        let empty = entry.is_empty();
        if empty {
            self.schema.default_privileges.remove(key);
        }
    }

    /// What a new object gets by ALTER DEFAULT PRIVILEGES.
    pub(super) fn default_acl(&self, object: &Object) -> Acl {
        let class = match &object.body {
            Body::Table(_) | Body::View(_) => Class::Table,
            Body::Sequence(_) => Class::Sequence,
            Body::Routine(_) => Class::Function,
            Body::Type(_) => Class::Type,
            Body::Schema => Class::Schema,
            _ => return Acl::default(),
        };
        self.schema.default_acl(class, object.place)
    }
}

impl crate::schema::Schema {
    /// Gives up the default privileges that another schema does not have.
    pub fn keep_common_default_privileges(&mut self, other: &Self) {
        let (own, others) = (std::mem::take(&mut self.default_privileges), &other.default_privileges);
        for (key, privileges) in own {
            let Some(wanted) = others.get(&key) else { continue };
            let kept: OrdMap<String, bool> = privileges.into_iter().filter(|(it, _)| wanted.contains_key(it)).collect();
            if !kept.is_empty() {
                self.default_privileges.insert(key, kept);
            }
        }
        let (own, others) = (std::mem::take(&mut self.revoked_defaults), &other.revoked_defaults);
        for (key, privileges) in own {
            let kept = privileges.intersection(others.get(&key).cloned().unwrap_or_default());
            if !kept.is_empty() {
                self.revoked_defaults.insert(key, kept);
            }
        }
    }

    /// What a new object of a class gets by ALTER DEFAULT PRIVILEGES, in this place: those of the role that creates it.
    pub fn default_acl(&self, class: Class, place: Place) -> Acl {
        let mut acl = Acl::default();
        let schema = match place {
            Place::Schema(id) => self.get(id).map(|object| object.name.clone()),
            _ => None,
        };
        let applies = |key: &DefaultKey| {
            key.class == class && (key.schema.is_none() || key.schema == schema) && is_own(key.role.as_deref())
        };
        for (key, privileges) in self.default_privileges.iter().filter(|(key, _)| applies(key)) {
            for (privilege, option) in privileges {
                acl.grant(class, &key.grantee, privilege, None, *option);
            }
        }
        for (key, privileges) in self.revoked_defaults.iter().filter(|(key, _)| applies(key)) {
            for privilege in privileges {
                acl.revoke(class, &key.grantee, privilege, None, false);
            }
        }
        acl
    }
}

fn default_keys(it: &DefaultPrivileges) -> Vec<DefaultKey> {
    let option = |names: &[String]| -> Vec<Option<String>> {
        if names.is_empty() { vec![None] } else { names.iter().cloned().map(Some).collect() }
    };
    let mut keys = Vec::new();
    for role in option(&it.roles) {
        for schema in option(&it.schemas) {
            for grantee in &it.grantees {
                let (role, schema, grantee) = (role.clone(), schema.clone(), grantee.clone());
                keys.push(DefaultKey { role, schema, class: it.class, grantee });
            }
        }
    }
    keys
}

fn change(acl: &mut Acl, grant: &Grant, class: Class, grantee: &str, privilege: &str, columns: &[String]) {
    let whole = [None];
    let parts: Vec<Option<&str>> =
        if columns.is_empty() { whole.to_vec() } else { columns.iter().map(|column| Some(column.as_str())).collect() };
    for column in parts {
        if grant.grant {
            acl.grant(class, grantee, privilege, column, grant.grant_option);
        } else {
            acl.revoke(class, grantee, privilege, column, grant.grant_option);
        }
    }
}
