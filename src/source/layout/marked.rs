//! goose, dbmate and sql-migrate: a file holds both ways, told apart by comment lines that name the tool.
//!
//! Which part of a file is the way up is told in [`crate::source::sections`]; here, which files are migrations and in which order
//! the tools run them.

use std::cmp::Ordering;

use super::{Arranged, Migration, Rules, last_part, most, not_a_migration};
use crate::source::SourceError;
use crate::source::marks::Tool;
use crate::source::walk::Found;

pub(super) const GOOSE: Rules = Rules {
    name: "goose",
    fits: |files| fits(files, Tool::Goose),
    arrange: |files| arrange(files, Tool::Goose, GOOSE.name),
    compare: by_number,
};

/// dbmate runs the files in the order of their names as text.
pub(super) const DBMATE: Rules = Rules {
    name: "dbmate",
    fits: |files| fits(files, Tool::Dbmate),
    arrange: |files| arrange(files, Tool::Dbmate, DBMATE.name),
    compare: |a, b| a.cmp(b),
};

pub(super) const SQL_MIGRATE: Rules = Rules {
    name: "sql-migrate",
    fits: |files| fits(files, Tool::SqlMigrate),
    arrange: |files| arrange(files, Tool::SqlMigrate, SQL_MIGRATE.name),
    compare: by_number,
};

fn fits(files: &[Found], tool: Tool) -> bool {
    most(files, |file| file.marks.tool == Some(tool))
}

/// A file without the tool's mark is no migration to the tool: it refuses to run it.
#[expect(clippy::unnecessary_wraps, reason = "the type of every layout's function")]
fn arrange(files: &[Found], tool: Tool, layout: &str) -> Result<Arranged, SourceError> {
    let mut arranged = Arranged::default();
    for file in files.iter().filter(|file| file.sql_stem().is_some()) {
        if file.marks.tool == Some(tool) {
            arranged.migrations.push(Migration::plain(file.clone()));
        } else {
            arranged.findings.push(not_a_migration(&file.path, layout));
        }
    }
    Ok(arranged)
}

/// goose and sql-migrate compare the numbers that names start with, then the names; sql-migrate puts names without one last.
fn by_number(a: &str, b: &str) -> Ordering {
    let key = |name: &str| {
        let name = last_part(name);
        let digits: String = name.chars().take_while(char::is_ascii_digit).collect();
        let number = digits.trim_start_matches('0').to_owned();
        (digits.is_empty(), number.len(), number)
    };
    key(a).cmp(&key(b)).then_with(|| a.cmp(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_before_names() {
        let mut names = vec!["b", "10_a", "2_z", "002_a", "a"];
        names.sort_by(|a, b| by_number(a, b));
        assert_eq!(names, ["002_a", "2_z", "10_a", "a", "b"]);
    }
}
