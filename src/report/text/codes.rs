//! Finding codes, listed and explained.

use super::{Align, Table, wrap};
use crate::report::codes::Code;

/// Lists codes with their meaning.
pub fn list(codes: &[Code]) -> String {
    let mut table = Table::new(&[("code", Align::Left), ("meaning", Align::Left)]);
    for code in codes {
        table.row(vec![code.code.to_owned(), code.meaning.to_owned()]);
    }
    table.render()
}

/// Explains one code.
pub fn explanation(code: &Code) -> String {
    wrap(&format!("{}: {}\n\n{}", code.code, code.meaning, code.explanation))
}
