//! The report of `convert` as text: the revisions, what was written, what to do next.

use super::{Align, Table, ledger, printable, targets};
use crate::collapse::{Account, Outcome};
use crate::report::conversion::Conversion;
use crate::revise::{Reversibility, Revision};
use crate::target::{Holds, Written};

const COLUMNS: [(&str, Align); 5] = [
    ("revision", Align::Left),
    ("parent", Align::Left),
    ("from", Align::Left),
    ("downgrade", Align::Left),
    ("file", Align::Left),
];

/// Returns the report. `full`: with every reason and every file that was written.
pub fn render(conversion: &Conversion<'_>, full: bool) -> String {
    let mut report = revisions(conversion);
    report.push_str(&reasons(conversion, full));
    report.push_str(&rows(conversion, full));
    match &conversion.written {
        Some(written) => report.push_str(&done(conversion, written, full)),
        None => report.push_str(&refused(conversion)),
    }
    report
}

fn revisions(conversion: &Conversion<'_>) -> String {
    let mut table = Table::new(&COLUMNS);
    for revision in &conversion.revisions {
        table.row(&[
            revision.id.clone(),
            revision.parent.clone().unwrap_or_else(|| "-".to_owned()),
            revision.sources.join(", "),
            grade(revision),
            conversion.file_with(revision, Holds::Up).unwrap_or("-").to_owned(),
        ]);
    }
    table.render()
}

/// With a question mark where the model is uncertain.
fn grade(revision: &Revision) -> String {
    let grade = match revision.reversibility {
        Reversibility::Lossless => "lossless",
        Reversibility::DataLoss => "data-loss",
        Reversibility::Irreversible => "irreversible",
    };
    format!("{grade}{}", if revision.uncertain_since.is_some() { "?" } else { "" })
}

/// Why downgrades are not lossless.
fn reasons(conversion: &Conversion<'_>, full: bool) -> String {
    let shown = |revision: &&Revision| full || revision.reversibility != Reversibility::Lossless;
    let explained = conversion.revisions.iter().filter(shown).filter(|revision| !revision.reasons.is_empty());
    let paragraphs: String = explained.map(|revision| paragraph(revision, full)).collect();
    if paragraphs.is_empty() { paragraphs } else { format!("\nWhat the downgrades do not restore:\n{paragraphs}") }
}

fn paragraph(revision: &Revision, full: bool) -> String {
    const SHOWN: usize = 3;
    let most = if full { revision.reasons.len() } else { SHOWN };
    let lines = revision.reasons.iter().take(most).map(|reason| format!("    {}\n", printable(reason)));
    let more = match revision.reasons.len().saturating_sub(most) {
        0 => String::new(),
        more => format!("    … and {more} more; --verbose shows all\n"),
    };
    format!("  {} {}\n{}{more}", revision.id, printable(&revision.title), lines.collect::<String>())
}

/// What became of the statements that change rows, where a base stands for them.
fn rows(conversion: &Conversion<'_>, full: bool) -> String {
    let accounts = &conversion.accounts;
    let counts = ["kept", "folded", "replayed", "gone", "excluded"].into_iter().filter_map(|outcome| {
        let count = accounts.iter().filter(|it| it.outcome.name() == outcome).count();
        (count > 0).then(|| format!("{count} {outcome}"))
    });
    let counts = counts.collect::<Vec<_>>().join(", ");
    if counts.is_empty() {
        return counts;
    }
    let shown = accounts.iter().filter(|it| full || matches!(it.outcome, Outcome::Excluded(_)));
    let line = |it: &Account| {
        let why = it.outcome.why().map(|why| format!(": {}", printable(why))).unwrap_or_default();
        let place = it.place.as_ref().map(|place| format!("{}:{} ", printable(&place.file), place.line)).unwrap_or_default();
        format!("  {place}{} {}{why}\n", printable(&it.table), it.outcome.name())
    };
    let lines: String = shown.map(line).collect();
    format!("\nStatements that change rows: {counts}{}\n{lines}", if full { "" } else { "; --verbose shows all" })
}

fn done(conversion: &Conversion<'_>, written: &Written, full: bool) -> String {
    let out = printable(&conversion.out);
    let verb = if conversion.dry_run { "Would write to" } else { "Written to" };
    let files = if full { list(written) } else { String::new() };
    let next = if conversion.dry_run { repairs(conversion) } else { next(conversion) };
    format!("\n{verb} {out}: {}\n{files}{next}", counts(written))
}

/// What would be changed in the authors' text.
fn repairs(conversion: &Conversion<'_>) -> String {
    let diffs: String = conversion.history.scripts.iter().map(|script| ledger::diff(&script.text)).collect();
    if diffs.is_empty() { diffs } else { format!("\nRepairs of the text:\n{diffs}") }
}

fn next(conversion: &Conversion<'_>) -> String {
    let commands = targets::commands(conversion.target, &conversion.out);
    if commands.is_empty() { commands } else { format!("\nWhat to do next:\n{commands}") }
}

/// The files by what was done with them.
fn groups(written: &Written) -> [(&'static str, &[String]); 5] {
    [
        ("new", &written.created),
        ("replaced", &written.replaced),
        ("unchanged", &written.unchanged),
        ("left as the user's own", &written.kept),
        ("removed", &written.removed),
    ]
}

fn counts(written: &Written) -> String {
    let groups = groups(written).into_iter().filter(|(_, files)| !files.is_empty());
    let counts: Vec<String> = groups.map(|(what, files)| format!("{} {what}", files.len())).collect();
    if counts.is_empty() { "nothing".to_owned() } else { counts.join(", ") }
}

fn list(written: &Written) -> String {
    let files = groups(written).into_iter().flat_map(|(what, files)| files.iter().map(move |file| (what, file)));
    files.map(|(what, file)| format!("    {} ({what})\n", printable(file))).collect::<Vec<_>>().concat()
}

fn refused(conversion: &Conversion<'_>) -> String {
    let out = printable(&conversion.out);
    format!("\nNothing is written to {out} because of the findings. Resolve them, or write in spite of them with --force.\n")
}
