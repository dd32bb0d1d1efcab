//! The types of the columns that a query gives a table.

use super::Applier;
use crate::dialect::effect::OutputType;
use crate::dialect::name::{Name, TypeName};
use crate::schema::ddl::type_list;
use crate::schema::def::{Def, Means};
use crate::schema::id::{ColumnId, Id};
use crate::schema::object::{Column, ColumnType, Object};

/// A column's type and collation.
type Typed = (ColumnType, Option<Def>);

impl Applier<'_> {
    /// The type of each column that a query gives, with the stars spelled out; `None` where nobody knows it.
    pub(super) fn query_types(&mut self, columns: &[Option<String>], types: &[OutputType], def: &Def) -> Vec<Option<Typed>> {
        let mut stars = def.spots.iter().filter_map(|spot| match &spot.means {
            Means::Star(columns) => Some(columns),
            _ => None,
        });
        let mut found = Vec::new();
        for (at, column) in columns.iter().enumerate() {
            match (column, types.get(at)) {
                (Some(_), Some(ty)) => found.push(self.output_type(ty)),
                (Some(_), None) => found.push(None),
                (None, _) => {
                    let star = stars.next().into_iter().flatten();
                    found.extend(star.map(|it| self.type_of(it.of, it.column)).collect::<Vec<_>>());
                }
            }
        }
        found
    }

    fn output_type(&mut self, ty: &OutputType) -> Option<Typed> {
        match ty {
            OutputType::Of(ty) => Some((self.column_type(ty), None)),
            OutputType::Column { relations, column, bare } => {
                let found = relations.iter().find_map(|name| self.typed_column(name, column))?;
                Some(if *bare { (self.bare_type(found.0), found.1) } else { found })
            }
            OutputType::Unknown => None,
        }
    }

    fn typed_column(&self, relation: &Name, column: &str) -> Option<Typed> {
        let id = self.schema.find_relation(relation)?;
        self.type_of(id, self.schema.find_column(id, column)?)
    }

    fn type_of(&self, table: Id, column: ColumnId) -> Option<Typed> {
        let Column { ty, collation, .. } = self.schema.get(table).and_then(Object::table)?.column_by_id(column)?;
        (!ty.def.text.is_empty()).then(|| (ty.clone(), collation.clone()))
    }

    /// The type that `max` gives: without modifiers, and `text` for its relatives.
    fn bare_type(&self, ty: ColumnType) -> ColumnType {
        let name = if ty.ty.name.name == "varchar" { "text" } else { ty.ty.name.name.as_str() };
        if ty.user.is_some() || (ty.ty.modifiers.is_empty() && name == ty.ty.name.name) {
            return ty;
        }
        let bare = TypeName { name: Name::bare(name), modifiers: String::new(), ..ty.ty.clone() };
        let words = type_list(std::slice::from_ref(&bare), self.schema, &[]);
        ColumnType { def: Def::plain(&words), ty: bare, user: None }
    }
}
