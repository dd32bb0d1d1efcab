//! Revision ids: BLAKE3 over the canonical text of the upgrade and the parent's id, the first 12 hex digits. The same on every
//! machine and every run; a BOM, CRLF or blanks at the ends of lines do not count.

use super::Step;
use crate::text::canonical;

/// The id of a revision.
pub fn id(parent: Option<&str>, title: &str, up: &[Step]) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut part = |text: &str| {
        hasher.update(canonical(text).as_bytes());
        hasher.update(&[0]);
    };
    part(parent.unwrap_or_default());
    part(title);
    for step in up {
        match step {
            Step::Sql(sql) => part(sql),
            Step::Copy { statement, data } => {
                part(statement);
                part(data);
            }
            Step::Comment(_) | Step::Raise(_) => {}
        }
    }
    hasher.finalize().to_hex().chars().take(12).collect()
}
