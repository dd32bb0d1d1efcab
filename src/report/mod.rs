//! What people and programs read. No module here looks at the user's files or the database; it is given all that it shows.
//!
//! What comes from the files is untrusted: it reaches a terminal only through [`text::printable`] or the renderer of
//! [`diagnostics`], Markdown and graphs only through their own quoting.

pub mod adoption;
pub mod checking;
pub mod codes;
pub mod conversion;
mod details;
pub mod diagnostics;
pub mod drifting;
pub mod graph;
pub mod html;
pub mod json;
mod lines;
pub mod markdown;
pub mod stamping;
pub mod text;
pub mod verification;
