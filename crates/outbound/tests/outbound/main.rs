//! Calls to a receiver of the tests' own on 127.0.0.1. No other machine is ever called, and no name but `localhost` is
//! looked up outside of the tests.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of a test fails the test, like the test itself"
)]

mod canary;
mod corpus;
mod fetch;
mod handshake;
mod limits;
mod names;
mod receiver;
mod secrets;
mod support;
mod tls;
