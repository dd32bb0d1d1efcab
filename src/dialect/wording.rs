//! Source text with the places in it whose spelling depends on the schema.
//!
//! What sql2rev writes back is the author's own text. Names inside it can go stale (the table was renamed since), so every
//! place that names something is a [`Slot`]; when the text is written back, a slot whose object is called otherwise by then
//! gets the new name and everything else stays byte for byte.

use std::ops::Range;

use super::name::{Class, Name};

/// A piece of the author's text and its slots.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wording {
    pub text: String,
    /// Sorted by start, not overlapping.
    pub slots: Vec<Slot>,
}

/// One place in a wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Bytes in the wording's text. An empty range is a place where something may be put in.
    pub range: Range<usize>,
    pub mention: Mention,
}

/// What stands in a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mention {
    /// The name of the object that the wording defines, with qualifier if written. Empty range: the author left the name to
    /// the server, and this is where it would stand (`CREATE INDEX ON t …`: before `ON`).
    Own,
    /// Text that is left out when the definition is written back: `IF NOT EXISTS`, `CONCURRENTLY`, `NOT VALID`-like noise
    /// never. The range covers one neighbouring blank too.
    Omit,
    /// `OR REPLACE` with one neighbouring blank, or the empty place behind `CREATE ` where it would stand.
    OrReplace,
    /// A table, view, sequence or index.
    Relation(Name),
    /// A FROM item that has no alias, by its relation's name, before a column.
    Qualifier(Name),
    /// A relation inside a string literal (`nextval('s'::regclass)`); the range is what stands between the quotes.
    RelationLiteral(Name),
    /// A type, by the engine's own name (`int4`), without modifiers and array marks: the range covers only the path.
    Type(Name),
    /// A function that is called, with the number of arguments where that is known.
    Routine { name: Name, arity: Option<usize> },
    /// A column; the range covers the column's name alone, never its qualifier.
    Column {
        /// The relations it can belong to: one where it is qualified, all those in scope where it is not.
        relations: Vec<RelationRef>,
        name: String,
        /// It stands bare in a select list, so that another name needs `AS old`.
        label: bool,
        /// It can be nothing else: it is qualified, or the queries around it read nothing but relations of the schema.
        certain: bool,
    },
    /// `*` or `t.*` in a select list; the range covers all of it (`t.*`).
    Star {
        /// The relations whose columns it stands for, in order; `None` for one that is no relation of the schema (a
        /// subquery, a CTE, a function), which makes the star unknowable.
        relations: Vec<Option<RelationRef>>,
        /// How each relation is called in the query, in the same order.
        prefixes: Vec<Prefix>,
    },
    /// A schema's name.
    Schema(String),
    /// Anything else that has a class: a collation, an operator class.
    Object(Class, Name),
}

/// How a query calls a FROM item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Prefix {
    /// As written.
    Alias(String),
    /// By the relation's name: as written, and read.
    Name(String, Name),
}

/// A relation that a column belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RelationRef {
    /// The relation that the wording's object belongs to (an index's table, a policy's table).
    Parent,
    Named(Name),
}

impl Wording {
    /// Text without slots.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), slots: Vec::new() }
    }

    /// Appends text without slots.
    pub fn push_str(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Appends another wording, slots included.
    pub fn push(&mut self, other: &Wording) {
        let shift = self.text.len();
        self.text.push_str(&other.text);
        self.slots.extend(
            other
                .slots
                .iter()
                .map(|slot| Slot { range: slot.range.start + shift..slot.range.end + shift, mention: slot.mention.clone() }),
        );
    }

    /// Appends text that is one slot.
    pub fn push_slot(&mut self, text: &str, mention: Mention) {
        let start = self.text.len();
        self.text.push_str(text);
        self.slots.push(Slot { range: start..self.text.len(), mention });
    }
}
