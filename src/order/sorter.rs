//! Sorting: depth first, before a file runs those that make what it misses.
//!
//! The files are taken in the order of their names, so that a folder in which nothing is missing stays as it is.

use std::collections::{BTreeMap, BTreeSet};

use super::content::Pair;
use super::facts::{Facts, Mentioned};
use super::numbers::Numbering;
use super::state::State as Made;
use super::{Edge, Link};

/// An order, and the loops that were found on the way.
#[derive(Debug, Default)]
pub struct Sorted {
    pub order: Vec<usize>,
    pub loops: Vec<Vec<Link>>,
    /// Where the content of the files made the order: which file it puts before which for sure.
    pub content: Option<Vec<Pair>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    Underway,
    Done,
}

/// A file underway, and how far its needs are looked through.
struct Frame {
    file: usize,
    need: usize,
    hint: usize,
    gone: usize,
    fresh: usize,
    /// The users of what it removes that were sent ahead.
    users: BTreeSet<usize>,
    /// What the file that was underway before needs of this one; `None`: it was only a hint.
    because: Option<Mentioned>,
}

struct Sorter<'a> {
    facts: &'a [Facts],
    numbering: &'a Numbering,
    hints: Vec<Vec<usize>>,
    /// Object to the files that make it, in the order of names.
    makers: BTreeMap<&'a str, Vec<usize>>,
    /// What no file has made when its user's turn comes by the names, and the users.
    missing: BTreeMap<&'a str, Vec<usize>>,
    /// Object to the files that remove it.
    removers: BTreeMap<&'a str, Vec<usize>>,
    made: Made<'a>,
    state: Vec<State>,
    stack: Vec<Frame>,
    sorted: Sorted,
}

/// Sorts the files; `start` is the order to change as little as possible.
pub fn sort(start: &[usize], facts: &[Facts], soft: &[Edge], numbering: &Numbering) -> Sorted {
    let mut hints = vec![Vec::new(); facts.len()];
    soft.iter().for_each(|edge| hints[edge.then].push(edge.first));
    let mut sorter = Sorter {
        facts,
        numbering,
        hints,
        makers: makers(start, facts),
        missing: missing(start, facts),
        removers: removers(facts),
        made: Made::default(),
        state: vec![State::Waiting; facts.len()],
        stack: Vec::new(),
        sorted: Sorted::default(),
    };
    for file in start {
        sorter.visit(*file);
    }
    sorter.sorted
}

fn makers<'a>(start: &[usize], facts: &'a [Facts]) -> BTreeMap<&'a str, Vec<usize>> {
    let mut makers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (file, facts) in start.iter().map(|file| (*file, &facts[*file])) {
        for made in facts.makes.iter().chain(&facts.parts_made) {
            let list = makers.entry(&made.object).or_default();
            if list.last() != Some(&file) {
                list.push(file);
            }
        }
    }
    makers
}

fn removers(facts: &[Facts]) -> BTreeMap<&str, Vec<usize>> {
    let mut removers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (file, facts) in facts.iter().enumerate() {
        facts.gone.iter().for_each(|gone| removers.entry(gone).or_default().push(file));
    }
    removers
}

/// Runs the files in an order and notes what is missing, with its users.
pub fn missing<'a>(start: &[usize], facts: &'a [Facts]) -> BTreeMap<&'a str, Vec<usize>> {
    let mut made = Made::default();
    let mut missing: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (file, facts) in start.iter().map(|file| (*file, &facts[*file])) {
        for need in facts.needs.iter().chain(&facts.parts_needed).filter(|need| made.has_not(need)) {
            missing.entry(&need.object).or_default().push(file);
        }
        made.run(facts);
    }
    missing
}

impl Sorter<'_> {
    fn visit(&mut self, file: usize) {
        self.enter(file, None);
        while let Some(file) = self.stack.last().map(|frame| frame.file) {
            if let Some((other, because)) = self.next(file) {
                self.enter(other, because);
            } else {
                self.stack.pop();
                self.emit(file);
            }
        }
    }

    fn enter(&mut self, file: usize, because: Option<Mentioned>) {
        match self.state[file] {
            State::Done => {}
            State::Underway => self.note_loop(file, because),
            State::Waiting => {
                self.state[file] = State::Underway;
                self.stack.push(Frame { file, need: 0, hint: 0, gone: 0, fresh: 0, users: BTreeSet::new(), because });
            }
        }
    }

    /// The next file that must run before this one.
    fn next(&mut self, file: usize) -> Option<(usize, Option<Mentioned>)> {
        let facts = &self.facts[file];
        let mut frame = self.stack.pop()?;
        let mut found = None;
        let needs = facts.needs.len() + facts.parts_needed.len();
        while found.is_none() && frame.need < needs {
            let need = facts.needs.iter().chain(&facts.parts_needed).nth(frame.need);
            frame.need += 1;
            found = need.and_then(|need| Some((self.maker(need, file)?, Some(need.clone()))));
        }
        while found.is_none() && frame.hint < self.hints[file].len() {
            let first = self.hints[file][frame.hint];
            frame.hint += 1;
            found = (self.state[first] == State::Waiting).then_some((first, None));
        }
        while found.is_none() && frame.gone < facts.gone.len() {
            let gone = &facts.gone[frame.gone];
            match self.last_user(gone, file, &frame.users) {
                Some(user) => {
                    frame.users.insert(user);
                    found = Some((user, None));
                }
                None => frame.gone += 1,
            }
        }
        while found.is_none() && frame.fresh < facts.fresh.len() {
            let fresh = &facts.fresh[frame.fresh];
            frame.fresh += 1;
            found = self.remover(fresh, file).map(|remover| (remover, None));
        }
        self.stack.push(frame);
        found
    }

    /// A file that removes what stands in the way of this one, where no number orders the two.
    fn remover(&self, fresh: &str, file: usize) -> Option<usize> {
        let removers = self.removers.get(fresh).filter(|_| self.made.has(fresh))?;
        let fits =
            |other: &usize| *other != file && self.state[*other] == State::Waiting && !self.numbering.decides(*other, file);
        removers.iter().copied().find(fits)
    }

    /// The file that makes what a file misses: one that waits, else one that waits for this very file.
    fn maker(&self, need: &Mentioned, file: usize) -> Option<usize> {
        if !self.made.has_not(need) || self.facts[file].has_conditional(&need.object) {
            return None;
        }
        let makers = self.makers.get(need.object.as_str())?;
        // After an opaque statement anything may exist; only where nothing else orders the files is a maker sought all the same.
        let vague = need.is_doubtful || self.made.is_opaque();
        let fits = |maker: &usize| *maker != file && !(vague && self.numbering.decides(*maker, file));
        let in_state = |state| makers.iter().copied().find(|maker| fits(maker) && self.state[*maker] == state);
        in_state(State::Waiting).or_else(|| in_state(State::Underway).filter(|_| !vague))
    }

    /// A file that uses what this one removes, waits, and will not find it again.
    fn last_user(&self, gone: &str, file: usize, sent: &BTreeSet<usize>) -> Option<usize> {
        let waits = |other: &usize| *other != file && self.state[*other] == State::Waiting;
        let users = self.missing.get(gone).filter(|_| self.made.has(gone))?;
        let made_again = self.makers.get(gone).is_some_and(|makers| makers.iter().any(waits));
        let needs_this = |user: usize| self.facts[user].needs.iter().any(|need| self.facts[file].makes_object(&need.object));
        users.iter().copied().find(|user| !made_again && waits(user) && !sent.contains(user) && !needs_this(*user))
    }

    fn emit(&mut self, file: usize) {
        self.state[file] = State::Done;
        self.made.run(&self.facts[file]);
        self.sorted.order.push(file);
    }

    /// A file needs one that is underway: a loop, unless only a hint led here, which then was wrong.
    fn note_loop(&mut self, file: usize, because: Option<Mentioned>) {
        let Some(start) = self.stack.iter().position(|frame| frame.file == file) else { return };
        let led_by_hint = self.stack.iter().skip(start + 1).position(|frame| frame.because.is_none());
        if let Some(hint) = led_by_hint {
            for frame in self.stack.split_off(start + 1 + hint) {
                self.state[frame.file] = State::Waiting;
            }
            return;
        }
        let frames = self.stack.get(start..).unwrap_or_default();
        let needs = frames.iter().skip(1).map(|frame| frame.because.clone()).chain([because]);
        let ends = frames.iter().skip(1).map(|frame| frame.file).chain([file]);
        let links = frames.iter().zip(needs).zip(ends);
        let links = links.filter_map(|((frame, need), first)| Some(Link { first, then: frame.file, need: need? }));
        self.sorted.loops.push(links.collect());
    }
}
