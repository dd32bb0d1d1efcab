//! Order inside a file: statements that use what the file makes only further down.

use super::Relations;
use super::facts::{Facts, Mentioned};
use super::state::State;
use crate::dialect::name::Class;
use crate::dialect::script::Script;
use crate::finding::Finding;
use crate::text::LineIndex;

/// Says which statements come too early in their files.
pub fn findings(scripts: &[Script], facts: &[Facts], order: &[usize], relations: &Relations) -> Vec<Finding> {
    let mut there = State::default();
    let mut findings = Vec::new();
    for file in order {
        for (need, made) in early(&facts[*file], &there) {
            findings.push(finding(&scripts[*file], need, made, relations));
        }
        there.run(&facts[*file]);
    }
    findings
}

/// What a file needs before it makes it, and what makes it; each object once.
pub fn early<'a>(facts: &'a Facts, there: &State<'_>) -> Vec<(&'a Mentioned, &'a Mentioned)> {
    let mut found: Vec<(&Mentioned, &Mentioned)> = Vec::new();
    let is_early = |need: &&Mentioned| {
        // An extension may have brought a function of that name.
        let vague = need.class == Class::Function && (there.has_extensions() || brings_something(facts, need.at));
        there.misses(need) && !facts.has_conditional(&need.object) && !vague
    };
    let parts = facts.parts_needed.iter().filter(|need| !need.is_doubtful);
    for need in facts.needs.iter().chain(parts).filter(is_early) {
        let made = facts.makes.iter().chain(&facts.parts_made).find(|made| made.object == need.object && made.at > need.at);
        // A table says all that its columns would.
        let is_part_of =
            |other: &Mentioned| need.of.as_ref().is_some_and(|of| of.ends_with(other.object.trim_start_matches("relation")));
        let is_said = found.iter().any(|(other, _)| other.at == need.at && is_part_of(other));
        if let Some(made) = made.filter(|_| !is_said && !found.iter().any(|(other, _)| other.object == need.object)) {
            found.push((need, made));
        }
    }
    found
}

/// Whether an extension is made before a place.
fn brings_something(facts: &Facts, at: usize) -> bool {
    facts.makes.iter().any(|made| made.class == Class::Extension && made.at < at)
}

fn finding(script: &Script, need: &Mentioned, made: &Mentioned, relations: &Relations) -> Finding {
    let text = &script.text;
    let lines = LineIndex::new(&text.content);
    let (line, made_line) = (lines.position(need.at).line, lines.position(made.at).line);
    let object = relations.shown(&need.object);
    let message = format!("line {line} needs {object}, which line {made_line} of the same file creates");
    Finding::warning("used-before-definition", message)
        .at(&text.path, need.at..need.at + 1)
        .help("`--reorder` puts the statements in an order that runs, or move them yourself")
}
