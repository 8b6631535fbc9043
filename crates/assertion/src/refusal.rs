//! Why an assertion is refused, in words for the developer of the client.

use std::fmt;

use crate::key::Algorithm;

/// Why an assertion is refused. The sentence (`Display`) says what to change. It holds names of the standard and
/// numbers of seconds and nothing else that came with the assertion, so that it may be logged and sent; and only
/// characters that `error_description` allows (RFC 6749 section 5.2).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Longer than [`MAX_ASSERTION_BYTES`](crate::MAX_ASSERTION_BYTES).
    #[error("The assertion is longer than 16 KiB. Leave out claims that this server does not ask for.")]
    TooLarge,
    /// Not the compact serialization of RFC 7515 section 3.1.
    #[error("The assertion must have three parts with two dots between them: header.payload.signature.")]
    NotThreeParts,
    /// RFC 7515 section 2.
    #[error("The {0} of the assertion must be base64url without padding, spaces and line breaks.")]
    NotBase64Url(Part),
    /// A header or payload that is not JSON in UTF-8.
    #[error("The {0} of the assertion is not JSON.")]
    NotJson(Part),
    /// JSON, but no object.
    #[error("The {0} of the assertion must be a JSON object.")]
    NotObject(Part),
    /// RFC 7515 section 4, RFC 7519 section 4.
    #[error("The {0} of the assertion has a member twice. Give each member once.")]
    DuplicateMember(Part),
    /// `alg` is missing or not one of [`Algorithm`], in its exact spelling; `none` and shared secrets among them.
    #[error("The alg of the header must be RS384 or ES384.")]
    UnsupportedAlgorithm,
    /// RFC 7515 section 4.1.9.
    #[error("The typ of the header must be JWT.")]
    WrongType,
    /// RFC 7515 section 4.1.11: a recipient that does not understand an extension must refuse.
    #[error("The header has crit, but this server knows no extensions. Leave crit out.")]
    CriticalHeader,
    /// A key, or where to find one, in the header itself: `jwk`, `x5c` or `x5u`. Whoever forges an assertion can
    /// write their own key there.
    #[error("The header must not bring its own key. Leave {0} out and name a registered key with kid.")]
    KeyInHeader(&'static str),
    /// SMART allows `jku` when it is the registered address of the key set.
    #[error(
        "The jku of the header is not the registered address of this client's keys. Correct it or leave it out."
    )]
    UnregisteredJwksUrl,
    /// `kid` is missing, or not a text of 1 to 256 characters.
    #[error("The header needs a kid that names one of the registered keys of this client.")]
    InvalidKid,
    /// No registered key has this `kid`.
    #[error(
        "No registered key of this client has the kid of the header. Register the key or sign with a registered one."
    )]
    UnknownKid,
    /// The key is of another type than `alg` needs.
    #[error("The key that kid names is for {0}, and alg says otherwise. Sign with {0} or name another key.")]
    AlgorithmMismatch(Algorithm),
    /// Another key, another text, or another form of signature (RFC 7518 sections 3.3 and 3.4).
    #[error(
        "The signature does not fit the assertion and the key that kid names. Sign with the private half of that key."
    )]
    WrongSignature,
    /// `iss`, `sub`, `aud`, `exp` or `jti` is not there.
    #[error("The assertion has no {0}. Add this claim.")]
    MissingClaim(&'static str),
    /// `iss`, `sub` or `jti` is not usable as a name.
    #[error("The {0} of the assertion must be a text of 1 to 256 characters without control characters.")]
    InvalidId(&'static str),
    /// `exp`, `iat` or `nbf` is not a whole number that fits.
    #[error("The {0} of the assertion must be a whole number: seconds since 1970-01-01T00:00:00Z.")]
    InvalidTime(&'static str),
    /// RFC 7519 section 4.1.3.
    #[error("The aud of the assertion must be a text or a list of texts.")]
    InvalidAudience,
    /// RFC 7523 section 3, SMART: `iss` and `sub` are both the client's id.
    #[error("The iss and sub of the assertion differ. Set both to the id of the client.")]
    IssuerIsNotSubject,
    /// Signed by the right key, but in another client's name.
    #[error("The iss of the assertion is not the client that this key is registered for.")]
    OtherClient,
    /// None of the audiences is this server.
    #[error(
        "The aud of the assertion is not this server. Set it to the address of the token endpoint, letter for letter."
    )]
    WrongAudience,
    /// `exp` is this many seconds ago.
    #[error("The assertion is expired: its exp is {0} s ago. Check the clock of your system.")]
    Expired(i64),
    /// `exp` is this many seconds from now, more than [`MAX_LIFETIME_SECONDS`](crate::MAX_LIFETIME_SECONDS).
    #[error(
        "The exp of the assertion is {0} s from now: 300 s are allowed. Count in seconds and check your clock."
    )]
    ExpiresTooLate(i64),
    /// `iat` is this many seconds from now.
    #[error("The iat of the assertion is {0} s in the future. Check the clock of your system.")]
    IssuedInFuture(i64),
    /// `nbf` is this many seconds from now.
    #[error("The assertion is not valid yet: its nbf is {0} s from now. Check the clock of your system.")]
    NotYetValid(i64),
}

/// A part of an assertion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What is before the first dot.
    Header,
    /// What is between the dots: the claims.
    Payload,
    /// What is after the second dot.
    Signature,
}

impl fmt::Display for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Header => "header",
            Self::Payload => "payload",
            Self::Signature => "signature",
        })
    }
}

impl Refusal {
    /// Short reason for programs and counters; stable, in camel case.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "tooLarge",
            Self::NotThreeParts => "notThreeParts",
            Self::NotBase64Url(_) => "notBase64Url",
            Self::NotJson(_) => "notJson",
            Self::NotObject(_) => "notObject",
            Self::DuplicateMember(_) => "duplicateMember",
            Self::UnsupportedAlgorithm => "unsupportedAlgorithm",
            Self::WrongType => "wrongType",
            Self::CriticalHeader => "criticalHeader",
            Self::KeyInHeader(_) => "keyInHeader",
            Self::UnregisteredJwksUrl => "unregisteredJwksUrl",
            Self::InvalidKid => "invalidKid",
            Self::UnknownKid => "unknownKid",
            Self::AlgorithmMismatch(_) => "algorithmMismatch",
            Self::WrongSignature => "wrongSignature",
            Self::MissingClaim(_) => "missingClaim",
            Self::InvalidId(_) => "invalidId",
            Self::InvalidTime(_) => "invalidTime",
            Self::InvalidAudience => "invalidAudience",
            Self::IssuerIsNotSubject => "issuerIsNotSubject",
            Self::OtherClient => "otherClient",
            Self::WrongAudience => "wrongAudience",
            Self::Expired(_) => "expired",
            Self::ExpiresTooLate(_) => "expiresTooLate",
            Self::IssuedInFuture(_) => "issuedInFuture",
            Self::NotYetValid(_) => "notYetValid",
        }
    }
}
