//! Extensions, and what an index takes from them without naming it.

use super::Applier;
use crate::dialect::name::{Class, Name};
use crate::dialect::wording::{Mention, Wording};
use crate::schema::Key;
use crate::schema::def::{Def, Means, Spot};
use crate::schema::id::{ColumnId, Id};
use crate::schema::object::{Body, Extension, Object, Place};

impl Applier<'_> {
    pub(super) fn create_extension(
        &mut self,
        name: &str,
        if_not_exists: bool,
        schema: Option<&str>,
        cascade: bool,
        wording: &Wording,
    ) {
        if self.schema.find(&Key::Extension(name.to_owned())).is_some() {
            if !if_not_exists {
                self.duplicate("extension", name);
            }
            return;
        }
        let brings = self.dialect.extension(name);
        if cascade {
            for required in &brings.requires {
                self.create_extension(required, true, schema, true, &plain_wording(required, schema));
            }
        }
        let place = match schema {
            Some(schema) => self.schema.find_schema(schema),
            None => self.schema.creation_schema(&Name::bare(name)),
        };
        let requires = brings.requires.iter().filter_map(|it| self.schema.find(&Key::Extension(it.clone())));
        let extension = Extension {
            schema: place,
            requires: requires.collect(),
            provides: brings.objects.into(),
            def: self.resolve(wording, None),
        };
        self.add(Object::new(name, Place::Database, Body::Extension(extension)));
    }

    /// Ties an index to the extension whose operator classes its columns use by default.
    pub(super) fn with_default_classes(&self, def: Def, table: Id, columns: &[ColumnId]) -> Def {
        let names_class = |spot: &Spot| matches!(spot.means, Means::Provided { .. });
        let Some(method) = method(&def.text).filter(|_| !def.spots.iter().any(names_class)) else { return def };
        let provider = columns.iter().find_map(|column| {
            let name = Name::bare(format!("{method} {}", self.index_type(table, *column)?));
            Some((self.schema.find_provider(Class::Index, &name)?, name))
        });
        let Some((by, name)) = provider else { return def };
        let end = def.text.len();
        let tie = Spot { range: end..end, means: Means::Provided { by, name } };
        Def { text: def.text, spots: def.spots.iter().cloned().chain([tie]).collect() }
    }

    /// A column's type as an operator class is declared for it.
    fn index_type(&self, table: Id, column: ColumnId) -> Option<String> {
        let ty = &self.schema.get(table)?.table()?.column_by_id(column)?.ty;
        let user = ty.user.and_then(|id| self.schema.get(id));
        Some(match user {
            Some(object) if crate::schema::ddl::is_enum(object) => "anyenum".to_owned(),
            Some(_) => return None,
            None if ty.ty.dimensions > 0 => format!("_{}", ty.ty.name.name),
            None if ty.ty.name.name == "varchar" => "text".to_owned(),
            None => ty.ty.name.name.clone(),
        })
    }
}

/// The access method that an index or an exclusion constraint names.
fn method(text: &str) -> Option<&'static str> {
    let text = crate::schema::def::normal(text);
    ["gist", "gin", "bloom"].into_iter().find(|method| {
        let named = format!("using {method}");
        text.split_once(&named).is_some_and(|(_, rest)| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    })
}

fn plain_wording(name: &str, schema: Option<&str>) -> Wording {
    let mut wording = Wording::plain("CREATE EXTENSION ");
    wording.push_slot(&crate::schema::quote::ident(name), Mention::Own);
    if let Some(schema) = schema {
        wording.push_str(" SCHEMA ");
        wording.push_slot(&crate::schema::quote::ident(schema), Mention::Schema(schema.to_owned()));
    }
    wording
}
