//! How a client proves who it is without a shared secret: it registers public keys, and signs a short-lived text (an
//! *assertion*, a JSON Web Token) with one of the private halves for each token it asks for.
//!
//! This is "Client Authentication: Asymmetric" of SMART App Launch 2.2, used by SMART Backend Services. It stands on
//! RFC 7521 and 7523 (assertions), 7519 (JSON Web Token), 7515 (signature), 7517 and 7518 (keys and algorithms) and
//! 7638 (thumbprints). Where they leave a choice, this crate takes the strict one, because a client can be corrected
//! and a forged assertion cannot be taken back: two algorithms, no key from anywhere but the registered set, no
//! member twice.
//!
//! Everything is a function of its arguments: it must not know a network, a clock, a database or a web framework.
//!
//! 1. [`KeySet::parse`] reads what a person pasted and says what is wrong with it; [`KeySet::to_json`] is what to
//!    store. [`KeySet::published`] reads what a client publishes at an address of its own.
//! 2. [`issuer`] reads from an assertion which client it claims to be from, to look that client up.
//! 3. [`verify`] decides, with that client's key set.
//!
//! What the caller must do:
//!
//! - **Refuse replays.** An assertion is good for one request. Remember the pair of client and [`Verified::jti`]
//!   until [`CLOCK_SKEW_SECONDS`] after [`Verified::expires_at`], and refuse a pair that is already there. Never
//!   remember a hash of the assertion instead: whoever sees an ECDSA signature can compute a second valid one for the
//!   same text.
//! - Check the other parameters of the request: `client_assertion_type`, `grant_type`, and that `client_id`, when it
//!   is given, is the issuer (RFC 7521 section 4.2).
//! - Answer a [`Refusal`] with `invalid_client` (RFC 6749 section 5.2); its sentence is fit for `error_description`.

mod assertion;
mod claims;
mod header;
mod json;
mod jwk;
mod key;
mod key_set;
mod refusal;

pub use assertion::{
    CLOCK_SKEW_SECONDS, Expected, MAX_ASSERTION_BYTES, MAX_LIFETIME_SECONDS, Verified, issuer, verify,
};
pub use key::{Algorithm, Key};
pub use key_set::{KeySet, KeySetError, MAX_KEY_SET_BYTES, MAX_KEYS};
pub use refusal::{Part, Refusal};
