//! CESU-8: UTF-8 in which a character beyond U+FFFF is written as its two UTF-16 surrogates, three bytes each. Databases and
//! Java programs wrote it where they meant UTF-8 (Unicode Technical Report 26).

/// The bytes of a surrogate pair.
const PAIR: usize = 6;

/// Decodes; `None` where the bytes are neither UTF-8 nor surrogate pairs.
pub fn decode(bytes: &[u8]) -> Option<String> {
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while !rest.is_empty() {
        match str::from_utf8(rest) {
            Ok(valid) => {
                text.push_str(valid);
                break;
            }
            Err(error) => {
                let (valid, others) = rest.split_at_checked(error.valid_up_to())?;
                text.push_str(str::from_utf8(valid).ok()?);
                text.push(pair(others)?);
                rest = others.get(PAIR..)?;
            }
        }
    }
    Some(text)
}

/// Encodes.
pub fn encode(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for char in text.chars() {
        if u32::from(char) < 0x1_0000 {
            bytes.extend(char.encode_utf8(&mut [0; 4]).as_bytes());
            continue;
        }
        for unit in char.encode_utf16(&mut [0; 2]) {
            let [high, low] = unit.to_be_bytes();
            bytes.extend([0xe0 | high >> 4, 0x80 | (high & 0xf) << 2 | low >> 6, 0x80 | low & 0x3f]);
        }
    }
    bytes
}

/// Returns the character whose surrogates stand at the start of the bytes.
pub fn pair(bytes: &[u8]) -> Option<char> {
    let [0xed, high @ 0xa0..=0xaf, one @ 0x80..=0xbf, 0xed, low @ 0xb0..=0xbf, other @ 0x80..=0xbf, ..] = bytes else {
        return None;
    };
    let unit = |second: &u8, third: &u8| 0xd000 | u16::from(second & 0x3f) << 6 | u16::from(third & 0x3f);
    char::decode_utf16([unit(high, one), unit(low, other)]).next()?.ok()
}

/// Returns how many bytes the first character takes.
pub fn width(bytes: &[u8]) -> usize {
    match bytes.first() {
        _ if pair(bytes).is_some() => PAIR,
        None => 0,
        Some(0..0xc0) => 1,
        Some(0xc0..0xe0) => 2,
        Some(0xe0..0xf0) => 3,
        Some(_) => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surrogate_pairs_are_one_character() {
        let bytes = b"-- \xed\xa0\xbd\xed\xb8\x80 \xc3\xbc";
        assert_eq!(decode(bytes).as_deref(), Some("-- 😀 ü"));
        assert_eq!(encode("-- 😀 ü"), bytes);
        assert_eq!(width(&bytes[3..]), 6);
        for broken in [b"\xed\xa0\xbd".as_slice(), b"\xed\xa0\xbd\xc3\xbc", b"\xed\xb8\x80\xed\xa0\xbd", b"\xff"] {
            assert_eq!(decode(broken), None);
        }
    }
}
