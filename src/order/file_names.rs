//! Comments that speak of other files: `-- run after 3_users.sql`, in several languages.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use crate::dialect::script::Script;

/// Words by which the named file comes first.
const BEHIND: &str = "after once requires require required needs need follows depends dependency dependencies prerequisite \
                      prerequisites first nach benötigt braucht erfordert zuerst después despues tras requiere necesita depende \
                      après apres requiert nécessite dépend depois após requer precisa dopo richiede dipende sonra sonrasında \
                      gerektirir bağlı bağımlı после требует зависит сначала po wymaga zależy efter kräver";
/// Words by which the named file comes later.
const BEFORE: &str = "before precedes vor antes avant prima önce до перед przed före";
/// The same in scripts without blanks between words.
const BEHIND_PARTS: &[&str] = &["之后", "以后", "依赖", "需要", "の後", "後に", "依存"];
const BEFORE_PARTS: &[&str] = &["之前", "以前", "の前", "前に"];
/// With one of these a comment says the contrary.
const DENIALS: &[&str] = &["not", "never", "don't", "doesn't", "without", "nicht", "değil", "pas", "не"];
/// Words between one about order and a number.
const COUNTED: &[&str] = &["migration", "file", "script", "version", "step", "number", "no", "nr", "on", "of"];

/// The names under which comments speak of files.
pub struct FileNames {
    names: BTreeMap<String, usize>,
    /// The number that a name starts with, as written, where one file has it.
    numbers: BTreeMap<String, Option<usize>>,
}

impl FileNames {
    pub fn new(scripts: &[Script], facts: &[Facts]) -> Self {
        // `form_change` in a comment is the table rather than the file that makes it.
        let objects: BTreeSet<&str> = facts.iter().flat_map(|facts| &facts.makes).filter_map(|it| bare(&it.object)).collect();
        let mut found = Self { names: BTreeMap::new(), numbers: BTreeMap::new() };
        for (file, script) in scripts.iter().enumerate() {
            let path = script.text.path.to_lowercase();
            let name = path.rsplit('/').next().unwrap_or(&path);
            let stem = name.strip_suffix(".sql").unwrap_or(name);
            found.names.insert(path.clone(), file);
            found.names.insert(name.to_owned(), file);
            // A plain word is no name of a file.
            if stem.contains(|c: char| c.is_ascii_digit() || c == '_') && !objects.contains(stem) {
                found.names.insert(stem.to_owned(), file);
            }
            let number: String = stem.chars().take_while(char::is_ascii_digit).collect();
            found.numbers.entry(number).and_modify(|only| *only = None).or_insert(Some(file));
        }
        found
    }

    /// The files that a line of a comment names with a word about order, and whether they come before the file with the comment.
    pub fn named_in(&self, line: &str) -> Vec<(usize, bool)> {
        let lower = line.to_lowercase();
        let is_end = |c: char| c.is_whitespace() || "(),;:`\"“”«»<>[]!?#".contains(c);
        let words: Vec<&str> = lower.split(is_end).filter(|word| !word.is_empty()).collect();
        if words.iter().any(|word| DENIALS.contains(word)) {
            return Vec::new();
        }
        let orders: Vec<(usize, bool)> =
            words.iter().enumerate().filter_map(|(at, word)| Some((at, comes_first(word)?))).collect();
        let files = words.iter().enumerate().filter_map(|(at, word)| Some((at, self.file(word, words.get(..at)?)?)));
        files.filter_map(|(at, file)| Some((file, decided(&words, &orders, at)?))).collect()
    }

    fn file(&self, word: &str, before: &[&str]) -> Option<usize> {
        let name = word.split('\'').find(|part| !part.is_empty())?.trim_end_matches('.');
        if name.bytes().all(|byte| byte.is_ascii_digit()) {
            let said = before.last().is_some_and(|word| COUNTED.contains(word) || comes_first(word).is_some());
            return self.numbers.get(name).copied().flatten().filter(|_| said);
        }
        self.names.get(name).copied()
    }
}

/// What the nearest word about order says of a name: one before it, else one behind it.
fn decided(words: &[&str], orders: &[(usize, bool)], name: usize) -> Option<bool> {
    let before = orders.iter().rev().find(|(at, _)| *at < name);
    let found = before.or_else(|| orders.iter().find(|(at, _)| *at > name))?;
    // `önce a.sql` is `first a.sql`, and `a.sql'den önce` is `before a.sql`.
    let is_first = words.get(found.0) == Some(&"önce") && found.0 < name;
    Some(found.1 || is_first)
}

/// Whether a word says that what it is about comes first; `None`: it says nothing of order.
fn comes_first(word: &str) -> Option<bool> {
    let word = word.trim_matches(['.', '\'', '*', '-', '/']);
    let is_in = |list: &str| list.split_whitespace().any(|known| known == word);
    let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
    if is_in(BEHIND) || has(BEHIND_PARTS) { Some(true) } else { (is_in(BEFORE) || has(BEFORE_PARTS)).then_some(false) }
}

/// `posts` of `relation app.posts`.
fn bare(object: &str) -> Option<&str> {
    object.rsplit([' ', '.']).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_name_files() {
        let numbers = BTreeMap::from([("003".to_owned(), Some(3)), ("004".to_owned(), None)]);
        let names = BTreeMap::from([("1_users".to_owned(), 1), ("posts.sql".to_owned(), 2)]);
        let names = FileNames { names, numbers };
        for (comment, expected) in [
            (" run after 1_users.", vec![(1, true)]),
            (" must run before posts.sql, after 1_users", vec![(2, false), (1, true)]),
            (" users and posts; see 1_users", vec![]),
            (" this does not need posts.sql", vec![]),
            (" nach posts.sql ausführen", vec![(2, true)]),
            (" posts.sql dosyasından sonra", vec![(2, true)]),
            (" posts.sql'den önce çalıştır", vec![(2, false)]),
            (" önce posts.sql çalıştır", vec![(2, true)]),
            (" 在 posts.sql 之后执行", vec![(2, true)]),
            (" run after 003", vec![(3, true)]),
            (" after 004, in 003 days", vec![]),
        ] {
            assert_eq!(names.named_in(comment), expected, "{comment}");
        }
    }
}
