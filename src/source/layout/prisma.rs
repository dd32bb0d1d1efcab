//! Prisma: a folder each, with `migration.sql`. Prisma itself knows no way back; people put a `down.sql` beside it and run that by hand.

use super::{Arranged, Migration, Rules, by_folder, folder_of, most, not_a_migration, without_up};
use crate::source::SourceError;
use crate::source::walk::Found;

const FILE: &[&str] = &["migration.sql"];
const DOWN: &[&str] = &["down.sql"];

pub(super) const RULES: Rules =
    Rules { name: "prisma", fits: |files| fits(files), arrange: |files| arrange(files), compare: |a, b| a.cmp(b) };

fn fits(files: &[Found]) -> bool {
    let ups = by_folder(files, FILE);
    let is_of_one = |file: &Found| folder_of(file, FILE).or(folder_of(file, DOWN)).is_some_and(|folder| ups.contains_key(folder));
    most(files, is_of_one)
}

#[expect(clippy::unnecessary_wraps, reason = "the type of every layout's function")]
fn arrange(files: &[Found]) -> Result<Arranged, SourceError> {
    let mut arranged = Arranged::default();
    let (ups, downs) = (by_folder(files, FILE), by_folder(files, DOWN));
    for file in files {
        if let Some(folder) = folder_of(file, FILE) {
            let written_down = downs.get(folder).map(|down| down.path.clone());
            arranged.migrations.push(Migration { written_down, ..Migration::named(file.clone(), folder.to_owned()) });
        } else if let Some(folder) = folder_of(file, DOWN) {
            arranged.findings.extend((!ups.contains_key(folder)).then(|| without_up(&file.path)));
        } else if file.sql_stem().is_some() {
            arranged.findings.push(not_a_migration(&file.path, RULES.name));
        }
    }
    Ok(arranged)
}
