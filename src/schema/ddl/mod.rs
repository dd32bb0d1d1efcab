//! How objects are written in SQL.
