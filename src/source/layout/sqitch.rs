//! Sqitch: `sqitch.plan` lists the changes in order; each has a script in `deploy/` and one in `revert/` of the same name.
//!
//! Rules from sqitchchanges: a line is a name, then perhaps `[what it requires]`, a date, a person and a note; a line that starts
//! with `@` tags the change before it. A change that is named twice was reworked: the earlier one's scripts are called
//! `name@tag`, after the last tag between the two, or after an earlier one of those whose script is there (App::Sqitch::Plan::Change).
//! The plan and its folders may stand together in a folder of their own (`top_dir` in `sqitch.conf`).

use std::collections::{BTreeMap, BTreeSet};

use super::{Arranged, Migration, Rules, not_a_migration};
use crate::finding::Finding;
use crate::source::walk::Found;
use crate::source::{SourceError, read_bytes};

pub(super) const RULES: Rules = Rules { name: "sqitch", fits, arrange, compare: |a, b| a.cmp(b) };

const PLAN: &str = "sqitch.plan";

/// A line of the plan that counts.
#[derive(Debug, PartialEq, Eq)]
enum Entry {
    Change(String),
    Tag(String),
}

fn fits(files: &[Found]) -> bool {
    plan(files).is_some()
}

/// The plan, if there is one and no other.
fn plan(files: &[Found]) -> Option<&Found> {
    let mut plans = files.iter().filter(|file| file.path == PLAN || file.path.ends_with("/sqitch.plan"));
    plans.next().filter(|_| plans.next().is_none())
}

/// The folder of the plan, with a `/` behind it where it is another than that of the files.
fn top(files: &[Found]) -> &str {
    plan(files).and_then(|plan| plan.path.strip_suffix(PLAN)).unwrap_or_default()
}

fn arrange(files: &[Found]) -> Result<Arranged, SourceError> {
    let mut arranged = Arranged::default();
    let text = match plan(files) {
        Some(plan) => String::from_utf8_lossy(&read_bytes(&plan.full_path)?).into_owned(),
        None => String::new(),
    };
    let folder = |name: &str| format!("{}{name}/", top(files));
    let [deploy, revert, verify] = ["deploy", "revert", "verify"].map(folder);
    let by_path: BTreeMap<&str, &Found> = files.iter().map(|file| (file.path.as_str(), file)).collect();
    let script = |folder: &str, name: &str| by_path.get(format!("{folder}{name}.sql").as_str()).copied();
    let scripts = scripts(&entries(&text), |name| script(&deploy, name).is_some());
    for (at, name) in scripts.iter().enumerate() {
        match script(&deploy, name) {
            Some(file) => arranged.migrations.push(Migration {
                sort_name: format!("{at:09}"),
                written_down: script(&revert, name).map(|down| down.path.clone()),
                ..Migration::named(file.clone(), name.clone())
            }),
            None => arranged.findings.push(missing(&deploy, name)),
        }
    }
    let planned: BTreeSet<String> = scripts.iter().map(|name| format!("{deploy}{name}.sql")).collect();
    let is_deployed = |file: &&Found| !file.path.starts_with(&revert) && !file.path.starts_with(&verify);
    let others = files.iter().filter(|file| file.sql_stem().is_some()).filter(is_deployed);
    arranged
        .findings
        .extend(others.filter(|file| !planned.contains(&file.path)).map(|file| not_a_migration(&file.path, RULES.name)));
    Ok(arranged)
}

fn entries(plan: &str) -> Vec<Entry> {
    let lines = plan.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    let entries = lines.filter(|line| !line.is_empty() && !line.starts_with('%')).filter_map(|line| {
        let name = line.split_whitespace().next()?;
        match name.strip_prefix('@') {
            Some(tag) => Some(Entry::Tag(tag.to_owned())),
            // `-name` reverts a change, an operator that Sqitch reserves.
            None => Some(Entry::Change(name.trim_start_matches('+').to_owned())),
        }
    });
    entries.collect()
}

/// The names of the changes' scripts, in order.
fn scripts(entries: &[Entry], is_there: impl Fn(&str) -> bool) -> Vec<String> {
    let (mut scripts, mut reworked) = (Vec::new(), BTreeMap::new());
    for (at, entry) in entries.iter().enumerate().rev() {
        let Entry::Change(name) = entry else { continue };
        let Some(rework) = reworked.insert(name, at) else {
            scripts.push(name.clone());
            continue;
        };
        let tags = entries.get(at + 1..rework).unwrap_or_default().iter().rev().filter_map(|entry| match entry {
            Entry::Tag(tag) => Some(format!("{name}@{tag}")),
            Entry::Change(_) => None,
        });
        let mut named = tags.clone().filter(|name| is_there(name));
        scripts.push(named.next().or_else(|| tags.clone().next()).unwrap_or_else(|| name.clone()));
    }
    scripts.reverse();
    scripts
}

fn missing(deploy: &str, name: &str) -> Finding {
    Finding::error("listed-file-missing", format!("`{PLAN}` lists `{name}`, and there is no `{deploy}{name}.sql`"))
        .in_file(PLAN)
        .help("put the script back, or take the change out of the plan")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reworked_change_has_its_tag_in_its_name() {
        let plan = "%project=x\n\na 2020-01-01T00:00:00Z A <a@b> # first\n@v0 2020 A <a@b>\nb [a] 2020 A <a@b>\n@v1 2020 A <a@b>\n\n\
                    a [a@v1] 2021 A <a@b>\nc\n@v2 2021 A <a@b>\n";
        assert_eq!(scripts(&entries(plan), |_| true), ["a@v1", "b", "a", "c"]);
        assert_eq!(scripts(&entries(plan), |name| name == "a@v0"), ["a@v0", "b", "a", "c"]);
        assert_eq!(scripts(&entries(plan), |_| false), ["a@v1", "b", "a", "c"]);
    }
}
