//! Breaks paragraphs into lines.

use unicode_width::UnicodeWidthStr;

const WIDTH: usize = 80;

/// Returns the text in lines of at most 80 columns; line breaks that are there stay, a word that is longer stands alone.
pub fn wrap(text: &str) -> String {
    text.lines().map(|line| paragraph(line) + "\n").collect()
}

fn paragraph(text: &str) -> String {
    let mut wrapped = String::new();
    let mut column = 0;
    for word in text.split_whitespace() {
        if column > 0 && column + 1 + word.width() > WIDTH {
            wrapped.push('\n');
            column = 0;
        } else if column > 0 {
            wrapped.push(' ');
            column += 1;
        }
        wrapped.push_str(word);
        column += word.width();
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn no_line_is_too_long_and_no_word_is_lost() {
        let text = format!("{}\n\n{} end", "word ".repeat(40).trim_end(), "x".repeat(90));
        let wrapped = wrap(&text);
        assert!(wrapped.lines().all(|line| line.len() <= 80 || !line.contains(' ')));
        assert_eq!(wrapped.split_whitespace().collect::<Vec<_>>(), text.split_whitespace().collect::<Vec<_>>());
        assert!(wrapped.contains("\n\nxxx"));
    }
}
