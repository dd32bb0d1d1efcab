//! How natural a text is: the bits that it costs to write it in a language that people use.
//!
//! Only what stands out of ASCII is judged, with the words that it stands in, so that SQL around it does not count. The model
//! is one of letter pairs. Its figures (`letters.txt`, `characters.txt`) were counted over the translated messages of free
//! programs; they are whole bits, so that every machine comes to the same sum.

mod letters;
mod symbols;
mod walk;

use foldhash::HashMap;
use letters::MODELS;
pub use letters::{is_known, lower};
pub use symbols::is_box;
use walk::Sink;

/// Bits. More is less natural.
pub type Bits = i32;

/// What a pair of ASCII letters costs on average: the zero from which such pairs count, so that it does not matter how many
/// of them stand in the words that are judged.
const ASCII_PAIR: Bits = 4;

/// Returns what a text costs where each pair of letters may be from the language that suits it best.
pub fn cost(text: &str) -> Bits {
    let mut sink = AnyLanguage(0);
    walk::walk(text, &mut sink);
    sink.0
}

/// Whether some language writes the two letters one after the other often enough: a capital and then a small letter where a word
/// starts. No language does where one of them is not modelled, or a capital follows a small letter.
pub fn is_natural(first: char, second: char) -> bool {
    /// As lightly letters follow each other in a word that is no accident, and in one that starts with them.
    const PAIR: Bits = 7;
    const START: Bits = 14;
    let (Some(first), Some(second)) = (MODELS.letter(first), MODELS.letter(second)) else { return false };
    match (first.upper, second.upper) {
        (true, false) => MODELS.any_start(first.class, second.class) <= START,
        (false, true) => false,
        _ => MODELS.any_pair(first.class, second.class) <= PAIR,
    }
}

/// Returns the letters outside ASCII that stand between two letters most often in any language, the likeliest first; `None` is
/// the edge of the word.
pub fn letters_between(before: Option<char>, after: Option<char>) -> Vec<char> {
    const MOST: usize = 6;
    let class = |char: Option<char>| char.map_or(Some(0), |char| MODELS.letter(char).map(|letter| letter.class));
    let (Some(first), Some(last)) = (class(before), class(after)) else { return Vec::new() };
    let mut letters: Vec<(Bits, char)> = MODELS
        .small_letters()
        .map(|(char, class)| (MODELS.any_pair(first, class) + MODELS.any_pair(class, last), char))
        .filter(|(bits, _)| *bits < letters::STRANGE)
        .collect();
    letters.sort_unstable();
    letters.into_iter().take(MOST).map(|(_, char)| char).collect()
}

/// Returns what a text costs in a language with an alphabet, all its words and letters, also those of ASCII; the least of all
/// languages where none is named.
pub fn spelled(text: &str, language: Option<&str>) -> Bits {
    /// A capital behind a small letter.
    const CAPITAL: Bits = 10;
    let letters = || text.chars().map(|char| MODELS.letter(char));
    let pairs: Vec<_> = std::iter::once(None).chain(letters()).zip(letters().chain([None])).collect();
    let capitals =
        pairs.iter().filter(|pair| matches!(pair, (Some(first), Some(second)) if !first.upper && second.upper)).count();
    let class = |letter: Option<letters::Letter>| letter.map_or(0, |letter| letter.class);
    let languages = MODELS.alphabets.iter().filter(|it| language.is_none_or(|language| it.name == language));
    let costs = languages.map(|it| {
        let spelled = pairs.iter().filter(|pair| pair.0.is_some() || pair.1.is_some());
        spelled.map(|(first, second)| it.pair(class(*first), class(*second))).sum::<Bits>()
    });
    costs.min().unwrap_or_default() + CAPITAL * Bits::try_from(capitals).unwrap_or_default()
}

/// Returns the language with an alphabet that suits a text best, if it has one.
pub fn best_alphabet(text: &str) -> Option<&'static str> {
    let (_, name) = Profile::new(text).best();
    MODELS.alphabets.iter().map(|language| language.name).find(|language| *language == name)
}

struct AnyLanguage(Bits);

impl Sink for AnyLanguage {
    fn pair(&mut self, first: u16, second: u16) {
        self.0 += MODELS.any_pair(first, second) - ascii_share(first, second);
    }

    fn ideograph(&mut self, char: char) {
        self.0 += MODELS.any_ideograph(char);
    }

    fn fixed(&mut self, bits: Bits) {
        self.0 += bits;
    }
}

fn ascii_share(first: u16, second: u16) -> Bits {
    if letters::is_ascii_class(first) && letters::is_ascii_class(second) { ASCII_PAIR } else { 0 }
}

/// What a text is made of, to be priced in one language after the other.
#[derive(Debug, Default)]
pub struct Profile {
    pairs: HashMap<(u16, u16), Bits>,
    ideographs: HashMap<char, Bits>,
    fixed: Bits,
    /// How often what is walked over counts.
    times: Bits,
}

impl Sink for Profile {
    fn pair(&mut self, first: u16, second: u16) {
        *self.pairs.entry((first, second)).or_default() += self.times;
    }

    fn ideograph(&mut self, char: char) {
        *self.ideographs.entry(char).or_default() += self.times;
    }

    fn fixed(&mut self, bits: Bits) {
        self.fixed += bits * self.times;
    }
}

impl Profile {
    /// Takes a text apart.
    pub fn new(text: &str) -> Self {
        Self::of_words([(text, 1)])
    }

    /// Takes words apart that stand in a text so many times.
    pub fn of_words<'a>(words: impl IntoIterator<Item = (&'a str, Bits)>) -> Self {
        let mut profile = Self::default();
        for (word, times) in words {
            profile.times = times;
            walk::walk(word, &mut profile);
        }
        profile
    }

    /// Returns what the text costs in the language that suits it best, and that language.
    pub fn best(&self) -> (Bits, &'static str) {
        self.costs().min_by_key(|(bits, _)| *bits).unwrap_or((0, ""))
    }

    /// Returns what the text costs in each language. The costs of a text are the sums of those of its words.
    pub fn costs(&self) -> impl Iterator<Item = (Bits, &'static str)> {
        let alphabets = MODELS.alphabets.iter().map(|language| (self.in_letters(language), language.name));
        let scripts = MODELS.scripts.iter().map(|script| (self.in_characters(script), script.name));
        alphabets.chain(scripts)
    }

    fn in_letters(&self, language: &letters::Alphabet) -> Bits {
        let pairs = self.pairs.iter();
        let pairs = pairs.map(|(&(first, second), times)| (language.pair(first, second) - ascii_share(first, second)) * times);
        let strange = self.ideographs.values().map(|times| letters::STRANGE * times);
        self.fixed + pairs.sum::<Bits>() + strange.sum::<Bits>()
    }

    fn in_characters(&self, script: &letters::Characters) -> Bits {
        let pairs = self.pairs.iter();
        let pairs =
            pairs.map(|(&(first, second), times)| (MODELS.any_pair(first, second) + 2 - ascii_share(first, second)) * times);
        let known = self.ideographs.iter().map(|(char, times)| script.cost(*char) * times);
        self.fixed + pairs.sum::<Bits>() + known.sum::<Bits>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_told_by_its_letters() {
        for (text, name) in [
            ("müşteri tablosuna yeni sütun eklenmiştir", "tr"),
            ("größere Änderung für alle Überschriften", "de"),
            ("zażółć gęślą jaźń, źródło błędów", "pl"),
            ("таблица заказов и клиентов", "ru"),
            ("πίνακας πελατών και παραγγελιών", "el"),
            ("用户表和订单表", "zh"),
            ("ユーザーの表を作成する", "ja"),
            ("사용자 테이블을 만듭니다", "ko"),
        ] {
            assert_eq!(Profile::new(text).best().1, name, "{text}");
        }
    }

    #[test]
    fn mojibake_costs_more_than_what_it_was() {
        for (damaged, right) in [
            ("mÃ¼ÅŸteri", "müşteri"),
            ("wei√ü", "weiß"),
            ("ÐºÐ»Ð¸ÐµÐ½Ñ‚", "клиент"),
            ("m├╝┼şteri", "müşteri"),
            ("ç”¨æˆ·", "用户"),
            ("donâ€™t", "don’t"),
            ("ğŸš€", "🚀"),
        ] {
            assert!(cost(damaged) > cost(right) + 10, "{damaged} {} {right} {}", cost(damaged), cost(right));
        }
        assert_eq!(cost("SELECT 'plain' FROM t -- ascii"), 0);
    }
}
