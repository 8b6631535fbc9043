//! How a system signs in: OAuth 2.0 client credentials with a signed assertion (RFC 6749 section 4.4, RFC 7523), in the
//! profile of SMART App Launch 2.2, "Backend Services". What an assertion must be is decided in `causeway_assertion`.
//!
//! Refusals of the protocol itself have OAuth's form (`error.rs`); those of every layer around it (too large, too
//! often, another host) stay problem documents like everywhere else.

mod client;
mod error;
mod form;
pub(crate) mod metadata;
pub(crate) mod token;
