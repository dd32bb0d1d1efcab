//! Orders that people wrote down: a file beside the migrations that lists them, or names that form a chain.

use std::collections::BTreeMap;

use super::layout::Migration;
use super::walk::Found;
use super::{SourceError, read_bytes};
use crate::finding::Finding;

/// How files that list others end; prose is none of them.
const ENDINGS: &[&str] = &["txt", "json", "yaml", "yml", "toml", "xml", "list", "order", "sum", "lst", "csv", "mk", "sh"];
/// The same of files without an ending.
const NAMES: &[&str] = &["makefile", "justfile"];
/// A longer file is no list.
const LARGEST_LIST: u64 = 4 * 1024 * 1024;

/// Puts the migrations in the order of a list or a chain. Returns whether there is one, and what is to be said where that changes the
/// order.
pub fn start(files: &[Found], migrations: &mut [Migration]) -> Result<(bool, Option<Finding>), SourceError> {
    if migrations.len() < 2 {
        return Ok((false, None));
    }
    let found = match listed(files, migrations)? {
        Some((list, places)) => Some((format!("`{list}` lists them"), places)),
        None => chain(migrations).map(|places| ("their names form a chain".to_owned(), places)),
    };
    let Some((why, places)) = found else { return Ok((false, None)) };
    if places.is_sorted() {
        return Ok((true, None));
    }
    let mut placed: Vec<(usize, Migration)> = places.into_iter().zip(migrations.iter().cloned()).collect();
    placed.sort_by_key(|(place, _)| *place);
    migrations.iter_mut().zip(placed).for_each(|(slot, (_, migration))| *slot = migration);
    let message = format!("the files start in another order than that of their names: {why}");
    Ok((true, Some(Finding::note("listed-order", message).help("`--order names` takes the order of the names"))))
}

/// The list that names every migration, each once, and the place of each in it.
fn listed(files: &[Found], migrations: &[Migration]) -> Result<Option<(String, Vec<usize>)>, SourceError> {
    let is_list = |file: &&Found| {
        let ending = file.path.rsplit_once('.').map_or("", |(_, ending)| ending);
        let name = file.path.rsplit('/').next().unwrap_or(&file.path).to_lowercase();
        let is_list = file.marks.includes
            || NAMES.contains(&name.as_str())
            || ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known));
        file.size <= LARGEST_LIST && is_list
    };
    for list in files.iter().filter(is_list) {
        let text = String::from_utf8_lossy(&read_bytes(&list.full_path)?).into_owned();
        let places = places(&text, migrations);
        let named = places.iter().flatten().count();
        // psql runs what a list names and nothing else: those come first.
        if named == migrations.len() || (list.marks.includes && named > 1) {
            return Ok(Some((list.path.clone(), places.into_iter().map(|place| place.unwrap_or(usize::MAX)).collect())));
        }
    }
    Ok(None)
}

/// What a list of psql's includes names and is not there.
pub fn missing(files: &[Found]) -> Result<Vec<Finding>, SourceError> {
    let mut findings = Vec::new();
    for list in files.iter().filter(|file| file.marks.includes) {
        let text = String::from_utf8_lossy(&read_bytes(&list.full_path)?).into_owned();
        for named in text.lines().filter_map(included) {
            let name = named.rsplit('/').next().unwrap_or(&named);
            if !files.iter().any(|file| file.path.rsplit('/').next() == Some(name)) {
                let message = format!("`{}` has psql run `{named}`, and there is no such file in the folder", list.path);
                let finding = Finding::warning("listed-file-missing", message).in_file(&list.path);
                findings.push(finding.help("put the file into the folder, or take it out of the list"));
            }
        }
    }
    Ok(findings)
}

/// `a.sql` of `\ir ./a.sql`.
fn included(line: &str) -> Option<String> {
    let (command, name) = line.trim().split_once(char::is_whitespace)?;
    let name = name.trim().trim_matches(['\'', '"', ';']).trim_start_matches("./");
    let is_include = matches!(command, "\\i" | "\\ir" | "\\include" | "\\include_relative");
    (is_include && name.to_lowercase().ends_with(".sql") && !name.contains([':', '$'])).then(|| name.to_owned())
}

/// Where each migration is first named in a text.
fn places(text: &str, migrations: &[Migration]) -> Vec<Option<usize>> {
    let mut words: BTreeMap<&str, usize> = BTreeMap::new();
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    for (at, word) in text.split(|c: char| !is_part(c)).enumerate() {
        let word = word.trim_start_matches("./");
        words.entry(word).or_insert(at);
        // Lists may know the files by another folder.
        words.entry(word.rsplit('/').next().unwrap_or(word)).or_insert(at);
    }
    let place = |migration: &Migration| {
        let path = migration.file.path.as_str();
        let name = path.rsplit('/').next().unwrap_or(path);
        let names = [path, name, migration.title.as_str()];
        names.iter().filter_map(|name| words.get(name).copied()).min()
    };
    migrations.iter().map(place).collect()
}

/// The places of names such as `a-b`, `b-c`: each begins with what the one before it ends with.
fn chain(migrations: &[Migration]) -> Option<Vec<usize>> {
    let links: Vec<(&str, &str)> =
        migrations.iter().map(|migration| migration.title.split_once(['-', '_'])).collect::<Option<_>>()?;
    let by_start: BTreeMap<&str, usize> = links.iter().enumerate().map(|(at, (from, _))| (*from, at)).collect();
    let ends: BTreeMap<&str, usize> = links.iter().enumerate().map(|(at, (_, to))| (*to, at)).collect();
    if by_start.len() < links.len() || ends.len() < links.len() || links.len() < 3 {
        return None;
    }
    let mut next = links.iter().position(|(from, _)| !ends.contains_key(from));
    let mut places = vec![usize::MAX; links.len()];
    let mut place = 0;
    while let Some(at) = next.filter(|at| places[*at] == usize::MAX) {
        places[at] = place;
        place += 1;
        next = by_start.get(links[at].1).copied();
    }
    (place == links.len()).then_some(places)
}
