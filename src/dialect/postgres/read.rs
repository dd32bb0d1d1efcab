//! From one statement's text to its effects.

use std::borrow::Cow;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use squawk_syntax::ast::{AstNode, Stmt};
use squawk_syntax::{SourceFile, SyntaxKind, SyntaxNode};

use super::kinds::{Handling, handling};
use super::{bodies, slots, transaction, tree};
use crate::dialect::effect::Effect;
use crate::dialect::{Statement, TransactionUse, Trouble};

/// How deep brackets and CASE may nest before parsing would risk the stack.
const MAX_NESTING: usize = 400;
/// Texts up to this length cannot make a tree too deep for any thread.
const SMALL: usize = 1500;
/// The most stack that a reading thread gets.
const MAX_STACK: usize = 1 << 30;

/// A parsed statement.
pub struct Parsed {
    pub root: SyntaxNode,
    pub trouble: Option<Trouble>,
}

/// Reads one statement; every span is counted from `offset`.
pub fn statement(sql: &str, offset: usize) -> Statement {
    with_stack(sql, || read_here(sql, offset))
        .unwrap_or_else(|| unread(sql, offset, "the statement could not be read".to_owned()))
}

/// Parses a text. Trouble spans are bytes of the text.
pub fn parse(sql: &str) -> Result<Parsed, Trouble> {
    if nesting(sql) > MAX_NESTING {
        return Err(Trouble { message: format!("brackets or CASE nest more than {MAX_NESTING} deep"), span: 0..sql.len() });
    }
    let parsed = catch_unwind(AssertUnwindSafe(|| {
        let parsed = SourceFile::parse(&readable(sql));
        let root = parsed.syntax_node();
        let trouble =
            parsed.errors().into_iter().find(|error| !in_routine_body(&root, error.range().start().into())).map(|error| {
                Trouble { message: error.message().to_owned(), span: error.range().start().into()..error.range().end().into() }
            });
        Parsed { root, trouble }
    }));
    parsed.map_err(|_| Trouble { message: "the parser gave up on this statement".to_owned(), span: 0..sql.len() })
}

/// The text as the grammar takes it, every byte in its place: it does not know TRUSTED right behind CREATE.
fn readable(sql: &str) -> Cow<'_, str> {
    let mut words = sql.split_whitespace();
    let trusted = words.next().is_some_and(|word| word.eq_ignore_ascii_case("create"))
        && words.next().is_some_and(|word| word.eq_ignore_ascii_case("trusted"));
    match sql.to_ascii_lowercase().find("trusted").filter(|_| trusted) {
        Some(at) => Cow::Owned(format!("{}       {}", &sql[..at], &sql[at + "trusted".len()..])),
        None => Cow::Borrowed(sql),
    }
}

/// What all statements below a root do, in order.
pub fn all_effects(sql: &str, root: &SyntaxNode) -> Vec<Effect> {
    root.children().flat_map(|node| effects(sql, &node)).collect()
}

/// What one statement does.
pub fn effects(statement: &str, node: &SyntaxNode) -> Vec<Effect> {
    let Some(kind) = Stmt::cast(node.clone()) else { return vec![not_understood(node)] };
    match handling(&kind) {
        Handling::Modelled(read) | Handling::NoSchema(read) => {
            read(statement, node).unwrap_or_else(|| vec![not_understood(node)])
        }
        Handling::Verbatim(why) => vec![Effect::Opaque { why: why.to_owned() }],
    }
}

fn not_understood(node: &SyntaxNode) -> Effect {
    let words: Vec<_> = tree::text(node).split_whitespace().take(4).map(str::to_owned).collect();
    Effect::Opaque { why: format!("the statement `{} …` is not modelled", words.join(" ")) }
}

fn read_here(sql: &str, offset: usize) -> Statement {
    let parsed = match parse(sql) {
        Ok(parsed) => parsed,
        Err(trouble) => return unread(sql, offset, trouble.message),
    };
    let span = shifted(statement_span(sql, &parsed.root), offset);
    if let Some(trouble) = parsed.trouble {
        let why = format!("syntax error: {}", trouble.message);
        let trouble = Some(Trouble { message: trouble.message, span: shifted(trouble.span, offset) });
        return Statement {
            span,
            effects: vec![Effect::Opaque { why }],
            reads: Vec::new(),
            body: Vec::new(),
            likely: likely(sql),
            trouble,
            transaction: transaction::needed(&parsed.root),
        };
    }
    let effects = all_effects(sql, &parsed.root);
    let named = if effects.iter().any(names_more) { slots::slots(&parsed.root, false) } else { Vec::new() };
    let reads = named.into_iter().map(|slot| slot.mention).collect();
    let body = effects.iter().flat_map(bodies::named).collect();
    Statement { span, effects, reads, body, likely: Vec::new(), trouble: None, transaction: transaction::needed(&parsed.root) }
}

/// What a statement does if its placeholders are names, and tags such as `{% if x %}` nothing.
fn likely(sql: &str) -> Vec<Effect> {
    let places = crate::split::postgres::placeholders(sql);
    if places.is_empty() {
        return Vec::new();
    }
    let mut named = sql.to_owned();
    for place in places {
        let written = sql.get(place.clone()).unwrap_or_default();
        let inside = written.trim_matches(|c: char| !c.is_alphanumeric() && c != '_');
        let is_name =
            !written.starts_with("{%") && !inside.is_empty() && !inside.contains(char::is_whitespace) && inside != "end";
        let filler: String = written.chars().flat_map(|c| filler(c, is_name)).collect();
        named.replace_range(place, &filler);
    }
    let parsed = parse(&named).ok().filter(|parsed| parsed.trouble.is_none());
    parsed.map(|parsed| all_effects(&named, &parsed.root)).unwrap_or_default()
}

/// As many bytes as the character has.
fn filler(c: char, is_name: bool) -> impl Iterator<Item = char> {
    let filler = match c {
        _ if !is_name => ' ',
        c if c.is_ascii_alphanumeric() => c,
        _ => '_',
    };
    std::iter::repeat_n(filler, c.len_utf8())
}

/// Whether a statement names what its effect keeps no wording of.
fn names_more(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Data(_)
            | Effect::Call { .. }
            | Effect::Grant(_)
            | Effect::DefaultPrivileges(_)
            | Effect::Comment { .. }
            | Effect::CreateDomain(_)
            | Effect::AlterDomain { .. }
            | Effect::AlterPolicy { .. }
            | Effect::AlterRoutine { .. }
            | Effect::CreateOther { .. }
            | Effect::AlterOther { .. }
            | Effect::AlterSettings { .. }
    )
}

fn unread(sql: &str, offset: usize, message: String) -> Statement {
    let span = offset..offset + sql.len();
    Statement {
        span: span.clone(),
        effects: vec![Effect::Opaque { why: message.clone() }],
        reads: Vec::new(),
        body: Vec::new(),
        likely: Vec::new(),
        trouble: Some(Trouble { message, span }),
        transaction: TransactionUse::Any,
    }
}

/// Without comments before it and `;` behind it.
fn statement_span(sql: &str, root: &SyntaxNode) -> Range<usize> {
    let range = tree::range(root);
    let text = sql.get(range.clone()).unwrap_or_default();
    let bare = text.trim_end_matches(|c: char| c == ';' || c.is_whitespace());
    range.start..range.start + bare.len()
}

fn shifted(range: Range<usize>, offset: usize) -> Range<usize> {
    range.start + offset..range.end + offset
}

/// The server reads a routine's body later; what is wrong there is no error of the statement.
fn in_routine_body(root: &SyntaxNode, at: usize) -> bool {
    root.descendants().filter(|node| node.kind() == SyntaxKind::AS_DEFINITION).any(|body| tree::range(&body).contains(&at))
}

/// How deep brackets, parentheses and CASE nest. Quotes are not looked at: a text that only seems deep is deep enough to refuse.
fn nesting(sql: &str) -> usize {
    let (mut depth, mut deepest, mut quoted) = (0_usize, 0, false);
    for (at, byte) in sql.bytes().enumerate() {
        match byte {
            b'\'' => quoted = !quoted,
            _ if quoted => {}
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            b'c' | b'C' if word_at(sql, at, "case") => depth += 1,
            b'e' | b'E' if word_at(sql, at, "end") => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

fn word_at(sql: &str, at: usize, word: &str) -> bool {
    let bytes = sql.as_bytes();
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let starts = at == 0 || !is_word(&bytes[at - 1]);
    starts
        && bytes.get(at..at + word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word.as_bytes()))
        && !bytes.get(at + word.len()).is_some_and(is_word)
}

/// Long texts are read in a thread with a stack in proportion: a chain of ten thousand ORs is a tree of that depth.
/// `None` where the reader panicked or no thread could be had.
fn with_stack<T: Send>(sql: &str, work: impl FnOnce() -> T + Send) -> Option<T> {
    if sql.len() <= SMALL {
        return catch_unwind(AssertUnwindSafe(work)).ok();
    }
    let stack = (sql.len().saturating_mul(1024) + (16 << 20)).min(MAX_STACK);
    std::thread::scope(|scope| std::thread::Builder::new().stack_size(stack).spawn_scoped(scope, work).ok()?.join().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deep_nesting_is_refused() {
        let deep = format!("SELECT {}1{}", "(".repeat(5000), ")".repeat(5000));
        assert!(statement(&deep, 0).trouble.is_some());
    }

    #[test]
    fn a_long_chain_is_read() {
        let chain = format!("DELETE FROM t WHERE a = 1{}", " OR a = 2".repeat(20_000));
        assert!(statement(&chain, 0).trouble.is_none());
    }

    #[test]
    fn a_wrong_routine_body_is_no_trouble() {
        assert!(statement("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'select from from'", 0).trouble.is_none());
    }

    #[test]
    fn spans_leave_out_comments_and_the_semicolon() {
        assert_eq!(statement("-- x\nSELECT 1 ;", 10).span, 15..23);
    }
}
