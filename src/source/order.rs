//! The order of names as a person would count them.
//!
//! A total order: names that differ only in case or in leading zeros are told apart by their bytes. It is where the order
//! stage starts from, and what `--order names` takes.

use std::cmp::Ordering;

/// Files that build what the others build upon.
const FIRST: &[&str] = &["schema", "structure", "baseline", "base", "init", "initial"];
/// Folders and files that fill what the others built.
const LAST_FOLDERS: &[&str] = &["seeds", "seed", "data", "fixtures", "post", "post-deploy", "post_deploy", "postdeploy"];
/// Folders for what runs before all others.
const FIRST_FOLDERS: &[&str] = &["pre", "pre-deploy", "pre_deploy", "predeploy"];
const LAST_FILES: &[&str] = &["seeds", "seed"];

/// Compares two paths part by part, numbers as numbers.
///
/// The last part may have an extension; `.sql` does not take part, so that `1.sql` comes before `1_a.sql`.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (parts(a), parts(b));
    loop {
        match (left.next(), right.next()) {
            (None, None) => return a.cmp(b),
            (left, right) => match left.cmp(&right) {
                Ordering::Equal => {}
                decided => return decided,
            },
        }
    }
}

/// One part of a path; the derived order is the order of names.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    place: Place,
    pieces: Vec<Piece>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    First,
    Between,
    Last,
}

/// `1_a` comes before `1.1_a` and `1_1_a`: what ends the number comes first, and a dot goes on with it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Separator,
    Mark(char),
    Dot,
    /// Digits without leading zeros, shorter ones first.
    Number(usize, String),
    Letter(char),
}

fn parts(path: &str) -> impl Iterator<Item = Part> {
    let path = path.strip_suffix(".sql").or_else(|| path.strip_suffix(".SQL")).unwrap_or(path);
    let mut names = path.split('/').peekable();
    std::iter::from_fn(move || {
        let name = names.next()?;
        Some(Part { place: place(name, names.peek().is_none()), pieces: pieces(name) })
    })
}

/// Flyway runs its repeatable `R__…` files after all others.
fn place(name: &str, is_file: bool) -> Place {
    let lower = name.to_lowercase();
    let last = if is_file { LAST_FILES } else { LAST_FOLDERS };
    match lower.as_str() {
        lower if is_file && FIRST.contains(&lower) => Place::First,
        lower if !is_file && FIRST_FOLDERS.contains(&lower) => Place::First,
        lower if last.contains(&lower) => Place::Last,
        _ if is_file && name.starts_with("R__") => Place::Last,
        _ => Place::Between,
    }
}

fn pieces(name: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = name.chars().peekable();
    while let Some(char) = rest.next() {
        match char {
            '0'..='9' => {
                let mut digits = String::from(char);
                while let Some(digit) = rest.next_if(char::is_ascii_digit) {
                    digits.push(digit);
                }
                let significant = digits.trim_start_matches('0').to_owned();
                pieces.push(Piece::Number(significant.len(), significant));
            }
            '_' | '-' | ' ' => pieces.push(Piece::Separator),
            '.' => pieces.push(Piece::Dot),
            _ if char.is_alphanumeric() => pieces.extend(char.to_lowercase().map(Piece::Letter)),
            _ => pieces.push(Piece::Mark(char)),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_sorted(names: &[&str]) {
        let mut sorted = names.to_vec();
        sorted.reverse();
        sorted.sort_by(|a, b| natural(a, b));
        assert_eq!(sorted, names);
    }

    #[test]
    fn numbers_count_as_numbers() {
        assert_sorted(&["v2.2.1/a.sql", "v2.10/a.sql", "v2.10.28/a.sql"]);
        assert_sorted(&["99/x.sql", "104/a.sql"]);
        assert_sorted(&["1.sql", "1_a.sql", "1.1_a.sql", "2_a.sql", "10.sql"]);
        assert_sorted(&["V1__a.sql", "V1_1__b.sql", "V1.1__b.sql", "V2__c.sql", "R__views.sql"]);
        assert_sorted(&["g16_a.sql", "g19_favorites.sql", "g19_users.sql", "g20.sql"]);
    }

    #[test]
    fn ties_are_broken_by_bytes() {
        assert_sorted(&["01.sql", "1.sql"]);
        assert_sorted(&["A.sql", "a.sql", "b.sql"]);
    }

    #[test]
    fn what_others_build_upon_comes_first_and_seeds_last() {
        assert_sorted(&["schema.sql", "000_a.sql", "001_b.sql", "z.sql", "seeds/001_a.sql", "seeds/010_b.sql"]);
        assert_sorted(&["a/init.sql", "a/1.sql", "a/z/1.sql", "a/data/1.sql", "b/1.sql"]);
    }
}
