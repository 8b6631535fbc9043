//! A signed assertion: taken apart, its signature checked, its claims read, in this order.

use data_encoding::BASE64URL_NOPAD;

use crate::claims;
use crate::header;
use crate::json::{Json, Unreadable};
use crate::key::Algorithm;
use crate::key_set::KeySet;
use crate::refusal::{Part, Refusal};

/// The longest assertion that is read, in bytes. With the largest key it has less than 2 KiB.
pub const MAX_ASSERTION_BYTES: usize = 16 * 1024;

/// How far the clocks of client and server may be apart, in seconds.
pub const CLOCK_SKEW_SECONDS: i64 = 60;

/// How far in the future `exp` may be, in seconds, besides [`CLOCK_SKEW_SECONDS`]: five minutes (SMART App Launch
/// 2.2).
pub const MAX_LIFETIME_SECONDS: i64 = 300;

/// What an assertion is compared with.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The client that the key set is registered for; `iss` and `sub` must be it.
    pub client_id: &'a str,
    /// The names of this server, usually the URL of its token endpoint; one of them must be in `aud`, letter for
    /// letter.
    pub audiences: &'a [&'a str],
    /// Where the client registered that its key set is found, if it did. A `jku` in the header must be this. Nothing
    /// is fetched: the caller has fetched the set already.
    pub registered_jwks_url: Option<&'a str>,
    /// Seconds since 1970-01-01T00:00:00Z.
    pub now: i64,
}

/// What is known of an assertion that was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The assertion's own name, 1 to 256 characters. The caller must refuse it a second time: see the
    /// [crate](crate)'s documentation.
    pub jti: String,
    /// Seconds since 1970-01-01T00:00:00Z. The assertion is accepted for [`CLOCK_SKEW_SECONDS`] more.
    pub expires_at: i64,
    /// Which key of the set signed it.
    pub kid: String,
    /// What it was signed with.
    pub algorithm: Algorithm,
}

/// The `iss` of an assertion, 1 to 256 characters: which client it *claims* to be from. Nothing is verified. Use it
/// only to find the client whose key set [`verify`] is then given.
///
/// # Errors
///
/// When the assertion is too long, not in three parts, or has no readable payload with such an `iss`.
pub fn issuer(assertion: &str) -> Result<String, Refusal> {
    let parts = Parts::of(assertion)?;
    claims::id(&object(parts.payload, Part::Payload)?, "iss").map(str::to_owned)
}

/// Verifies an assertion: its signature by a key of `keys`, and that it is this client's, for this server and for
/// now.
///
/// The profile is that of SMART App Launch 2.2, "Client Authentication: Asymmetric", and RFC 7523 section 3. An
/// assertion that was accepted before is accepted again: remembering [`Verified::jti`] is the caller's.
///
/// # Errors
///
/// The first reason to refuse it. Claims are judged only after the signature.
pub fn verify(assertion: &str, keys: &KeySet, expected: &Expected<'_>) -> Result<Verified, Refusal> {
    let parts = Parts::of(assertion)?;
    let header = object(parts.header, Part::Header)?;
    let header = header::check(&header, expected.registered_jwks_url)?;
    let key = keys.key(header.kid).ok_or(Refusal::UnknownKid)?;
    // The key decides what it is used with; the header may only agree (RFC 8725 section 3.1).
    if key.algorithm() != header.algorithm {
        return Err(Refusal::AlgorithmMismatch(key.algorithm()));
    }
    if !key.verifies(parts.signed, &decoded(parts.signature, Part::Signature)?) {
        return Err(Refusal::WrongSignature);
    }
    let (jti, expires_at) = claims::check(&object(parts.payload, Part::Payload)?, expected)?;
    Ok(Verified { jti, expires_at, kid: header.kid.to_owned(), algorithm: header.algorithm })
}

/// The parts as they were sent (RFC 7515 section 3.1).
struct Parts<'a> {
    header: &'a str,
    payload: &'a str,
    signature: &'a str,
    /// Header and payload with the dot between them.
    signed: &'a str,
}

impl<'a> Parts<'a> {
    fn of(assertion: &'a str) -> Result<Self, Refusal> {
        if assertion.len() > MAX_ASSERTION_BYTES {
            return Err(Refusal::TooLarge);
        }
        let (signed, signature) = assertion.rsplit_once('.').ok_or(Refusal::NotThreeParts)?;
        let (header, payload) = signed.split_once('.').ok_or(Refusal::NotThreeParts)?;
        if payload.contains('.') {
            return Err(Refusal::NotThreeParts);
        }
        Ok(Self { header, payload, signature, signed })
    }
}

fn object(text: &str, part: Part) -> Result<Json, Refusal> {
    match Json::parse(&decoded(text, part)?) {
        Ok(object @ Json::Object(_)) => Ok(object),
        Ok(_) => Err(Refusal::NotObject(part)),
        Err(Unreadable::NotJson) => Err(Refusal::NotJson(part)),
        Err(Unreadable::Duplicate(_)) => Err(Refusal::DuplicateMember(part)),
    }
}

/// Strict: no padding, no spaces, and unused bits at the end must be zero, so that a part has one spelling.
fn decoded(text: &str, part: Part) -> Result<Vec<u8>, Refusal> {
    BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| Refusal::NotBase64Url(part))
}
