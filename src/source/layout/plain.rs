//! Every `.sql` file is a migration, but for those that undo another one.

use std::collections::BTreeMap;

use super::{Arranged, Migration, Rules};
use crate::finding::Finding;
use crate::source::SourceError;
use crate::source::walk::Found;
use crate::source::{sort_names, written_down};

pub(super) const RULES: Rules =
    Rules { name: "plain", fits: |_| true, arrange: |files| arrange(files), compare: crate::source::order::natural };

#[expect(clippy::unnecessary_wraps, reason = "the type of every layout's function")]
fn arrange(files: &[Found]) -> Result<Arranged, SourceError> {
    let mut arranged = arrange_plain(files);
    sort_names::settle(&mut arranged.migrations);
    Ok(arranged)
}

/// Tells migrations from the files that undo them.
pub(super) fn arrange_plain(files: &[Found]) -> Arranged {
    let stems: BTreeMap<String, &Found> = files.iter().filter_map(|file| Some((file.sql_stem()?.to_lowercase(), file))).collect();
    let by_number = Numbered::new(files);
    let mut arranged = Arranged::default();
    let mut downs: BTreeMap<&str, &str> = BTreeMap::new();
    let mut ups = Vec::new();
    let all_tests = files.iter().filter(|file| file.sql_stem().is_some()).all(is_test);
    let all_include = files.iter().filter(|file| file.sql_stem().is_some()).all(|file| file.marks.includes);
    for file in files {
        let Some(stem) = file.sql_stem() else { continue };
        if (is_test(file) || is_test_of(stem, &stems)) && !all_tests {
            arranged.findings.push(test(&file.path));
            continue;
        }
        if file.marks.includes && !all_include {
            arranged.findings.push(include_list(&file.path));
            continue;
        }
        let undone =
            written_down::undone_by(stem).into_iter().find_map(|up| stems.get(&up)).or_else(|| by_number.undone_by(stem));
        match undone {
            Some(up) => {
                downs.insert(&up.path, &file.path);
                arranged.findings.push(written_down::finding(&file.path, &up.path));
            }
            None => ups.push(file),
        }
    }
    arranged.migrations = ups.into_iter().map(|file| migration(file, &downs)).collect();
    arranged
}

/// The migrations by the numbers that their names start with.
struct Numbered<'a>(BTreeMap<String, Option<&'a Found>>);

impl<'a> Numbered<'a> {
    fn new(files: &'a [Found]) -> Self {
        let mut found: BTreeMap<String, Option<&Found>> = BTreeMap::new();
        let stems = files.iter().filter_map(|file| Some((file.sql_stem()?, file)));
        for (stem, file) in stems.filter(|(stem, _)| written_down::undone_number(stem).is_none()) {
            if let Some(number) = written_down::leading_number(stem) {
                found.entry(number).and_modify(|only| *only = None).or_insert(Some(file));
            }
        }
        Self(found)
    }

    /// The only migration with the number of a file that undoes one.
    fn undone_by(&self, stem: &str) -> Option<&&'a Found> {
        self.0.get(&written_down::undone_number(stem)?)?.as_ref()
    }
}

/// Whether a file is called as the test of another one: `1_a_test`, `test_1_a` beside `1_a`.
fn is_test_of(stem: &str, stems: &BTreeMap<String, &Found>) -> bool {
    let stem = stem.to_lowercase();
    let (folders, name) =
        stem.rsplit_once('/').map_or((String::new(), stem.as_str()), |(folders, name)| (format!("{folders}/"), name));
    let words = ["test", "tests", "spec"];
    let tested = words.iter().flat_map(|word| {
        ['_', '-', '.'].into_iter().flat_map(move |mark| {
            let (end, start) = (format!("{mark}{word}"), format!("{word}{mark}"));
            [name.strip_suffix(&end).map(str::to_owned), name.strip_prefix(&start).map(str::to_owned)]
        })
    });
    tested.flatten().any(|name| stems.contains_key(&format!("{folders}{name}")))
}

/// Whether a file is a test: of pgTAP, or in a folder for tests.
fn is_test(file: &Found) -> bool {
    const FOLDERS: &[&str] = &["test", "tests", "pgtap", "spec", "specs", "__tests__"];
    let folders = file.path.rsplit_once('/').map_or("", |(folders, _)| folders);
    file.marks.test || folders.split('/').any(|folder| FOLDERS.iter().any(|name| folder.eq_ignore_ascii_case(name)))
}

fn include_list(path: &str) -> Finding {
    Finding::note("include-list", format!("`{path}` only has psql run other files; it gives their order and is no migration"))
        .in_file(path)
        .help("nothing to do; a file that it does not name keeps its place by name")
}

fn test(path: &str) -> Finding {
    Finding::note("not-a-migration", format!("`{path}` is a test and is left out"))
        .in_file(path)
        .help("move it out of the folder of tests if it is a migration")
}

fn migration(file: &Found, downs: &BTreeMap<&str, &str>) -> Migration {
    let written_down = downs.get(file.path.as_str()).map(|&down| down.to_owned());
    Migration { written_down, ..Migration::plain(file.clone()) }
}
