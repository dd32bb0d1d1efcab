//! Tables of one file that refer to each other: no order of their statements runs. The foreign keys that close the loop are taken out
//! of the first CREATE TABLE and added behind the last table of the loop.
//!
//! What is taken out becomes blanks, and what is added stands at the end of the text: places in the file stay what they are.

use std::collections::{BTreeMap, BTreeSet};

use super::Relations;
use super::facts::{Facts, each};
use super::mend::blank;
use super::names::label;
use crate::dialect::Dialect;
use crate::dialect::name::Class;
use crate::dialect::script::{Script, read_part};
use crate::finding::Finding;
use crate::text::LineIndex;

/// Breaks the loops inside files, and says which.
pub fn break_all(scripts: &mut [Script], all: &[Facts], dialect: &dyn Dialect) -> Vec<Finding> {
    let relations = Relations::new(all);
    let mut makers: BTreeMap<&str, usize> = BTreeMap::new();
    for facts in all {
        let made: BTreeSet<&str> = facts.makes.iter().map(|made| made.object.as_str()).collect();
        made.into_iter().for_each(|object| *makers.entry(object).or_default() += 1);
    }
    let mut findings = Vec::new();
    for (script, facts) in scripts.iter_mut().zip(all) {
        // What another file makes may be there already.
        let own = |object: &str| makers.get(object) == Some(&1);
        let is_early = |made: &&super::Mentioned| made.class == Class::Table && own(&made.object);
        let made: BTreeSet<&str> = facts.makes.iter().filter(is_early).map(|made| made.object.as_str()).collect();
        if facts.needs.iter().any(|need| made.contains(need.object.as_str())) {
            let statements = script.items.len();
            // Each time one statement loses keys.
            for _ in 0..statements {
                let Some((mended, finding)) = break_one(script, &made, &relations, dialect) else { break };
                *script = mended;
                findings.push(finding);
            }
        }
    }
    findings
}

/// The statements of a file, and which of them first makes what.
struct Statements<'a> {
    facts: &'a [Facts],
    makers: BTreeMap<&'a str, usize>,
}

impl<'a> Statements<'a> {
    fn new(facts: &'a [Facts]) -> Self {
        let mut makers = BTreeMap::new();
        for (at, facts) in facts.iter().enumerate() {
            facts.makes.iter().for_each(|made| {
                makers.entry(made.object.as_str()).or_insert(at);
            });
        }
        Self { facts, makers }
    }

    /// The way from a statement to another, each needing the next; empty if there is none.
    fn way(&self, from: usize, to: usize) -> Vec<usize> {
        let mut came: BTreeMap<usize, usize> = BTreeMap::new();
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            if at == to {
                let mut way = vec![to];
                while let Some(before) = way.last().and_then(|last| came.get(last)).filter(|_| way.last() != Some(&from)) {
                    way.push(*before);
                }
                way.reverse();
                return way;
            }
            let needs = self.facts.get(at).into_iter().flat_map(|facts| &facts.needs);
            for next in needs.filter_map(|need| self.makers.get(need.object.as_str())).copied() {
                if next != from && !came.contains_key(&next) {
                    came.insert(next, at);
                    open.push(next);
                }
            }
        }
        Vec::new()
    }
}

/// Takes the keys of the first statement of a loop out of it.
fn break_one(script: &Script, own: &BTreeSet<&str>, relations: &Relations, dialect: &dyn Dialect) -> Option<(Script, Finding)> {
    let each = each(script);
    let statements = Statements::new(&each);
    each.iter().enumerate().find_map(|(at, facts)| {
        let early = facts.needs.iter().filter(|need| own.contains(need.object.as_str()));
        early.filter_map(|need| Some((need, *statements.makers.get(need.object.as_str())?))).find_map(|(need, maker)| {
            let way = (maker > at).then(|| statements.way(maker, at)).filter(|way| !way.is_empty())?;
            let behind = way.iter().max().copied().unwrap_or(maker);
            let mended = move_keys(script, at, behind, &need.object, dialect)?;
            Some((mended, finding(script, &each, &[&[at], way.as_slice()].concat(), relations)))
        })
    })
}

/// The file with the foreign keys of one statement to a table added behind another statement.
fn move_keys(script: &Script, from: usize, behind: usize, target: &str, dialect: &dyn Dialect) -> Option<Script> {
    let statement = script.items.get(from)?.statement.as_ref()?;
    let mut content = script.text.content.to_string();
    let mut added = String::new();
    for key in dialect.foreign_keys(script.slice(statement.span.clone())) {
        if label(Class::Table, &key.target) == target {
            let range = statement.span.start + key.span.start..statement.span.start + key.span.end;
            content.replace_range(range.clone(), &blank(content.get(range)?));
            added.push_str(&format!("\n{};", key.statement.replace('\n', " ")));
        }
    }
    let count = added.lines().filter(|line| !line.is_empty()).count();
    // A comment at the end of the text would swallow what follows on its line; the keys begin a line.
    content.push_str(&added);
    let read = read_part(script, script.text.part.clone(), script.title.clone(), content + "\n", dialect);
    let mut mended = Script { down: script.down.clone(), ..read };
    let keys = mended.items.len().checked_sub(count).filter(|first| count > 0 && *first > behind)?;
    let moved: Vec<_> = mended.items.drain(keys..).collect();
    let rest = mended.items.split_off(behind + 1);
    mended.items.extend(moved.into_iter().chain(rest));
    Some(mended)
}

/// `line 1 needs table b (line 3), line 3 needs table a (line 1)`.
fn finding(script: &Script, each: &[Facts], way: &[usize], relations: &Relations) -> Finding {
    let lines = LineIndex::new(&script.text.content);
    let start = |at: usize| script.items.get(at).and_then(|item| item.statement.as_ref()).map_or(0, |it| it.span.start);
    let line = |at: usize| lines.position(start(at)).line;
    let steps = way.iter().zip(way.iter().skip(1)).map(|(from, to)| {
        let need = each[*from].needs.iter().find(|need| each[*to].makes_object(&need.object));
        let object = need.map(|need| relations.shown(&need.object)).unwrap_or_default();
        format!("line {} needs {object} (line {})", line(*from), line(*to))
    });
    let steps: Vec<String> = steps.collect();
    let (first, behind) = (way.first().copied().unwrap_or(0), way.iter().max().copied().unwrap_or(0));
    let message = format!(
        "no order of these statements runs: {}; the foreign key of line {} is added after line {}",
        steps.join(", "),
        line(first),
        line(behind)
    );
    Finding::warning("foreign-key-moved", message)
        .at(&script.text.path, start(first)..start(first) + 1)
        .help("nothing to do; or take the key out of CREATE TABLE yourself, and add it with ALTER TABLE behind both tables")
}
