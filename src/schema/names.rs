//! The names that PostgreSQL chooses for what its user left unnamed.
//!
//! Source: `makeObjectName` and `ChooseRelationName` (src/backend/commands/indexcmds.c), `ChooseConstraintName`
//! (src/backend/catalog/pg_constraint.c), `ChooseIndexColumnNames`. The limit is 63 bytes.

const LIMIT: usize = 63;

/// Joins `first_second_label`, cutting the longer of the first two until the whole fits 63 bytes.
pub fn make_object_name(first: &str, second: Option<&str>, label: Option<&str>) -> String {
    let mut overhead = label.map_or(0, |label| label.len() + 1);
    if second.is_some() {
        overhead += 1;
    }
    let available = LIMIT.saturating_sub(overhead);
    let mut first_len = first.len();
    let mut second_len = second.map_or(0, str::len);
    while first_len + second_len > available {
        if first_len > second_len {
            first_len -= 1;
        } else {
            second_len -= 1;
        }
    }
    let mut name = clip(first, first_len).to_owned();
    if let Some(second) = second {
        name.push('_');
        name.push_str(clip(second, second_len));
    }
    if let Some(label) = label {
        name.push('_');
        name.push_str(label);
    }
    name
}

/// The first of `first_second_label`, `…label1`, `…label2` that is not taken.
pub fn choose(first: &str, second: Option<&str>, label: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut name = make_object_name(first, second, Some(label));
    let mut pass = 0;
    while taken(&name) {
        pass += 1;
        name = make_object_name(first, second, Some(&format!("{label}{pass}")));
    }
    name
}

/// The middle part of an index's name: the column names joined by `_`, cut at 63 bytes (`ChooseIndexNameAddition`).
pub fn index_columns<'a>(columns: impl IntoIterator<Item = &'a str>) -> String {
    let mut joined = String::new();
    for column in columns {
        if !joined.is_empty() {
            joined.push('_');
        }
        joined.push_str(column);
        if joined.len() >= LIMIT {
            break;
        }
    }
    clip(&joined, LIMIT).to_owned()
}

/// Index element names as PostgreSQL makes them unique inside one index: `lower`, `lower1`, … (`ChooseIndexColumnNames`).
pub fn unique_elements(elements: &[String]) -> Vec<String> {
    let mut chosen: Vec<String> = Vec::new();
    for element in elements {
        let mut name = element.clone();
        let mut pass = 0;
        while chosen.contains(&name) {
            pass += 1;
            let suffix = pass.to_string();
            name = format!("{}{suffix}", clip(element, LIMIT - suffix.len()));
        }
        chosen.push(name);
    }
    chosen
}

fn clip(text: &str, mut len: usize) -> &str {
    len = len.min(text.len());
    while !text.is_char_boundary(len) {
        len -= 1;
    }
    text.get(..len).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_and_numbers() {
        assert_eq!(choose("t", Some("c"), "key", |_| false), "t_c_key");
        assert_eq!(choose("t", Some("c"), "key", |n| n == "t_c_key"), "t_c_key1");
        assert_eq!(choose("t", None, "pkey", |_| false), "t_pkey");
    }

    #[test]
    fn cuts_the_longer_part_first() {
        let name = make_object_name(&"a".repeat(60), Some("bcd"), Some("fkey"));
        assert_eq!(name.len(), 63);
        assert_eq!(name, format!("{}_bcd_fkey", "a".repeat(54)));
    }

    #[test]
    fn numbers_repeated_index_elements() {
        assert_eq!(unique_elements(&["lower".into(), "lower".into()]), ["lower", "lower1"]);
    }
}
