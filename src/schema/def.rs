//! Definitions: the author's wording with every name in it tied to the object that it means.
//!
//! Invariant: a definition written back against the schema that it was read in gives the author's text (without what is
//! [`Spot::Omit`]); against a schema where an object has another name or place, only that name differs.

use std::ops::Range;
use std::sync::Arc;

use super::id::{ColumnId, Id, Ref};
use super::object::Body;
use super::{Schema, quote};
use crate::dialect::name::Name;
use crate::dialect::wording::Prefix;

/// A resolved wording.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Def {
    pub text: Arc<str>,
    pub spots: Arc<[Spot]>,
}

/// A place in the text and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    pub range: Range<usize>,
    pub means: Means,
}

/// What a spot means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Means {
    /// The name of the object itself.
    Own,
    Omit,
    OrReplace,
    /// An object by its name: the name that it had when the text was written, and whether the author qualified it.
    Object {
        id: Id,
        name: String,
        schema: Option<String>,
        style: NameStyle,
    },
    /// An object of an extension, as it was written.
    Provided {
        by: Id,
        name: Name,
    },
    Column {
        of: Id,
        column: ColumnId,
        name: String,
        label: bool,
    },
    /// The columns that a star stood for.
    Star(Vec<StarColumn>),
}

/// A column that a star stood for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StarColumn {
    /// The qualifier to write before it.
    pub prefix: Prefix,
    pub of: Id,
    pub column: ColumnId,
    /// What it was called when the text was written, and is called in the query's result.
    pub name: String,
}

/// How an object's name stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameStyle {
    Plain,
    /// Before a column: never qualified itself.
    Qualifier,
    /// Inside a string literal.
    Literal,
    /// An operator's symbol in an expression.
    Operator,
}

/// How a definition is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    /// Write `OR REPLACE` (only where the definition has a place for it).
    pub or_replace: bool,
    /// Spell out every star, so that two definitions can be compared.
    pub spell_stars: bool,
}

impl Def {
    /// Text that names nothing.
    pub fn plain(text: &str) -> Self {
        Self { text: text.into(), spots: Arc::new([]) }
    }

    /// The same with another text, which ends as this one does from byte `kept` on.
    #[must_use]
    pub fn with_text_before(&self, kept: usize, text: &str) -> Self {
        let moved = |at: usize| (at + text.len()).saturating_sub(self.text.len());
        let spots = self
            .spots
            .iter()
            .filter(|spot| spot.range.start >= kept)
            .map(|spot| Spot { range: moved(spot.range.start)..moved(spot.range.end), means: spot.means.clone() });
        Self { text: text.into(), spots: spots.collect() }
    }

    /// Everything that the text names.
    pub fn refs(&self) -> impl Iterator<Item = Ref> + '_ {
        self.spots.iter().flat_map(|spot| {
            let refs: Vec<Ref> = match &spot.means {
                Means::Object { id, .. } | Means::Provided { by: id, .. } => vec![Ref::whole(*id)],
                Means::Column { of, column, .. } => vec![Ref::column(*of, *column)],
                Means::Star(columns) => columns.iter().map(|it| Ref::column(it.of, it.column)).collect(),
                Means::Own | Means::Omit | Means::OrReplace => Vec::new(),
            };
            refs
        })
    }

    /// Writes the definition with the names that hold in `schema`. `own`: the object's own name, ready to print.
    pub fn write(&self, schema: &Schema, own: &str, style: Style) -> String {
        let mut out = String::with_capacity(self.text.len() + 16);
        let mut at = 0;
        for spot in self.spots.iter() {
            let (Some(before), Some(written)) = (self.text.get(at..spot.range.start), self.text.get(spot.range.clone())) else {
                continue;
            };
            out.push_str(before);
            write_spot(&mut out, schema, spot, written, own, style);
            at = spot.range.end;
        }
        out.push_str(self.text.get(at..).unwrap_or_default());
        out
    }

    /// The definition with ids replaced, where a differ has found that two ids mean the same object.
    #[must_use]
    pub fn map_ids(&self, map: &dyn Fn(Ref) -> Ref) -> Self {
        let spots = self.spots.iter().map(|spot| {
            let means = match &spot.means {
                Means::Object { id, name, schema, style } => {
                    Means::Object { id: map(Ref::whole(*id)).id, name: name.clone(), schema: schema.clone(), style: *style }
                }
                Means::Provided { by, name } => Means::Provided { by: map(Ref::whole(*by)).id, name: name.clone() },
                Means::Column { of, column, name, label } => {
                    let to = map(Ref::column(*of, *column));
                    Means::Column { of: to.id, column: to.column.unwrap_or(*column), name: name.clone(), label: *label }
                }
                Means::Star(columns) => Means::Star(
                    columns
                        .iter()
                        .map(|it| {
                            let to = map(Ref::column(it.of, it.column));
                            StarColumn { of: to.id, column: to.column.unwrap_or(it.column), ..it.clone() }
                        })
                        .collect(),
                ),
                other => other.clone(),
            };
            Spot { range: spot.range.clone(), means }
        });
        Self { text: Arc::clone(&self.text), spots: spots.collect() }
    }

    /// Whether two definitions say the same: equal but for comments, blank space and the case of keywords, both written with
    /// the names of `schema`.
    pub fn same(&self, other: &Self, schema: &Schema) -> bool {
        self == other || {
            let style = Style { spell_stars: true, ..Style::default() };
            let refs = |def: &Self| def.refs().collect::<std::collections::BTreeSet<_>>();
            refs(self) == refs(other) && normal(&self.write(schema, "", style)) == normal(&other.write(schema, "", style))
        }
    }
}

fn write_spot(out: &mut String, schema: &Schema, spot: &Spot, written: &str, own: &str, style: Style) {
    match &spot.means {
        Means::Own if spot.range.is_empty() && own.is_empty() => {}
        Means::Own => {
            out.push_str(own);
            if spot.range.is_empty() {
                out.push(' ');
            }
        }
        Means::Omit => {}
        Means::OrReplace => {
            if style.or_replace {
                out.push_str(if written.is_empty() { "OR REPLACE " } else { written });
            }
        }
        Means::Object { id, name, schema: qualifier, style } => {
            out.push_str(&object_name(schema, *id, name, qualifier.as_deref(), *style, written));
        }
        Means::Provided { by, name } => out.push_str(&provided_name(schema, *by, name, written)),
        Means::Column { of, column, name, label } => match schema.column_name(*of, *column) {
            Some(now) if now != name => {
                out.push_str(&quote::ident(now));
                if *label {
                    out.push_str(" AS ");
                    out.push_str(written);
                }
            }
            _ => out.push_str(written),
        },
        Means::Star(columns) => {
            let qualifiers_hold = written == "*" || columns.iter().all(|column| renamed_prefix(schema, column).is_none());
            if !style.spell_stars && qualifiers_hold && star_is_unchanged(schema, columns) {
                out.push_str(written);
            } else {
                let names: Vec<String> = columns.iter().filter_map(|column| star_column(schema, column)).collect();
                out.push_str(&names.join(", "));
            }
        }
    }
}

fn object_name(schema: &Schema, id: Id, name: &str, qualifier: Option<&str>, style: NameStyle, written: &str) -> String {
    let Some(object) = schema.get(id) else { return written.to_owned() };
    let now = schema.namespace_name(id);
    let same_place = match (qualifier, now) {
        (Some(qualifier), Some(now)) => qualifier == now,
        (None, Some(now)) => now == "public",
        (_, None) => true,
    };
    if object.name == name && same_place {
        return written.to_owned();
    }
    let printed = schema.print_name(id);
    match style {
        NameStyle::Plain => printed,
        NameStyle::Literal => printed.replace('\'', "''"),
        NameStyle::Qualifier => quote::ident(&object.name),
        NameStyle::Operator => match now {
            Some(now) => format!("OPERATOR({}.{})", quote::ident(now), object.name),
            None => object.name.clone(),
        },
    }
}

/// An extension's object, qualified where the extension does not live where it did.
fn provided_name(schema: &Schema, by: Id, name: &Name, written: &str) -> String {
    let now = match schema.get(by).map(|object| &object.body) {
        Some(Body::Extension(extension)) => extension.schema.and_then(|id| schema.get(id)).map(|object| object.name.as_str()),
        _ => None,
    };
    match now {
        Some(now) if !written.is_empty() && name.schema.as_deref().unwrap_or("public") != now => {
            quote::qualified(Some(now), &name.name)
        }
        _ => written.to_owned(),
    }
}

/// One column of a star spelled out, under the name that it had.
fn star_column(schema: &Schema, column: &StarColumn) -> Option<String> {
    let now = schema.column_name(column.of, column.column)?;
    let prefix = match (renamed_prefix(schema, column), &column.prefix) {
        (Some(name), _) => format!("{}.", quote::ident(name)),
        (None, Prefix::Alias(written)) if written.is_empty() => String::new(),
        (None, Prefix::Alias(written) | Prefix::Name(written, _)) => format!("{written}."),
    };
    let label = if now == column.name { String::new() } else { format!(" AS {}", quote::ident(&column.name)) };
    Some(format!("{prefix}{}{label}", quote::ident(now)))
}

/// The relation's other name by now, where the query calls it by its name.
fn renamed_prefix<'a>(schema: &'a Schema, column: &StarColumn) -> Option<&'a str> {
    let Prefix::Name(_, name) = &column.prefix else { return None };
    schema.get(column.of).map(|object| object.name.as_str()).filter(|now| *now != name.name)
}

/// Whether the relations have exactly these columns still, in this order and under these names.
fn star_is_unchanged(schema: &Schema, columns: &[StarColumn]) -> bool {
    let mut now = Vec::new();
    let mut last = None;
    for it in columns {
        if last != Some((&it.prefix, it.of)) {
            now.extend(schema.columns_of(it.of).into_iter().map(|column| (it.of, column)));
            last = Some((&it.prefix, it.of));
        }
    }
    let same = |(of, column): &(Id, ColumnId), it: &StarColumn| {
        (*of, *column) == (it.of, it.column) && schema.column_name(*of, *column) == Some(&it.name)
    };
    now.len() == columns.len() && now.iter().zip(columns).all(|(now, it)| same(now, it))
}

/// Text without comments, with single blanks between tokens and lower case outside quotes.
pub fn normal(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut chars = sql.char_indices().peekable();
    let mut blank = false;
    while let Some((at, c)) = chars.next() {
        let rest = sql.get(at..).unwrap_or_default();
        if c.is_whitespace() {
            blank = true;
        } else if rest.starts_with("--") {
            while chars.next_if(|(_, c)| *c != '\n').is_some() {}
            blank = true;
        } else {
            if blank && !out.is_empty() && is_word_end(&out) && (c.is_alphanumeric() || c == '_' || c == '\'' || c == '"') {
                out.push(' ');
            }
            blank = false;
            if c == '\'' || c == '"' {
                out.push(c);
                for (_, inner) in chars.by_ref() {
                    out.push(inner);
                    if inner == c {
                        break;
                    }
                }
            } else {
                out.extend(c.to_lowercase());
            }
        }
    }
    out
}

/// What tells the index of a primary key or unique constraint: all that stands behind these words; `None` where there is no index to be
/// made.
pub fn key_definition(constraint: &str) -> Option<String> {
    let text = normal(constraint);
    let key = text.strip_prefix("primary key").or_else(|| text.strip_prefix("unique"))?;
    (!key.contains("using index ")).then(|| key.trim_start().to_owned())
}

fn is_word_end(text: &str) -> bool {
    text.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '"' || c == '\'')
}
