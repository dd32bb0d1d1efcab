//! What ALTER can change in place of objects that the model knows by their statement: options, versions, states, mappings.

use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::definition::part;
use super::tree;
use crate::dialect::effect::{Setting, SettingChange};
use crate::dialect::name::Name;
use crate::dialect::wording::{Mention, Slot, Wording};

/// The kinds of token that the server's own parser tells apart, words first.
const WORDS: [&str; 6] = ["asciiword", "asciihword", "hword_asciipart", "word", "hword", "hword_part"];
const OTHERS: [&str; 13] = [
    "numword",
    "email",
    "url",
    "host",
    "sfloat",
    "version",
    "hword_numpart",
    "numhword",
    "url_path",
    "file",
    "float",
    "int",
    "uint",
];
/// The languages that the server has a configuration for (PostgreSQL 18: snowball's `languages`).
const LANGUAGES: [&str; 31] = [
    "arabic",
    "armenian",
    "basque",
    "catalan",
    "danish",
    "dutch",
    "english",
    "estonian",
    "finnish",
    "french",
    "german",
    "greek",
    "hindi",
    "hungarian",
    "indonesian",
    "irish",
    "italian",
    "lithuanian",
    "nepali",
    "norwegian",
    "polish",
    "portuguese",
    "romanian",
    "russian",
    "serbian",
    "simple",
    "spanish",
    "swedish",
    "tamil",
    "turkish",
    "yiddish",
];

/// What a CREATE sets that ALTER can change.
pub fn made(statement: &str, node: &SyntaxNode) -> Vec<SettingChange> {
    match node.kind() {
        SyntaxKind::CREATE_SERVER | SyntaxKind::CREATE_USER_MAPPING | SyntaxKind::CREATE_FOREIGN_DATA_WRAPPER => {
            foreign(statement, node)
        }
        SyntaxKind::CREATE_TEXT_SEARCH_DICTIONARY => parameters(statement, node, |key| key != "template"),
        SyntaxKind::CREATE_OPERATOR => parameters(statement, node, |key| matches!(key, "restrict" | "join")),
        SyntaxKind::CREATE_TEXT_SEARCH_CONFIGURATION => copied(node),
        SyntaxKind::CREATE_PUBLICATION => {
            let mut found = publication_parameters(statement, node);
            if let Some(clause) = tree::child(node, SyntaxKind::FOR_PUBLICATION_OBJECTS) {
                found.push(SettingChange::AddMembers { members: members(statement, &clause), only: true });
            }
            found
        }
        _ => Vec::new(),
    }
}

/// What an ALTER changes in place; `None` for any other action.
pub fn changes(statement: &str, node: &SyntaxNode) -> Option<Vec<SettingChange>> {
    let found = match node.kind() {
        SyntaxKind::ALTER_SERVER | SyntaxKind::ALTER_USER_MAPPING | SyntaxKind::ALTER_FOREIGN_DATA_WRAPPER => {
            foreign(statement, node)
        }
        SyntaxKind::ALTER_TEXT_SEARCH_DICTIONARY => parameters(statement, node, |_| true),
        SyntaxKind::ALTER_OPERATOR => operator(statement, node)?,
        SyntaxKind::ALTER_TEXT_SEARCH_CONFIGURATION => node.children().find_map(|action| mapping(statement, &action))?,
        SyntaxKind::ALTER_EVENT_TRIGGER => vec![node.children().find_map(|action| state(&action))?],
        SyntaxKind::ALTER_PUBLICATION => node.children().find_map(|action| publication(statement, &action))?,
        SyntaxKind::ALTER_STATISTICS => vec![target(&tree::child(node, SyntaxKind::SET_STATISTICS)?)],
        _ => return None,
    };
    (!found.is_empty()).then_some(found)
}

/// VERSION, HANDLER, VALIDATOR and OPTIONS.
fn foreign(statement: &str, node: &SyntaxNode) -> Vec<SettingChange> {
    use SyntaxKind as K;
    let mut found = Vec::new();
    for clause in node.descendants() {
        let inner = || clause.children().last().map(|value| vec![part(statement, &value, tree::range(&value), false)]);
        match clause.kind() {
            K::SERVER_VERSION => found.extend(inner().map(|value| SettingChange::Set(Setting::Version, value))),
            K::OPTION_HANDLER => found.extend(inner().map(|value| SettingChange::Set(Setting::Handler, value))),
            K::OPTION_VALIDATOR => found.extend(inner().map(|value| SettingChange::Set(Setting::Validator, value))),
            K::OPTION_NO_HANDLER => found.push(SettingChange::Unset(Setting::Handler)),
            K::OPTION_NO_VALIDATOR => found.push(SettingChange::Unset(Setting::Validator)),
            K::ADD_FOREIGN_OPTION | K::SET_FOREIGN_OPTION => {
                let key = option_name(&clause).map(Setting::Option);
                found.extend(key.zip(inner()).map(|(key, value)| SettingChange::Set(key, value)));
            }
            K::DROP_FOREIGN_OPTION => {
                found.extend(option_name(&clause).map(|name| SettingChange::Unset(Setting::Option(name))));
            }
            _ => {}
        }
    }
    found
}

fn option_name(option: &SyntaxNode) -> Option<String> {
    tree::child(option, SyntaxKind::FOREIGN_OPTION_NAME).map(|name| tree::fold(&tree::text(&name)))
}

/// `(a = b, c)`: what has no value goes back to its default.
fn parameters(statement: &str, node: &SyntaxNode, wanted: impl Fn(&str) -> bool) -> Vec<SettingChange> {
    let Some(list) = tree::descendant(node, SyntaxKind::ATTRIBUTE_LIST) else { return Vec::new() };
    let one = |option: SyntaxNode| {
        let key = tree::fold(&tree::text(&tree::child(&option, SyntaxKind::ATTRIBUTE_NAME)?));
        let value = tree::child(&option, SyntaxKind::ATTRIBUTE_VALUE);
        wanted(&key).then(|| match value {
            Some(value) => {
                SettingChange::Set(Setting::Parameter(key), vec![part(statement, &option, tree::range(&value), false)])
            }
            None => SettingChange::Unset(Setting::Parameter(key)),
        })
    };
    tree::children(&list, SyntaxKind::ATTRIBUTE_OPTION).filter_map(one).collect()
}

/// `SET (RESTRICT = f, JOIN = NONE)`. What can be set once and never changed (COMMUTATOR) is left to the statement's text.
fn operator(statement: &str, node: &SyntaxNode) -> Option<Vec<SettingChange>> {
    let all = parameters(statement, node, |_| true);
    let changeable = |change: &SettingChange| matches!(change, SettingChange::Set(Setting::Parameter(key), _) if key == "restrict" || key == "join");
    let none = |value: &[Wording]| value.iter().all(|part| part.text.eq_ignore_ascii_case("none"));
    all.iter().all(changeable).then(|| {
        let plain = |change| match change {
            SettingChange::Set(key, value) if none(&value) => SettingChange::Unset(key),
            other => other,
        };
        all.into_iter().map(plain).collect()
    })
}

fn state(action: &SyntaxNode) -> Option<SettingChange> {
    let text = match action.kind() {
        SyntaxKind::ENABLE => return Some(SettingChange::Unset(Setting::State)),
        SyntaxKind::DISABLE => "DISABLE",
        SyntaxKind::ENABLE_ALWAYS => "ENABLE ALWAYS",
        SyntaxKind::ENABLE_REPLICA => "ENABLE REPLICA",
        _ => return None,
    };
    Some(SettingChange::Set(Setting::State, vec![Wording::plain(text)]))
}

fn target(action: &SyntaxNode) -> SettingChange {
    match action.children().next().map(|value| tree::text(&value)) {
        Some(value) if value != "-1" => SettingChange::Set(Setting::StatisticsTarget, vec![Wording::plain(value)]),
        _ => SettingChange::Unset(Setting::StatisticsTarget),
    }
}

fn mapping(statement: &str, action: &SyntaxNode) -> Option<Vec<SettingChange>> {
    let tokens: Vec<String> =
        tree::children(action, SyntaxKind::TEXT_SEARCH_TOKEN_KIND).map(|token| tree::fold(&tree::text(&token))).collect();
    let dictionaries = |holder: &SyntaxNode| -> Vec<Wording> {
        let found = tree::children(holder, SyntaxKind::TEXT_SEARCH_DICTIONARY_REF);
        found.map(|name| part(statement, holder, tree::range(&name), false)).collect()
    };
    match action.kind() {
        SyntaxKind::DROP_MAPPING => Some(tokens.into_iter().map(|token| SettingChange::Unset(Setting::Mapping(token))).collect()),
        SyntaxKind::ADD_MAPPING | SyntaxKind::ALTER_MAPPING => {
            if let Some(replace) = tree::child(action, SyntaxKind::REPLACE_DICTIONARY) {
                let [from, to] = dictionaries(&replace).try_into().ok()?;
                return Some(vec![SettingChange::Replace { tokens, from, to }]);
            }
            let list = dictionaries(action);
            Some(tokens.into_iter().map(|token| SettingChange::Set(Setting::Mapping(token), list.clone())).collect())
        }
        _ => None,
    }
}

fn publication(statement: &str, action: &SyntaxNode) -> Option<Vec<SettingChange>> {
    let members = members(statement, action);
    Some(match action.kind() {
        SyntaxKind::ADD_PUBLICATION_OBJECTS => vec![SettingChange::AddMembers { members, only: false }],
        SyntaxKind::SET_PUBLICATION_OBJECTS => vec![SettingChange::AddMembers { members, only: true }],
        SyntaxKind::DROP_PUBLICATION_OBJECTS => vec![SettingChange::DropMembers(members)],
        SyntaxKind::SET_OPTIONS => publication_parameters(statement, action),
        _ => return None,
    })
}

/// What is set to the server's default is as good as unset.
fn publication_parameters(statement: &str, node: &SyntaxNode) -> Vec<SettingChange> {
    let plain = |change| match change {
        SettingChange::Set(Setting::Parameter(key), value) => {
            let bare: String =
                value.iter().flat_map(|part| part.text.chars()).filter(|c| !c.is_whitespace() && *c != '\'').collect();
            match (key.as_str(), bare.to_lowercase().as_str()) {
                ("publish", "insert,update,delete,truncate")
                | ("publish_via_partition_root", "false" | "off" | "0")
                | ("publish_generated_columns", "none") => SettingChange::Unset(Setting::Parameter(key)),
                _ => SettingChange::Set(Setting::Parameter(key), value),
            }
        }
        other => other,
    };
    parameters(statement, node, |_| true).into_iter().map(plain).collect()
}

/// `TABLE a, b, TABLES IN SCHEMA s`, one by one, each with its keywords.
fn members(statement: &str, list: &SyntaxNode) -> Vec<Wording> {
    let mut keywords = "";
    let one = |member: SyntaxNode| {
        let written = part(statement, &member, tree::range(&member), false);
        let lower = written.text.to_lowercase();
        if ["table ", "tables "].iter().any(|word| lower.starts_with(word)) {
            keywords = if lower.starts_with("tables") { "TABLES IN SCHEMA " } else { "TABLE " };
            return written;
        }
        let mut whole = Wording::plain(keywords);
        whole.push(&written);
        whole
    };
    list.children().map(one).collect()
}

/// `COPY = c`. The server's own configurations map words to the language's dictionary and all else to `simple`.
fn copied(node: &SyntaxNode) -> Vec<SettingChange> {
    let Some(list) = tree::descendant(node, SyntaxKind::ATTRIBUTE_LIST) else { return Vec::new() };
    let copy = tree::children(&list, SyntaxKind::ATTRIBUTE_OPTION).find(|option| {
        tree::child(option, SyntaxKind::ATTRIBUTE_NAME).is_some_and(|name| tree::text(&name).eq_ignore_ascii_case("copy"))
    });
    let Some(name) =
        copy.and_then(|option| tree::child(&option, SyntaxKind::ATTRIBUTE_VALUE)).and_then(|value| tree::name(&value))
    else {
        return Vec::new();
    };
    let mut found = built_in(&name);
    found.push(SettingChange::CopyOf(name));
    found
}

fn built_in(name: &Name) -> Vec<SettingChange> {
    let language = name.name.as_str();
    if !LANGUAGES.contains(&language) || name.schema.as_deref().is_some_and(|schema| schema != "pg_catalog") {
        return Vec::new();
    }
    let dictionary = |token: &str| match language {
        _ if OTHERS.contains(&token) => "simple".to_owned(),
        "simple" => "simple".to_owned(),
        "hindi" | "russian" if token.contains("ascii") => "english_stem".to_owned(),
        _ => format!("{language}_stem"),
    };
    let tokens = WORDS.iter().chain(&OTHERS);
    tokens.map(|token| SettingChange::Set(Setting::Mapping((*token).to_owned()), vec![named(&dictionary(token))])).collect()
}

fn named(dictionary: &str) -> Wording {
    let mention = Mention::Object(crate::dialect::name::Class::TextSearchDictionary, Name::bare(dictionary));
    Wording { text: dictionary.to_owned(), slots: vec![Slot { range: 0..dictionary.len(), mention }] }
}
