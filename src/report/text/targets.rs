//! Targets, listed and explained.

use super::{Align, Table};
use crate::target::Target;

/// Lists the targets.
pub fn list(targets: &[Target]) -> String {
    let mut table = Table::new(&[("target", Align::Left), ("dialects", Align::Left), ("what it is", Align::Left)]);
    for target in targets {
        let manifest = &target.manifest;
        table.row(vec![target.name.clone(), manifest.dialects.join(", "), manifest.title.clone()]);
    }
    format!("{}\n`sql2rev targets NAME` shows how one is used.\n", table.render())
}

/// Says how a target is used.
pub fn usage(target: &Target) -> String {
    let Target { name, manifest, .. } = target;
    format!("{name}: {}\n\n    sql2rev convert DIR --to {name} --out OUT\n\n{}\n", manifest.title, manifest.usage.trim())
}

/// Returns the commands of a target's usage for a folder.
pub fn commands(target: &Target, out: &str) -> String {
    let out = quoted(out);
    let commands = target.manifest.usage.lines().filter(|line| line.starts_with("    "));
    commands.map(|line| replace_word(line, "OUT", &out) + "\n").collect()
}

/// Returns the path as a shell wants it.
fn quoted(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '+' | ',' | ':' | '@');
    if !path.is_empty() && !path.starts_with('-') && path.chars().all(plain) {
        return path.to_owned();
    }
    format!("'{}'", super::printable(path).replace('\'', r"'\''"))
}

fn replace_word(line: &str, word: &str, by: &str) -> String {
    let pieces = line.split(' ').map(|piece| if piece == word { by } else { piece });
    pieces.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_stands_in_the_commands() {
        assert_eq!(replace_word("    cd OUT", "OUT", &quoted("my out")), "    cd 'my out'");
        assert_eq!(replace_word("  x OUTER  OUT # a", "OUT", &quoted("a/b")), "  x OUTER  a/b # a");
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }
}
