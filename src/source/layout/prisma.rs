//! Prisma: a folder each, with `migration.sql`; no way back is written.

use super::{Arranged, Migration, Rules, folder_of, most, not_a_migration};
use crate::source::SourceError;
use crate::source::walk::Found;

const FILE: &[&str] = &["migration.sql"];

pub(super) const RULES: Rules =
    Rules { name: "prisma", fits: |files| fits(files), arrange: |files| arrange(files), compare: |a, b| a.cmp(b) };

fn fits(files: &[Found]) -> bool {
    most(files, |file| folder_of(file, FILE).is_some())
}

#[expect(clippy::unnecessary_wraps, reason = "the type of every layout's function")]
fn arrange(files: &[Found]) -> Result<Arranged, SourceError> {
    let mut arranged = Arranged::default();
    for file in files {
        match folder_of(file, FILE) {
            Some(folder) => arranged.migrations.push(Migration::named(file.clone(), folder.to_owned())),
            None if file.sql_stem().is_some() => arranged.findings.push(not_a_migration(&file.path, RULES.name)),
            None => {}
        }
    }
    Ok(arranged)
}
