//! Laws of the splitter, over texts made of the pieces that matter to it.

use proptest::prelude::*;
use sql2rev::split::{Chunk, ChunkKind, postgres};

const PIECES: &[&str] = &[
    "'",
    "''",
    "\"",
    "$",
    "$$",
    "$a$",
    "a$1$",
    "E'",
    "\\'",
    "U&'",
    "/*",
    "*/",
    "--",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    ";",
    ";\n",
    "(",
    ")",
    "\\",
    "\\.",
    "\n\\.\n",
    "\\g",
    "\\;",
    "\\set x 1",
    "\\copy t from stdin",
    "CREATE ",
    "OR REPLACE ",
    "RULE ",
    "FUNCTION f() ",
    "BEGIN ",
    "ATOMIC ",
    "CASE ",
    "END ",
    "COPY t ",
    "FROM ",
    "stdin",
    "SELECT 1",
    "é",
    "\u{a0}",
    "日本",
    "1",
    ".",
    ",",
    "AS ",
    "e",
    "-",
    "/",
    "*",
];

fn sql() -> impl Strategy<Value = String> {
    prop_oneof![prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat()), any::<String>(),]
}

fn tiles(text: &str, chunks: &[Chunk]) -> bool {
    let ends = chunks.iter().map(|chunk| chunk.span.end);
    let starts = chunks.iter().map(|chunk| chunk.span.start);
    starts.chain([text.len()]).eq([0].into_iter().chain(ends))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn chunks_tile_the_text(text in sql()) {
        let chunks = postgres::split(&text);
        prop_assert!(tiles(&text, &chunks));
        let joined: String = chunks.iter().filter_map(|chunk| text.get(chunk.span.clone())).collect();
        prop_assert_eq!(joined, text);
    }

    #[test]
    fn bodies_lie_in_their_spans(text in sql()) {
        for chunk in postgres::split(&text) {
            prop_assert!(!chunk.span.is_empty());
            prop_assert!(chunk.span.start <= chunk.body.start && chunk.body.end <= chunk.span.end);
            let body = text.get(chunk.body.clone());
            prop_assert!(body.is_some());
            let statement = matches!(chunk.kind, ChunkKind::Statement | ChunkKind::ClientCommand);
            prop_assert!(!statement || body.is_some_and(|body| !body.is_empty()));
        }
    }

    #[test]
    fn a_body_alone_is_one_statement_again(text in sql()) {
        for chunk in postgres::split(&text) {
            let Some(body) = text.get(chunk.body.clone()) else { continue };
            if chunk.kind == ChunkKind::Statement {
                let again = postgres::split(body);
                prop_assert_eq!(again.len(), 1, "{}", body);
                prop_assert_eq!(&again[0].body, &(0..body.len()));
            }
        }
    }

    #[test]
    fn what_is_unterminated_reaches_into_the_last_chunk(text in sql()) {
        let chunks = postgres::split(&text);
        if let (Some((range, _)), Some(last)) = (postgres::unterminated(&text, &chunks), chunks.last()) {
            prop_assert!(last.span.start <= range.start && range.end <= text.len());
        }
    }
}
