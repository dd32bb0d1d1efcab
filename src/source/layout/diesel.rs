//! Diesel: a folder each, with `up.sql`, `down.sql` and perhaps `metadata.toml`.

use super::{Arranged, Migration, Rules, by_folder, folder_of, most, not_a_migration};
use crate::finding::Finding;
use crate::source::walk::Found;
use crate::source::{SourceError, read_bytes};

pub(super) const RULES: Rules =
    Rules { name: "diesel", fits: |files| fits(files), arrange: |files| arrange(files), compare: |a, b| a.cmp(b) };

/// The part of `metadata.toml` that matters here.
#[derive(Debug, serde::Deserialize)]
struct Metadata {
    #[serde(default = "in_transaction")]
    run_in_transaction: bool,
}

fn in_transaction() -> bool {
    true
}

fn fits(files: &[Found]) -> bool {
    most(files, |file| folder_of(file, &["up.sql", "down.sql"]).is_some())
}

fn arrange(files: &[Found]) -> Result<Arranged, SourceError> {
    let mut arranged = Arranged::default();
    let (downs, metadata) = (by_folder(files, &["down.sql"]), by_folder(files, &["metadata.toml"]));
    for file in files {
        if let Some(folder) = folder_of(file, &["up.sql"]) {
            let beside = (downs.get(folder).copied(), metadata.get(folder).copied());
            let migration = migration(file, folder, beside, &mut arranged.findings)?;
            arranged.migrations.push(migration);
        } else if file.sql_stem().is_some() && folder_of(file, &["down.sql"]).is_none() {
            arranged.findings.push(not_a_migration(&file.path, RULES.name));
        }
    }
    Ok(arranged)
}

fn migration(
    up: &Found,
    folder: &str,
    (down, metadata): (Option<&Found>, Option<&Found>),
    findings: &mut Vec<Finding>,
) -> Result<Migration, SourceError> {
    let no_transaction = match metadata {
        Some(metadata) => refuses_transaction(metadata, findings)?,
        None => false,
    };
    let written_down = down.map(|down| down.path.clone());
    let named = Migration::named(up.clone(), folder.to_owned());
    Ok(Migration { no_transaction, written_down, sort_name: version_first(&named.sort_name), ..named })
}

/// Diesel compares versions as text, without their dashes: `2018-01-04-120000_x` comes after `20140924113530_y`.
fn version_first(name: &str) -> String {
    let (folders, folder) = name.rsplit_once('/').map_or(("", name), |(folders, folder)| (folders, folder));
    let (version, rest) = folder.split_once('_').unwrap_or((folder, ""));
    format!("{folders}/{}_{rest}", version.replace('-', ""))
}

fn refuses_transaction(file: &Found, findings: &mut Vec<Finding>) -> Result<bool, SourceError> {
    let bytes = read_bytes(&file.full_path)?;
    match toml::from_str::<Metadata>(&String::from_utf8_lossy(&bytes)) {
        Ok(metadata) => Ok(!metadata.run_in_transaction),
        Err(error) => {
            let message = format!("`{}` is not understood: {}", file.path, error.message());
            findings.push(Finding::warning("invalid-metadata", message).in_file(&file.path));
            Ok(false)
        }
    }
}
