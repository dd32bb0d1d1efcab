//! Encodings and mojibake, measured over sentences written for these tests: each test prints its figures and asserts them.

mod cases;
mod detection;
mod ledger;
mod mojibake;
mod repair_rules;
