//! sql2rev turns a folder of hand-written SQL migrations into a real migration history.
//!
//! The way the data goes, one module a stage, each importing only from those above it:
//!
//! ```text
//! source   files as bytes, in which layout                -> Source
//! text     decoded text                                    -> Text
//! split    statements, client commands, COPY data          -> Chunk
//! dialect  reads one chunk                                 -> Statement { effects, … }
//! schema   the model: apply, diff                          -> Schema
//! order    graph of files, with evidence                   -> Plan
//! revise   revisions: up, down, grade, id                  -> Revision
//! target   handlebars templates and a manifest each        -> files
//! report   text, JSON, Markdown                            -> what people read
//! cli      arguments in, stages called, exit code out
//! ```

pub mod finding;

pub mod source;

pub mod text;

pub mod split;

pub mod dialect;

pub mod schema;

pub mod order;

pub mod revise;

pub mod target;

pub mod report;
