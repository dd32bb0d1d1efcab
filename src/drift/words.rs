//! The words of an expression, so that an author's wording and the server's print of it can be compared without a server.
//!
//! The server prints casts that nobody wrote, more parentheses, qualified names, `= ANY (ARRAY[…])` for `IN (…)`. What is left when all of
//! that is taken away is compared as a set: names, literals, operators. So a difference that is found is one, and some are not found.

mod tokens;

use std::collections::BTreeSet;

pub use tokens::tokens;

/// A token that counts, in lower case where case does not count.
type Word = String;

/// Words that say nothing, or that the server adds or leaves out.
const NOISE: [&str; 18] = [
    "any",
    "array",
    "all",
    "in",
    "=",
    "else",
    "null",
    "asc",
    "not",
    "default",
    "both",
    "from",
    "statement",
    "row",
    "rows",
    "timezone",
    "at",
    "zone",
];

/// Second and later words of types with several: `character varying`, `timestamp with time zone`.
const TYPE_TAILS: [&str; 7] = ["varying", "precision", "with", "without", "time", "zone", "local"];

/// Words after which a literal is of a type that the server prints in a way of its own.
const TYPED: [&str; 6] = ["interval", "timestamp", "timestamptz", "date", "time", "timetz"];

/// Stands for a literal of such a type.
const MOMENT: &str = "(moment)";

/// Returns the words of an expression.
pub fn words(text: &str) -> BTreeSet<Word> {
    let tokens = uncast(tokens(text));
    let mut found = BTreeSet::new();
    for (at, token) in tokens.iter().enumerate() {
        // It goes without saying where it is the column's own.
        if token == "collate" || tokens.get(at.wrapping_sub(1)).is_some_and(|it| it == "collate") {
            continue;
        }
        let next = tokens.get(at + 1).map(String::as_str);
        let word = match token.as_str() {
            // `users.id` and `public.f`: the last part counts.
            _ if next == Some(".") => continue,
            "!=" | "<>" => "<>",
            "not" if next == Some("in") => "<>",
            "not" if matches!(next, Some("like" | "~~")) => "!~~",
            "not" if matches!(next, Some("ilike" | "~~*")) => "!~~*",
            "like" if tokens.get(at.wrapping_sub(1)).is_some_and(|it| it == "not") => continue,
            "ilike" if tokens.get(at.wrapping_sub(1)).is_some_and(|it| it == "not") => continue,
            "like" => "~~",
            "ilike" => "~~*",
            "between" => {
                found.extend([">=", "<=", "and"].map(str::to_owned));
                continue;
            }
            "not" if matches!(next, Some("null" | "true" | "false" | "distinct")) => "is not",
            literal
                if literal.starts_with('\'')
                    && called(&tokens, at).is_some_and(|it| matches!(it, "nextval" | "currval" | "setval")) =>
            {
                found.insert(last_part(literal));
                continue;
            }
            literal if literal.ends_with('\'') && at > 0 && TYPED.contains(&tokens[at - 1].as_str()) => MOMENT,
            word if NOISE.contains(&word) || is_sign(word) || TYPED.contains(&word) => continue,
            word => word,
        };
        found.insert(plain(word));
    }
    found
}

/// Returns the literals of a query, but for those of types that the server prints in a way of its own.
pub fn literals(text: &str) -> BTreeSet<Word> {
    let tokens = tokens(text);
    let is_typed = |at: usize| {
        let before = tokens.get(at.wrapping_sub(1)).map(String::as_str);
        let cast = tokens.get(at + 1).filter(|next| *next == "::").and_then(|_| tokens.get(at + 2)).map(String::as_str);
        [before, cast].into_iter().flatten().any(|word| TYPED.contains(&word))
    };
    let is_literal = |token: &str| token.contains('\'') || token.starts_with(|c: char| c.is_ascii_digit());
    let found = tokens.iter().enumerate().filter(|(at, token)| is_literal(token) && !is_typed(*at));
    // The size of a type is no literal.
    let sizes = |at: usize| tokens.get(at.wrapping_sub(1)).is_some_and(|it| it == "(") && cast_before(&tokens, at);
    found.filter(|(at, _)| !sizes(*at)).map(|(_, token)| plain(token)).collect()
}

/// Whether a number in parentheses belongs to a type: `::character varying(20)`, `CAST(a AS numeric(10, 2))`.
fn cast_before(tokens: &[Word], at: usize) -> bool {
    let mut before = tokens[..at.saturating_sub(1)].iter().rev().skip_while(|word| TYPE_TAILS.contains(&word.as_str()));
    before.next();
    before.next().is_some_and(|word| word == "::" || word == "as")
}

/// The function of which a token is the first argument.
fn called(tokens: &[Word], at: usize) -> Option<&str> {
    let open = tokens.get(at.checked_sub(1)?).filter(|token| *token == "(");
    open.and(tokens.get(at.checked_sub(2)?)).map(String::as_str)
}

/// The last part of a name in a literal: `'public."T_id_seq"'`.
fn last_part(literal: &str) -> String {
    let name = literal.trim_matches('\'');
    let last = if name.ends_with('"') { name.trim_end_matches('"').rsplit('"').next() } else { name.rsplit('.').next() };
    last.unwrap_or(name).to_owned()
}

/// A literal by what it holds: `'1'` and `1`, `E'a'` and `'a'`, `'t'` and `true` are the same.
fn plain(word: &str) -> String {
    let literal = word.strip_prefix(['e', 'E']).filter(|rest| rest.starts_with('\'')).unwrap_or(word);
    let Some(inner) = literal.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) else { return word.to_owned() };
    let inner = inner.replace("''", "'");
    match inner.as_str() {
        "t" => "true".to_owned(),
        "f" => "false".to_owned(),
        // Bytes are printed in hexadecimal.
        "" | "\\x" => "''".to_owned(),
        _ if is_moment(&inner) => MOMENT.to_owned(),
        // The server prints `-1` as a literal of its own.
        _ => inner.strip_prefix('-').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(&inner).to_owned(),
    }
}

/// Whether a literal is a moment, which the server prints in a way of its own.
fn is_moment(text: &str) -> bool {
    let mut numbers = text.split('-');
    let is_year = numbers.next().is_some_and(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()));
    let is_month = numbers.next().is_some_and(|month| month.len() <= 2 && month.bytes().all(|byte| byte.is_ascii_digit()));
    (is_year && is_month && numbers.next().is_some()) || matches!(text, "epoch" | "infinity" | "-infinity")
}

fn is_sign(word: &str) -> bool {
    matches!(word, "(" | ")" | "," | "[" | "]" | "." | ";" | ":" | "-" | "{" | "}")
}

/// Leaves out `::type` with its modifiers.
fn uncast(tokens: Vec<Word>) -> Vec<Word> {
    let mut kept = Vec::with_capacity(tokens.len());
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        if token != "::" {
            kept.push(token);
            continue;
        }
        let is_typed = rest.next().is_some_and(|word| TYPED.contains(&word.as_str()));
        if let Some(literal) = kept.last_mut().filter(|literal| is_typed && literal.ends_with('\'')) {
            MOMENT.clone_into(literal);
        }
        while rest.peek() == Some(&".".to_owned()) {
            rest.next();
            rest.next();
        }
        let mut depth = 0;
        while let Some(next) = rest.peek() {
            match next.as_str() {
                "(" => depth += 1,
                ")" if depth > 0 => depth -= 1,
                "[" | "]" => {}
                tail if TYPE_TAILS.contains(&tail) => {}
                _ if depth > 0 => {}
                _ => break,
            }
            rest.next();
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn what_the_server_adds_does_not_count() {
        for (author, server) in [
            (
                "CHECK (status IN ('a', 'b'))",
                "CHECK (((status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))",
            ),
            ("x != 3 AND name LIKE 'a%'", "((x <> 3) AND (name ~~ 'a%'::text))"),
            ("a NOT IN (1, 2)", "(a <> ALL (ARRAY[1, 2]))"),
            ("price BETWEEN 0 AND 10.5", "((price >= (0)::numeric) AND (price <= 10.5))"),
            ("'{}'", "'{}'::jsonb"),
            ("-1", "'-1'::integer"),
            ("NULL", "NULL::character varying"),
            ("now() + interval '90 day'", "(now() + '90 days'::interval)"),
            ("'t'", "true"),
            ("''", "'\\x'::bytea"),
            ("'1970-01-01'", "'1970-01-01 00:00:00+00'::timestamp with time zone"),
            ("nextval('t_id_seq')", "nextval('public.t_id_seq'::regclass)"),
            ("CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP"),
            ("\"createdAt\" > now()", "(\"createdAt\" > now())"),
            ("(NOW() AT TIME ZONE 'utc')", "timezone('utc'::text, now())"),
        ] {
            assert_eq!(words(author), words(server), "{author}");
        }
    }

    #[test]
    fn what_is_another_counts() {
        for (one, other) in [
            ("a > 1", "a >= 1"),
            ("a IN (1)", "a IN (2)"),
            ("a AND b", "a OR b"),
            ("a IS NULL", "a IS NOT NULL"),
            ("a IN (1)", "a NOT IN (1)"),
        ] {
            assert_ne!(words(one), words(other), "{one}");
        }
    }
}
