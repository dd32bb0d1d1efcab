//! Tells comments, literals and names apart.
//!
//! Inside a routine's body in `sql` or `plpgsql` the tokens count as everywhere else; any other dollar-quoted text is data.

use super::tokens::{Lexeme, Token, token_at};
use super::{Chunk, ChunkKind, Cutter, Piece, plain};
use crate::text::Region;

/// Functions whose literals say which text to look for, or what to make of it.
const TEXT_FUNCTIONS: &[&str] = &[
    "replace",
    "translate",
    "convert",
    "convert_from",
    "convert_to",
    "regexp_replace",
    "regexp_match",
    "regexp_matches",
    "regexp_count",
    "regexp_like",
    "overlay",
    "encode",
    "decode",
    "position",
    "strpos",
    "instr",
    "split_part",
    "btrim",
    "ltrim",
    "rtrim",
    "trim",
    "unaccent",
];
/// How deep dollar-quoted text in dollar-quoted text counts as SQL: more is not written, and reading it would cost its length each time.
const DEEPEST: usize = 16;
/// Words before a literal that is a pattern, as `SIMILAR TO` is.
const MATCHES: &[&str] = &["like", "ilike", "regexp", "rlike", "~"];

/// Returns the pieces of a text that hold more than ASCII, in order.
pub fn regions(text: &str) -> Vec<Piece> {
    let (mut pieces, mut comments, mut cutter) = (Vec::new(), Vec::new(), Cutter::new(text));
    while cutter.at < text.len() {
        if let Some(end) = plain::statement(text, cutter.at, &mut comments) {
            cutter.at = end;
            pieces.extend(comments.drain(..).map(|span| Piece { region: Region::Comment, span, is_pattern: false }));
        } else {
            cutter.cut_together();
            cutter.chunks.drain(..).for_each(|chunk| of_chunk(text, &chunk, &mut pieces));
        }
    }
    pieces
}

fn of_chunk(text: &str, chunk: &Chunk, pieces: &mut Vec<Piece>) {
    if text.get(chunk.span.clone()).is_none_or(str::is_ascii) {
        return;
    }
    let statement = text.get(chunk.body.clone()).unwrap_or_default();
    let code = (!matches!(chunk.kind, ChunkKind::Statement | ChunkKind::Blank)).then_some(false);
    let end = chunk.span.end;
    let mut walk = Walk { text, statement, end, pieces, functions: Vec::new(), previous: "", similar: false, code, depth: 0 };
    match chunk.kind {
        ChunkKind::CopyData => walk.lines(chunk.span.start),
        ChunkKind::ClientCommand => {
            walk.tokens(chunk.span.start, chunk.body.start);
            walk.piece(Region::Literal, chunk.body.start, chunk.body.end);
            walk.tokens(chunk.body.end, chunk.span.end);
        }
        ChunkKind::Statement | ChunkKind::Blank => {
            walk.tokens(chunk.span.start, chunk.span.end);
        }
    }
}

struct Walk<'a> {
    text: &'a str,
    /// What the chunk holds, without comments around it.
    statement: &'a str,
    end: usize,
    pieces: &'a mut Vec<Piece>,
    /// The words before the parentheses that are open.
    functions: Vec<&'a str>,
    /// The last token that is neither blank nor comment.
    previous: &'a str,
    /// Whether `SIMILAR` stands before it.
    similar: bool,
    /// Whether dollar-quoted text is SQL; nothing before the first.
    code: Option<bool>,
    /// How many dollar-quoted texts are open.
    depth: usize,
}

impl<'a> Walk<'a> {
    fn tokens(&mut self, start: usize, end: usize) {
        let mut at = start;
        while let Some(lexeme) = token_at(self.text, at).filter(|_| at < end) {
            let next = lexeme.end.min(end);
            self.token(lexeme, at, next);
            at = next;
        }
    }

    fn token(&mut self, lexeme: Lexeme, at: usize, end: usize) {
        let token: &'a str = self.text.get(at..end).unwrap_or_default();
        match lexeme.token {
            Token::Blank => return,
            Token::Comment => return self.piece(Region::Comment, at, end),
            Token::OpenParenthesis => self.functions.push(self.previous),
            Token::CloseParenthesis => {
                self.functions.pop();
            }
            Token::Quoted if token.starts_with('"') => self.piece(Region::Identifier, at, end),
            Token::Quoted if token.starts_with('$') && self.is_code() => self.body(token, at, end),
            Token::Quoted => self.piece(Region::Literal, at, end),
            Token::Word => self.piece(Region::Identifier, at, end),
            Token::Semicolon | Token::Backslash | Token::Other => {}
        }
        self.similar = self.previous.eq_ignore_ascii_case("similar");
        self.previous = token;
    }

    fn is_code(&mut self) -> bool {
        *self.code.get_or_insert_with(|| is_code(self.statement))
    }

    /// The text between `$tag$` and `$tag$`; all of it where the end of a text around it cuts the first of them, or where it is too deep.
    fn body(&mut self, token: &str, at: usize, end: usize) {
        let second = token.find('$').and_then(|first| token.get(first + 1..)?.find('$'));
        let Some(tag) = second.map(|second| second + 2).filter(|_| self.depth < DEEPEST) else {
            return self.piece(Region::Literal, at, end);
        };
        let inside = (at + tag, end.saturating_sub(tag).max(at + tag));
        self.depth += 1;
        self.tokens(inside.0, inside.1);
        self.depth -= 1;
    }

    fn lines(&mut self, start: usize) {
        let mut at = start;
        for line in self.text.get(start..self.end).unwrap_or_default().split_inclusive('\n') {
            self.piece(Region::Literal, at, at + line.trim_end_matches(['\r', '\n']).len());
            at += line.len();
        }
    }

    fn piece(&mut self, region: Region, start: usize, end: usize) {
        let Some(false) = self.text.get(start..end).map(str::is_ascii) else { return };
        let is_pattern = region == Region::Literal && self.is_pattern();
        self.pieces.push(Piece { region, span: start..end, is_pattern });
    }

    fn is_pattern(&self) -> bool {
        let one_of = |words: &[&str], word: &str| words.iter().any(|known| known.eq_ignore_ascii_case(word));
        one_of(MATCHES, self.previous)
            || self.similar && self.previous.eq_ignore_ascii_case("to")
            || self.functions.iter().any(|function| one_of(TEXT_FUNCTIONS, function))
    }
}

/// Whether the dollar-quoted text of a statement is SQL: `DO`, and routines in `sql` or `plpgsql`.
fn is_code(statement: &str) -> bool {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(lexeme) = token_at(statement, at) {
        let token = statement.get(at..lexeme.end).unwrap_or_default();
        match lexeme.token {
            Token::Word => words.push(token.to_lowercase()),
            Token::Quoted if !token.starts_with('$') => words.push(token.trim_matches(['\'', '"']).to_lowercase()),
            _ => {}
        }
        at = lexeme.end;
    }
    let language = words.windows(2).find_map(|pair| match pair {
        [word, language] if word == "language" => Some(language.as_str()),
        _ => None,
    });
    let makes = |kind: &str| words.iter().take(4).any(|word| word == kind);
    match words.first().map(String::as_str) {
        Some("do") => language.is_none_or(|language| language == "plpgsql"),
        Some("create") if makes("function") || makes("procedure") => matches!(language, Some("sql" | "plpgsql")),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Region, &str, bool)> {
        regions(text).into_iter().map(|piece| (piece.region, &text[piece.span], piece.is_pattern)).collect()
    }

    #[test]
    fn comments_literals_and_names_are_told_apart() {
        use Region::{Comment, Identifier, Literal};
        let text = "-- é\nSELECT 'ü', \"ö\", ä /* ß */ FROM t; -- ascii\n";
        let expected =
            [(Comment, "-- é", false), (Literal, "'ü'", false), (Identifier, "\"ö\"", false), (Identifier, "ä", false)];
        assert_eq!(found(text), [&expected[..], &[(Comment, "/* ß */", false)]].concat());
    }

    /// The pieces by the chunks of the whole text, without a shorter way.
    fn by_chunks(text: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        super::super::split(text).iter().for_each(|chunk| of_chunk(text, chunk, &mut pieces));
        pieces
    }

    #[test]
    fn statements_passed_over_have_the_pieces_that_their_chunks_have() {
        let parts = [
            "-- é\n",
            "-- x\n",
            "/* ü */",
            "/* /* ö */ */",
            "/*",
            "*/",
            "--",
            " ",
            "\n",
            "\r\n",
            ";",
            ";\n",
            "'",
            "'a'",
            "'é'",
            "E'\\'é'",
            "e'x'\n'y'",
            "xe'",
            "\"",
            "\"é\"",
            "$$",
            "$1",
            "$x$",
            "a$b$",
            "ä",
            "1",
            "1e",
            "(",
            ")",
            "COPY t FROM stdin",
            "CREATE ",
            "OR REPLACE ",
            "RULE r AS DO ",
            "FUNCTION f() ",
            "BEGIN ATOMIC ",
            "CASE ",
            "END",
            "TABLE t ",
            "INSERT INTO t ",
            "replace(",
            "LIKE ",
            "\\.\n",
            "\\copy t from stdin\n",
            "\\;",
            "a\tb\n",
            "LANGUAGE sql ",
            "AS ",
            "SELECT ",
            "-",
            "/",
            "DO ",
        ];
        let mut number = 7_u64;
        let mut throw = |sides: usize| {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(number >> 33).unwrap() % sides
        };
        let mut passed_over = 0;
        for _ in 0..20_000 {
            let count = 1 + throw(24);
            let text: String = (0..count).map(|_| parts[throw(parts.len())]).collect();
            assert_eq!(regions(&text), by_chunks(&text), "{text:?}");
            passed_over += usize::from(plain::statement(&text, 0, &mut Vec::new()).is_some());
        }
        assert!(passed_over > 2_000);
    }

    #[test]
    fn bodies_of_routines_are_sql_and_other_dollar_quotes_are_data() {
        use Region::{Comment, Literal};
        let body = "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $x$ BEGIN -- é\n RAISE 'ü'; END $x$;";
        assert_eq!(found(body), [(Comment, "-- é", false), (Literal, "'ü'", false)]);
        let python = "CREATE FUNCTION f() RETURNS int AS $$ # é $$ LANGUAGE plpython3u;";
        assert_eq!(found(python), [(Literal, "$$ # é $$", false)]);
        assert_eq!(found("COMMENT ON TABLE t IS $$-- é$$;"), [(Literal, "$$-- é$$", false)]);
        assert_eq!(found("DO $$ BEGIN /* é */ END $$;"), [(Comment, "/* é */", false)]);
    }

    #[test]
    fn a_tag_that_the_end_of_the_body_cuts_opens_nothing() {
        assert_eq!(found("DO $$ $é$$;"), [(Region::Literal, "$é", false)]);
    }

    #[test]
    fn text_in_text_has_an_end() {
        let nested = |depth: usize| {
            let open: String = (0..depth).map(|level| format!("$a{level}$ ")).collect::<Vec<_>>().concat();
            let close: String = (0..depth).rev().map(|level| format!(" $a{level}$")).collect::<Vec<_>>().concat();
            format!("DO {open}-- é\n{close};")
        };
        assert_eq!(found(&nested(3)), [(Region::Comment, "-- é", false)]);
        let deep = nested(20_000);
        assert!(matches!(found(&deep)[..], [(Region::Literal, _, false)]));
    }

    #[test]
    fn literals_that_are_looked_for_are_patterns() {
        use Region::Literal;
        assert_eq!(found("UPDATE t SET a = replace(upper(a), 'é', 'ü')"), [(Literal, "'é'", true), (Literal, "'ü'", true)]);
        assert_eq!(found("SELECT 1 WHERE a LIKE 'é' OR a = 'ü'"), [(Literal, "'é'", true), (Literal, "'ü'", false)]);
    }

    #[test]
    fn rows_of_copy_are_data() {
        let text = "COPY t FROM stdin;\né\tb\nc\nü\n\\.\n";
        assert_eq!(found(text), [(Region::Literal, "é\tb", false), (Region::Literal, "ü", false)]);
    }
}
