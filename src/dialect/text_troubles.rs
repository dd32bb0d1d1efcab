//! What is wrong with a text before any statement is read: quotes that nobody closes, placeholders that nobody filled in.

use super::Dialect;
use super::script::Script;
use crate::finding::Finding;
use crate::split::{Chunk, ChunkKind};

/// What is to be said of a file's text.
pub fn examine(script: &Script, dialect: &dyn Dialect) -> Vec<Finding> {
    unterminated(script, dialect).into_iter().chain(placeholders(script, dialect)).collect()
}

fn unterminated(script: &Script, dialect: &dyn Dialect) -> Option<Finding> {
    let chunks: Vec<Chunk> = script.items.iter().map(|item| item.chunk.clone()).collect();
    let (place, what) = dialect.unterminated(&script.text.content, &chunks)?;
    let message = format!("this {what} is never closed: the rest of the file is taken as part of it");
    // psql takes the end of the file for the end of the data.
    let data = chunks.last().is_some_and(|chunk| chunk.kind == ChunkKind::CopyData);
    let finding = if data { Finding::warning("unterminated", message) } else { Finding::error("unterminated", message) };
    let help = if data { "end the data with a line `\\.`" } else { "close it where it should end" };
    Some(finding.at(&script.text.path, place).help(help))
}

/// One finding for each statement that holds a placeholder.
fn placeholders(script: &Script, dialect: &dyn Dialect) -> Vec<Finding> {
    let found = script.statements().filter_map(|statement| {
        let places = dialect.placeholders(script.slice(statement.span.clone()));
        let first = places.first()?;
        let place = statement.span.start + first.start..statement.span.start + first.end;
        let message = format!("`{}` is a placeholder of a template, not SQL", script.slice(place.clone()));
        let help = if script.slice(place.clone()).starts_with(':') {
            "psql and drivers fill it in when the file runs: write the value into the SQL"
        } else {
            "give it its value with `--set NAME=VALUE`; without one it stays as it is"
        };
        Some(Finding::warning("template", message).at(&script.text.path, place).help(help))
    });
    found.collect()
}
