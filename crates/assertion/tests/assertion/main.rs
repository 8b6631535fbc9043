//! Tests of the crate from outside: what is accepted, and every attack we know of.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails the test, like the test itself"
)]

mod accepted;
mod claims;
mod forged;
mod headers;
mod key_sets;
mod private;
mod properties;
mod support;
mod texts;
