//! Encodings and mojibake, measured over sentences written for these tests: each test prints its figures and asserts them.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod cases;
mod comments;
mod detection;
mod fuzz;
mod ledger;
mod mixed;
mod mojibake;
mod repair_rules;
