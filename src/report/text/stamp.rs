//! The report of `stamp` as text: the script, or what came of it.

use super::{drift, printable};
use crate::report::stamping::Stamping;

/// Returns the report. `full`: with all that differs.
pub fn render(stamping: &Stamping<'_>, full: bool) -> String {
    if stamping.applied {
        return format!("Marked as migrated to {}.\n", printable(&stamping.head));
    }
    match (&stamping.script, &stamping.drifting) {
        // The server refused it.
        (Some(_), _) if !stamping.findings.is_empty() => "Nothing was marked.\n".to_owned(),
        (Some(script), _) => script.clone(),
        (None, Some(drifting)) => format!("{}Nothing was marked.\n", drift::render(drifting, full)),
        (None, None) => "Nothing was marked.\n".to_owned(),
    }
}
