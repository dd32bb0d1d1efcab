//! The numbering of a folder: which pairs of files the numbers in their names put in order.

use std::collections::BTreeMap;

use super::facts::{After, Facts};
use crate::dialect::script::Script;
use crate::finding::Finding;

/// The numbers of each file's path.
#[derive(Default)]
pub struct Numbering {
    paths: Vec<Vec<Part>>,
    /// The places in an order that people wrote down.
    places: Vec<Option<usize>>,
}

/// A folder or file name.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    name: String,
    /// What stands before the number, and the number; dates and versions are several. Without leading zeros.
    number: Option<(String, Vec<(usize, String)>)>,
}

impl Numbering {
    /// Reads the names of the files.
    pub fn new(scripts: &[Script]) -> Self {
        let parts = |script: &Script| script.text.path.split('/').map(Part::new).collect();
        Self { paths: scripts.iter().map(parts).collect(), places: scripts.iter().map(|script| script.place).collect() }
    }

    /// Whether numbers, or an order that people wrote down, put any two files in order.
    pub fn says_something(&self) -> bool {
        let numbers = |path: &Vec<Part>| path.iter().filter_map(|part| part.number.clone()).collect::<Vec<_>>();
        let mut found = self.paths.iter().map(numbers).filter(|numbers| !numbers.is_empty());
        let first = found.next();
        found.any(|other| first.as_ref() != Some(&other)) || self.places.iter().flatten().count() > 1
    }

    /// Whether numbers, or an order that people wrote down, say which of two files comes first.
    pub fn decides(&self, a: usize, b: usize) -> bool {
        if let (Some(Some(a)), Some(Some(b))) = (self.places.get(a), self.places.get(b)) {
            return a != b;
        }
        let (Some(a), Some(b)) = (self.paths.get(a), self.paths.get(b)) else { return false };
        let last_numbered = |parts: &[Part]| parts.len() > 1 && parts.last().is_some_and(|name| name.number.is_some());
        let differing = a.iter().zip(b).find(|(a, b)| a.name != b.name);
        differing.is_some_and(|(first, other)| match (&first.number, &other.number) {
            (Some((_, first)), Some((_, other))) => first != other,
            // Folders that each have a numbering of their own are histories of their own.
            _ => last_numbered(a) && last_numbered(b),
        })
    }

    /// Whether the file's name or one of its folders has a number.
    pub fn is_numbered(&self, file: usize) -> bool {
        self.paths.get(file).is_some_and(|parts| parts.iter().any(|name| name.number.is_some()))
    }

    /// The files that share a folder and a number.
    fn shared(&self) -> impl Iterator<Item = Vec<usize>> + '_ {
        let mut files: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (file, parts) in self.paths.iter().enumerate() {
            let Some((last, folders)) = parts.split_last() else { continue };
            if let Some(number) = &last.number {
                let folders: Vec<&str> = folders.iter().map(|part| part.name.as_str()).collect();
                files.entry((folders, number)).or_default().push(file);
            }
        }
        // The parts of one file share its number.
        let several = |files: &Vec<usize>| files.iter().any(|file| self.paths[*file] != self.paths[files[0]]);
        files.into_values().filter(several)
    }
}

impl Part {
    fn new(name: &str) -> Self {
        Self { name: name.to_owned(), number: number(name) }
    }
}

/// `g19` and 19 of `g19_users.sql`; 2, 13 of `migration-2-0013.sql`. A number further on in a name is no numbering.
fn number(name: &str) -> Option<(String, Vec<(usize, String)>)> {
    const WORDS: &[&str] = &["v", "version", "migration", "step", "phase", "part", "update", "patch", "delta"];
    let lower = name.to_lowercase();
    let letters = lower.len() - lower.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
    let (word, rest) = lower.split_at_checked(letters)?;
    let digits = rest.trim_start_matches(['_', '-', '.', ' ']);
    let follows = digits.len() == rest.len() || WORDS.contains(&word);
    if !follows || !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut numbers = Vec::new();
    for part in digits.split(['_', '-', '.', ' ']) {
        let number: String = part.chars().take_while(char::is_ascii_digit).collect();
        let significant = number.trim_start_matches('0').to_owned();
        let whole = number.len() == part.len();
        if let Some(month) = crate::source::month(part).filter(|_| !numbers.is_empty()) {
            numbers.push((1, month.to_string()));
            continue;
        }
        if !number.is_empty() && (whole || numbers.is_empty()) {
            numbers.push((significant.len(), significant));
        }
        if !whole || number.is_empty() {
            break;
        }
    }
    Some((word.to_owned(), numbers))
}

/// What both of two files leave otherwise than they find it, so that their order may matter.
pub fn clash<'a>(first: &'a Facts, then: &Facts) -> Option<&'a str> {
    let changed = |facts: &Facts, object: &str| facts.touches.get(object).is_some_and(|touch| touch.after != After::Same);
    let has_rows = |facts: &Facts, relation: &str| facts.inserts.iter().any(|it| it.relation == relation);
    let objects = first.touches.keys().filter(|object| changed(first, object) && changed(then, object));
    let rows = first.rows.iter().filter(|relation| then.rows.contains(*relation) || has_rows(then, relation));
    let added = first.inserts.iter().map(|it| &it.relation).filter(|relation| then.rows.contains(*relation));
    objects.chain(rows).chain(added).map(String::as_str).next()
}

/// Says which files share a number, and whether that matters: `needs` tells what the second needs of the first
/// (`needs table users`).
pub fn findings(
    scripts: &[Script],
    numbering: &Numbering,
    order: &[usize],
    needs: impl Fn(usize, usize) -> Option<String>,
    clash: impl Fn(usize, usize) -> Option<String>,
) -> Vec<Finding> {
    let path = |file: usize| scripts.get(file).map_or("", |script| script.text.path.as_str());
    let mut places = vec![0; scripts.len()];
    order.iter().enumerate().for_each(|(place, file)| places[*file] = place);
    let finding = |mut files: Vec<usize>| {
        files.sort_by_key(|file| places[*file]);
        let mut pairs =
            files.iter().enumerate().flat_map(|(at, first)| files.iter().skip(at + 1).map(move |then| (*first, *then)));
        let tie = pairs.clone().find_map(|(first, then)| Some((first, then, needs(first, then)?)));
        let both = pairs.find_map(|(first, then)| clash(first, then));
        let names: Vec<String> = files.iter().map(|file| format!("`{}`", path(*file))).collect();
        let names = names.join(" and ");
        let message = match tie {
            Some((first, then, why)) => {
                format!("{names} have the same number; `{}` comes first, since `{}` {why}", path(first), path(then))
            }
            None if both.is_some() => {
                let object = both.unwrap_or_default();
                format!("{names} have the same number, and each changes {object}; nothing but their names says which comes first")
            }
            None => format!("{names} have the same number; no statement of one needs the other, so either may come first"),
        };
        let finding = Finding::note("number-used-twice", message).help("give each file a number of its own");
        finding.in_file(files.last().map_or("", |file| path(*file)))
    };
    numbering.shared().map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(name: &str) -> Option<String> {
        let (word, numbers) = number(name)?;
        Some(format!("{word}:{}", numbers.iter().map(|(_, number)| number.as_str()).collect::<Vec<_>>().join(",")))
    }

    #[test]
    fn numbers_stand_in_front() {
        for (name, expected) in [
            ("g19_users.sql", "g:19"),
            ("001_a.sql", ":1"),
            ("01foo.sql", ":1"),
            ("migration-2-0013-x.sql", "migration:2,13"),
            ("2024-01-05-120000_add.sql", ":2024,1,5,120000"),
            ("v1.2.sql", "v:1,2"),
            ("2024-Jan-05_a.sql", ":2024,1,5"),
        ] {
            assert_eq!(numbers(name).as_deref(), Some(expected), "{name}");
        }
        for name in ["users.sql", "add_2fa.sql", "schema.sql"] {
            assert_eq!(numbers(name), None, "{name}");
        }
    }
}
