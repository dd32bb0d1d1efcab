use super::cases::{Undefined, framed, languages, misread, percent, repaired};

const PAGES: [&str; 16] = [
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "iso-8859-1",
    "iso-8859-2",
    "iso-8859-9",
    "iso-8859-15",
    "mac-roman",
    "ibm437",
    "ibm850",
    "ibm866",
];

/// A file and what it was, for each language and page.
fn cases(damage: impl Fn(&str, usize) -> String) -> Vec<(String, String, String)> {
    let mut cases = Vec::new();
    for (language, sentences) in languages() {
        for (turn, page) in PAGES.iter().enumerate() {
            let lines = (0..2).map(|at| framed(sentences[(turn * 2 + at) % sentences.len()], turn + at));
            let right: String = lines.collect();
            cases.push((format!("{language} {page}"), damage(&right, turn), right));
        }
    }
    cases
}

fn measure(name: &str, cases: &[(String, String, String)], wanted: f64) {
    let wrong: Vec<&str> =
        cases.iter().filter(|(_, damaged, right)| repaired(damaged).0 != *right).map(|(case, ..)| case.as_str()).collect();
    let share = percent(cases.len() - wrong.len(), cases.len());
    println!("{name}: {} of {} files exact, {share:.1} %; not: {wrong:?}", cases.len() - wrong.len(), cases.len());
    assert!(cases.len() >= 300 && share >= wanted);
}

#[test]
fn whole_files_misread_once() {
    measure("once", &cases(|text, turn| misread(text, PAGES[turn], Undefined::Control)), 98.0);
}

#[test]
fn whole_files_misread_twice() {
    let twice = |text: &str, turn: usize| {
        let other = if turn.is_multiple_of(3) { PAGES[(turn + 5) % PAGES.len()] } else { PAGES[turn] };
        misread(&misread(text, PAGES[turn], Undefined::Control), other, Undefined::Control)
    };
    measure("twice", &cases(twice), 95.0);
}

#[test]
fn single_lines_in_clean_files() {
    let mut cases = Vec::new();
    for (language, sentences) in languages() {
        for (turn, page) in PAGES.iter().enumerate() {
            let at = |offset: usize| sentences[(turn + offset) % sentences.len()];
            let (first, second) = (framed(at(0), turn), framed(at(1), turn + 1));
            let line = format!("-- {}\n", at(2));
            let damaged = misread(&line, page, Undefined::Control);
            cases.push((format!("{language} {page}"), [&*first, &damaged, &second].concat(), [first, line, second].concat()));
        }
    }
    measure("one line", &cases, 95.0);
}

/// Where bytes are gone a line is right, or left and reported; and no line is wrong. A known shortcoming: where every character
/// of a file has lost its second byte, single letters are left (`lunÄ` of `lună`) that nothing tells from the author's.
#[test]
fn lost_bytes_are_not_guessed() {
    let (mut right, mut left, mut unseen) = (0, 0, 0);
    for undefined in [Undefined::Dropped, Undefined::Replacement] {
        for (case, damaged, expected) in cases(|text, turn| misread(text, PAGES[turn], undefined)) {
            if damaged == misread(&expected, case.split_once(' ').unwrap().1, Undefined::Control) {
                continue;
            }
            let (read, findings) = repaired(&damaged);
            let reported = findings.iter().any(|finding| finding.code != "mojibake-repaired");
            for ((before, after), expected) in damaged.lines().zip(read.lines()).zip(expected.lines()) {
                match (before == expected, after == expected) {
                    (true, same) => assert!(same, "{case}: {after}"),
                    (false, true) => right += 1,
                    (false, false) => {
                        assert_eq!(after, before, "{case}: a wrong line");
                        left += usize::from(reported);
                        unseen += usize::from(!reported);
                    }
                }
            }
        }
    }
    println!("lost bytes: {right} lines right, {left} left and reported, {unseen} not noticed, none wrong");
    assert!(right > 0 && left > 0 && unseen * 20 <= left);
}

#[test]
fn a_page_that_lacks_one_byte_has_lost_only_that_one() {
    let right = "-- ИСТОЧНИК: Иван Петров, столица и регион\n";
    for undefined in [Undefined::Dropped, Undefined::Replacement] {
        assert_eq!(repaired(&misread(right, "windows-1251", undefined)).0, right);
    }
}
