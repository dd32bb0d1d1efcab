//! What is to be said of a file's encoding.

use super::detect::{Guesses, Mixed};
use super::encoding::Encoding;
use crate::finding::Finding;

/// How many offending bytes a message shows.
const SHOWN_BYTES: usize = 4;
/// How many guesses a message shows.
const SHOWN_GUESSES: usize = 3;

/// The file was read in an older encoding.
pub fn found(encoding: Encoding) -> Finding {
    let name = encoding.name();
    let finding = Finding::note("legacy-encoding", format!("the file is not UTF-8; it was read as {name}"));
    finding.help(format!("nothing to do if the text reads well; else name the encoding: --encoding 'FILE=NAME' (here {name})"))
}

/// What the file holds does not settle its encoding.
pub fn uncertain(guesses: &Guesses) -> Finding {
    let name = guesses.ranked.first().map_or("", |best| best.encoding.name());
    let message = format!("the file is not UTF-8, and what it holds does not settle its encoding: it was read as {name}");
    Finding::warning("encoding-guessed", message).help(format!("say which with --encoding 'FILE=NAME': {}", shown(guesses)))
}

/// No encoding makes text of the file.
pub fn fits_nothing(bytes: &[u8], guesses: &Guesses) -> Finding {
    if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        let message = format!("the file holds a NUL byte, which no SQL text may: byte {at}, line {}: 00", line_of(bytes, at));
        return Finding::error("not-utf8", message)
            .help("remove the byte; if the file is not text at all, take it out of the folder");
    }
    let at = str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let message = format!("the file is in no encoding that is known: {}", place(bytes, at));
    let help = format!("name the encoding with --encoding 'FILE=NAME'; the best guesses: {}", shown(guesses));
    Finding::error("not-utf8", message).help(help)
}

/// Lines of the file are in another encoding than the others.
pub fn mixed(lines: Mixed, guesses: &Guesses) -> Finding {
    let best = guesses.ranked.first().map_or("", |best| best.encoding.name());
    let Mixed { first, last, encoding, .. } = lines;
    let place = if first == last { format!("line {first} reads") } else { format!("lines {first} to {last} read") };
    let message = format!("the file is not in one encoding: {place} as {}, other lines as {best}", encoding.name());
    let help = "bring all lines into one encoding; if one is right for all of them, name it with --encoding 'FILE=NAME'";
    Finding::error("not-utf8", message).help(format!("{help}: {}", shown(guesses)))
}

/// A few bytes of the file are no UTF-8.
pub fn almost_utf8(bytes: &[u8], at: usize, count: usize, guesses: &Guesses) -> Finding {
    let cut_off = bytes.get(at..).is_some_and(|rest| str::from_utf8(rest).is_err_and(|error| error.error_len().is_none()));
    let message = match count {
        _ if cut_off => format!("the file is UTF-8, and ends inside a character: {}", place(bytes, at)),
        1 => format!("the file is UTF-8 but for 1 byte, at {}", place(bytes, at)),
        _ => format!("the file is UTF-8 but for {count} bytes, the first at {}", place(bytes, at)),
    };
    let help = "correct what is no UTF-8, or name the encoding of the whole file with --encoding 'FILE=NAME'; where it is no UTF-8, it reads as";
    Finding::error("not-utf8", message).help(format!("{help} {}", shown(guesses)))
}

/// The file is not of an encoding that is known to be its own; `why` says how.
pub fn invalid(bytes: &[u8], encoding: Encoding, why: &str) -> Finding {
    let at = first_invalid(bytes, encoding);
    let message = format!("the file is not {}, {why}: {}", encoding.name(), place(bytes, at));
    let help = "correct that place, or name another encoding with --encoding 'FILE=NAME'";
    Finding::error("not-utf8", message).help(help)
}

/// Returns the first byte that is not of the encoding, or is a NUL.
fn first_invalid(bytes: &[u8], encoding: Encoding) -> usize {
    let mut at = if bytes.starts_with(encoding.mark()) { encoding.mark().len() } else { 0 };
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let width = encoding.width(rest).max(1);
        let one = rest.get(..width).unwrap_or(rest);
        if encoding.decode(one).is_none_or(|char| char == "\0") {
            break;
        }
        at += width;
    }
    at
}

fn place(bytes: &[u8], at: usize) -> String {
    let shown = bytes.iter().skip(at).take(SHOWN_BYTES).map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ");
    format!("byte {at}, line {}: {shown}", line_of(bytes, at))
}

fn shown(guesses: &Guesses) -> String {
    let shown = guesses.ranked.iter().take(SHOWN_GUESSES);
    let shown: Vec<String> = shown.map(|guess| format!("{} ({})", guess.encoding.name(), guess.excerpt)).collect();
    if shown.is_empty() { "none".to_owned() } else { shown.join(", ") }
}

fn line_of(bytes: &[u8], at: usize) -> usize {
    bytes.iter().take(at).filter(|&&byte| byte == b'\n').count() + 1
}
