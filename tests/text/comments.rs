//! Comments as they are in SQL: a word or two.

use super::cases::{Undefined, framed, misread, percent, repaired};

/// Languages and comments, one a line.
const COMMENTS: &str = include_str!("comments.txt");

const PAGES: [&str; 23] = [
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "iso-8859-1",
    "iso-8859-2",
    "iso-8859-5",
    "iso-8859-7",
    "iso-8859-9",
    "iso-8859-15",
    "mac-roman",
    "mac-turkish",
    "mac-cyrillic",
    "ibm437",
    "ibm850",
    "ibm852",
    "ibm857",
    "ibm866",
];

/// Comments that look like mojibake or are about it.
const TRAPS: &[&str] = &[
    "-- ŠŽŤĎŇČ, ğüşıöç, ÅÄÖÜ: the letters that sorting has to know",
    "-- ftfy mends Ã¼, Å¸ and ðŸ˜€",
    "-- “Ã„”, “Ã–”, “Ãœ” stand for Ä, Ö, Ü in the old dump",
    "-- кодировка: «Ð¿» вместо «п»",
    "-- MAÇÃ, IRMÃ E AVELÃ… NÃO SÃO",
    "-- Ø 12 mm, 5 Å, ±3°, 100 µF",
    "-- ├── orders ├── items └── users",
    "-- ГОСТ Р 51141–98, АО «СРС», № 7",
    "-- Ã/Õ til, Â/Ê/Ô circunflexo",
];

fn comments() -> impl Iterator<Item = (&'static str, &'static str)> {
    COMMENTS.lines().filter_map(|line| line.split_once(' '))
}

fn measure(name: &str, wanted: f64, damage: impl Fn(&str, &str) -> String) {
    let (mut all, mut wrong, mut left) = (0, Vec::new(), Vec::new());
    for (turn, (language, comment)) in comments().enumerate() {
        for page in PAGES {
            let right = framed(comment, turn);
            let damaged = damage(&right, page);
            let (read, _) = repaired(&damaged);
            all += 1;
            if read == damaged && read != right {
                left.push(format!("{language} {page} {comment}"));
            } else if read != right {
                wrong.push(format!("{language} {page} {comment}: {read}"));
            }
        }
    }
    let share = percent(all - wrong.len() - left.len(), all);
    println!("{name}: {share:.1} % of {all} right, wrong: {wrong:?}, left: {left:?}");
    assert!(all > 1500 && share >= wanted && wrong.len() * 500 <= all);
}

#[test]
fn one_comment_in_a_file() {
    measure("short comments, once", 98.0, |text, page| misread(text, page, Undefined::Control));
}

#[test]
fn one_comment_in_a_file_misread_twice() {
    let twice = |text: &str, page: &str| misread(&misread(text, page, Undefined::Control), page, Undefined::Control);
    measure("short comments, twice", 97.0, twice);
}

/// A byte that became `?` is gone: the line is right where only one byte can have been lost, or it is left and reported.
#[test]
fn question_marks_for_lost_bytes() {
    let (mut right, mut left, mut unseen) = (0, 0, 0);
    for page in ["windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1257", "windows-1258"] {
        for language in ["tr", "pl", "cs", "ru", "uk", "el", "vi", "zh", "ja", "ko", "sv"] {
            let all: Vec<&str> = comments().filter(|(name, _)| *name == language).map(|(_, comment)| comment).collect();
            let text: String = all.iter().enumerate().map(|(turn, comment)| framed(comment, turn)).collect();
            let damaged = misread(&text, page, Undefined::Replacement).replace('\u{fffd}', "?");
            let (read, findings) = repaired(&damaged);
            let said = findings.iter().any(|finding| finding.code == "text-lost");
            for ((before, after), expected) in damaged.lines().zip(read.lines()).zip(text.lines()) {
                match (before == after, after == expected) {
                    (_, true) => right += usize::from(before != expected),
                    (true, false) => (left, unseen) = (left + 1, unseen + usize::from(!said)),
                    (false, false) => panic!("{language} {page}: a wrong line, {after}"),
                }
            }
        }
    }
    println!("question marks: {right} lines right, {left} left, {unseen} of these not noticed");
    assert!(right > 100 && left > 50 && unseen * 20 <= left);
    assert_eq!(repaired("-- Р?СЃС‚РѕС‡РЅРёРє РґР°РЅРЅС‹С…, РёС‚РѕРіРё\n").0, "-- Источник данных, итоги\n");
}

/// In a file that was misread as a whole, a line may have lost what would have told by itself.
#[test]
fn a_line_that_tells_nothing_by_itself_is_reported() {
    let lines: String = comments().take(10).map(|(_, comment)| framed(comment, 0)).collect();
    // Only windows-1254 has `ğ`, which the rocket starts with.
    let text = misread(&(lines + "-- 🚀 start\n-- 🏢 branches\n"), "windows-1254", Undefined::Dropped);
    let (read, findings) = repaired(&text);
    assert!(read.ends_with("-- ğŸ¢ branches\n") && read.starts_with("-- Müşteri no\n"));
    let lost = findings.iter().find(|finding| finding.code == "text-lost").unwrap();
    assert!(lost.help.as_deref().is_some_and(|help| help.contains('🏢')), "{lost:?}");
}

#[test]
fn traps_stay_in_damaged_files_too() {
    for page in PAGES {
        for trap in TRAPS {
            let lines: String = comments()
                .step_by(9)
                .enumerate()
                .map(|(turn, (_, comment))| misread(&framed(comment, turn), page, Undefined::Control))
                .collect();
            let text = format!("{lines}{trap}\n{lines}");
            assert!(repaired(&text).0.contains(&format!("\n{trap}\n")), "{page} {trap}");
            assert_eq!(repaired(&format!("{trap}\n")).0, format!("{trap}\n"));
        }
    }
}

/// A no-break space that became a blank is put back where nothing else comes near.
#[test]
fn blanks_that_were_no_break_spaces() {
    for (damaged, right) in [
        ("-- Ã  vÃ©rifier aprÃ¨s la crÃ©ation", "-- à vérifier après la création"),
        ("-- La cittÃ  Ã¨ giÃ  stata migrata", "-- La città è già stata migrata"),
        ("-- PrÃ©parerÂ : Ã©tape deux", "-- Préparer\u{a0}: étape deux"),
    ] {
        assert_eq!(repaired(damaged).0, right);
    }
    let unclear = "-- Ã s crianÃ§as nÃ£o tÃªm atenÃ§Ã£o\n";
    let (read, findings) = repaired(unclear);
    assert_eq!((read.as_str(), findings[0].code), (unclear, "text-lost"));
}

#[test]
fn surrogates_that_were_misread() {
    let damaged = misread("-- Größe ", "windows-1252", Undefined::Control) + "í\u{a0}½íº€\n";
    assert_eq!(repaired(&damaged).0, "-- Größe 🚀\n");
}

#[test]
fn text_of_one_page_that_was_taken_for_another_is_told() {
    for (text, was) in [
        ("-- Íîìåð çàêàçà, öåíà, ñêëàä\n", "windows-1251"),
        ("-- èíslo úètu, pøíjmení, žádost, zmìna\n", "windows-1250"),
        ("-- ÇÓã ÇáÚãíá ÇáÚäæÇä\n", "windows-1256"),
        ("-- \u{84}gelöscht\u{93} oder geändert, gültig, für später\n", "windows-1252"),
    ] {
        let (read, findings) = repaired(text);
        assert_eq!((read.as_str(), findings.len()), (text, 1));
        assert!(findings[0].message.contains(was), "{}", findings[0].message);
    }
}
