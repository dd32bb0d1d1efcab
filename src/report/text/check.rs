//! The report of `check` as text.

use super::{count, printable};
use crate::report::checking::Checking;

/// Returns the report.
pub fn render(checking: &Checking) -> String {
    let lock = &checking.checked.lock;
    let of = |total: usize, what: &str| count(total, what);
    let files = of(lock.outputs.len(), "file");
    let revisions = of(lock.revisions.len(), "revision");
    let mut text = format!("{}: {files} of {revisions} for {}\n", printable(&checking.out), printable(&lock.target));
    text.push_str(&match lock.outputs.len() - checking.checked.unchanged {
        0 => "All are as they were written.\n".to_owned(),
        changed => format!("{} not as written.\n", if changed == 1 { "1 is".to_owned() } else { format!("{changed} are") }),
    });
    text.push_str(match checking.with_sources {
        true if from_sources(checking) => "They were written from these sources, in this order.\n",
        true => "The sources are not those that they were written from.\n",
        false => "The sources were not compared: name their folder behind OUT.\n",
    });
    for finding in &checking.checked.findings {
        text.push_str(&format!("  {}: {}\n", finding.code, printable(&finding.message)));
    }
    text
}

fn from_sources(checking: &Checking) -> bool {
    !checking.checked.findings.iter().any(|finding| finding.code.starts_with("source-"))
}
