//! Rows of `COPY … FROM stdin` as INSERT statements, for tools that cannot feed data to a statement.
//!
//! PostgreSQL's text format, as its documentation of COPY describes it. Other formats are refused, never guessed.

mod header;
mod rows;

use super::sql::literal;
use header::Header;

/// Rows in one INSERT.
const BATCH: usize = 100;

/// Why a COPY block cannot be translated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CopyTrouble {
    #[error("COPY statement not understood near {0:?}")]
    Statement(String),
    #[error("COPY with {0} cannot be written as INSERT statements")]
    Option(String),
    #[error("COPY data row {row} has {found} values where {expected} are expected")]
    Width { row: usize, found: usize, expected: usize },
    #[error("COPY data row {row} holds a byte sequence that is not text")]
    Encoding { row: usize },
}

/// Returns the INSERT statements, without `;`, that store the same rows; none where there are no rows.
///
/// `OVERRIDING SYSTEM VALUE`, because COPY writes identity columns too.
///
/// # Errors
/// Formats and options that are not translated, and malformed data.
pub fn inserts(statement: &str, data: &str) -> Result<Vec<String>, CopyTrouble> {
    let header = header::read(statement)?;
    let rows = rows::read(data, &header.format)?;
    check_width(&header, &rows)?;
    let mut statements: Vec<String> = rows.chunks(BATCH).map(|batch| insert(&header, batch)).collect();
    if let Some(first) = statements.first_mut() {
        first.insert_str(0, header.lead);
    }
    Ok(statements)
}

fn check_width(header: &Header<'_>, rows: &[rows::Row]) -> Result<(), CopyTrouble> {
    let first = rows.first().map_or(0, Vec::len);
    let expected = header.width.unwrap_or(first);
    match rows.iter().position(|row| row.len() != expected) {
        Some(i) => Err(CopyTrouble::Width { row: i + 1, found: rows[i].len(), expected }),
        None => Ok(()),
    }
}

fn insert(header: &Header<'_>, rows: &[rows::Row]) -> String {
    let values: Vec<String> = rows.iter().map(|row| format!("    ({})", row_values(row))).collect();
    let columns = header.columns.map_or(String::new(), |columns| format!(" {columns}"));
    format!("INSERT INTO {}{columns} OVERRIDING SYSTEM VALUE VALUES\n{}", header.table, values.join(",\n"))
}

fn row_values(row: &rows::Row) -> String {
    let values = row.iter().map(|value| value.as_deref().map_or_else(|| String::from("NULL"), literal));
    values.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_become_one_insert() {
        let sql = inserts("-- who\nCOPY public.\"t\" (a, b) FROM stdin", "1\tit's\n2\t\\N\n");
        let expected =
            "-- who\nINSERT INTO public.\"t\" (a, b) OVERRIDING SYSTEM VALUE VALUES\n    ('1', 'it''s'),\n    ('2', NULL)";
        assert_eq!(sql, Ok(vec![expected.to_owned()]));
    }

    #[test]
    fn escapes_are_decoded() {
        let sql = inserts("COPY t FROM STDIN", "a\\tb\\\\c\\n\\x41\\101\\q\\\ttab\t\\\\N");
        let expected = "INSERT INTO t OVERRIDING SYSTEM VALUE VALUES\n    (E'a\\tb\\\\c\\nAAq\\ttab', E'\\\\N')";
        assert_eq!(sql, Ok(vec![expected.to_owned()]));
    }

    #[test]
    fn many_rows_become_batches() {
        let data = "1\n".repeat(250);
        assert_eq!(inserts("COPY t (a) FROM stdin", &data).map(|sql| sql.len()), Ok(3));
        assert_eq!(inserts("COPY t (a) FROM stdin", ""), Ok(Vec::new()));
    }

    #[test]
    fn simple_options_are_obeyed_and_others_refused() {
        let sql = inserts("COPY t FROM stdin WITH (FORMAT text, DELIMITER ',', NULL 'nil')", "1,nil");
        assert_eq!(sql, Ok(vec!["INSERT INTO t OVERRIDING SYSTEM VALUE VALUES\n    ('1', NULL)".to_owned()]));
        assert_eq!(inserts("COPY t FROM stdin CSV", "1"), Err(CopyTrouble::Option("csv".into())));
        assert_eq!(inserts("COPY t FROM stdin (FORMAT csv)", "1"), Err(CopyTrouble::Option("format csv".into())));
        assert_eq!(inserts("COPY t FROM stdin WHERE a > 1", "1"), Err(CopyTrouble::Option("where".into())));
        assert!(inserts("COPY t FROM PROGRAM 'rm -rf /'", "").is_err());
    }

    #[test]
    fn a_row_of_another_width_is_refused() {
        let trouble = CopyTrouble::Width { row: 2, found: 1, expected: 2 };
        assert_eq!(inserts("COPY t (a, b) FROM stdin", "1\t2\n3\n"), Err(trouble));
    }
}
