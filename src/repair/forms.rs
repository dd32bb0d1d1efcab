//! Words, and how they read back through pages: each form once. Costs, characters and languages of a text are sums over its words,
//! so the readings of a text come from those of words that were seen before.

use foldhash::HashMap;

use super::chain::{CLOSE, Chain, KEPT, LIKELY, LONGEST, Reading, price, rank_of, strange};
use super::pages::{PAGES, PageSet, rarity};
use super::undo::{pages, read_back};
use super::words::words;
use crate::text::language::{self, Bits, Profile};

/// So many forms are kept from one text to the next.
const MOST: usize = 1 << 14;
/// Two readings that differ by less are as likely.
const RIVAL: Bits = 3;

/// What is known of words.
#[derive(Debug, Default)]
pub struct Forms {
    places: HashMap<String, usize>,
    forms: Vec<Form>,
}

/// A word as it stands, or as it reads through some pages.
#[derive(Debug)]
struct Form {
    text: String,
    cost: Bits,
    /// The pages through which it may have been misread.
    pages: PageSet,
    has_controls: bool,
    /// By page.
    steps: Vec<Option<Step>>,
    /// What it costs in each language.
    costs: Option<Vec<Bits>>,
    /// By how much it can become more natural; less than that where [`LIKELY`] is reached.
    gain: Option<Bits>,
}

/// A form read back through a page.
#[derive(Debug, Clone, Copy)]
struct Step {
    form: usize,
    characters: usize,
    others: usize,
}

/// A text read back through a chain: its words, and what speaks against the chain.
type Level = (Vec<usize>, Chain, Bits);

impl Forms {
    /// Returns what a text may have been, the most likely first; nothing if it is most natural as it stands. Its words are
    /// separated by single blanks.
    pub fn readings(&mut self, text: &str) -> Vec<Reading> {
        self.forget();
        let words: Vec<usize> = text.split(' ').map(|word| self.place(word)).collect();
        let before = self.cost(&words);
        let mut found: Vec<(Vec<usize>, Reading)> = Vec::new();
        let mut seen: HashMap<Vec<usize>, usize> = HashMap::default();
        let mut level: Vec<Level> = vec![(words, Chain::new(), 0)];
        for _ in 0..LONGEST {
            let mut next = Vec::new();
            for (words, chain, odd) in &level {
                for (strange, page) in self.page_numbers(words) {
                    let (back, characters, others) = self.read_back(words, page);
                    let covers = others <= characters;
                    if characters == 0 || !(covers || chain.is_empty()) {
                        continue;
                    }
                    if let Some((_, same)) = seen.get(&back).and_then(|at| found.get_mut(*at)) {
                        let alike = same.chain.starts_with(chain) && same.chain.len() == chain.len() + 1;
                        same.alike |= if alike { 1 << page } else { 0 };
                        continue;
                    }
                    seen.insert(back.clone(), found.len());
                    let odd = odd + strange;
                    let chain: Chain = chain.iter().copied().chain([page]).collect();
                    let gain = before - self.cost(&back) - price(&chain) - odd;
                    if covers {
                        next.push((back.clone(), chain.clone(), odd));
                    }
                    found.push((
                        back,
                        Reading {
                            text: String::new(),
                            chain,
                            alike: 1 << page,
                            gain,
                            characters,
                            others,
                            odd,
                            rival: None,
                            rank: 0,
                        },
                    ));
                }
            }
            level = next;
        }
        found.retain(|(_, reading)| reading.gain > 0);
        found.iter_mut().for_each(|(_, reading)| reading.rank = rank_of(&reading.chain, reading.alike));
        found.sort_by_key(|(_, reading)| std::cmp::Reverse(reading.gain));
        found.truncate(KEPT);
        self.settle(&mut found);
        found.into_iter().map(|(words, reading)| Reading { text: self.text(&words), ..reading }).collect()
    }

    /// Whether a text may have a reading that gains so much, at most [`LIKELY`]: a quick look at its words that is wrong only in saying
    /// yes.
    pub fn may_gain<'a>(&mut self, least: Bits, mut words: impl Iterator<Item = &'a str>) -> bool {
        self.forget();
        let mut gained = 0;
        words.any(|word| {
            let place = self.place(word);
            gained += self.gain(place);
            gained >= least
        })
    }

    /// By how much a text is more natural that was read back through a chain, what speaks against the chain taken off.
    pub fn gain_through(&mut self, before: &str, after: &str, chain: &Chain) -> Bits {
        let mut places =
            |text: &str| -> Vec<usize> { words(text).filter_map(|word| Some(self.place(text.get(word)?))).collect() };
        let (before, after) = (places(before), places(after));
        let odd =
            chain.first().map_or(0, |page| self.strange(&before, *page)) + chain.iter().map(|page| rarity(*page)).sum::<Bits>();
        self.cost(&before) - self.cost(&after) - price(chain) - odd
    }

    /// The most that a form can gain through any chain, as far as it matters.
    fn gain(&mut self, place: usize) -> Bits {
        if let Some(gain) = self.forms.get(place).and_then(|form| form.gain) {
            return gain;
        }
        let before = self.cost(&[place]);
        let (mut most, mut reached, mut from) = (0, vec![place], 0);
        'levels: for _ in 0..LONGEST {
            let level = reached.get(from..).unwrap_or_default().to_vec();
            from = reached.len();
            for form in level {
                for page in self.pages(form) {
                    let back = self.step(form, page).form;
                    if reached.contains(&back) {
                        continue;
                    }
                    reached.push(back);
                    most = most.max(before - self.cost(&[back]));
                    if most >= LIKELY {
                        break 'levels;
                    }
                }
            }
        }
        if let Some(form) = self.forms.get_mut(place) {
            form.gain = Some(most);
        }
        most
    }

    /// Where several readings are nearly as good, the one that is natural in a single language comes first.
    fn settle(&mut self, found: &mut [(Vec<usize>, Reading)]) {
        let Some(best) = found.first().map(|(_, reading)| reading.gain) else { return };
        let rivals = found.partition_point(|(_, reading)| reading.gain + CLOSE >= best);
        if let Some(rivals) = found.get_mut(..rivals).filter(|rivals| rivals.len() > 1) {
            let mut score = |(words, reading): &(Vec<usize>, Reading)| {
                let others = Bits::try_from(reading.others).unwrap_or(Bits::MAX / 2);
                self.in_one_language(words) + price(&reading.chain) + others + reading.odd + reading.rank
            };
            rivals.sort_by_cached_key(&mut score);
            let Some((first, others)) = rivals.split_first_mut() else { return };
            let rival = others.iter().find(|(_, reading)| reading.chain.len() == first.1.chain.len());
            first.1.rival = rival.filter(|rival| score(rival) < score(first) + RIVAL).map(|(_, reading)| reading.chain.clone());
        }
    }

    /// What the words cost in the language that suits them best.
    fn in_one_language(&mut self, words: &[usize]) -> Bits {
        let mut sums: Vec<Bits> = Vec::new();
        for form in words {
            let Some(form) = self.forms.get_mut(*form) else { continue };
            let Form { costs, text, .. } = form;
            let costs = costs.get_or_insert_with(|| Profile::new(text).costs().map(|(bits, _)| bits).collect());
            sums.resize(costs.len(), 0);
            sums.iter_mut().zip(costs).for_each(|(sum, bits)| *sum += *bits);
        }
        sums.into_iter().min().unwrap_or_default()
    }

    /// The pages through which the text may have been misread, with what speaks against them, the likeliest first.
    fn page_numbers(&self, words: &[usize]) -> Vec<(Bits, usize)> {
        let forms = || words.iter().filter_map(|word| self.forms.get(*word));
        let set = forms().fold(0, |set, form| set | form.pages);
        let pages = (0..PAGES).filter(|page| set >> page & 1 == 1);
        let mut pages: Vec<(Bits, usize)> = pages.map(|page| (self.strange(words, page) + rarity(page), page)).collect();
        pages.sort_unstable();
        pages
    }

    /// What the controls in some words speak against a page.
    fn strange(&self, words: &[usize], page: usize) -> Bits {
        let forms = words.iter().filter_map(|word| self.forms.get(*word)).filter(|form| form.has_controls);
        forms.map(|form| strange(&form.text, page)).sum()
    }

    fn pages(&self, form: usize) -> impl Iterator<Item = usize> + use<> {
        let set = self.forms.get(form).map_or(0, |form| form.pages);
        (0..PAGES).filter(move |page| set >> page & 1 == 1)
    }

    /// Returns the words read back through a page, how many characters were put together, and how many others stayed.
    fn read_back(&mut self, words: &[usize], page: usize) -> (Vec<usize>, usize, usize) {
        let (mut characters, mut others) = (0, 0);
        let back = words.iter().map(|word| {
            let step = self.step(*word, page);
            characters += step.characters;
            others += step.others;
            step.form
        });
        (back.collect(), characters, others)
    }

    fn step(&mut self, place: usize, page: usize) -> Step {
        let form = self.forms.get(place);
        if let Some(step) = form.and_then(|form| form.steps.get(page).copied().flatten()) {
            return step;
        }
        let back = form.map(|form| read_back(&form.text, page)).unwrap_or_default();
        let step = Step { form: self.place(&back.text), characters: back.characters, others: back.others };
        if let Some(form) = self.forms.get_mut(place) {
            if form.steps.len() <= page {
                form.steps.resize(page + 1, None);
            }
            form.steps.iter_mut().skip(page).take(1).for_each(|known| *known = Some(step));
        }
        step
    }

    fn place(&mut self, text: &str) -> usize {
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        let place = self.forms.len();
        let has_controls = text.chars().any(|char| matches!(char, '\u{80}'..='\u{9f}'));
        let (cost, pages) = (language::cost(text), pages(text));
        let text = text.to_owned();
        self.places.insert(text.clone(), place);
        self.forms.push(Form { text, cost, pages, has_controls, steps: Vec::new(), costs: None, gain: None });
        place
    }

    fn cost(&self, words: &[usize]) -> Bits {
        words.iter().filter_map(|word| self.forms.get(*word)).map(|form| form.cost).sum()
    }

    fn text(&self, words: &[usize]) -> String {
        let words: Vec<&str> = words.iter().filter_map(|word| self.forms.get(*word)).map(|form| form.text.as_str()).collect();
        words.join(" ")
    }

    fn forget(&mut self) {
        if self.forms.len() > MOST {
            *self = Self::default();
        }
    }
}
