//! The API, through the shipped client and over real sockets. Where a test needs a header the client does not offer,
//! it sends the request itself.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of a test fails the test, like the test itself"
)]

mod api_keys;
mod audit_events;
mod auth_credentials;
mod cli;
mod connections;
mod data_flows;
mod deletions;
mod durability;
mod embedded;
mod embeds;
mod endpoints;
mod environments;
mod exports;
mod handshake;
mod imports;
mod key_uses;
mod oauth;
mod refusals;
mod scopes;
mod secrets;
mod session;
mod support;
mod vpn;
