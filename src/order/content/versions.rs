//! Versions: an object that several files define follows the path of the least change from text to text.
//!
//! A file that takes a definition away and gives the same one again, and does nothing else, is unlikely. Where paths cost the same,
//! the one counts whose files stand where they are to be expected; then the one that begins with the shorter text, as texts grow.

use std::collections::BTreeMap;

use super::followers::Followers;
use super::objects::Object;
use super::path::{Step, shortest};
use super::{Evidence, Hint};
use crate::dialect::script::Script;
use crate::order::facts::{After, Before, Facts};

/// More versions than this are not compared, each with each.
const MOST: usize = 64;

/// A version: its file, and how often each word stands in its text.
struct Version {
    file: usize,
    words: BTreeMap<String, usize>,
    size: usize,
    /// It takes the place of another: it would be pointless if the two were the same.
    renews: bool,
    /// The file does nothing but that.
    is_pure: bool,
}

/// What the versions of each object say; `places`: where each file is to be expected.
pub fn order(scripts: &[Script], facts: &[Facts], objects: &[Object<'_>], places: &[f64], evidence: &mut Evidence) {
    let after = Followers::new(evidence, facts.len());
    let is_text =
        |label: &str| ["routine ", "relation ", "trigger ", "policy ", "constraint "].iter().any(|it| label.starts_with(it));
    for object in objects.iter().filter(|object| is_text(object.label)) {
        let makers = object.parts.iter().filter(|part| part.after == After::There).map(|part| part.file);
        let files: Vec<usize> = makers.collect();
        if files.len() < 2 || files.len() > MOST {
            continue;
        }
        let versions: Vec<Version> =
            files.iter().filter_map(|file| version(&scripts[*file], &facts[*file], object.label, *file)).collect();
        let path = path(&versions, &after, places);
        for pair in path.windows(2) {
            evidence.soft(pair[0], pair[1], object.label, Hint::Version);
        }
    }
}

fn version(script: &Script, facts: &Facts, label: &str, file: usize) -> Option<Version> {
    let touch = facts.touches.get(label)?;
    let at = touch.made_at?;
    let statement = script.statements().find(|statement| statement.span.start == at)?;
    let text = script.slice(statement.span.clone());
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    for word in text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()) {
        *words.entry(word.to_lowercase()).or_default() += 1;
    }
    let size = words.values().sum();
    let renews = matches!(touch.before, Before::There | Before::LikelyThere);
    let is_renewal = |label: &str| facts.touches.get(label).is_some_and(|it| it.after != After::There || it.before != Before::Absent);
    let is_pure = facts.makes.iter().chain(&facts.parts_made).all(|made| is_renewal(&made.object));
    Some(Version { file, words, size, renews, is_pure })
}

/// How many words one has more than the other, both ways.
fn distance(a: &Version, b: &Version) -> usize {
    let common: usize = a.words.iter().map(|(word, count)| (*count).min(b.words.get(word).copied().unwrap_or(0))).sum();
    a.size + b.size - 2 * common
}

/// What it costs that one version follows another: the change; and where nothing changes, as much as if all did.
fn cost(from: &Version, to: &Version) -> usize {
    match distance(from, to) {
        0 if to.renews && to.is_pure => 2 * to.size,
        0 if to.renews => to.size / 2,
        distance => distance,
    }
}

/// The files in the order of the least change that better evidence allows.
fn path(versions: &[Version], after: &Followers, places: &[f64]) -> Vec<usize> {
    let place = |at: usize| places.get(versions[at].file).copied().unwrap_or_default();
    let mut steps = Vec::with_capacity(versions.len());
    for (at, version) in versions.iter().enumerate() {
        let behind = after.behind(version.file);
        let later = (0..versions.len()).filter(|other| *other != at && behind.contains(&versions[*other].file)).collect();
        let costs = versions.iter().map(|to| cost(version, to)).collect();
        steps.push(Step { later, costs, place: place(at), size: version.size });
    }
    shortest(&steps).into_iter().map(|at| versions[at].file).collect()
}
