//! Plain text for people.

pub mod check;
pub mod codes;
pub mod convert;
pub mod drift;
pub mod inspect;
pub mod ledger;
pub mod stamp;
pub mod targets;
pub mod verify;
pub mod why;

mod table;
mod wrap;

use std::borrow::Cow;

pub use table::{Align, Table};
pub use wrap::wrap;

/// Returns the text with control characters made visible, so that a file's name cannot steer the terminal.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().map(|c| if steers(c) { c.escape_default().to_string() } else { c.to_string() });
    Cow::Owned(shown.collect())
}

/// Control characters, and those that turn the direction of writing around.
fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Counts in words: `1 file`, `2 files`.
pub fn count(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// Joins what there is, and says how much more there would be.
pub fn some<'a>(items: impl IntoIterator<Item = &'a str>, most: usize) -> String {
    let items: Vec<&str> = items.into_iter().collect();
    let shown = items.iter().take(most).copied().collect::<Vec<_>>().join(", ");
    match items.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown}, +{more}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_steer_the_terminal() {
        assert_eq!(printable("a\u{1b}[31m\nb\u{202e}"), "a\\u{1b}[31m\\nb\\u{202e}");
        assert!(matches!(printable("açık.sql"), Cow::Borrowed("açık.sql")));
    }

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(some(["a", "b", "c"], 2), "a, b, +1");
        assert_eq!(some(["a", "b"], 2), "a, b");
        assert_eq!(some([], 2), "");
    }
}
