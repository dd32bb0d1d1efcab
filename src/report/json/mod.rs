//! JSON documents. Scripts rely on them: names may be added, those that are there keep their meaning and their order.

pub mod check;
pub mod convert;
pub mod drift;
pub mod inspect;
pub mod ledger;
pub mod stamp;
pub mod verify;

mod finding;
mod source;

use serde::Serialize;

pub use finding::{FindingView, findings};
pub use source::{SourceView, sources};

/// Which program wrote the document.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct ToolView {
    pub name: &'static str,
    pub version: &'static str,
}

/// This program.
pub const TOOL: ToolView = ToolView { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };

/// Returns a document's text.
///
/// # Errors
/// None that is known of: all keys are strings.
pub fn text(document: &impl Serialize) -> Result<String, serde_json::Error> {
    Ok(serde_json::to_string_pretty(document)? + "\n")
}
