//! `--reorder`: the statements of a file in an order that runs.
//!
//! What a statement misses and a later one makes is moved up before it, with what that one needs in turn. Nothing is moved across a
//! statement that touches the same object, or that nobody can read.

use std::collections::BTreeSet;

use super::Relations;
use super::facts::{Facts, Mentioned, each, facts};
use super::inside::early;
use super::state::State;
use crate::dialect::script::{Item, Script};
use crate::finding::Finding;
use crate::split::ChunkKind;
use crate::text::LineIndex;

/// Reorders the statements of every file in which one comes too early; `order` is that of the files.
pub fn reorder(scripts: &mut [Script], order: &[usize]) -> Vec<Finding> {
    let all: Vec<Facts> = scripts.iter().map(facts).collect();
    let relations = Relations::new(&all);
    let mut there = State::default();
    let mut findings = Vec::new();
    for (file, facts) in order.iter().map(|file| (*file, &all[*file])) {
        if !early(facts, &there).is_empty() {
            findings.extend(reorder_file(&mut scripts[file], &there, &relations));
        }
        there.run(facts);
    }
    findings
}

/// A statement and what belongs to it: the data of COPY.
struct Unit {
    items: std::ops::Range<usize>,
    facts: Facts,
    /// Stays where it is, and nothing passes it.
    fixed: bool,
}

struct Mover<'a> {
    units: &'a [Unit],
    there: &'a State<'a>,
    made: BTreeSet<&'a str>,
    placed: Vec<bool>,
    underway: Vec<usize>,
    order: Vec<usize>,
    moved: Vec<(usize, usize)>,
}

fn reorder_file(script: &mut Script, there: &State<'_>, relations: &Relations) -> Vec<Finding> {
    let units = units(script);
    let mut mover = Mover {
        units: &units,
        there,
        made: BTreeSet::new(),
        placed: vec![false; units.len()],
        underway: Vec::new(),
        order: Vec::new(),
        moved: Vec::new(),
    };
    for unit in 0..units.len() {
        mover.place(unit);
    }
    let (order, moved) = (mover.order, mover.moved);
    let findings = moved.iter().filter_map(|(unit, before)| finding(script, &units[*unit], &units[*before], relations)).collect();
    let items: Vec<Item> = order.iter().flat_map(|unit| script.items[units[*unit].items.clone()].iter().cloned()).collect();
    script.items = items;
    findings
}

fn units(script: &Script) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    for (at, (item, facts)) in script.items.iter().zip(each(script)).enumerate() {
        match units.last_mut() {
            Some(last) if item.chunk.kind == ChunkKind::CopyData => last.items.end = at + 1,
            _ => {
                let understood = item.statement.as_ref().is_some_and(|it| it.trouble.is_none() && !facts.opaque);
                let touches = !facts.makes.is_empty() || !facts.changes.is_empty() || !facts.needs.is_empty();
                units.push(Unit { items: at..at + 1, fixed: !(understood && touches), facts });
            }
        }
    }
    units
}

impl<'a> Mover<'a> {
    fn place(&mut self, unit: usize) {
        if self.placed[unit] || self.underway.contains(&unit) {
            return;
        }
        self.underway.push(unit);
        let facts: &'a Facts = &self.units[unit].facts;
        for need in needs(facts).filter(|need| self.there.misses(need)) {
            let waiting = |other: &usize| !self.placed[*other] && !self.underway.contains(other);
            let makes = |other: &usize| self.units[*other].facts.makes_object(&need.object);
            let maker = (unit + 1..self.units.len()).filter(waiting).find(makes);
            if let Some(maker) = maker.filter(|maker| !self.made.contains(need.object.as_str()) && self.may_pass(*maker)) {
                self.place(maker);
                self.moved.push((maker, unit));
            }
        }
        self.underway.pop();
        self.placed[unit] = true;
        self.made.extend(facts.makes.iter().chain(&facts.parts_made).map(|made| made.object.as_str()));
        self.order.push(unit);
    }

    /// Whether a unit may move up to where the first one underway stands.
    fn may_pass(&self, unit: usize) -> bool {
        let from = self.underway.first().copied().unwrap_or(unit);
        // What waits for it is no hindrance.
        let between = (from..unit).filter(|other| !self.placed[*other] && !self.underway.contains(other));
        let needed =
            |other: &usize| needs(&self.units[unit].facts).any(|need| self.units[*other].facts.makes_object(&need.object));
        let moving = &self.units[unit];
        !moving.fixed
            && between.filter(|other| !needed(other)).all(|other| {
                let other = &self.units[other];
                !other.fixed && !collide(&moving.facts, &other.facts)
            })
    }
}

/// What a statement needs for sure, columns and keys too.
fn needs(facts: &Facts) -> impl Iterator<Item = &Mentioned> {
    facts.needs.iter().chain(facts.parts_needed.iter().filter(|need| !need.is_doubtful))
}

/// Whether one changes what the other changes or uses; that one makes what the other waits for is no collision.
fn collide(moving: &Facts, other: &Facts) -> bool {
    let writes = |facts: &Facts| -> BTreeSet<String> {
        let written = facts.changes.iter().chain(&facts.drops).map(|it| it.object.clone());
        written.chain(facts.gone.iter().cloned()).collect()
    };
    let touched = |facts: &Facts| -> BTreeSet<String> {
        let touched = facts.makes.iter().chain(&facts.changes).chain(&facts.drops).chain(&facts.needs);
        touched.map(|it| it.object.clone()).collect()
    };
    !writes(moving).is_disjoint(&touched(other)) || !writes(other).is_disjoint(&touched(moving))
}

fn finding(script: &Script, moved: &Unit, before: &Unit, relations: &Relations) -> Option<Finding> {
    let lines = LineIndex::new(&script.text.content);
    let statement = |unit: &Unit| script.items.get(unit.items.start)?.statement.as_ref().map(|it| it.span.clone());
    let (span, before_span) = (statement(moved)?, statement(before)?);
    let need = needs(&before.facts).find(|need| moved.facts.makes_object(&need.object))?;
    let (line, before_line) = (lines.position(span.start).line, lines.position(before_span.start).line);
    let object = relations.shown(&need.object);
    let message = format!("line {line} is moved before line {before_line}, which needs {object}");
    Some(
        Finding::note("reordered", message)
            .at(&script.text.path, span)
            .help("without `--reorder` the statements stay where they are"),
    )
}
