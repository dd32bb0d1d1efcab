//! Grants on one object.
//!
//! The model keeps what was granted and revoked against the server's defaults; grantors are not kept.

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::name::Class;

/// Who may do what with an object: what differs from the server's default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Acl {
    /// (grantee, column or `None` for the whole) to privilege to "with grant option".
    pub grants: BTreeMap<(String, Option<String>), BTreeMap<String, bool>>,
    /// Privileges that the server gives by default and that were revoked, by grantee (`PUBLIC` or the owner).
    pub revoked: BTreeMap<String, BTreeSet<String>>,
}

impl Acl {
    /// Whether nothing was granted or revoked.
    pub fn is_default(&self) -> bool {
        self.grants.is_empty() && self.revoked.is_empty()
    }

    /// Gives a privilege.
    pub fn grant(&mut self, class: Class, grantee: &str, privilege: &str, column: Option<&str>, option: bool) {
        if column.is_none() && is_public(grantee) && public_defaults(class).contains(&privilege) {
            if let Some(revoked) = self.revoked.get_mut("PUBLIC") {
                revoked.remove(privilege);
                if revoked.is_empty() {
                    self.revoked.remove("PUBLIC");
                }
            }
            return;
        }
        let entry = self.grants.entry((grantee.to_owned(), column.map(str::to_owned))).or_default();
        let with = entry.entry(privilege.to_owned()).or_insert(false);
        *with |= option;
    }

    /// Takes a privilege away, or only the option to grant it on.
    pub fn revoke(&mut self, class: Class, grantee: &str, privilege: &str, column: Option<&str>, option_only: bool) {
        if !option_only && column.is_none() && is_public(grantee) && public_defaults(class).contains(&privilege) {
            self.revoked.entry("PUBLIC".to_owned()).or_default().insert(privilege.to_owned());
            return;
        }
        let key = (grantee.to_owned(), column.map(str::to_owned));
        if let Some(entry) = self.grants.get_mut(&key) {
            if option_only {
                if let Some(with) = entry.get_mut(privilege) {
                    *with = false;
                }
            } else {
                entry.remove(privilege);
            }
            if entry.is_empty() {
                self.grants.remove(&key);
            }
        }
        if column.is_none() && !option_only {
            self.revoke_columns(grantee, privilege);
        }
    }

    /// The owner may do everything by himself: a grant to him only tells once it is set against that. Fills in what the owner of
    /// an object has before something is granted to him or revoked from him.
    pub fn spell_owner(&mut self, class: Class, grantee: &str, owner: Option<&str>) {
        let owns = owner.map_or_else(|| is_own(Some(grantee)), |owner| owner == grantee);
        let all = all_privileges(class).iter().map(|privilege| ((*privilege).to_owned(), false));
        if owns {
            self.grants.entry((grantee.to_owned(), None)).or_insert_with(|| all.collect());
        }
    }

    /// The same for everybody to whom another state grants something.
    #[must_use]
    pub fn spelled(&self, other: &Self, class: Class, owner: Option<&str>) -> Self {
        let mut spelled = self.clone();
        for (grantee, _) in other.grants.keys().filter(|(_, column)| column.is_none()) {
            spelled.spell_owner(class, grantee, owner);
        }
        spelled
    }

    /// What the old owner may do, the new one may: the server hands it over with the object (PostgreSQL: `aclnewowner`).
    /// `None`: the role that runs the migrations.
    pub fn change_owner(&mut self, from: Option<&str>, to: Option<&str>) {
        let owns = |grantee: &str| match from {
            Some(owner) => owner == grantee,
            None => is_own(Some(grantee)),
        };
        let handed: Vec<_> = self.grants.keys().filter(|(grantee, _)| owns(grantee)).cloned().collect();
        for key in handed {
            let Some(entry) = self.grants.remove(&key) else { continue };
            let heir = self.grants.entry((to.unwrap_or(FIRST_ROLE).to_owned(), key.1)).or_default();
            for (privilege, option) in entry {
                *heir.entry(privilege).or_insert(false) |= option;
            }
        }
    }

    /// A column's grants go along when it gets another name, and go with it when it is dropped (`to` `None`).
    pub fn rename_column(&mut self, from: &str, to: Option<&str>) {
        let of_column: Vec<_> = self.grants.keys().filter(|(_, column)| column.as_deref() == Some(from)).cloned().collect();
        for key in of_column {
            if let (Some(entry), Some(to)) = (self.grants.remove(&key), to) {
                self.grants.insert((key.0, Some(to.to_owned())), entry);
            }
        }
    }

    /// Revoking a table privilege takes it from the columns too.
    fn revoke_columns(&mut self, grantee: &str, privilege: &str) {
        self.grants.retain(|(who, column), entry| {
            if who == grantee && column.is_some() {
                entry.remove(privilege);
            }
            !entry.is_empty()
        });
    }
}

/// The role that a server begins with, taken for the one that runs the migrations.
const FIRST_ROLE: &str = "postgres";

/// Whether a role is the one that runs the migrations, which the text tells only where it names none or the server's first one.
pub fn is_own(role: Option<&str>) -> bool {
    let own = [FIRST_ROLE, "current_user", "current_role", "session_user"];
    role.is_none_or(|role| own.contains(&role.to_lowercase().as_str()))
}

fn is_public(grantee: &str) -> bool {
    grantee.eq_ignore_ascii_case("public")
}

/// What everybody may do by default (PostgreSQL: `acldefault`).
pub fn public_defaults(class: Class) -> &'static [&'static str] {
    match class {
        Class::Function | Class::Procedure | Class::Routine | Class::Aggregate => &["EXECUTE"],
        Class::Type | Class::Domain | Class::Language => &["USAGE"],
        Class::Database => &["CONNECT", "TEMPORARY"],
        _ => &[],
    }
}

/// What ALL means for a class.
pub fn all_privileges(class: Class) -> &'static [&'static str] {
    match class {
        Class::Table | Class::View | Class::MaterializedView | Class::ForeignTable => {
            &["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]
        }
        Class::Column => &["SELECT", "INSERT", "UPDATE", "REFERENCES"],
        Class::Sequence => &["USAGE", "SELECT", "UPDATE"],
        Class::Schema => &["USAGE", "CREATE"],
        Class::Function | Class::Procedure | Class::Routine | Class::Aggregate => &["EXECUTE"],
        Class::Database => &["CREATE", "CONNECT", "TEMPORARY"],
        _ => &["USAGE"],
    }
}
