//! How much of a history's order its content alone tells.
//!
//! The files of a history get names without meaning, and the order is found anew. A pair of files that touch a common object counts:
//! - `need`: one writes what the other needs or writes, or takes it away: the order decides whether they run and what comes out;
//! - `columns`: both add columns to one table, and the order decides only in which order the table has them;
//! - `free`: either order gives the same schema.
//!
//! `SQL2REV_HISTORY=DIR cargo test --test order_content -- --nocapture` measures a folder; with `SQL2REV_PAIRS=N` it shows the first N
//! pairs that came out wrong, those against hard evidence first; with `SQL2REV_OUT=DIR` it writes the files in both orders, for a
//! database to run. A history in the test is always measured.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use sql2rev::dialect::postgres::Postgres;
use sql2rev::order::content::{self, Evidence, Hint};
use sql2rev::order::{After, Before, Facts, Touch};
use sql2rev::{History, order, source};

/// How a pair of files depends on its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tie {
    Need,
    Columns,
    Free,
}

/// What put a pair in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum By {
    Hard,
    Soft,
    Nothing,
}

/// Pairs that came out right, and pairs that came out wrong.
#[derive(Debug, Default)]
struct Measure {
    files: usize,
    is_identity: bool,
    counts: BTreeMap<(Tie, By), (usize, usize)>,
    wrong: Vec<(By, Tie, usize, usize)>,
}

const OWN: &[&str] = &[
    "CREATE TABLE users (id int PRIMARY KEY);",
    "CREATE TABLE posts (id int PRIMARY KEY, user_id int REFERENCES users (id));",
    "ALTER TABLE posts ADD COLUMN body text;",
    "CREATE TYPE mood AS ENUM ('glad');",
    "ALTER TYPE mood ADD VALUE 'sad' AFTER 'glad';",
    "ALTER TABLE users ADD COLUMN mood mood;",
    "CREATE INDEX posts_body ON posts (body);",
    "DROP INDEX posts_body;",
    "ALTER TABLE posts RENAME COLUMN body TO content;",
    "CREATE TABLE drafts (id int);",
    "DROP TABLE drafts;",
    "CREATE TABLE drafts (id int, post_id int REFERENCES posts (id));",
    "CREATE INDEX drafts_post ON drafts (post_id);",
    "CREATE INDEX posts_content ON posts (content);",
];

#[test]
fn a_history_is_found_from_its_content() {
    let dir = tempfile::tempdir().unwrap();
    for (at, text) in OWN.iter().enumerate() {
        std::fs::write(dir.path().join(format!("{:03}.sql", at + 1)), text).unwrap();
    }
    let measure = measure(dir.path());
    assert!(measure.is_identity, "under their own names the files stay where they are");
    assert_eq!(measure.files, OWN.len());
    let of = |tie, by| measure.counts.get(&(tie, by)).copied().unwrap_or_default();
    assert_eq!(of(Tie::Need, By::Hard).1, 0, "{:?}", measure.wrong);
    assert_eq!(of(Tie::Need, By::Nothing).1 + of(Tie::Need, By::Soft).1, 0, "{:?}", measure.wrong);
    assert!(of(Tie::Need, By::Hard).0 >= 15, "{:?}", measure.counts);
}

#[test]
fn a_folder_of_the_callers_is_measured() {
    let Some(dir) = std::env::var_os("SQL2REV_HISTORY") else { return };
    measure(Path::new(&dir)).print(Path::new(&dir));
}

fn read(dir: &Path) -> History {
    sql2rev::read(dir, &source::Options::default(), &Postgres, false).unwrap()
}

fn measure(dir: &Path) -> Measure {
    let known = read(dir);
    let names: Vec<usize> = (0..known.scripts.len()).collect();
    let texts: Vec<&str> = known.plan.order.iter().map(|file| &*known.scripts[*file].text.content).collect();
    let mut measure = Measure { files: texts.len(), is_identity: known.plan.order == names, ..Measure::default() };
    let shuffled = tempfile::tempdir().unwrap();
    for (at, name) in meaningless(texts.len()).iter().enumerate() {
        std::fs::write(shuffled.path().join(format!("{name}.sql")), texts[at]).unwrap();
    }
    let found = read(shuffled.path());
    let names = meaningless(texts.len());
    let by_name: BTreeMap<String, usize> = names.into_iter().enumerate().map(|(at, name)| (name, at)).collect();
    // A file that was split counts where its first part stands.
    let truth: Vec<usize> = found.scripts.iter().map(|script| by_name[stem(&script.text.path)]).collect();
    let mut places = vec![usize::MAX; texts.len()];
    for (place, file) in found.plan.order.iter().enumerate().rev() {
        places[truth[*file]] = place;
    }
    let left_out = places.iter().filter(|place| **place == usize::MAX).count();
    if left_out > 0 || found.scripts.len() != texts.len() {
        println!("  {} parts of {} files, {left_out} left out", found.scripts.len(), texts.len());
    }
    let facts: Vec<Facts> = known.plan.order.iter().map(|file| order::facts(&known.scripts[*file])).collect();
    let scripts: Vec<_> = known.plan.order.iter().map(|file| known.scripts[*file].clone()).collect();
    let evidence = content::evidence(&scripts, &facts);
    measure.count(&facts, &places, &evidence);
    if let Some(count) = std::env::var("SQL2REV_PAIRS").ok().and_then(|it| it.parse().ok()) {
        let path = |file: usize| known.scripts[known.plan.order[file]].text.path.as_str();
        Measure::print_evidence(&evidence);
        measure.show(count, &facts, &evidence, path);
    }
    if let Some(out) = std::env::var_os("SQL2REV_OUT") {
        write_numbered(&Path::new(&out).join("known"), &known);
        write_numbered(&Path::new(&out).join("found"), &found);
    }
    measure
}

fn write_numbered(out: &Path, found: &History) {
    std::fs::create_dir_all(out).unwrap();
    for (place, file) in found.plan.order.iter().enumerate() {
        std::fs::write(out.join(format!("{:05}.sql", place + 1)), &*found.scripts[*file].text.content).unwrap();
    }
}

fn stem(path: &str) -> &str {
    path.split(['.', '#']).next().unwrap()
}

/// Names of letters alone, in an order of their own (a linear congruential generator, Knuth's constants).
fn meaningless(count: usize) -> Vec<String> {
    let mut state: u64 = 20_240_229;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + u8::try_from((state >> 33) % 26).unwrap())
    };
    let mut names = BTreeSet::new();
    let mut found = Vec::new();
    while found.len() < count {
        let name: String = (0..10).map(|_| letter()).collect();
        if names.insert(name.clone()) {
            found.push(name);
        }
    }
    found
}

fn shared<'a>(a: &'a Facts, b: &'a Facts) -> impl Iterator<Item = (&'a String, &'a Touch, &'a Touch)> {
    a.touches.iter().filter_map(|(label, touch)| Some((label, touch, b.touches.get(label)?)))
}

/// What each file defines anew in place (`OR REPLACE` of what is there): those that only use it may come before or behind.
fn renewals(facts: &[Facts]) -> Vec<BTreeSet<&str>> {
    let mut there: BTreeSet<&str> = BTreeSet::new();
    let renewals = facts.iter().map(|facts| {
        let touches = facts.touches.iter().map(|(label, touch)| (label.as_str(), touch));
        let eases = |touch: &Touch| touch.after == After::There && !matches!(touch.before, Before::There | Before::Absent);
        let renewed = touches.clone().filter(|(label, touch)| eases(touch) && there.contains(label)).map(|(label, _)| label);
        let renewed = renewed.collect();
        for (label, touch) in touches {
            match touch.after {
                After::There => there.insert(label),
                After::Gone => there.remove(label),
                _ => false,
            };
        }
        renewed
    });
    renewals.collect()
}

/// `None`: the files have nothing in common but schemas and extensions.
fn tie((a, renewed_by_a): (&Facts, &BTreeSet<&str>), (b, renewed_by_b): (&Facts, &BTreeSet<&str>)) -> Option<Tie> {
    let counts = |label: &str| !label.starts_with("schema ") && !label.starts_with("extension ");
    let mut found = None;
    for (label, one, other) in shared(a, b).filter(|(label, ..)| counts(label)) {
        let writes = |touch: &Touch| touch.after != After::Same;
        let reads = |touch: &Touch, by_other: &BTreeSet<&str>| touch.before != Before::Any && !by_other.contains(label.as_str());
        if writes(one) && (writes(other) || reads(other, renewed_by_a)) || writes(other) && reads(one, renewed_by_b) {
            return Some(Tie::Need);
        }
        found = Some(Tie::Free);
    }
    let added = |facts: &Facts| -> BTreeSet<String> {
        let columns = facts.touches.iter().filter(|(label, touch)| label.starts_with("column ") && touch.after == After::There);
        columns.flat_map(|(_, touch)| touch.with.clone()).collect()
    };
    if found.is_some() && !added(a).is_disjoint(&added(b)) { Some(Tie::Columns) } else { found }
}

/// For each file, those that a chain of pairs puts behind it.
fn reach(files: usize, pairs: impl Iterator<Item = (usize, usize)>) -> Vec<Vec<bool>> {
    let mut next: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); files];
    pairs.for_each(|(first, then)| {
        next[first].insert(then);
    });
    let from = |file: usize| {
        let mut seen = vec![false; files];
        let mut waiting = vec![file];
        while let Some(at) = waiting.pop() {
            for then in next[at].iter().filter(|then| !std::mem::replace(&mut seen[**then], true)) {
                waiting.push(*then);
            }
        }
        seen
    };
    (0..files).map(from).collect()
}

impl Measure {
    fn count(&mut self, facts: &[Facts], places: &[usize], evidence: &Evidence) {
        let hard = evidence.hard.iter().map(|pair| (pair.first, pair.then));
        let soft = evidence.soft.iter().map(|(pair, _)| (pair.first, pair.then));
        let all = reach(facts.len(), hard.clone().chain(soft));
        let hard = reach(facts.len(), hard);
        let renewed = renewals(facts);
        for first in 0..facts.len() {
            for then in first + 1..facts.len() {
                let Some(tie) = tie((&facts[first], &renewed[first]), (&facts[then], &renewed[then])) else { continue };
                let by = match () {
                    () if hard[first][then] || hard[then][first] => By::Hard,
                    () if all[first][then] || all[then][first] => By::Soft,
                    () => By::Nothing,
                };
                let count = self.counts.entry((tie, by)).or_default();
                if places[first] < places[then] {
                    count.0 += 1;
                } else {
                    count.1 += 1;
                    self.wrong.push((by, tie, first, then));
                }
            }
        }
        self.wrong.sort();
    }

    /// How many direct pairs of each kind of evidence are right.
    fn print_evidence(evidence: &Evidence) {
        let kinds = [Hint::Likely, Hint::Word, Hint::Named, Hint::Version, Hint::PlainWord];
        for kind in kinds {
            let pairs: BTreeSet<(usize, usize)> =
                evidence.soft.iter().filter(|(_, hint)| *hint == kind).map(|(pair, _)| (pair.first, pair.then)).collect();
            let right = pairs.iter().filter(|(first, then)| first < then).count();
            line(&format!("evidence {kind:?}"), (right, pairs.len() - right));
        }
    }

    fn show<'a>(&self, count: usize, facts: &[Facts], evidence: &Evidence, path: impl Fn(usize) -> &'a str) {
        for pair in evidence.hard.iter().filter(|pair| pair.first > pair.then) {
            println!("  AGAINST THE TRUTH: {} before {}, for {}", path(pair.first), path(pair.then), pair.object);
        }
        for (pair, hint) in evidence.soft.iter().filter(|(pair, _)| pair.first > pair.then) {
            println!("  hint against: {} before {}, for {} ({hint:?})", path(pair.first), path(pair.then), pair.object);
        }
        for (by, tie, first, then) in self.wrong.iter().filter(|(_, tie, ..)| *tie == Tie::Need).take(count) {
            println!("  {by:?} {tie:?}: {} | {}", path(*first), path(*then));
            for (label, one, other) in shared(&facts[*first], &facts[*then]) {
                if one.after != After::Same || other.after != After::Same {
                    println!("      {label}: {:?}>{:?} | {:?}>{:?}", one.before, one.after, other.before, other.after);
                }
            }
        }
    }

    fn print(&self, dir: &Path) {
        let sum = |test: &dyn Fn(&(Tie, By)) -> bool| {
            let counts = self.counts.iter().filter(|(key, _)| test(key));
            counts.fold((0, 0), |sum, (_, count)| (sum.0 + count.0, sum.1 + count.1))
        };
        println!("{}: {} files, identity under their names: {}", dir.display(), self.files, self.is_identity);
        line("all pairs that share an object", sum(&|_| true));
        for tie in [Tie::Need, Tie::Columns, Tie::Free] {
            line(&format!("{tie:?}"), sum(&|key| key.0 == tie));
            for by in [By::Hard, By::Soft, By::Nothing] {
                line(&format!("  by {by:?}"), sum(&|key| *key == (tie, by)));
            }
        }
    }
}

fn line(what: &str, (right, wrong): (usize, usize)) {
    let (all, thousandths) = (right + wrong, (1000 * right).checked_div(right + wrong).unwrap_or(1000));
    println!("  {what:32} {right:6} of {all:6} right: {:3}.{} %", thousandths / 10, thousandths % 10);
}
