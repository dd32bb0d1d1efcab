//! Titles as parts of file names.

use super::manifest::SlugRules;

/// Returns the title as letters, digits and `_`, in lower case; never empty.
///
/// Alembic cuts a slug the same way: at the last word that fits.
pub fn slug(title: &str, rules: SlugRules) -> String {
    let words = words(title);
    let joined = shortened(&words[leading_numbers(&words, rules)..].join("_"), rules.max);
    if joined.is_empty() { String::from("migration") } else { joined }
}

/// Returns the title as a person would write it: `g16_webhook_enrichment` as `g16 webhook enrichment`.
pub fn message(title: &str, rules: SlugRules) -> String {
    let words: Vec<&str> = title.split(['_', ' ']).filter(|word| !word.is_empty()).collect();
    let text = words[leading_numbers(&words, rules)..].join(" ");
    if text.is_empty() { String::from("migration") } else { text }
}

/// How many words at the start only number the file; one word always stays.
fn leading_numbers<T: AsRef<str>>(words: &[T], rules: SlugRules) -> usize {
    let numbers = words.iter().take_while(|word| is_number(word.as_ref())).count();
    if rules.strip_leading_number { numbers.min(words.len().saturating_sub(1)) } else { 0 }
}

fn words(title: &str) -> Vec<String> {
    let lower: String = title.chars().flat_map(char::to_lowercase).collect();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

fn shortened(slug: &str, max: usize) -> String {
    if slug.chars().count() <= max {
        return slug.to_owned();
    }
    let cut: String = slug.chars().take(max).collect();
    cut.rsplit_once('_').map_or(cut.clone(), |(head, _)| head.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: SlugRules = SlugRules { max: 20, strip_leading_number: true };

    #[test]
    fn a_slug_is_a_safe_part_of_a_path() {
        assert_eq!(slug("001_Initial Schema", RULES), "initial_schema");
        assert_eq!(slug("../../etc/passwd", RULES), "etc_passwd");
        assert_eq!(slug("\u{202e}…", RULES), "migration");
        assert_eq!(slug("2024", RULES), "2024");
        assert_eq!(slug("2018-01-04-120000_users", RULES), "users");
    }

    #[test]
    fn a_long_slug_ends_after_a_word() {
        assert_eq!(slug("add the tenant column to all", RULES), "add_the_tenant");
    }
}
