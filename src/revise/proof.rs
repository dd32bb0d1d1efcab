//! What a database has said about a revision, and what that changes in it.

use super::{Reversibility, Revision, Step};

/// Whether a downgrade was tried on a database. The server is named as in `PostgreSQL 15.18`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Proof {
    /// Not tried, or it did not restore the schema.
    #[default]
    Unproven,
    /// Upgrade, downgrade and upgrade ran, and the catalogs were as before each time.
    Proved { on: String },
    /// The same, of a downgrade that was written from the catalogs where the model did not know enough.
    Completed { on: String },
}

impl Proof {
    /// The word for it in JSON and the lock file.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unproven => "unproven",
            Self::Proved { .. } => "proved",
            Self::Completed { .. } => "completed",
        }
    }

    /// The server on which it was proved.
    pub fn server(&self) -> Option<&str> {
        match self {
            Self::Unproven => None,
            Self::Proved { on } | Self::Completed { on } => Some(on),
        }
    }
}

impl Revision {
    /// Notes that the downgrade restores the schema.
    pub fn proved(&mut self, on: &str) {
        self.proof = Proof::Proved { on: on.to_owned() };
    }

    /// Takes a downgrade in that was completed from the catalogs and restores the schema. What an unreadable statement did to rows stays
    /// unknown.
    pub fn completed(&mut self, down: Vec<Step>, on: &str) {
        self.proof = Proof::Completed { on: on.to_owned() };
        self.down = down;
        for opaque in &self.opaque {
            let known = opaque.rows_only();
            for reason in self.reasons.iter_mut().filter(|reason| **reason == opaque.reason()) {
                reason.clone_from(&known);
            }
            for step in &mut self.down {
                if *step == Step::Comment(super::make::wrapped(&opaque.reason())) {
                    *step = Step::Comment(super::make::wrapped(&known));
                }
            }
        }
        if self.reversibility == Reversibility::Irreversible {
            self.reversibility = Reversibility::DataLoss;
        }
    }
}

/// A statement of the upgrade that the model could not follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// In the legacy file, from 1.
    pub line: usize,
    pub why: String,
}

impl Unread {
    /// What a downgrade without help says of it.
    pub fn reason(&self) -> String {
        format!("What line {} does is not undone: {}.", self.line, self.why.trim_end_matches('.'))
    }

    /// What a downgrade says of it that was completed from the catalogs.
    fn rows_only(&self) -> String {
        format!("What line {} does to rows is not undone: {}.", self.line, self.why.trim_end_matches('.'))
    }
}
