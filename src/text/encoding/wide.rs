//! UTF-16 and UTF-32.

/// The code unit of an encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    pub bytes: usize,
    pub little: bool,
}

impl Unit {
    fn read(self, bytes: &[u8]) -> u32 {
        let step = |number: u32, byte: &u8| number << 8 | u32::from(*byte);
        if self.little { bytes.iter().rev().fold(0, step) } else { bytes.iter().fold(0, step) }
    }

    fn write(self, number: u32, out: &mut Vec<u8>) {
        let big = number.to_be_bytes();
        let used = big.get(big.len() - self.bytes..).unwrap_or(&big);
        if self.little { out.extend(used.iter().rev()) } else { out.extend(used) }
    }

    /// Returns how many bytes the first character takes.
    pub fn width(self, bytes: &[u8]) -> usize {
        let first = self.read(bytes.get(..self.bytes).unwrap_or_default());
        if self.bytes == 2 && (0xd800..0xdc00).contains(&first) { 4 } else { self.bytes }
    }
}

/// Decodes; `None` where a code unit is cut off or stands for nothing.
pub fn decode(bytes: &[u8], unit: Unit) -> Option<String> {
    let units = bytes.chunks_exact(unit.bytes);
    if !units.remainder().is_empty() {
        return None;
    }
    let numbers = units.map(|bytes| unit.read(bytes));
    if unit.bytes == 4 {
        return numbers.map(char::from_u32).collect();
    }
    char::decode_utf16(numbers.map(|number| u16::try_from(number).unwrap_or(0xdfff))).collect::<Result<String, _>>().ok()
}

/// Encodes.
pub fn encode(text: &str, unit: Unit) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() * unit.bytes);
    for char in text.chars() {
        if unit.bytes == 4 {
            unit.write(char.into(), &mut bytes);
        } else {
            char.encode_utf16(&mut [0; 2]).iter().for_each(|number| unit.write(u32::from(*number), &mut bytes));
        }
    }
    bytes
}
