//! Types that users make: enums, composites, ranges, base types and domains.

use super::ColumnType;
use crate::schema::def::Def;
use crate::schema::id::{ColumnId, Dependency, Part, Ref};

/// A type.
#[derive(Debug, Clone, PartialEq)]
pub struct UserType {
    pub body: TypeBody,
}

/// What kind of type.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeBody {
    /// Labels in order.
    Enum(Vec<String>),
    Composite(Vec<Attribute>),
    /// Ranges and base types: the whole statement.
    Defined(Def),
    Domain(Domain),
}

/// An attribute of a composite type.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    pub id: ColumnId,
    pub name: String,
    pub ty: ColumnType,
    pub collation: Option<Def>,
}

/// A domain.
#[derive(Debug, Clone, PartialEq)]
pub struct Domain {
    pub ty: ColumnType,
    pub collation: Option<Def>,
    pub default: Option<Def>,
    pub not_null: bool,
    pub constraints: Vec<DomainConstraint>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct DomainConstraint {
    pub name: String,
    /// Behind `CONSTRAINT name`, without NOT VALID.
    pub def: Def,
    pub not_valid: bool,
    /// The literal of COMMENT ON as written.
    pub comment: Option<String>,
}

impl UserType {
    pub(super) fn dependencies(&self, found: &mut Vec<Dependency>) {
        match &self.body {
            TypeBody::Enum(_) => {}
            TypeBody::Defined(def) => found.extend(def.refs().map(super::needs)),
            TypeBody::Composite(attributes) => {
                for attribute in attributes {
                    let part = Part::ColumnType(attribute.id);
                    let named = attribute.collation.iter().flat_map(Def::refs).chain(attribute.ty.user.map(Ref::whole));
                    found.extend(named.map(|on| Dependency { part, on, auto: false }));
                }
            }
            TypeBody::Domain(domain) => {
                found.extend(domain.ty.user.map(|id| super::needs(Ref::whole(id))));
                let texts = domain
                    .default
                    .iter()
                    .chain(&domain.collation)
                    .chain(domain.constraints.iter().map(|constraint| &constraint.def));
                found.extend(texts.flat_map(Def::refs).map(super::needs));
            }
        }
    }

    pub(super) fn map_ids(&mut self, map: &dyn Fn(Ref) -> Ref) {
        match &mut self.body {
            TypeBody::Enum(_) => {}
            TypeBody::Defined(def) => *def = def.map_ids(map),
            TypeBody::Composite(attributes) => {
                for attribute in attributes {
                    attribute.ty.map_ids(map);
                    attribute.collation = attribute.collation.as_ref().map(|def| def.map_ids(map));
                }
            }
            TypeBody::Domain(domain) => {
                domain.ty.map_ids(map);
                domain.collation = domain.collation.as_ref().map(|def| def.map_ids(map));
                domain.default = domain.default.as_ref().map(|def| def.map_ids(map));
                for constraint in &mut domain.constraints {
                    constraint.def = constraint.def.map_ids(map);
                }
            }
        }
    }
}
