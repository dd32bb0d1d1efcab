//! What people read. No module here looks at the user's files or the database; it is given all that it shows.

pub mod codes;
pub mod diagnostics;
