//! The header of an assertion (RFC 7515 section 4): which key signed it, and how.

use crate::json::{Json, is_id};
use crate::key::Algorithm;
use crate::refusal::Refusal;

/// What a header that passed says.
pub(crate) struct Header<'a> {
    pub(crate) algorithm: Algorithm,
    pub(crate) kid: &'a str,
}

/// Checks all of a header that does not need the keys. Members that are not known are ignored, as RFC 7515 section 4
/// demands, and `x5t` and `x5t#S256` with them: they describe a key that is found through `kid` anyway.
pub(crate) fn check<'a>(header: &'a Json, registered_jwks_url: Option<&str>) -> Result<Header<'a>, Refusal> {
    let text = |name: &str| header.get(name).map(Json::text);
    let Some(algorithm) = text("alg").flatten().and_then(Algorithm::named) else {
        return Err(Refusal::UnsupportedAlgorithm);
    };
    if header.get("crit").is_some() {
        return Err(Refusal::CriticalHeader);
    }
    // Media types have no case (RFC 7515 section 4.1.9).
    if text("typ").is_some_and(|typ| !typ.is_some_and(|typ| typ.eq_ignore_ascii_case("JWT"))) {
        return Err(Refusal::WrongType);
    }
    if let Some(name) = ["jwk", "x5c", "x5u"].into_iter().find(|name| header.get(name).is_some()) {
        return Err(Refusal::KeyInHeader(name));
    }
    // Even then nothing is fetched: the set given to `verify` is the one from that address.
    if text("jku").is_some_and(|jku| jku.is_none() || jku != registered_jwks_url) {
        return Err(Refusal::UnregisteredJwksUrl);
    }
    match text("kid").flatten() {
        Some(kid) if is_id(kid) => Ok(Header { algorithm, kid }),
        _ => Err(Refusal::InvalidKid),
    }
}
