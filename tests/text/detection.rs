use sql2rev::repair::Repair;
use sql2rev::text::encoding;

use super::cases::{framed, languages, percent, read};

/// The encodings in which people keep each language.
const KEPT: &[(&str, &str)] = &[
    ("tr", "windows-1254 iso-8859-9 ibm857 mac-turkish utf-16le utf-16be"),
    ("de", "windows-1252 iso-8859-1 iso-8859-15 ibm437 ibm850 mac-roman utf-16le"),
    ("fr", "windows-1252 ibm850 mac-roman"),
    ("es", "windows-1252 iso-8859-1 ibm437 ibm850 mac-roman"),
    ("pt", "windows-1252 iso-8859-1 ibm850 mac-roman"),
    ("it", "windows-1252 ibm850 mac-roman"),
    ("sv", "windows-1252 ibm437 ibm850 mac-roman"),
    ("da", "windows-1252 ibm850 mac-roman"),
    ("pl", "windows-1250 iso-8859-2 ibm852"),
    ("cs", "windows-1250 iso-8859-2 ibm852"),
    ("hu", "windows-1250 iso-8859-2 ibm852"),
    ("ru", "windows-1251 koi8-r iso-8859-5 ibm866 mac-cyrillic utf-16le utf-32le"),
    ("uk", "windows-1251 koi8-u mac-cyrillic"),
    ("bg", "windows-1251 ibm866"),
    ("el", "windows-1253 iso-8859-7"),
    ("he", "windows-1255 iso-8859-8"),
    ("ar", "windows-1256 iso-8859-6"),
    ("lv", "windows-1257 iso-8859-13"),
    ("lt", "windows-1257 iso-8859-13"),
    ("zh", "gbk gb18030 utf-16le"),
    ("zt", "big5"),
    ("ja", "shift_jis euc-jp utf-16be"),
    ("ko", "euc-kr"),
];

struct Figures {
    all: usize,
    right: usize,
    warned: usize,
    silent: Vec<String>,
}

fn measure(least: usize, turns: usize) -> Figures {
    let mut figures = Figures { all: 0, right: 0, warned: 0, silent: Vec::new() };
    let languages = languages();
    for (language, names) in KEPT {
        let (_, sentences) = languages.iter().find(|(name, _)| name == language).unwrap();
        for name in names.split(' ') {
            let kept = encoding::find(name).unwrap();
            // What the encoding cannot hold nobody has kept in it.
            let sentences: Vec<&&str> = sentences.iter().filter(|sentence| kept.encode(sentence).is_some()).collect();
            for turn in 0..turns.min(sentences.len()) {
                let mut text = String::new();
                let mut at = turn;
                while text.len() < least {
                    text.push_str(&framed(sentences[at % sentences.len()], at));
                    at += 1;
                }
                figures.take(&format!("{language} {name} {turn}"), &kept.encode(&text).unwrap(), &text);
            }
        }
    }
    figures
}

impl Figures {
    fn take(&mut self, case: &str, bytes: &[u8], expected: &str) {
        let (text, findings) = read("a.sql", bytes, Repair::Comments);
        let warned = findings.iter().any(|finding| matches!(finding.code, "encoding-guessed" | "not-utf8"));
        let right = text.is_some_and(|text| &*text.content == expected);
        self.all += 1;
        self.right += usize::from(right);
        self.warned += usize::from(right && warned);
        if !right && !warned {
            self.silent.push(case.to_owned());
        }
    }

    fn check(&self, name: &str, wanted: f64) {
        let Self { all, right, warned, silent } = self;
        let share = percent(*right, *all);
        println!(
            "{name}: {right} of {all} right, {share:.1} %, {warned} of these called a guess; wrong without a word: {silent:?}"
        );
        assert!(*all >= 150 && share >= wanted && silent.is_empty());
    }
}

#[test]
fn files_of_a_kilobyte() {
    measure(1000, 3).check("files of 1 kB", 99.0);
}

#[test]
fn snippets_of_a_hundred_bytes() {
    measure(100, 4).check("snippets of 100 bytes", 97.0);
}

#[test]
fn noise_is_an_error_with_guesses() {
    let noise: Vec<u8> =
        (0..600_u32).map(|n| u8::try_from((n * n * 7919 + n * 104_729) >> 5 & 0xff).unwrap()).map(|b| b.max(1)).collect();
    let (text, findings) = read("a.sql", &noise, Repair::Comments);
    assert!(text.is_none());
    assert_eq!(findings[0].code, "not-utf8");
}

#[test]
fn utf8_with_a_foreign_line_is_not_read_in_another_encoding() {
    let mut bytes = "-- müşteri, şube, ığdır, çok\n".as_bytes().to_vec();
    bytes.extend(b"-- caf\xe9\n");
    let (text, findings) = read("a.sql", &bytes, Repair::Comments);
    assert!(text.is_none());
    assert!(findings[0].message.contains("line 2"), "{}", findings[0].message);
}
