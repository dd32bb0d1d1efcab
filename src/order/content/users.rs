//! Files that use an object of several lives: each goes into the life that has what it needs and where it is to be expected.

use std::collections::BTreeSet;

use super::chains::Known;
use super::objects::{Object, Part};
use super::{Evidence, Hint};
use crate::order::facts::{After, Before};

/// A life: the change that begins or continues it, and the next.
struct Life<'a> {
    begin: &'a Part,
    end: Option<&'a Part>,
}

/// How far out of its place a file may stand before a later life than the first is the likelier one.
const LATER: f64 = 0.1;

/// How badly a file fits a life: what contradicts it, then how far it stands from it.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
struct Misfit(usize, f64);

/// Puts the users of an object behind the beginning of the life that they fit best and before its end.
pub fn order(object: &Object<'_>, chain: &[&Part], known: &Known<'_>, evidence: &mut Evidence) {
    let lives: Vec<Life<'_>> = chain
        .iter()
        .enumerate()
        .filter(|(_, part)| part.after == After::There)
        .map(|(at, part)| Life { begin: part, end: chain.get(at + 1).copied() })
        .collect();
    let uses = |part: &&Part| part.after == After::Same && matches!(part.before, Before::There | Before::LikelyThere);
    let behind: Vec<BTreeSet<usize>> = chain.iter().map(|part| known.after.behind(part.file)).collect();
    for user in object.parts.iter().filter(uses) {
        let later = known.after.behind(user.file);
        let mut fits: Vec<(Misfit, &Life<'_>)> = lives
            .iter()
            .enumerate()
            .map(|(at, life)| (misfit(user, at, &lives, (object, chain, known), (&behind, &later)), life))
            .collect();
        fits.sort_by(|a, b| a.0.partial_cmp(&b.0).unwrap_or(std::cmp::Ordering::Equal));
        let Some((best, life)) = fits.first() else { continue };
        let is_clear = fits.get(1).is_none_or(|(second, _)| second.0 > best.0);
        let hint = if is_clear { Hint::Likely } else { Hint::Version };
        evidence.soft(life.begin.file, user.file, object.label, hint);
        if let Some(end) = life.end {
            evidence.soft(user.file, end.file, object.label, hint);
        }
    }
}

fn misfit(
    user: &Part,
    at: usize,
    lives: &[Life<'_>],
    (object, chain, known): (&Object<'_>, &[&Part], &Known<'_>),
    (behind, later): (&[BTreeSet<usize>], &BTreeSet<usize>),
) -> Misfit {
    let life = &lives[at];
    let begin = chain.iter().position(|part| part.file == life.begin.file).unwrap_or_default();
    let is_known_before = chain[..=begin].iter().any(|part| later.contains(&part.file));
    let is_known_behind = behind[begin + 1..].iter().any(|behind| behind.contains(&user.file));
    let contradictions =
        4 * usize::from(is_known_before) + 4 * usize::from(is_known_behind) + parts(user, at, lives, object, known);
    let place = known.places[user.file];
    let early = (known.places[life.begin.file] - place).max(0.0);
    let late = life.end.map_or(0.0, |end| (place - known.places[end.file]).max(0.0));
    // Most of what is said of an object is said of its first life.
    Misfit(contradictions, early + late + if at > 0 { LATER } else { 0.0 })
}

/// How many parts (columns, keys) the file needs that another life has and this one has not, or adds that this one has already.
fn parts(user: &Part, at: usize, lives: &[Life<'_>], object: &Object<'_>, known: &Known<'_>) -> usize {
    let makes = |life: &Life<'_>, label: &str| {
        known.facts[life.begin.file].touches.get(label).is_some_and(|touch| touch.after == After::There)
    };
    let only_there = |label: &str| {
        let makers =
            known.objects.get(label).into_iter().flat_map(|object| &object.parts).filter(|part| part.after == After::There);
        makers.map(|part| part.file).all(|file| lives.iter().any(|life| life.begin.file == file))
    };
    let touches = known.facts[user.file].touches.iter().filter(|(_, touch)| touch.with.contains(object.label));
    let misfits = touches.filter(|(label, touch)| match touch.before {
        Before::There | Before::LikelyThere => {
            !makes(&lives[at], label) && lives.iter().any(|life| makes(life, label)) && only_there(label)
        }
        Before::Absent | Before::LikelyAbsent => makes(&lives[at], label),
        Before::Any => false,
    });
    misfits.count()
}
