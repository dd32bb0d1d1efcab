//! Constants that come from the clock.
//!
//! `'now'::timestamp` in a view becomes a constant when the view is made, so the same statement gives another definition each time.
//! No downgrade can bring the old moment back, and none has to.

use std::sync::OnceLock;

use regex::Regex;

/// The facts without the moments that lie in or after `since` (`YYYY-MM-DD HH:MM:SS`, UTC): only the clock can have put them there.
pub fn without_moments(facts: &str, since: &str) -> Option<String> {
    static MOMENT: OnceLock<Option<Regex>> = OnceLock::new();
    let moment = MOMENT.get_or_init(|| Regex::new(r"'(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(\.\d{1,6})?(\+00)?'").ok()).as_ref()?;
    let mut found = false;
    let replaced = moment.replace_all(facts, |captures: &regex::Captures<'_>| {
        let is_new = !since.is_empty() && captures[1] >= *since;
        found |= is_new;
        if is_new { "'now'".to_owned() } else { captures[0].to_owned() }
    });
    found.then(|| replaced.into_owned())
}

#[cfg(test)]
mod tests {
    use super::without_moments;

    #[test]
    fn only_moments_of_this_run_are_left_out() {
        let since = "2026-11-21 01:11:42";
        let view = "SELECT ('2026-11-21 01:12:03.622466'::timestamp - p) < '2020-01-01 00:00:00'::timestamp";
        let expected = "SELECT ('now'::timestamp - p) < '2020-01-01 00:00:00'::timestamp";
        assert_eq!(without_moments(view, since).as_deref(), Some(expected));
        assert_eq!(without_moments("SELECT '2026-11-20 23:59:59.1+00'::timestamptz", since), None);
        assert_eq!(without_moments("SELECT 'x'", since), None);
        assert_eq!(without_moments(view, ""), None);
    }
}
