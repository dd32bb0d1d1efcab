//! Liquibase formatted SQL: files that start with `--liquibase formatted sql`, each with changesets.
//!
//! A changeset is what Liquibase runs and keeps a record of, so each is a migration, called as Liquibase calls it:
//! `file::id::author`. The files run in the order of their names, as `includeAll` takes them, or as a manifest beside them lists
//! them.

use super::{Arranged, Migration, Rules, most, not_a_migration};
use crate::source::SourceError;
use crate::source::changesets::{self, Changeset};
use crate::source::marks::Tool;
use crate::source::walk::Found;

pub(super) const RULES: Rules = Rules { name: "liquibase", fits, arrange, compare: crate::source::order::natural };

fn fits(files: &[Found]) -> bool {
    most(files, |file| file.marks.tool == Some(Tool::Liquibase))
}

fn arrange(files: &[Found]) -> Result<Arranged, SourceError> {
    let mut arranged = Arranged::default();
    for file in files.iter().filter(|file| file.sql_stem().is_some()) {
        if file.marks.tool != Some(Tool::Liquibase) {
            arranged.findings.push(not_a_migration(&file.path, RULES.name));
            continue;
        }
        let changesets = changesets::read(&crate::source::read_bytes(&file.full_path)?);
        if changesets.is_empty() {
            arranged.migrations.push(Migration::plain(file.clone()));
        }
        let only = changesets.len() == 1;
        for (at, changeset) in changesets.into_iter().enumerate() {
            if changeset.is_for("postgresql") {
                arranged
                    .findings
                    .extend((!changeset.conditions.is_empty()).then(|| changesets::conditional(&file.path, &changeset)));
                arranged.migrations.push(migration(file, changeset, at, only));
            } else {
                arranged.findings.push(changesets::other_dialect(&file.path, &changeset));
            }
        }
    }
    Ok(arranged)
}

fn migration(file: &Found, changeset: Changeset, at: usize, only: bool) -> Migration {
    let plain = Migration::plain(file.clone());
    let title = if only { plain.title.clone() } else { format!("{}_{}", plain.title, changeset.id) };
    let (sort_name, no_transaction) = (format!("{}/{at:06}", plain.sort_name), changeset.no_transaction);
    Migration { title, sort_name, no_transaction, changeset: Some(changeset), is_part: !only, ..plain }
}
