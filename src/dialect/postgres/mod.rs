//! PostgreSQL, read with `squawk-syntax`.
