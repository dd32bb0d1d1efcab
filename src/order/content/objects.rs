//! Who touches each object.

use std::collections::{BTreeMap, BTreeSet};

use crate::order::facts::{After, Before, Facts};

/// What one file finds and leaves of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    pub file: usize,
    pub before: Before,
    pub after: After,
    /// The file does not name it: it goes with what it stands on.
    pub is_taken_along: bool,
    /// It gets another name: what stands on it stays.
    pub is_renamed: bool,
}

impl Part {
    /// Whether the file takes the object away by its name.
    pub fn takes_away(&self) -> bool {
        self.after == After::Gone && matches!(self.before, Before::There | Before::LikelyThere) && !self.is_taken_along
    }
}

/// An object, and the files that touch it.
#[derive(Debug, Clone)]
pub struct Object<'a> {
    pub label: &'a str,
    pub parts: Vec<Part>,
}

/// All objects of a folder, by label. What goes with a relation goes where the relation does; where the files know one routine of a
/// name, dropping it leaves none.
pub fn objects(facts: &[Facts]) -> Vec<Object<'_>> {
    let mut found: BTreeMap<&str, BTreeMap<usize, Part>> = BTreeMap::new();
    let mut members: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (file, facts) in facts.iter().enumerate() {
        for (label, touch) in &facts.touches {
            let part = Part {
                file,
                before: touch.before,
                after: touch.after,
                is_taken_along: false,
                is_renamed: touch.renamed.is_some(),
            };
            found.entry(label).or_default().insert(file, part);
            for of in &touch.with {
                members.entry(of).or_default().insert(label);
            }
        }
    }
    for parts in found.iter_mut().filter(|(label, _)| label.starts_with("function ")) {
        settle_routines(parts.1, members.get(parts.0).map_or(0, BTreeSet::len));
    }
    let wholes: Vec<&str> = members.keys().copied().collect();
    for whole in wholes {
        take_along(whole, &members, &mut found);
    }
    carry(facts, &members, &mut found);
    found.into_iter().map(|(label, parts)| Object { label, parts: parts.into_values().collect() }).collect()
}

/// What is named after an object gets a new name with it: the columns of a table, the labels of an enum.
fn carry<'a>(
    facts: &'a [Facts],
    members: &BTreeMap<&'a str, BTreeSet<&'a str>>,
    found: &mut BTreeMap<&'a str, BTreeMap<usize, Part>>,
) {
    for (file, facts) in facts.iter().enumerate() {
        for (from, to) in facts.touches.iter().filter_map(|(label, touch)| Some((label.as_str(), touch.renamed.as_deref()?))) {
            let parts = members.get(from).into_iter().flatten().filter(|label| is_named_after(label, from));
            let arrived: Vec<&str> = parts.filter_map(|label| arrival(label, from, to, found)).collect();
            for label in arrived {
                let part = Part { file, before: Before::Any, after: After::There, is_taken_along: false, is_renamed: false };
                let known = found.entry(label).or_default().entry(file).or_insert(part);
                (known.after, known.is_taken_along) = (After::There, false);
            }
        }
    }
}

/// The label of a part where what it belongs to has its new name, if other files know it and none makes it there by itself.
fn arrival<'a>(label: &str, from: &str, to: &str, found: &BTreeMap<&'a str, BTreeMap<usize, Part>>) -> Option<&'a str> {
    let name = |label: &'_ str| label.split_once(' ').map_or(String::new(), |(_, name)| name.to_owned());
    let (class, own) = label.split_once(' ')?;
    let arrived = format!("{class} {}{}", name(to), own.strip_prefix(&name(from))?);
    let has_maker = found.get(label)?.values().any(|part| part.after == After::There);
    let (arrived, parts) = found.get_key_value(arrived.as_str())?;
    let is_added =
        parts.values().any(|part| part.after == After::There && matches!(part.before, Before::Absent | Before::LikelyAbsent));
    // A list of labels holds those that were added.
    (has_maker && (!is_added || class == "label")).then_some(*arrived)
}

/// Whether a label holds the name of another object, so that it goes where that gets another name.
fn is_named_after(label: &str, whole: &str) -> bool {
    let name = |label: &str| label.split_once(' ').map_or(String::new(), |(_, name)| name.to_owned());
    let (label, whole) = (name(label), name(whole));
    label.strip_prefix(&whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn settle_routines(parts: &mut BTreeMap<usize, Part>, signatures: usize) {
    for part in parts.values_mut().filter(|part| part.after == After::Fewer) {
        part.after = if signatures > 1 { After::Same } else { After::Gone };
    }
}

/// Where a relation goes, its parts go.
fn take_along<'a>(
    whole: &'a str,
    members: &BTreeMap<&'a str, BTreeSet<&'a str>>,
    found: &mut BTreeMap<&'a str, BTreeMap<usize, Part>>,
) {
    let parts = || found.get(whole).into_iter().flat_map(BTreeMap::values);
    // `DROP … IF EXISTS` before the only CREATE takes nothing away.
    let makers = parts().filter(|part| part.after == After::There).count();
    let is_renewed =
        |part: &&Part| makers > 1 && part.after == After::There && matches!(part.before, Before::There | Before::LikelyThere);
    let takers: Vec<usize> = parts().filter(|part| part.after == After::Gone || is_renewed(part)).map(|part| part.file).collect();
    if takers.is_empty() {
        return;
    }
    // Which columns a view has anew, its text need not tell.
    let is_column = |label: &str| label.starts_with("column ");
    let tells = |file: usize| {
        let own = members.get(whole).into_iter().flatten().filter(|label| is_column(label));
        own.filter_map(|label| found.get(label)?.get(&file)).any(|part| part.after == After::There)
    };
    let has = |file: usize, test: fn(&Part) -> bool| parts().any(|part| part.file == file && test(part));
    let takers: Vec<(usize, bool, bool)> = takers
        .into_iter()
        .map(|file| (file, tells(file) || has(file, |part| part.after == After::Gone), has(file, |part| part.is_renamed)))
        .collect();
    let parts: Vec<&str> = members.get(whole).into_iter().flatten().copied().collect();
    for label in parts {
        let own = found.entry(label).or_default();
        let goes = |taker: &&(usize, bool, bool)| (taker.1 || !is_column(label)) && (!taker.2 || is_named_after(label, whole));
        for (file, _, is_renamed) in takers.iter().filter(goes) {
            let taken =
                Part { file: *file, before: Before::Any, after: After::Gone, is_taken_along: true, is_renamed: *is_renamed };
            let part = own.entry(*file).or_insert(taken);
            if part.after == After::Same {
                part.after = After::Gone;
            }
            // What stood there went with the rest before it was made anew.
            if matches!(part.before, Before::Absent | Before::LikelyAbsent) {
                part.before = Before::Any;
            }
        }
        if members.contains_key(label) {
            take_along(label, members, found);
        }
    }
}
