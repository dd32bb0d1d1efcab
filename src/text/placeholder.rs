//! Placeholders of templates that the user gives values: `${name}`, `{{ name }}`, `%name%`.
//!
//! They are filled in wherever they stand, in comments and literals too: so do the tools that read such files (Flyway's
//! placeholders, Jinja, envsubst).

use std::collections::BTreeMap;
use std::ops::Range;

/// Values by the names of placeholders.
pub type Values = BTreeMap<String, String>;

/// A placeholder that has a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder<'a> {
    pub span: Range<usize>,
    pub value: &'a str,
}

/// What stands around a name.
const FORMS: [(&str, &str); 4] = [("${", "}"), ("{{", "}}"), ("%", "%"), ("@", "@")];

/// Returns the placeholders of a text that have values, in order.
pub fn find<'a>(text: &str, values: &'a Values) -> Vec<Placeholder<'a>> {
    let mut found = Vec::new();
    if values.is_empty() {
        return found;
    }
    let mut at = 0;
    let opens = |byte: &u8| matches!(byte, b'$' | b'{' | b'%' | b'@');
    while let Some(start) = text.as_bytes().get(at..).unwrap_or_default().iter().position(opens).map(|to| at + to) {
        let placeholder = text.get(start..).and_then(|rest| FORMS.iter().find_map(|form| read(rest, form, values)));
        at = match placeholder {
            Some((length, value)) => {
                found.push(Placeholder { span: start..start + length, value });
                start + length
            }
            None => start + 1,
        };
    }
    found
}

/// The length and the value of a placeholder at the start of a text.
fn read<'a>(text: &str, (open, close): &(&str, &str), values: &'a Values) -> Option<(usize, &'a str)> {
    let rest = text.strip_prefix(open)?;
    let (inside, _) = rest.split_once(close)?;
    let name = if *open == "{{" { inside.trim_matches([' ', '\t']) } else { inside };
    let value = values.get(name)?;
    Some((open.len() + inside.len() + close.len(), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_found_in_each_form() {
        let values = Values::from([("schema".to_owned(), "app".to_owned()), ("PREFIX".to_owned(), "x_".to_owned())]);
        let text =
            "CREATE TABLE ${schema}.%PREFIX%a (b text DEFAULT '{{ schema }}'); -- 5 % of ${other} is {{schema}} $${schema}$";
        let found = find(text, &values);
        let shown: Vec<(&str, &str)> = found.iter().map(|it| (&text[it.span.clone()], it.value)).collect();
        let (schema, blanks, bare) = (("${schema}", "app"), ("{{ schema }}", "app"), ("{{schema}}", "app"));
        assert_eq!(shown, [schema, ("%PREFIX%", "x_"), blanks, bare, schema]);
        assert!(find(text, &Values::new()).is_empty());
    }
}
