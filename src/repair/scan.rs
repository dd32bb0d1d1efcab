//! Tells quickly that a text holds no mojibake: most texts do not.

use super::pages::TABLES;

const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

/// Whether something in the text looks like misread UTF-8, or was lost.
pub fn is_suspicious(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = skip_ascii(bytes, 0);
    let mut before = 0;
    while let Some(char) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let entry = TABLES.entry(char);
        if before != 0 && entry != 0 && TABLES.is_suspicious(before, entry) || char == REPLACEMENT {
            return true;
        }
        before = entry;
        at += char.len_utf8();
        if bytes.get(at).is_some_and(u8::is_ascii) {
            before = 0;
            at = skip_ascii(bytes, at);
        }
    }
    false
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
        for text in ["SELECT 1;", "müşteri ığdır ŞUBESİ", "Клиенты и заказы", "πίνακας", "表 テーブル", "“quoted” – it’s", "✓ → …"] {
            assert!(!is_suspicious(text), "{text}");
        }
        for text in ["mÃ¼ÅŸteri", "ÐºÐ»Ð¸", "РєР»РёРµРЅС‚", "m├╝┼şteri", "a\u{fffd}b"] {
            assert!(is_suspicious(text), "{text}");
        }
    }
}
