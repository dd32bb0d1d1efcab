//! Data fixes: scripts that somebody ran once by hand on one database, beside the migrations.
//!
//! A file is taken for one only where three things meet: it does nothing but read and change rows, its name or folder says that it is a
//! fix, and it stands outside of a numbering that the other files have.

use super::numbers::Numbering;
use crate::dialect::effect::Effect;
use crate::dialect::script::Script;
use crate::finding::Finding;

/// Words in names of what is run by hand.
const WORDS: &[&str] = &["fix", "fixes", "hotfix", "hotfixes", "datafix", "datafixes", "adhoc", "oneoff", "manual", "onetime"];

/// Leaves out the data fixes.
pub fn leave_out(scripts: Vec<Script>) -> (Vec<Script>, Vec<Finding>) {
    let numbering = Numbering::new(&scripts);
    let numbered: Vec<bool> = (0..scripts.len()).map(|file| numbering.is_numbered(file)).collect();
    // `20170728_fix_keywords/up.sql` has its place.
    let apart = |file: usize, script: &Script| !numbered[file] && folders(script).any(is_fix) || is_in_folder_of_fixes(script);
    // The files that the others would be measured by.
    let is_migration = |file: usize, script: &Script| numbered[file] && !apart(file, script);
    if !scripts.iter().enumerate().any(|(file, script)| is_migration(file, script)) {
        return (scripts, Vec::new());
    }
    let mut findings = Vec::new();
    let mut kept = Vec::with_capacity(scripts.len());
    for (file, script) in scripts.into_iter().enumerate() {
        let stands_outside = apart(file, &script) || (!numbered[file] && is_fix(&script.title));
        if stands_outside && changes_rows_only(&script) {
            findings.push(finding(&script.text.path));
        } else {
            kept.push(script);
        }
    }
    (kept, findings)
}

fn folders(script: &Script) -> impl Iterator<Item = &str> {
    let folders = script.text.path.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.split('/')
}

/// `fixes/3.sql`: the whole name of a folder is such a word.
fn is_in_folder_of_fixes(script: &Script) -> bool {
    folders(script).any(|folder| WORDS.contains(&folder.to_lowercase().replace(['-', '_'], "").as_str()))
}

/// `one-off` and `one_off` are words of their own.
fn is_fix(name: &str) -> bool {
    let name = name.to_lowercase().replace("one-off", "oneoff").replace("one_off", "oneoff");
    let name = name.replace("ad-hoc", "adhoc").replace("ad_hoc", "adhoc").replace("data_fix", "datafix");
    name.split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word))
}

fn changes_rows_only(script: &Script) -> bool {
    let is_of_rows = |effect: &Effect| {
        matches!(effect, Effect::Data(_) | Effect::Transaction(_) | Effect::SearchPath { .. } | Effect::BodyChecks(_))
    };
    let mut statements = script.statements().peekable();
    statements.peek().is_some() && statements.all(|it| it.trouble.is_none() && it.effects.iter().all(is_of_rows))
}

fn finding(path: &str) -> Finding {
    let message = format!("`{path}` changes rows only, stands outside of the numbering and is called a fix: it is left out");
    Finding::warning("data-fix-left-out", message)
        .in_file(path)
        .help("if every database needs it, give it a number and another name; `--order names` keeps it")
}
