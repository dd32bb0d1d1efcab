//! What there is to report of a database that was marked, or not.

use super::drifting::Drifting;
use crate::finding::Finding;

/// A database to be marked, and what came of it.
#[derive(Debug)]
pub struct Stamping<'a> {
    pub target: &'a str,
    /// The output folder as the user called it.
    pub out: String,
    /// What the tool calls the head.
    pub head: String,
    /// The statements; `None` where something stands against them.
    pub script: Option<String>,
    /// The comparison, where a database was named.
    pub drifting: Option<Drifting<'a>>,
    pub applied: bool,
    pub findings: Vec<Finding>,
}
