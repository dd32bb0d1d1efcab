//! EXECUTE: the text that it runs, where it can be told.

use squawk_syntax::{SyntaxElement, SyntaxKind, SyntaxNode};

use super::values::{Value, Variables, quoted};
use super::{Run, statements};
use crate::dialect::effect::{DataChange, Effect};
use crate::dialect::postgres::{read, tree};

impl Run<'_> {
    pub(super) fn execute(&mut self, node: &SyntaxNode) -> Vec<Effect> {
        let expression = tree::child(node, SyntaxKind::PLPGSQL_EXPR);
        let text = expression.as_ref().and_then(|expression| self.text(expression));
        let effects = match (text, expression) {
            (Some(text), _) => run_text(&text),
            // What is queried into a variable changes nothing.
            (None, Some(expression)) if tree::child(node, SyntaxKind::PLPGSQL_INTO_CLAUSE).is_some() && is_query(&expression) => {
                Vec::new()
            }
            (None, Some(expression)) => unknown_text(&expression),
            (None, None) => Vec::new(),
        };
        self.forget_targets(node);
        effects
    }
}

/// What a text does when it is executed.
fn run_text(text: &str) -> Vec<Effect> {
    match read::parse(text) {
        Ok(parsed) if parsed.trouble.is_none() => statements(text, &parsed.root, &Variables::default()),
        _ => vec![Effect::Opaque { why: format!("EXECUTE of a text that could not be read: `{}`", shortened(text)) }],
    }
}

/// A text that only the server will know. Its first words may tell that it changes no schema.
fn unknown_text(expression: &SyntaxNode) -> Vec<Effect> {
    let known = first_literal(expression).unwrap_or_default();
    if is_harmless(&known) {
        return Vec::new();
    }
    if changes_rows(&known) {
        let what = shortened(&tree::text(expression));
        return vec![Effect::Data(DataChange::Unknown { what })];
    }
    vec![Effect::Opaque {
        why: format!("EXECUTE of a text that is known only when it runs: `{}`", shortened(&tree::text(expression))),
    }]
}

fn is_query(expression: &SyntaxNode) -> bool {
    let known = first_literal(expression).unwrap_or_default();
    known.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("select"))
}

fn first_literal(expression: &SyntaxNode) -> Option<String> {
    let first = expression.descendants().find(|node| node.children().next().is_none() && node.kind() != SyntaxKind::NAME_REF)?;
    crate::dialect::postgres::literal::string(&first)
}

fn is_harmless(text: &str) -> bool {
    let start: Vec<_> = text.split_whitespace().take(2).map(str::to_uppercase).collect();
    matches!(
        start.iter().map(String::as_str).collect::<Vec<_>>().as_slice(),
        ["ALTER", "DATABASE" | "ROLE" | "USER"] | ["ANALYZE" | "VACUUM" | "REFRESH" | "REINDEX" | "CLUSTER", ..]
    )
}

/// Whether a text begins as a statement that changes rows and nothing else.
fn changes_rows(text: &str) -> bool {
    let start: Vec<_> = text.split_whitespace().take(2).map(str::to_uppercase).collect();
    let start: Vec<_> = start.iter().map(String::as_str).collect();
    matches!(start.as_slice(), ["UPDATE", ..] | ["DELETE", "FROM"] | ["INSERT", "INTO"])
}

/// The functions that build statements.
pub fn call(node: &SyntaxNode, evaluate: &dyn Fn(&SyntaxNode) -> Option<Value>) -> Option<String> {
    let callee = tree::name(
        &node.children().next().filter(|callee| matches!(callee.kind(), SyntaxKind::NAME_REF | SyntaxKind::FIELD_EXPR))?,
    )?;
    let list = tree::child(node, SyntaxKind::ARG_LIST)?;
    let args: Vec<Option<Value>> = tree::children(&list, SyntaxKind::ARG).map(|arg| evaluate(&arg)).collect();
    let text = |at: usize| match args.get(at)? {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    match callee.name.as_str() {
        "quote_ident" => Some(quoted(&text(0)?, true)),
        "quote_literal" | "quote_nullable" => Some(quoted(&text(0)?, false)),
        "lower" => Some(text(0)?.to_lowercase()),
        "upper" => Some(text(0)?.to_uppercase()),
        "trim" | "btrim" if args.len() == 1 => Some(text(0)?.trim_matches(' ').to_owned()),
        "chr" => Some(char::from_u32(text(0)?.parse().ok()?)?.to_string()),
        "replace" => Some(text(0)?.replace(&text(1)?, &text(2)?)),
        "coalesce" if reads_setting(&list) => text(1),
        "coalesce" => text(args.iter().position(|arg| *arg != Some(Value::Null))?),
        "concat" => (0..args.len()).map(text).collect::<Option<Vec<_>>>().map(|parts| parts.concat()),
        "format" => format(&text(0)?, text),
        _ => None,
    }
}

/// Whether the first argument is `current_setting('app.x', true)`: null where nobody has set it, so that the author's own
/// fallback counts. The block that it stands in is marked as resting on an assumption.
fn reads_setting(list: &SyntaxNode) -> bool {
    let first = tree::children(list, SyntaxKind::ARG).next().map(|arg| tree::text(&arg).to_lowercase());
    first.is_some_and(|text| text.starts_with("current_setting(") && text.contains('.') && text.ends_with("true)"))
}

/// `format(…)` (PostgreSQL: text_format): `%s`, `%I`, `%L`, `%%`, `%2$s`. Widths are not known here.
fn format(pattern: &str, arg: impl Fn(usize) -> Option<String>) -> Option<String> {
    let mut out = String::new();
    let mut rest = pattern;
    let mut next = 1;
    while let Some((before, behind)) = rest.split_once('%') {
        out.push_str(before);
        let digits = behind.len() - behind.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (position, behind) = match behind.get(..digits).filter(|number| !number.is_empty()) {
            Some(number) => (number.parse().ok()?, behind.get(digits..)?.strip_prefix('$')?),
            None => (next, behind),
        };
        let mut characters = behind.chars();
        match characters.next()? {
            '%' => out.push('%'),
            's' => out.push_str(&arg(position)?),
            'I' => out.push_str(&quoted(&arg(position)?, true)),
            'L' => out.push_str(&quoted(&arg(position)?, false)),
            _ => return None,
        }
        if !behind.starts_with('%') {
            next = position + 1;
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
    Some(out)
}

/// A statement's text without `INTO a, b`, and the names of these variables.
pub(super) fn without_into(node: &SyntaxNode) -> (String, Vec<String>) {
    let tokens: Vec<_> = node.descendants_with_tokens().filter_map(SyntaxElement::into_token).collect();
    let mut text = String::new();
    let mut targets = Vec::new();
    let mut cut = Cut::Before;
    let mut depth = 0_usize;
    let mut previous = SyntaxKind::WHITESPACE;
    for token in &tokens {
        match token.kind() {
            SyntaxKind::L_PAREN => depth += 1,
            SyntaxKind::R_PAREN => depth = depth.saturating_sub(1),
            _ => {}
        }
        // INSERT INTO names a table.
        let starts = cut == Cut::Before
            && depth == 0
            && token.kind() == SyntaxKind::INTO_KW
            && !matches!(previous, SyntaxKind::INSERT_KW | SyntaxKind::MERGE_KW);
        cut = if starts { Cut::Expects } else { cut.step(token.kind(), token.text(), &mut targets) };
        if matches!(cut, Cut::Before | Cut::Behind) {
            text.push_str(token.text());
        } else if token.kind() == SyntaxKind::WHITESPACE {
            text.push(' ');
        }
        if !tree::is_trivia(token.kind()) {
            previous = token.kind();
        }
    }
    (text, targets)
}

/// Where in `INTO a, b` a token stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cut {
    Before,
    /// Behind INTO, a comma or a dot: a name comes.
    Expects,
    /// Behind a name.
    Named,
    Behind,
}

impl Cut {
    fn step(self, kind: SyntaxKind, word: &str, targets: &mut Vec<String>) -> Self {
        match self {
            Self::Before | Self::Behind => self,
            _ if tree::is_trivia(kind) => self,
            Self::Expects if word.eq_ignore_ascii_case("strict") => Self::Expects,
            Self::Expects => {
                targets.push(tree::fold(word));
                Self::Named
            }
            Self::Named if matches!(kind, SyntaxKind::COMMA | SyntaxKind::DOT) => Self::Expects,
            Self::Named => Self::Behind,
        }
    }
}

/// The beginning of a text, on one line.
pub(super) fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = line.chars().take(80).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    short
}
