//! Identifiers and literals as SQL text.

/// Quotes an identifier where it must be.
pub fn ident(name: &str) -> String {
    if name.is_ascii() { squawk_syntax::quote::quote_quoted_ident(name) } else { squawk_syntax::quote::quote_ident_always(name) }
}

/// A possibly qualified name.
pub fn qualified(schema: Option<&str>, name: &str) -> String {
    match schema {
        Some(schema) => format!("{}.{}", ident(schema), ident(name)),
        None => ident(name),
    }
}

/// A string literal that is the same whatever `standard_conforming_strings` says.
pub fn literal(value: &str) -> String {
    if value.contains('\\') {
        format!("E'{}'", value.replace('\\', "\\\\").replace('\'', "''"))
    } else {
        format!("'{}'", value.replace('\'', "''"))
    }
}

/// Names joined for a column list.
pub fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(ident).collect::<Vec<_>>().join(", ")
}

/// A role as a statement writes it: the words that stand for roles are no identifiers.
pub fn role(name: &str) -> String {
    let special = ["CURRENT_USER", "SESSION_USER", "CURRENT_ROLE", "PUBLIC"];
    if name.starts_with('"') || special.iter().any(|it| it.eq_ignore_ascii_case(name)) { name.to_owned() } else { ident(name) }
}
