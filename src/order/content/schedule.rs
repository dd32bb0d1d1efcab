//! Running the files in thought: next comes one whose needs are there, which makes nothing that is there already, and takes nothing
//! away that a waiting file needs.
//!
//! Where no file can run, the one that misses least does. Each change of an object concerns only the files that touch it.

use std::collections::BTreeSet;

use super::chains::is_kind;
use super::graph::Graph;
use super::objects::{Object, Part};
use crate::order::facts::{After, Before};

/// How far a waiting file is from running: the least comes first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    /// Objects that it needs and that are not there.
    missing: usize,
    /// Files that must come first, objects in its way, and objects that it takes away from others.
    unmet: usize,
    /// It makes, in passing, what another file makes as new, or does nothing where it would after other files.
    hasty: usize,
    /// Files that should come first.
    hints: usize,
    rank: usize,
}

/// How one object hinders a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hindrance {
    is_missing: bool,
    is_in_the_way: bool,
    is_hasty: bool,
}

impl Hindrance {
    /// Counts it for a file, or no longer.
    fn put(self, key: &mut Key, counts: bool) {
        let change = |count: &mut usize, is_so: bool| {
            *count = if counts { *count + usize::from(is_so) } else { *count - usize::from(is_so) };
        };
        change(&mut key.missing, self.is_missing);
        change(&mut key.unmet, self.is_in_the_way);
        change(&mut key.hasty, self.is_hasty);
    }
}

struct Schedule<'a> {
    objects: &'a [Object<'a>],
    /// By file: its objects, and its place among the parts of each.
    touched: Vec<Vec<(usize, usize)>>,
    there: Vec<bool>,
    /// By object: waiting files that need it, and waiting files that make it.
    users: Vec<usize>,
    makers: Vec<usize>,
    /// Those among them that run only where it is absent.
    fresh: Vec<usize>,
    /// By object: waiting files that take it away.
    enders: Vec<usize>,
    /// By object and part: whether other files than those that must come behind it make what it takes, or take what it makes.
    can_work: Vec<Vec<bool>>,
    /// By file: how often it is hindered by each kind.
    keys: Vec<Key>,
    /// By file: the files that wait for it, for sure or by a hint.
    followers: Vec<Vec<(usize, bool)>>,
    waiting: BTreeSet<(Key, usize)>,
    done: Vec<bool>,
}

/// The order in which the files run: `hard` are the edges that hold, `all` those that should. `rank`: which comes first where nothing
/// else tells.
pub fn schedule(objects: &[Object<'_>], hard: &Graph, all: &Graph, rank: &[usize]) -> Vec<usize> {
    let mut schedule = Schedule::new(objects, hard, all, rank);
    let mut order = Vec::with_capacity(rank.len());
    while let Some((_, file)) = schedule.waiting.pop_first() {
        order.push(file);
        schedule.run(file);
    }
    order
}

/// Whether it brings about what was not there.
fn makes(before: Before, after: After) -> bool {
    after == After::There && before != Before::There
}

/// For each part that finds something only likely, whether a file that need not come behind it brings that about.
fn can_work(object: &Object<'_>, hard: &Graph) -> Vec<bool> {
    let by_another = |part: &Part, test: fn(&Part) -> bool| {
        object.parts.iter().any(|other| other.file != part.file && test(other) && !hard.next(part.file).contains(&other.file))
    };
    let can_work = |part: &Part| match part.before {
        Before::LikelyThere => by_another(part, |other| makes(other.before, other.after)),
        Before::LikelyAbsent => by_another(part, Part::takes_away),
        _ => false,
    };
    object.parts.iter().map(can_work).collect()
}

impl<'a> Schedule<'a> {
    fn new(objects: &'a [Object<'a>], hard: &Graph, all: &Graph, rank: &[usize]) -> Self {
        let files = rank.len();
        let mut touched = vec![Vec::new(); files];
        for (id, object) in objects.iter().enumerate() {
            object.parts.iter().enumerate().for_each(|(at, part)| touched[part.file].push((id, at)));
        }
        let by_object = |test: fn(Before, After) -> bool| -> Vec<usize> {
            let count = |object: &Object<'_>| object.parts.iter().filter(|part| test(part.before, part.after)).count();
            objects.iter().map(count).collect()
        };
        let comes = by_object(|before, after| before == Before::Absent || makes(before, after));
        let mut schedule = Self {
            objects,
            touched,
            there: comes.into_iter().map(|count| count == 0).collect(),
            can_work: objects.iter().map(|object| can_work(object, hard)).collect(),
            users: by_object(|before, _| before == Before::There),
            makers: by_object(makes),
            fresh: by_object(|before, after| before == Before::Absent && makes(before, after)),
            enders: objects.iter().map(|object| object.parts.iter().filter(|part| part.takes_away()).count()).collect(),
            keys: rank.iter().map(|rank| Key { rank: *rank, ..Key::default() }).collect(),
            followers: (0..files)
                .map(|file| all.next(file).iter().map(|then| (*then, hard.next(file).contains(then))).collect())
                .collect(),
            waiting: BTreeSet::new(),
            done: vec![false; files],
        };
        schedule.count_all();
        schedule
    }

    fn count_all(&mut self) {
        let followers: Vec<(usize, bool)> = self.followers.iter().flatten().copied().collect();
        for (file, is_hard) in followers {
            if is_hard { self.keys[file].unmet += 1 } else { self.keys[file].hints += 1 }
        }
        for file in 0..self.keys.len() {
            for (object, at) in self.touched[file].clone() {
                let hindrance = self.hindrance(object, at);
                hindrance.put(&mut self.keys[file], true);
            }
        }
        self.waiting = self.keys.iter().copied().enumerate().map(|(file, key)| (key, file)).collect();
    }

    /// How an object hinders a file.
    fn hindrance(&self, object: usize, at: usize) -> Hindrance {
        let part = &self.objects[object].parts[at];
        let users = self.users[object] - usize::from(part.before == Before::There && !self.done[part.file]);
        // A view takes the kind of a table, not the table.
        let takes = part.after == After::Gone && !is_kind(self.objects[object].label) && self.there[object] && users > 0;
        // It would be in the way of the one that makes it.
        let forestalls =
            makes(part.before, part.after) && part.before != Before::Absent && !self.there[object] && self.fresh[object] > 0;
        let is_there = self.there[object];
        let is_idle = match part.before {
            // What is only read may be another's.
            Before::LikelyThere => {
                part.after != After::Same && !is_there && self.makers[object] > usize::from(makes(part.before, part.after))
            }
            Before::LikelyAbsent => is_there && self.enders[object] > usize::from(part.takes_away()),
            _ => false,
        };
        Hindrance {
            is_missing: part.before == Before::There && !self.there[object],
            is_in_the_way: part.before == Before::Absent && self.there[object] || takes && self.makers[object] == 0,
            is_hasty: forestalls || is_idle && self.can_work[object][at],
        }
    }

    fn run(&mut self, file: usize) {
        let touched = self.touched[file].clone();
        // What each says before and after differs only for the files that touch the same objects.
        for (object, at) in &touched {
            let part = self.objects[*object].parts[*at];
            let is_user = part.before == Before::There;
            let is_maker = makes(part.before, part.after);
            let is_ender = part.takes_away();
            let is_fresh = is_maker && part.before == Before::Absent;
            let flips = match part.after {
                After::There => !self.there[*object],
                After::Gone => self.there[*object],
                _ => false,
            };
            if !(is_user || is_maker || is_ender || flips) {
                continue;
            }
            let is_last = is_maker && self.makers[*object] <= 2 || is_ender && self.enders[*object] <= 2;
            let concerned = self.concerned(*object, flips || is_fresh || is_last);
            let before: Vec<Hindrance> = concerned.iter().map(|(_, at)| self.hindrance(*object, *at)).collect();
            self.users[*object] -= usize::from(is_user);
            self.makers[*object] -= usize::from(is_maker);
            self.fresh[*object] -= usize::from(is_fresh);
            self.enders[*object] -= usize::from(is_ender);
            if flips {
                self.there[*object] = !self.there[*object];
            }
            for ((other, at), old) in concerned.into_iter().zip(before) {
                let new = self.hindrance(*object, at);
                if old != new {
                    self.change(other, |key| {
                        new.put(key, true);
                        old.put(key, false);
                    });
                }
            }
        }
        self.done[file] = true;
        for (follower, is_hard) in self.followers[file].clone() {
            self.change(follower, |key| if is_hard { key.unmet -= 1 } else { key.hints -= 1 });
        }
    }

    /// The waiting files that a change of an object may concern: all where it comes or goes, else those that take it away.
    fn concerned(&self, object: usize, flips: bool) -> Vec<(usize, usize)> {
        let parts = self.objects[object].parts.iter().enumerate();
        let waits = |file: usize| self.waiting.contains(&(self.keys[file], file));
        parts
            .filter(|(_, part)| flips || part.after == After::Gone)
            .map(|(at, part)| (part.file, at))
            .filter(|(file, _)| waits(*file))
            .collect()
    }

    fn change(&mut self, file: usize, change: impl FnOnce(&mut Key)) {
        if self.waiting.remove(&(self.keys[file], file)) {
            change(&mut self.keys[file]);
            self.waiting.insert((self.keys[file], file));
        }
    }
}
