//! What objects are called in evidence: class and name, with `public` left out.

use crate::dialect::name::{Class, Name};

/// `table core.users`, `type mood`.
pub fn label(class: Class, name: &Name) -> String {
    let class = match class {
        // What lives in one namespace is looked up by one word.
        Class::Table | Class::ForeignTable | Class::View | Class::MaterializedView | Class::Sequence | Class::Index => "relation",
        Class::Type | Class::Domain => "type",
        Class::Function | Class::Procedure | Class::Routine | Class::Aggregate => "function",
        Class::Schema => "schema",
        Class::Extension => "extension",
        Class::Column => "column",
        _ => "object",
    };
    match name.schema.as_deref() {
        Some(schema) if schema != "public" => format!("{class} {schema}.{}", name.name),
        _ => format!("{class} {}", name.name),
    }
}
