//! sqlx and golang-migrate: `NAME.up.sql` and `NAME.down.sql` side by side.

use std::collections::{BTreeMap, BTreeSet};

use super::{Arranged, Migration, Rules, last_part, most, without_up};
use crate::source::SourceError;
use crate::source::layout::plain;
use crate::source::walk::Found;

pub(super) const RULES: Rules =
    Rules { name: "pairs", fits: |files| fits(files), arrange: |files| arrange(files), compare: crate::source::order::natural };

fn fits(files: &[Found]) -> bool {
    most(files, |file| up_name(file).is_some() || down_name(file).is_some())
}

/// Other `.sql` files take part as in the plain layout: sqlx mixes both.
#[expect(clippy::unnecessary_wraps, reason = "the type of every layout's function")]
fn arrange(files: &[Found]) -> Result<Arranged, SourceError> {
    let paired = |file: &&Found| up_name(file).is_some() || down_name(file).is_some();
    let (paired, others): (Vec<&Found>, Vec<&Found>) = files.iter().partition(paired);
    let others: Vec<Found> = others.into_iter().cloned().collect();
    let mut arranged = plain::arrange_plain(&others);
    let mut downs = Downs::of(&paired);
    for file in paired {
        if let Some(name) = up_name(file) {
            let written_down = downs.take(name);
            arranged.migrations.push(Migration { written_down, ..Migration::named(file.clone(), name.to_owned()) });
        }
    }
    arranged.findings.extend(downs.unused().map(without_up));
    Ok(arranged)
}

/// The written downs, by name and by version: the tools pair by the number, and the rest of the name may differ.
struct Downs<'a> {
    paths: BTreeMap<&'a str, &'a str>,
    /// The number and the name behind it, for versions that only one down has.
    versions: BTreeMap<&'a str, Option<&'a str>>,
    taken: BTreeSet<&'a str>,
}

impl<'a> Downs<'a> {
    fn of(files: &[&'a Found]) -> Self {
        let named = files.iter().filter_map(|file| Some((down_name(file)?, file.path.as_str())));
        let paths: BTreeMap<&str, &str> = named.collect();
        let mut versions = BTreeMap::new();
        for &name in paths.keys() {
            let Some(version) = version(name) else { continue };
            versions.entry(version).and_modify(|only| *only = None).or_insert(Some(name));
        }
        Self { paths, versions, taken: BTreeSet::new() }
    }

    fn take(&mut self, up: &str) -> Option<String> {
        let by_version = || self.versions.get(version(up)?).copied().flatten();
        let (&name, &path) = self.paths.get_key_value(up).or_else(|| self.paths.get_key_value(by_version()?))?;
        self.taken.insert(name);
        Some(path.to_owned())
    }

    fn unused(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().filter(|(name, _)| !self.taken.contains(*name)).map(|(_, path)| *path)
    }
}

fn up_name(file: &Found) -> Option<&str> {
    without_suffix(file.sql_stem()?, ".up")
}

fn down_name(file: &Found) -> Option<&str> {
    without_suffix(file.sql_stem()?, ".down")
}

fn without_suffix<'a>(stem: &'a str, suffix: &str) -> Option<&'a str> {
    let (name, end) = stem.split_at_checked(stem.len().checked_sub(suffix.len())?)?;
    (end.eq_ignore_ascii_case(suffix) && !last_part(name).is_empty()).then_some(name)
}

/// The path up to the end of the number that the file name starts with.
fn version(name: &str) -> Option<&str> {
    let file = last_part(name);
    let digits = file.len() - file.trim_start_matches(|char: char| char.is_ascii_digit()).len();
    (digits > 0).then(|| name.get(..name.len() - file.len() + digits)).flatten()
}
