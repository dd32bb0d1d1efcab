//! Dialects: one chunk of text in, one [`Statement`] of dialect-neutral effects out.
//!
//! Reading never fails and never looks at other statements: what could not be understood is an [`Effect::Opaque`], and names
//! are left as written (folded as the engine folds them) for [`crate::schema`] to resolve.

pub mod catalog;
pub mod effect;
pub mod name;
pub mod postgres;
pub mod script;
mod text_troubles;
pub mod value;
pub mod wording;

use std::ops::Range;

use effect::Effect;

/// One statement as read.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Bytes of the statement in its text, without leading comments and without the final `;`.
    pub span: Range<usize>,
    /// What it does, in order. Empty where it changes nothing that is modelled (`SELECT 1`, `ANALYZE`).
    pub effects: Vec<Effect>,
    /// What the statement names where its effects keep no wording of it: what changes of rows read, what privileges and comments are
    /// about. Relations, columns, routines.
    pub reads: Vec<wording::Mention>,
    /// What the body of a routine names. The server looks at that of an SQL function when the function is made, at others when they run.
    pub body: Vec<wording::Mention>,
    /// What it likely does where a placeholder keeps it from being read: as if that were a name. For the order of files alone.
    pub likely: Vec<Effect>,
    /// The parser's complaint, with the place in the text, if the statement is not valid SQL for this dialect.
    pub trouble: Option<Trouble>,
    /// Whether it may run inside a transaction.
    pub transaction: TransactionUse,
}

/// Why a statement could not be read.
#[derive(Debug, Clone)]
pub struct Trouble {
    pub message: String,
    pub span: Range<usize>,
}

/// How a statement stands to transactions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransactionUse {
    /// Runs anywhere.
    Any,
    /// The engine refuses it inside a transaction block (`CREATE INDEX CONCURRENTLY`, `VACUUM`).
    Outside,
}

/// A foreign key that CREATE TABLE holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKey {
    /// What to take out of the statement, bytes of its text.
    pub span: Range<usize>,
    pub target: name::Name,
    /// The statement that adds it to the table, without `;`.
    pub statement: String,
}

/// What an extension brings: objects by class and name, and the extensions that it needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provides {
    pub objects: Vec<Provided>,
    pub requires: Vec<String>,
}

/// An object that an extension brings. [`name::Class::Index`]: the method and the type whose columns it indexes by default.
pub type Provided = (name::Class, String);

/// What a stage needs from a dialect. The seam behind which `MySQL` and `SQLite` will stand.
pub trait Dialect: std::fmt::Debug + Send + Sync {
    /// The name on the command line.
    fn name(&self) -> &'static str;

    /// Cuts a text into chunks.
    fn split(&self, text: &str) -> Vec<crate::split::Chunk>;

    /// The comments, literals and names of a text that hold more than ASCII, in order.
    fn regions(&self, text: &str) -> Vec<crate::split::Piece>;

    /// The foreign keys inside a statement that creates a table.
    fn foreign_keys(&self, sql: &str) -> Vec<ForeignKey>;

    /// What was opened and never closed in a text, if anything: its first line, and what it is in words.
    fn unterminated(&self, text: &str, chunks: &[crate::split::Chunk]) -> Option<(Range<usize>, &'static str)>;

    /// The comments of a text that is cut into these chunks, in order.
    fn comments(&self, text: &str, chunks: &[crate::split::Chunk]) -> Vec<Range<usize>>;

    /// The placeholders of a template in a text, outside string literals and comments.
    fn placeholders(&self, text: &str) -> Vec<Range<usize>>;

    /// Reads one statement; `offset` is where `sql` starts in its text, and is added to every span.
    fn read(&self, sql: &str, offset: usize) -> Statement;

    /// The statements that a call of a stored routine would run, where they can be known without running it: `body` is the
    /// routine's source, `params` its parameter names, `args` the values of the arguments (`None`: not known), `catalog` what the
    /// catalogs show when it runs. `None` where they cannot be known.
    fn expand_call(
        &self,
        language: &str,
        body: &str,
        params: &[String],
        args: &[Option<value::Value>],
        catalog: &dyn catalog::Catalog,
    ) -> Option<Vec<Effect>>;

    /// What an extension brings, as far as that is known.
    fn extension(&self, name: &str) -> Provides;

    /// The extension that brings an object of that name, if one is known.
    fn extension_with(&self, class: name::Class, name: &str) -> Option<&'static str>;
}
