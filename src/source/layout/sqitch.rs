//! Sqitch: `sqitch.plan` lists the changes in order; each has a script in `deploy/` and one in `revert/` of the same name.
//!
//! Rules from sqitchchanges: a line is a name, then perhaps `[what it requires]`, a date, a person and a note; a line that starts
//! with `@` tags the change before it. A change that is named twice was reworked: the earlier one's scripts are called
//! `name@tag`, after the last tag between the two, or after an earlier one of those whose script is there (App::Sqitch::Plan::Change).

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

fn plan(files: &[Found]) -> Option<&Found> {
    files.iter().find(|file| file.path == PLAN)
}

fn arrange(files: &[Found]) -> Result<Arranged, SourceError> {
    let mut arranged = Arranged::default();
    let text = match plan(files) {
        Some(plan) => String::from_utf8_lossy(&read_bytes(&plan.full_path)?).into_owned(),
        None => String::new(),
    };
    let scripts = scripts(&entries(&text), |name| script(files, "deploy", name).is_some());
    for (at, name) in scripts.iter().enumerate() {
        match script(files, "deploy", name) {
            Some(file) => arranged.migrations.push(Migration {
                sort_name: format!("{at:09}"),
                written_down: script(files, "revert", name).map(|down| down.path.clone()),
                ..Migration::named(file.clone(), name.clone())
            }),
            None => arranged.findings.push(missing(name)),
        }
    }
    let of_the_plan = |file: &&Found| scripts.iter().any(|name| is_script(file, "deploy", name));
    let is_deployed = |file: &&Found| !file.path.starts_with("revert/") && !file.path.starts_with("verify/");
    let others = files.iter().filter(|file| file.sql_stem().is_some()).filter(is_deployed);
    arranged.findings.extend(others.filter(|file| !of_the_plan(file)).map(|file| not_a_migration(&file.path, RULES.name)));
    Ok(arranged)
}

fn script<'a>(files: &'a [Found], folder: &str, name: &str) -> Option<&'a Found> {
    files.iter().find(|file| is_script(file, folder, name))
}

fn is_script(file: &Found, folder: &str, name: &str) -> bool {
    file.path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')?.strip_prefix(name)) == Some(".sql")
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
    let mut scripts = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let Entry::Change(name) = entry else { continue };
        let later = entries.get(at + 1..).unwrap_or_default();
        let Some(rework) = later.iter().position(|entry| entry == &Entry::Change(name.clone())) else {
            scripts.push(name.clone());
            continue;
        };
        let tags = later.iter().take(rework).rev().filter_map(|entry| match entry {
            Entry::Tag(tag) => Some(format!("{name}@{tag}")),
            Entry::Change(_) => None,
        });
        let mut named = tags.clone().filter(|name| is_there(name));
        scripts.push(named.next().or_else(|| tags.clone().next()).unwrap_or_else(|| name.clone()));
    }
    scripts
}

fn missing(name: &str) -> Finding {
    Finding::error("listed-file-missing", format!("`{PLAN}` lists `{name}`, and there is no `deploy/{name}.sql`"))
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
