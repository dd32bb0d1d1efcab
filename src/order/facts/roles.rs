//! Roles: made for the whole server, and needed by who owns, grants and is granted.

use super::Reader;
use crate::dialect::effect::Effect;
use crate::dialect::name::{Class, Name};

/// What stands in the place of a role's name.
const OTHERS: &[&str] = &["public", "current_user", "current_role", "session_user", "none", "all"];

impl Reader {
    /// The roles that an effect names.
    pub(super) fn roles(&mut self, effect: &Effect) {
        match effect {
            Effect::CreateSchema { owner, .. } => owner.iter().for_each(|role| self.role(role)),
            Effect::SetOwner { to, .. } => self.role(to),
            Effect::Grant(grant) => grant.grantees.iter().for_each(|role| self.role(role)),
            Effect::DefaultPrivileges(it) => {
                it.roles.iter().chain(&it.grantees).for_each(|role| self.role(role));
                it.schemas.iter().for_each(|schema| self.needs(Class::Schema, &Name::bare(schema.clone())));
            }
            Effect::CreatePolicy(create) => self.listed_roles(create.roles.as_deref()),
            Effect::AlterPolicy { roles, .. } => self.listed_roles(roles.as_deref()),
            _ => {}
        }
    }

    fn listed_roles(&mut self, roles: Option<&str>) {
        roles.into_iter().flat_map(|roles| roles.split(',')).for_each(|role| self.role(role.trim()));
    }

    fn role(&mut self, written: &str) {
        let quoted = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let name = quoted.map_or_else(|| written.to_lowercase(), str::to_owned);
        if !name.is_empty() && !OTHERS.contains(&name.as_str()) {
            self.needs(Class::Role, &Name::bare(name));
        }
    }
}
