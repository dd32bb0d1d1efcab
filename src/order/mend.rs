//! Mending: files that need each other are split, and with `--reorder` the statements of a file are put in an order that runs.
//!
//! A file is split in two where a statement first needs what the other file makes; where that statement itself makes what the other
//! file needs, the foreign keys that close the loop are taken out of it and added in the second part. Lines stay where they are, so
//! places in a part are places in the file.

use super::facts::Facts;
use super::{Link, Relations, Sorting, loops};
use crate::dialect::Dialect;
use crate::dialect::script::{Script, read_part};
use crate::finding::Finding;

/// How often a history is mended at most; each time one more file is split.
const MOST: usize = 100;

/// Splits files until none need each other, as far as that can be done; `sorting` is kept true.
pub(super) fn split_loops(scripts: &mut Vec<Script>, sorting: &mut Sorting, dialect: &dyn Dialect) -> Vec<Finding> {
    let mut findings = Vec::new();
    for _ in 0..MOST {
        let facts = &sorting.facts;
        let mended = sorting.sorted.loops.iter().find_map(|links| {
            let (file, parts) = split_one(scripts, facts, links, dialect)?;
            Some((file, parts, loops::split(scripts, facts, links, file, &Relations::new(facts))))
        });
        let Some((file, parts, finding)) = mended else { break };
        findings.push(finding);
        scripts.splice(file..=file, parts);
        *sorting = Sorting::new(scripts, false);
    }
    findings
}

/// Splits one file of a loop, the first that can be.
fn split_one(scripts: &[Script], facts: &[Facts], links: &[Link], dialect: &dyn Dialect) -> Option<(usize, [Script; 2])> {
    links.iter().find_map(|link| {
        let file = link.then;
        let given = links.iter().find(|other| other.first == file)?;
        let parts = cut(&scripts[file], facts, link, given, dialect);
        let parts = parts.or_else(|| take_out(&scripts[file], facts, link, dialect))?;
        Some((file, parts))
    })
}

/// Where a file first needs anything of another file, and where it last makes what the other needs of it.
fn bounds(facts: &[Facts], link: &Link, given: &Link) -> (usize, usize) {
    let (own, other) = (&facts[link.then], &facts[link.first]);
    let needs = own.needs.iter().chain(&own.parts_needed).filter(|need| other.makes_object(&need.object));
    let first_need = needs.map(|need| need.at).min().unwrap_or(link.need.at);
    let user = &facts[given.then];
    let used = |object: &str| user.needs.iter().chain(&user.parts_needed).any(|need| need.object == object);
    let makes = own.makes.iter().chain(&own.parts_made).filter(|made| made.object == given.need.object || used(&made.object));
    (first_need, makes.map(|made| made.at).max().unwrap_or(0))
}

/// Two parts, where all that the other file needs stands before what needs the other file.
fn cut(script: &Script, facts: &[Facts], link: &Link, given: &Link, dialect: &dyn Dialect) -> Option<[Script; 2]> {
    let (first_need, last_made) = bounds(facts, link, given);
    let chunk = script.items.iter().map(|item| &item.chunk).find(|chunk| chunk.span.contains(&first_need))?;
    let at = chunk.span.start;
    if last_made >= first_need || at == 0 {
        return None;
    }
    let content = &script.text.content;
    let first = content.get(..at)?.to_owned();
    let second = blank(content.get(..at)?) + content.get(at..)?;
    Some([part(script, 1, first, dialect), part(script, 2, second, dialect)])
}

/// The file without the foreign keys that point to what the other file makes, and those keys.
fn take_out(script: &Script, facts: &[Facts], link: &Link, dialect: &dyn Dialect) -> Option<[Script; 2]> {
    let other = &facts[link.first];
    let content = &script.text.content;
    let (mut first, mut second) = (content.to_string(), String::new());
    for statement in script.statements() {
        let sql = script.slice(statement.span.clone());
        let start = statement.span.start;
        for key in dialect.foreign_keys(sql) {
            let target = super::names::label(crate::dialect::name::Class::Table, &key.target);
            if !other.makes_object(&target) {
                continue;
            }
            let range = start + key.span.start..start + key.span.end;
            first.replace_range(range.clone(), &blank(content.get(range)?));
            // Each stands where its table stands.
            let line = content.get(..start)?.matches('\n').count();
            let lines = line.saturating_sub(second.matches('\n').count());
            second.push_str(&"\n".repeat(lines));
            second.push_str(&" ".repeat(start.saturating_sub(second.len())));
            second.push_str(&format!("{};", key.statement.replace('\n', " ")));
        }
    }
    let parts = [part(script, 1, first, dialect), part(script, 2, second + "\n", dialect)];
    let first_facts = super::facts(&parts[0]);
    let free = !first_facts.needs.iter().chain(&first_facts.parts_needed).any(|need| other.makes_object(&need.object));
    (free && parts[1].statements().next().is_some()).then_some(parts)
}

/// Blanks of the same length, with the same line ends.
pub fn blank(text: &str) -> String {
    text.chars().map(|c| if matches!(c, '\n' | '\r') { c.to_string() } else { " ".repeat(c.len_utf8()) }).collect()
}

fn part(script: &Script, number: usize, content: String, dialect: &dyn Dialect) -> Script {
    let part = match &script.text.part {
        Some(part) => format!("{part}, part {number}"),
        None => format!("part {number}"),
    };
    read_part(script, Some(part), format!("{}_part{number}", script.title), content, dialect)
}
