use proptest::prelude::*;
use sql2rev::repair::Repair;
use sql2rev::text::encoding::Encoding;

use super::cases::{Undefined, framed, languages, misread, read};

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Nothing panics, and the ledger gives the bytes back; [`read`] checks it.
    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        read("a.sql", &bytes, Repair::All);
        read("a.md", &bytes, Repair::All);
    }

    #[test]
    fn bytes_that_look_like_mojibake(text in "[ÃÂÅÄâ€œ™¼¶ŸžðŸ‘РСÐÑ├┼√ƒ\u{80}-\u{9f}\u{fffd} a-c';$\n-]{0,60}") {
        read("a.sql", text.as_bytes(), Repair::All);
        read("a.md", text.as_bytes(), Repair::All);
    }

    /// Every place of the text leads to bytes of the file that decode to it.
    #[test]
    fn places_lead_back_to_the_file(language in 0_usize..20, turn in 0_usize..40, name in 0_usize..46) {
        let languages = languages();
        let (_, sentences) = &languages[language % languages.len()];
        let text = framed(sentences[turn % sentences.len()], turn);
        let encoding = Encoding::all().nth(name % Encoding::all().count()).unwrap();
        let damaged = if turn.is_multiple_of(2) { text } else { misread(&text, "windows-1252", Undefined::Control) };
        let Some(bytes) = encoding.encode(&damaged) else { return Ok(()) };
        let Some(read) = read("a.sql", &bytes, Repair::Comments).0 else { return Ok(()) };
        for edit in &read.ledger.edits() {
            let found = sql2rev::text::encoding::find(read.ledger.encoding).unwrap();
            let before = found.decode(&bytes[edit.bytes.clone()]).map(String::from);
            prop_assert_eq!(before.as_deref(), Some(edit.before.as_str()));
            prop_assert_eq!(&read.content[edit.text.clone()], edit.after.as_str());
            prop_assert_eq!(read.bytes_of(edit.text.clone()), edit.bytes.clone());
        }
    }
}
