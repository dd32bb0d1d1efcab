//! Findings: what sql2rev has to say about the user's input.
//!
//! A finding never stops a stage and is never an [`std::error::Error`]: errors are about the outside world (cannot read,
//! cannot write), findings about the files. Every finding has a stable code (see `sql2rev explain CODE`).

use std::ops::Range;

use serde::Serialize;

/// How bad a finding is. With one `Error` nothing is written unless `--force`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing to do.
    Note,
    /// A person should look; counts as an error with `--strict`.
    Warning,
    /// The output would not be what the user expects.
    Error,
}

/// One observation about the user's input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable code, listed in [`crate::report::codes`].
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence: what happened to which object.
    pub message: String,
    /// Path of the file relative to the source folder, as shown.
    pub file: Option<String>,
    /// Byte range in the decoded text of `file`.
    pub span: Option<Range<usize>>,
    /// What to change.
    pub help: Option<String>,
}

impl Finding {
    /// Makes a finding that belongs to no file yet.
    pub fn new(code: &'static str, severity: Severity, message: impl Into<String>) -> Self {
        Self { code, severity, message: message.into(), file: None, span: None, help: None }
    }

    /// Makes an error-level finding.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message)
    }

    /// Makes a warning.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message)
    }

    /// Makes a note.
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Note, message)
    }

    /// Places the finding in a file.
    #[must_use]
    pub fn at(mut self, file: impl Into<String>, span: Range<usize>) -> Self {
        self.file = Some(file.into());
        self.span = Some(span);
        self
    }

    /// Names the file without a place in it.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
