//! Draws findings with the lines of source that they are about.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str};

use crate::finding::{Finding, Severity};
use crate::source::order;
use crate::text::Text;

/// Draws all findings, sorted by file, place and code. `texts` are the files as read; colour is the caller's decision.
pub fn render(findings: &[Finding], texts: &[Text], colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let drawn = sorted(findings).into_iter().map(|finding| draw(&renderer, finding, texts) + "\n");
    drawn.collect::<Vec<_>>().join("\n")
}

/// Returns the findings in the order in which they are shown: by file, place and code; what is in no file comes last.
pub fn sorted(findings: &[Finding]) -> Vec<&Finding> {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    let place = |finding: &Finding| finding.span.as_ref().map(|span| (span.start, span.end));
    sorted.sort_by(|a, b| {
        let files = match (&a.file, &b.file) {
            (Some(a), Some(b)) => order::natural(a, b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        files.then_with(|| place(a).cmp(&place(b))).then_with(|| a.code.cmp(b.code))
    });
    sorted
}

/// Whether a finding is an error, or with `strict` a warning.
pub fn has_failed(findings: &[Finding], strict: bool) -> bool {
    let least = if strict { Severity::Warning } else { Severity::Error };
    findings.iter().any(|finding| finding.severity >= least)
}

/// Returns a severity in one word.
pub fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// Counts the findings in words: `2 errors, 1 warning`.
pub fn summary(findings: &[Finding]) -> String {
    let counted = [Severity::Error, Severity::Warning, Severity::Note].into_iter().filter_map(|severity| {
        let word = severity_name(severity);
        let count = findings.iter().filter(|finding| finding.severity == severity).count();
        match count {
            0 => None,
            1 => Some(format!("1 {word}")),
            _ => Some(format!("{count} {word}s")),
        }
    });
    let counted: Vec<String> = counted.collect();
    if counted.is_empty() { "no findings".to_owned() } else { counted.join(", ") }
}

fn draw(renderer: &Renderer, finding: &Finding, texts: &[Text]) -> String {
    let title = level(finding.severity).primary_title(finding.message.as_str()).id(finding.code);
    let mut group = Group::with_title(title);
    if let Some(file) = &finding.file {
        group = match excerpt(finding, file, texts) {
            Some(excerpt) => group.element(snippet(file, excerpt)),
            None => group.element(Origin::path(file.as_str())),
        };
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(normalize_untrusted_str(help)));
    }
    renderer.render(&[group])
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

fn snippet<'a>(file: &'a str, excerpt: Excerpt<'a>) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    Snippet::source(excerpt.line).path(file).line_start(excerpt.number).annotation(AnnotationKind::Primary.span(excerpt.marked))
}

/// The line on which a finding starts. Only this line is drawn: a statement may be as long as its file.
struct Excerpt<'a> {
    line: &'a str,
    /// Counted from 1.
    number: usize,
    /// Bytes of `line`.
    marked: Range<usize>,
}

fn excerpt<'a>(finding: &Finding, file: &str, texts: &'a [Text]) -> Option<Excerpt<'a>> {
    let span = finding.span.clone()?;
    // Of the parts of a file, that in which something stands there.
    let mut of_file = texts.iter().filter(|text| text.path == file);
    let says = |text: &&Text| text.content.get(span.clone()).is_some_and(|marked| !marked.trim().is_empty());
    let text = of_file.clone().find(says).or_else(|| of_file.next())?.content.as_ref();
    let at = text.floor_char_boundary(span.start);
    let (before, after) = text.split_at_checked(at)?;
    let start = before.rfind('\n').map_or(0, |line_break| line_break + 1);
    let end = at + after.find(['\n', '\r']).unwrap_or(after.len());
    let line = text.get(start..end)?;
    let marked_end = text.floor_char_boundary(span.end).clamp(at, end);
    let marked = at - start..(marked_end - start).max(at - start);
    let number = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
    Some(Excerpt { line, number, marked })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(path: &str, content: &str) -> Text {
        Text { path: path.to_owned(), content: content.into(), ..Text::default() }
    }

    #[test]
    fn findings_are_drawn_in_order_with_their_line() {
        let texts = [text("2.sql", "SELECT 1;\nDROP é\n  x;\n")];
        let findings = [
            Finding::note("order-cycle", "nowhere"),
            Finding::note("empty-file", "file alone").in_file("10.sql"),
            Finding::error("syntax", "not understood").at("2.sql", 15..22).help("write it again"),
            Finding::warning("data-loss", "rows go").at("2.sql", 0..8),
        ];
        let expected = "\
warning[data-loss]: rows go
 --> 2.sql:1:1
  |
1 | SELECT 1;
  | ^^^^^^^^

error[syntax]: not understood
 --> 2.sql:2:6
  |
2 | DROP é
  |      ^
  |
  = help: write it again

note[empty-file]: file alone
--> 10.sql

note[order-cycle]: nowhere
";
        assert_eq!(render(&findings, &texts, false), expected);
        assert!(render(&findings, &texts, true).contains("\u{1b}["));
    }

    #[test]
    fn places_outside_the_text_are_drawn_all_the_same() {
        let texts = [text("a.sql", "é")];
        let span = |range| [Finding::note("syntax", "x").at("a.sql", range)];
        for range in [0..0, 1..1, 2..2, 9..12, 1..9] {
            assert!(render(&span(range), &texts, false).contains("a.sql:1:"));
        }
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let texts = [text("a.sql", "SELECT '\u{1b}[31m';")];
        let finding = Finding::error("syntax", "\u{1b}[31m").at("a.sql", 0..6).help("\u{1b}[0m");
        assert!(!render(&[finding], &texts, false).contains('\u{1b}'));
    }

    #[test]
    fn the_summary_counts_by_severity() {
        let findings = [Finding::error("syntax", ""), Finding::error("syntax", ""), Finding::warning("opaque", "")];
        assert_eq!(summary(&findings), "2 errors, 1 warning");
        assert_eq!(summary(&findings[2..]), "1 warning");
        assert_eq!(summary(&[]), "no findings");
    }
}
