//! Placeholders of templates: `{{ name }}`, `{% if … %}`, `${name}`, `%PREFIX%`, `@name@`, and psql's `:name`, `:'name'`, `:"name"`. None
//! of them is SQL.

use std::ops::Range;

use super::tokens::{Token, token_at};

/// Returns the placeholders in a text, outside comments and string literals; in quoted identifiers they count.
pub fn placeholders(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(lexeme) = token_at(text, at) {
        let token = text.get(at..lexeme.end).unwrap_or_default();
        match lexeme.token {
            Token::Comment | Token::Blank => {}
            Token::Quoted if !token.starts_with('"') => {}
            Token::Quoted => found.extend(token.char_indices().filter_map(|(inside, _)| placeholder_at(text, at + inside))),
            _ => {
                if let Some(range) = placeholder_at(text, at) {
                    at = range.end;
                    found.push(range);
                    continue;
                }
            }
        }
        at = lexeme.end;
    }
    found
}

fn placeholder_at(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let length = enclosed(rest, "{{", "}}", |inside| !inside.contains(['{', '}', ';']))
        .or_else(|| enclosed(rest, "{%", "%}", |inside| !inside.contains(['{', '}', ';'])))
        .or_else(|| enclosed(rest, "${", "}", |inside| inside.chars().all(|c| c.is_alphanumeric() || "_.:-".contains(c))))
        .or_else(|| enclosed(rest, "%", "%", |inside| inside.chars().all(|c| c.is_ascii_uppercase() || c == '_')))
        .or_else(|| enclosed(rest, "@", "@", is_identifier).filter(|_| follows(text, at, "@<>=!~#%^&|?-+*/")))
        .or_else(|| variable(rest).filter(|_| follows(text, at, ":])")))?;
    Some(at..at + length)
}

/// The length of a variable of psql at the start of a text. (`a[1:n]` is none, nor is the cast `::text`.)
fn variable(text: &str) -> Option<usize> {
    let name = text.strip_prefix(':')?;
    let quoted = |quote| enclosed(name, quote, quote, is_identifier);
    let bare = || {
        let length = name.len() - name.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').len();
        name.get(..length).filter(|name| is_identifier(name)).map(str::len)
    };
    Some(1 + quoted("'").or_else(|| quoted("\"")).or_else(bare)?)
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether what stands before a place is neither part of a word nor one of these marks, nor a bracket that a slice begins with.
fn follows(text: &str, at: usize, marks: &str) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '[' && !marks.contains(c))
}

/// The length of `open…close` at the start of a text, if something that fits stands between.
fn enclosed(text: &str, open: &str, close: &str, fits: impl Fn(&str) -> bool) -> Option<usize> {
    let rest = text.strip_prefix(open)?;
    let inside = rest.split_once(close)?.0;
    (!inside.is_empty() && fits(inside)).then_some(open.len() + inside.len() + close.len())
}

#[cfg(test)]
mod tests {
    use super::placeholders;

    fn found(text: &str) -> Vec<&str> {
        placeholders(text).into_iter().filter_map(|range| text.get(range)).collect()
    }

    #[test]
    fn finds_what_a_program_would_fill_in() {
        assert_eq!(found("CREATE TABLE {{ schema }}.a (b int)"), ["{{ schema }}"]);
        assert_eq!(found("SELECT ${flyway:user}, %TABLE_PREFIX%users"), ["${flyway:user}", "%TABLE_PREFIX%"]);
        assert_eq!(found("SELECT @schema@.f(:id, :'name') FROM :\"t\""), ["@schema@", ":id", ":'name'", ":\"t\""]);
        assert_eq!(found("SELECT * FROM \"${schema}\".\"{{t}}\" {% if x %}"), ["${schema}", "{{t}}", "{% if x %}"]);
    }

    #[test]
    fn leaves_literals_comments_and_operators_alone() {
        for text in [
            "SELECT '{{a}} ${b} %C%' -- {{ x }}",
            "SELECT a % b, c %d% e",
            "SELECT $1, $$ ${x} $$",
            "SELECT 5 %% 3",
            "SELECT '{}'::int[], a::text, b[1:n], b[m:n], c[:n]",
            "SELECT a @> b, @ -5, @x, f(a := 1), a @@ b @@ c",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }
}
