//! The claims of an assertion (RFC 7523 section 3; SMART App Launch 2.2, "Authentication JWT Claims"): whose it is,
//! for whom, and until when.

use crate::assertion::{CLOCK_SKEW_SECONDS, Expected, MAX_LIFETIME_SECONDS};
use crate::json::{Json, is_id};
use crate::refusal::Refusal;

/// Checks all claims; gives `jti` and `exp`.
pub(crate) fn check(claims: &Json, expected: &Expected<'_>) -> Result<(String, i64), Refusal> {
    let issuer = id(claims, "iss")?;
    if id(claims, "sub")? != issuer {
        return Err(Refusal::IssuerIsNotSubject);
    }
    if issuer != expected.client_id {
        return Err(Refusal::OtherClient);
    }
    audience(claims, expected.audiences)?;
    let expires_at = lifetime(claims, expected.now)?;
    Ok((id(claims, "jti")?.to_owned(), expires_at))
}

/// A claim that names something.
pub(crate) fn id<'a>(claims: &'a Json, name: &'static str) -> Result<&'a str, Refusal> {
    match claims.get(name).ok_or(Refusal::MissingClaim(name))? {
        Json::Text(text) if is_id(text) => Ok(text),
        _ => Err(Refusal::InvalidId(name)),
    }
}

/// RFC 7519 section 4.1.3; compared letter for letter (RFC 7523 section 3).
fn audience(claims: &Json, accepted: &[&str]) -> Result<(), Refusal> {
    let named: Vec<Option<&str>> = match claims.get("aud").ok_or(Refusal::MissingClaim("aud"))? {
        Json::List(items) => items.iter().map(Json::text).collect(),
        single => vec![single.text()],
    };
    let named: Vec<&str> = named.into_iter().collect::<Option<_>>().ok_or(Refusal::InvalidAudience)?;
    if named.iter().any(|audience| accepted.contains(audience)) {
        Ok(())
    } else {
        Err(Refusal::WrongAudience)
    }
}

/// `exp`, `iat` and `nbf`; gives `exp`. The clocks of both sides may differ, in either direction.
fn lifetime(claims: &Json, now: i64) -> Result<i64, Refusal> {
    let expires_at = time(claims, "exp")?.ok_or(Refusal::MissingClaim("exp"))?;
    let left = expires_at.saturating_sub(now);
    if left <= -CLOCK_SKEW_SECONDS {
        return Err(Refusal::Expired(left.saturating_neg()));
    }
    if left > MAX_LIFETIME_SECONDS + CLOCK_SKEW_SECONDS {
        return Err(Refusal::ExpiresTooLate(left));
    }
    if let Some(early) = ahead(claims, "iat", now)? {
        return Err(Refusal::IssuedInFuture(early));
    }
    if let Some(early) = ahead(claims, "nbf", now)? {
        return Err(Refusal::NotYetValid(early));
    }
    Ok(expires_at)
}

/// By how many seconds a time is in the future, when that is more than clocks may differ.
fn ahead(claims: &Json, name: &'static str, now: i64) -> Result<Option<i64>, Refusal> {
    let ahead = time(claims, name)?.map(|time| time.saturating_sub(now));
    Ok(ahead.filter(|seconds| *seconds > CLOCK_SKEW_SECONDS))
}

/// A time in seconds since 1970. RFC 7519 section 2 would allow fractions; no client needs them, and numbers with a
/// fraction are read differently by different systems.
fn time(claims: &Json, name: &'static str) -> Result<Option<i64>, Refusal> {
    match claims.get(name) {
        None => Ok(None),
        Some(Json::Whole(seconds)) => Ok(Some(*seconds)),
        Some(_) => Err(Refusal::InvalidTime(name)),
    }
}
