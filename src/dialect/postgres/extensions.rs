//! What the extensions bring that PostgreSQL ships: the names that statements can use.

use crate::dialect::name::Class;
use crate::dialect::{Provided, Provides};

/// An extension a line, and a line each for what it brings; written from the catalog of a server.
const SHIPPED: &str = include_str!("extensions.txt");

/// What an extension brings; nothing for one that is not known.
pub fn provides(extension: &str) -> Provides {
    let mut found = Provides::default();
    let lines = SHIPPED.lines().skip_while(|line| *line != extension).skip(1);
    for line in lines.take_while(|line| line.starts_with(' ')) {
        let Some((what, names)) = line.trim().split_once(": ") else { continue };
        let names = names.split(' ').map(str::to_owned);
        match what {
            "requires" => found.requires.extend(names),
            "indexes" => found.objects.extend(default_classes(names)),
            _ => found.objects.extend(class(what).into_iter().flat_map(|class| names.clone().map(move |name| (class, name)))),
        }
    }
    found
}

/// The extension that brings an object.
pub fn with(wanted: Class, name: &str) -> Option<&'static str> {
    let mut extension = None;
    for line in SHIPPED.lines().filter(|line| !line.starts_with('#')) {
        let Some((what, names)) = line.trim_start().split_once(": ").filter(|_| line.starts_with(' ')) else {
            extension = Some(line);
            continue;
        };
        if class(what) == Some(wanted) && names.split(' ').any(|it| it == name) {
            return extension;
        }
    }
    None
}

/// `gin int4 text`: the method and the types whose columns it can index without naming an operator class.
fn default_classes(mut names: impl Iterator<Item = String>) -> Vec<Provided> {
    let method = names.next().unwrap_or_default();
    names.map(|ty| (Class::Index, format!("{method} {ty}"))).collect()
}

fn class(words: &str) -> Option<Class> {
    match words {
        "types" => Some(Class::Type),
        "functions" => Some(Class::Function),
        "operator classes" => Some(Class::OperatorClass),
        "foreign-data wrappers" => Some(Class::ForeignDataWrapper),
        "dictionaries" => Some(Class::TextSearchDictionary),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_an_extension() {
        let trigrams = provides("pg_trgm");
        assert!(trigrams.objects.contains(&(Class::OperatorClass, "gin_trgm_ops".to_owned())));
        assert!(trigrams.requires.is_empty());
        assert_eq!(with(Class::OperatorClass, "gin_trgm_ops"), Some("pg_trgm"));
        assert_eq!(with(Class::Type, "citext"), Some("citext"));
        assert_eq!(with(Class::Function, "citext_ops"), None);
        assert_eq!(provides("earthdistance").requires, ["cube"]);
        assert!(provides("btree_gist").objects.contains(&(Class::Index, "gist int4".to_owned())));
        assert_eq!(provides("nothing_such"), Provides::default());
    }
}
