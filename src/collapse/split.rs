//! A long base, cut into one revision for each section.

use super::Collapsed;
use crate::dialect::Dialect;
use crate::revise::{self, Revision, Step};
use crate::schema::Schema;
use crate::schema::apply::apply;

/// Cuts the base behind each section. The last part keeps the base's id, so that databases which ran the last revision in it stand at
/// its end; rows stay with the tables before them. The revisions behind keep their numbers as far as there is room before them.
#[must_use]
pub fn split(collapsed: Collapsed, dialect: &dyn Dialect) -> Collapsed {
    let Collapsed { mut revised, accounts, replaced, .. } = collapsed;
    if revised.revisions.is_empty() {
        return Collapsed { revised, accounts, replaced, base: 0 };
    }
    let base = revised.revisions.remove(0);
    let sections = sections(&base.up);
    let count = sections.len();
    let shift = count.saturating_sub(base.number);
    let (mut parts, mut schemas) = (Vec::with_capacity(count), Vec::with_capacity(count));
    let mut before = Schema::new();
    for (at, (title, up)) in sections.into_iter().enumerate() {
        let after = applied(&before, &up, dialect);
        let parent = parts.last().map(|part: &Revision| part.id.clone());
        let title = format!("base {}", title.to_lowercase());
        let is_last = at + 1 == count;
        parts.push(Revision {
            id: if is_last { base.id.clone() } else { revise::id(parent.as_deref(), &title, &up) },
            parent,
            number: base.number + shift + at + 1 - count,
            title,
            down: revise::way_back(&after, &before).into_iter().map(Step::Sql).collect(),
            up,
            notes: if at == 0 { base.notes.clone() } else { Vec::new() },
            ..base.clone()
        });
        if !is_last {
            schemas.push(after.clone());
        }
        before = after;
    }
    revised.revisions.iter_mut().for_each(|revision| revision.number += shift);
    revised.revisions.splice(0..0, parts);
    revised.schemas.splice(0..0, schemas);
    Collapsed { revised, accounts, replaced, base: count }
}

/// The steps under each heading, those of rows with the section before them.
fn sections(steps: &[Step]) -> Vec<(String, Vec<Step>)> {
    let mut sections: Vec<(String, Vec<Step>)> = Vec::new();
    for step in steps {
        match (step, sections.last_mut()) {
            (Step::Comment(title), last) if title != super::ROWS || last.is_none() => {
                sections.push((title.clone(), Vec::new()));
            }
            (_, Some((_, section))) => section.push(step.clone()),
            (_, None) => sections.push((String::new(), vec![step.clone()])),
        }
    }
    if sections.is_empty() { vec![(String::new(), Vec::new())] } else { sections }
}

fn applied(before: &Schema, steps: &[Step], dialect: &dyn Dialect) -> Schema {
    let mut schema = before.clone();
    for sql in steps.iter().filter_map(Step::sql) {
        apply(&mut schema, &dialect.read(sql, 0).effects, dialect);
    }
    schema.set_search_path(None);
    schema
}
