//! Lines and columns, as editors count them.

/// A place in a text as people say it: both from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// Finds the line of a byte offset.
#[derive(Debug, Clone)]
pub struct LineIndex<'a> {
    text: &'a str,
    /// Where each line starts, the first at 0.
    starts: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    /// Finds the lines of the text.
    pub fn new(text: &'a str) -> Self {
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes());
        Self { text, starts: std::iter::once(0).chain(breaks.map(|at| at + 1)).collect() }
    }

    /// Returns the position of a byte offset; one inside a character counts as its start, one behind the text as its end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let column = self.text.get(start..offset).map_or(0, |before| before.chars().count()) + 1;
        Position { line, column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let index = LineIndex::new("aé\r\n日b");
        let at = |offset| {
            let Position { line, column } = index.position(offset);
            (line, column)
        };
        assert_eq!([at(0), at(1), at(2), at(3)], [(1, 1), (1, 2), (1, 2), (1, 3)]);
        assert_eq!([at(5), at(8), at(9), at(99)], [(2, 1), (2, 2), (2, 3), (2, 3)]);
        assert_eq!(LineIndex::new("").position(0), Position { line: 1, column: 1 });
    }
}
