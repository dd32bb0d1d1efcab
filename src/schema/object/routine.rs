//! Functions, procedures and aggregates.

use crate::dialect::effect::Param;
use crate::dialect::name::{Class, TypeName};
use crate::schema::def::Def;
use crate::schema::id::{Dependency, Id, Ref};

/// A routine. Its identity is its name and the types of its input arguments.
#[derive(Debug, Clone, PartialEq)]
pub struct Routine {
    /// Function, Procedure or Aggregate.
    pub class: Class,
    /// Input argument types, for the signature and the calls of it.
    pub args: Vec<TypeName>,
    /// The user types among them, place by place.
    pub arg_ids: Vec<Option<Id>>,
    /// The user types among all parameters.
    pub arg_types: Vec<Id>,
    pub params: Vec<Param>,
    /// The text behind RETURNS.
    pub returns: Option<String>,
    pub language: String,
    /// The source between the quotes.
    pub body: Option<String>,
    /// The whole statement.
    pub def: Def,
    /// Later `ALTER FUNCTION f(…) <actions>`.
    pub alters: Vec<Def>,
}

impl Routine {
    pub(super) fn dependencies(&self, found: &mut Vec<Dependency>) {
        found.extend(self.arg_types.iter().map(|id| super::needs(Ref::whole(*id))));
        found.extend(self.def.refs().map(super::needs));
    }

    pub(super) fn map_ids(&mut self, map: &dyn Fn(Ref) -> Ref) {
        for id in self.arg_types.iter_mut().chain(self.arg_ids.iter_mut().flatten()) {
            *id = map(Ref::whole(*id)).id;
        }
        self.def = self.def.map_ids(map);
        for def in &mut self.alters {
            *def = def.map_ids(map);
        }
    }
}
