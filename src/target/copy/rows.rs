//! The data of COPY's text format.

use super::CopyTrouble;
use super::header::Format;

/// One row; `None` is NULL.
pub type Row = Vec<Option<String>>;

/// The bytes are no UTF-8, or hold a NUL.
struct NotText;

/// Decodes all rows.
pub fn read(data: &str, format: &Format) -> Result<Vec<Row>, CopyTrouble> {
    let lines = unescaped_split(data.as_bytes(), b'\n');
    let mut rows = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let is_end = i + 1 == lines.len() && line.is_empty();
        if is_end || line == b"\\." {
            break;
        }
        rows.push(row(line, format).map_err(|NotText| CopyTrouble::Encoding { row: i + 1 })?);
    }
    Ok(rows)
}

fn row(line: &[u8], format: &Format) -> Result<Row, NotText> {
    unescaped_split(line, format.delimiter).into_iter().map(|field| value(field, format)).collect()
}

/// Returns the value, which may be NULL; `Err` where the bytes are not text.
fn value(field: &[u8], format: &Format) -> Result<Option<String>, NotText> {
    if field == format.null.as_bytes() {
        return Ok(None);
    }
    let text = String::from_utf8(unescaped(field)).map_err(|_| NotText)?;
    if text.contains('\0') { Err(NotText) } else { Ok(Some(text)) }
}

/// Splits at a byte that no backslash stands before.
fn unescaped_split(bytes: &[u8], separator: u8) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < bytes.len() {
        if bytes[at] == b'\\' {
            at += 1;
        } else if bytes[at] == separator {
            parts.push(&bytes[start..at]);
            start = at + 1;
        }
        at += 1;
    }
    parts.push(&bytes[start..]);
    parts
}

fn unescaped(field: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(field.len());
    let mut rest = field;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if let (b'\\', Some((&kind, tail))) = (byte, after.split_first()) {
            rest = escape(kind, tail, &mut out);
        } else {
            out.push(byte);
        }
    }
    out
}

/// Decodes what stands after a backslash and returns the rest.
fn escape<'a>(kind: u8, tail: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    let byte = match kind {
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 11,
        b'0'..=b'7' => return number(u32::from(kind - b'0'), 8, 2, tail, out),
        b'x' if tail.first().is_some_and(u8::is_ascii_hexdigit) => return number(0, 16, 2, tail, out),
        other => other,
    };
    out.push(byte);
    tail
}

/// Reads at most `most` further digits and pushes the byte that they name.
fn number<'a>(start: u32, radix: u32, most: usize, tail: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    let digits = tail.iter().take(most).map_while(|&byte| char::from(byte).to_digit(radix));
    let (value, length) = digits.fold((start, 0), |(value, length), digit| (value * radix + digit, length + 1));
    // PostgreSQL keeps the lowest eight bits of `\777`.
    out.push((value & 0xff) as u8);
    &tail[length..]
}
