//! What there is to report of a check.

use crate::target::check::Checked;

/// A written folder that was checked.
#[derive(Debug)]
pub struct Checking {
    /// The folder as the user called it.
    pub out: String,
    pub checked: Checked,
    /// Whether the sources were compared too.
    pub with_sources: bool,
}
