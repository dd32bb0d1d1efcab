//! Tells quickly that a text holds no mojibake: most texts do not.

use super::pages::TABLES;

const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

/// Whether something in the text looks like misread UTF-8, or was lost.
pub fn is_suspicious(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = skip_ascii(bytes, 0);
    let mut before = 0;
    // Whether a word of ASCII letters touches the characters that were seen last.
    let mut touched = is_letter(bytes, at.wrapping_sub(1));
    while let Some(char) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let entry = TABLES.entry(char);
        at += char.len_utf8();
        if before != 0 && entry != 0 {
            let mixed = TABLES.is_foreign(before) && (touched || is_letter(bytes, at)) && TABLES.common(before, entry) != 0;
            if mixed || TABLES.is_suspicious(before, entry) {
                return true;
            }
        }
        if char == REPLACEMENT {
            return true;
        }
        before = entry;
        if bytes.get(at).is_some_and(u8::is_ascii) {
            before = 0;
            at = skip_ascii(bytes, at);
            touched = is_letter(bytes, at.wrapping_sub(1));
        }
    }
    false
}

fn is_letter(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(u8::is_ascii_alphabetic)
}

/// Returns the next place that is not ASCII.
fn skip_ascii(bytes: &[u8], start: usize) -> usize {
    const BLOCK: usize = 32;
    let mut at = start;
    while bytes.get(at..at + BLOCK).is_some_and(<[u8]>::is_ascii) {
        at += BLOCK;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| !byte.is_ascii()).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_text_is_passed_over_at_once() {
        for text in
            ["SELECT 1;", "müşteri ığdır ŞUBESİ", "Клиенты и заказы", "πίνακας", "表 テーブル", "“quoted” – it’s", "✓ → …"]
        {
            assert!(!is_suspicious(text), "{text}");
        }
        for text in ["mÃ¼ÅŸteri", "ÐºÐ»Ð¸", "РєР»РёРµРЅС‚", "cumpleaУБos", "yΓΆ", "m├╝┼şteri", "a\u{fffd}b"]
        {
            assert!(is_suspicious(text), "{text}");
        }
    }
}
