//! Extensions, triggers, policies, rules, and whatever is known by its defining statement alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::dialect::Provided;
use crate::dialect::effect::Setting;
use crate::dialect::name::{Class, TypeName};
use crate::schema::def::Def;
use crate::schema::id::{Dependency, Id, Ref};

#[derive(Debug, Clone, PartialEq)]
pub struct Extension {
    /// Where its objects live.
    pub schema: Option<Id>,
    /// The whole statement.
    pub def: Def,
    /// Its objects, by class and name.
    pub provides: Arc<[Provided]>,
    /// The extensions that it needs.
    pub requires: Vec<Id>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Trigger {
    pub constraint: bool,
    pub function: Option<Id>,
    /// The whole statement.
    pub def: Def,
    /// `DISABLE`, `ENABLE ALWAYS`, `ENABLE REPLICA`; `None`: enabled.
    pub state: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    pub restrictive: bool,
    pub command: String,
    pub roles: Option<String>,
    pub using: Option<Def>,
    pub check: Option<Def>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The whole statement.
    pub def: Def,
    pub state: Option<String>,
}

/// An object that is written back by its defining statement and dropped by its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Other {
    pub class: Class,
    /// Operators, aggregates.
    pub args: Option<Vec<TypeName>>,
    /// What stands behind its name in DROP: `ON t`, `USING btree`.
    pub suffix: String,
    /// The whole statement.
    pub def: Def,
    /// What the statement sets of that which ALTER can change in place.
    pub made: Settings,
    /// What of it is set by now.
    pub settings: Settings,
    /// Other `ALTER … <actions>` that came later.
    pub alters: Vec<Def>,
}

/// Settings with their values, in parts where these are lists.
pub type Settings = BTreeMap<Setting, Vec<Def>>;

impl Extension {
    /// Puts its objects into another schema. A statement that named the old one names the new one.
    pub fn move_to(&mut self, schema: Id) {
        let old = self.schema.replace(schema);
        self.def = self.def.map_ids(&|at| if Some(at.id) == old { Ref::whole(schema) } else { at });
    }

    pub(super) fn dependencies(&self, found: &mut Vec<Dependency>) {
        found.extend(self.schema.iter().chain(&self.requires).map(|id| super::needs(Ref::whole(*id))));
    }
}

impl Extension {
    pub(super) fn map_ids(&mut self, map: &dyn Fn(Ref) -> Ref) {
        for id in self.schema.iter_mut().chain(&mut self.requires) {
            *id = map(Ref::whole(*id)).id;
        }
        self.def = self.def.map_ids(map);
    }
}

impl Trigger {
    pub(super) fn dependencies(&self, found: &mut Vec<Dependency>) {
        found.extend(self.function.map(|id| super::needs(Ref::whole(id))));
        found.extend(self.def.refs().map(super::needs));
    }

    pub(super) fn map_ids(&mut self, map: &dyn Fn(Ref) -> Ref) {
        self.function = self.function.map(|id| map(Ref::whole(id)).id);
        self.def = self.def.map_ids(map);
    }
}

impl Policy {
    pub(super) fn dependencies(&self, found: &mut Vec<Dependency>) {
        found.extend(self.using.iter().chain(&self.check).flat_map(Def::refs).map(super::needs));
    }

    pub(super) fn map_ids(&mut self, map: &dyn Fn(Ref) -> Ref) {
        self.using = self.using.as_ref().map(|def| def.map_ids(map));
        self.check = self.check.as_ref().map(|def| def.map_ids(map));
    }
}

impl Rule {
    pub(super) fn dependencies(&self, found: &mut Vec<Dependency>) {
        found.extend(self.def.refs().map(super::needs));
    }
}

impl Other {
    pub(super) fn dependencies(&self, found: &mut Vec<Dependency>) {
        // Statistics go with their table and with any of their columns.
        let kind = if self.class == Class::Statistics { super::follows } else { super::needs };
        found.extend(self.def.refs().map(kind));
        found.extend(self.settings.values().flatten().chain(&self.alters).flat_map(Def::refs).map(super::needs));
    }

    pub(super) fn map_ids(&mut self, map: &dyn Fn(Ref) -> Ref) {
        self.def = self.def.map_ids(map);
        for def in self.made.values_mut().chain(self.settings.values_mut()).flatten().chain(&mut self.alters) {
            *def = def.map_ids(map);
        }
    }
}
