//! Names of files that want another order than that of their characters: dates with the day in front, months by name, dates beside
//! moments, versions before their release, numbers at the end.

use std::collections::BTreeSet;

use super::layout::Migration;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/// What stands behind a version that comes before its release.
const PRERELEASES: [&str; 5] = ["alpha", "beta", "pre", "rc", "dev"];
/// Digits of a moment: `20240131235959`.
const MOMENT: usize = 14;

/// Gives each migration a name to be sorted by.
pub fn settle(migrations: &mut [Migration]) {
    let mut names: Vec<String> = migrations.iter().map(|migration| last(&migration.sort_name).to_lowercase()).collect();
    dates(&mut names);
    moments(&mut names);
    releases(&mut names);
    let folder = |migration: &Migration| migration.sort_name.len() - last(&migration.sort_name).len();
    let folders = |migration: &Migration| migration.sort_name.get(..folder(migration)).unwrap_or_default().to_owned();
    if migrations.windows(2).all(|pair| pair.first().map(folders) == pair.last().map(folders)) {
        ends(&mut names);
    }
    for (migration, name) in migrations.iter_mut().zip(names) {
        if !name.eq_ignore_ascii_case(last(&migration.sort_name)) {
            let folders = migration.sort_name.len() - last(&migration.sort_name).len();
            migration.sort_name.truncate(folders);
            migration.sort_name.push_str(&name);
        }
    }
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// `31-12-2023_a` and `31-dec-2023_a` become `2023-12-31_a`. The month stands in front where a number in second place is no month.
fn dates(names: &mut [String]) {
    let found: Vec<Option<Date>> = names.iter().map(|name| Date::read(name)).collect();
    let month_first = found.iter().flatten().any(|date| date.second > 12);
    for (name, date) in names.iter_mut().zip(found) {
        if let Some(date) = date {
            let (day, month) = if month_first && !date.is_named { (date.second, date.first) } else { (date.first, date.second) };
            *name = format!("{}-{month:02}-{day:02}{}", date.year, date.rest);
        }
    }
}

/// A date that a name starts with: day or month, month or day, year.
struct Date {
    first: u32,
    second: u32,
    year: u32,
    /// The month is written by its name, so that it is known which is which.
    is_named: bool,
    rest: String,
}

impl Date {
    fn read(name: &str) -> Option<Self> {
        let mut parts = name.splitn(3, ['-', '.', '_']);
        let (first, second, rest) = (parts.next()?, parts.next()?, parts.next()?);
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (last, rest) = rest.split_at(digits);
        let named = month(second);
        let second = named.or_else(|| second.parse().ok())?;
        let (first, last, written): (u32, u32, usize) = (first.parse().ok()?, last.parse().ok()?, first.len());
        let is_named = named.is_some();
        let (day, year) = match (written, digits) {
            (1 | 2, 4) => (first, last),
            (4, 1 | 2) if is_named => (last, first),
            _ => return None,
        };
        let fits = (1..=31).contains(&day) && (1..=31).contains(&second) && (1970..2100).contains(&year);
        fits.then(|| Self { first: day, second, year, is_named, rest: rest.to_owned() })
    }
}

/// The number of a month by its English name or its first three letters.
pub fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let at = MONTHS.iter().position(|month| word.get(..3) == Some(month))?;
    word.chars().all(char::is_alphabetic).then(|| u32::try_from(at + 1).ok()).flatten()
}

/// `20240101` beside `20240101120000` is the start of that day.
fn moments(names: &mut [String]) {
    let lengths: Vec<Option<usize>> = names.iter().map(|name| moment(name)).collect();
    if lengths.iter().flatten().max() == lengths.iter().flatten().min() {
        return;
    }
    for (name, length) in names.iter_mut().zip(lengths) {
        if let Some(length) = length {
            name.insert_str(length, &"0".repeat(MOMENT.saturating_sub(length)));
        }
    }
}

/// How many digits of a day or a moment a name starts with.
fn moment(name: &str) -> Option<usize> {
    let length = name.len() - name.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = |range: std::ops::Range<usize>| name.get(range).and_then(|digits| digits.parse::<u32>().ok());
    let is_date = (1970..2100).contains(&number(0..4)?) && (1..=12).contains(&number(4..6)?) && (1..=31).contains(&number(6..8)?);
    (matches!(length, 8 | 10 | 12 | MOMENT) && is_date).then_some(length)
}

/// `1.0.0` comes behind `1.0.0-rc1`.
fn releases(names: &mut [String]) {
    let awaited: BTreeSet<String> = names.iter().flat_map(|name| awaited(name)).map(str::to_owned).collect();
    for name in names.iter_mut().filter(|name| name.ends_with(|c: char| c.is_ascii_digit()) && awaited.contains(*name)) {
        name.push_str("-release");
    }
}

/// The releases that a name says to come before: what stands in front of `-rc`.
fn awaited(name: &str) -> impl Iterator<Item = &str> {
    let is_before = |at: usize| name.get(at + 1..).is_some_and(|rest| PRERELEASES.iter().any(|word| rest.starts_with(word)));
    name.match_indices(['-', '.', '_']).filter(move |(at, _)| is_before(*at)).filter_map(|(at, _)| name.get(..at))
}

/// `add_users_1`, `add_posts_2`: where all names end with a number of their own and none starts with one, those count.
fn ends(names: &mut [String]) {
    let number = |name: &String| {
        let digits = name.len() - name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let (start, number) = name.split_at(name.len() - digits);
        let is_counted = start.ends_with(['_', '-', '.']) && !start.contains(|c: char| c.is_ascii_digit());
        number.parse::<u64>().ok().filter(|_| is_counted)
    };
    let Some(mut numbers) = names.iter().map(number).collect::<Option<Vec<u64>>>() else { return };
    let found = numbers.clone();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.len() == names.len() && names.len() > 1 {
        names.iter_mut().zip(found).for_each(|(name, number)| *name = format!("{number}_{name}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(change: fn(&mut [String]), names: &[&str]) -> Vec<String> {
        let mut names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        change(&mut names);
        names
    }

    #[test]
    fn dates_begin_with_the_year() {
        assert_eq!(settled(dates, &["31-12-2023_z", "1.2.2024"]), ["2023-12-31_z", "2024-02-01"]);
        assert_eq!(settled(dates, &["12-31-2023", "02-01-2024"]), ["2023-12-31", "2024-02-01"]);
        assert_eq!(settled(dates, &["2024-feb-01_b", "5-jan-2024"]), ["2024-02-01_b", "2024-01-05"]);
        for name in ["2024-01-05_a", "1.2.9", "1_2_a", "v1.2.2024x"] {
            assert_eq!(settled(dates, &[name]), [name]);
        }
    }

    #[test]
    fn days_are_moments_beside_moments() {
        assert_eq!(settled(moments, &["20240101_a", "20240101120000_b"]), ["20240101000000_a", "20240101120000_b"]);
        assert_eq!(settled(moments, &["20240101_a", "20240102_b"]), ["20240101_a", "20240102_b"]);
        assert_eq!(settled(moments, &["1700000000_a", "20240102_b"]), ["1700000000_a", "20240102_b"]);
    }

    #[test]
    fn releases_and_numbers_at_the_end() {
        assert_eq!(settled(releases, &["v1.0.0", "v1.0.0-rc1"]), ["v1.0.0-release", "v1.0.0-rc1"]);
        assert_eq!(settled(ends, &["add_users_1", "add_posts_2"]), ["1_add_users_1", "2_add_posts_2"]);
        assert_eq!(settled(ends, &["add_users_1", "add_posts"]), ["add_users_1", "add_posts"]);
    }
}
