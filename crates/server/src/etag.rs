//! Entity tags: every object has one, changes must name it (`If-Match`), and what the caller has already is not sent
//! again (`If-None-Match`). RFC 9110 sections 8.8.3, 13.1.1 and 13.1.2.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use causeway_model::ProblemCode;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::problem::{ApiError, Result, internal};
use crate::store::Precondition;

/// The tag of an object's version.
pub(crate) fn of_version(version: u64) -> HeaderValue {
    // Digits and quotes are always a valid header value.
    HeaderValue::try_from(format!("\"{version}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

/// An object by its version.
pub(crate) fn object<T: Serialize>(request: &HeaderMap, version: u64, value: &T) -> Result {
    respond(request, of_version(version), serde_json::to_vec(value).map_err(|error| internal(&error))?)
}

/// The answer of a creation: where the object is, its version, and what there is to say of it.
pub(crate) fn created<T: Serialize>(status: StatusCode, location: &str, version: u64, value: T) -> Result {
    let location = HeaderValue::try_from(location).map_err(|error| internal(&error))?;
    let headers = [(header::ETAG, of_version(version)), (header::LOCATION, location)];
    Ok((status, headers, axum::Json(value)).into_response())
}

/// An object that also shows what is recorded about it while its version stays: the tag is its version and, where there
/// is something recorded, a hash of that. `If-Match` looks at the version alone, so records that come in every minute
/// are in nobody's way; `If-None-Match` looks at all of it, so they are seen.
pub(crate) fn watched<W: Serialize, T: Serialize>(
    request: &HeaderMap,
    version: u64,
    recorded: Option<&W>,
    value: &T,
) -> Result {
    let Some(recorded) = recorded else { return object(request, version, value) };
    let recorded = serde_json::to_vec(recorded).map_err(|error| internal(&error))?;
    let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(&recorded)[..8]);
    let tag = HeaderValue::try_from(format!("\"{version}-{hash}\"")).map_err(|error| internal(&error))?;
    respond(request, tag, serde_json::to_vec(value).map_err(|error| internal(&error))?)
}

/// An answer that is put together from several objects: its content is its tag.
pub(crate) fn content<T: Serialize>(request: &HeaderMap, value: &T) -> Result {
    let body = serde_json::to_vec(value).map_err(|error| internal(&error))?;
    let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(&body)[..16]);
    let tag = HeaderValue::try_from(format!("\"{hash}\"")).map_err(|error| internal(&error))?;
    respond(request, tag, body)
}

fn respond(request: &HeaderMap, tag: HeaderValue, body: Vec<u8>) -> Result {
    if has(request, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json")), (header::ETAG, tag)];
    Ok((headers, body).into_response())
}

/// Whether `If-None-Match` says that the caller has this already; compared weakly.
pub(crate) fn has(request: &HeaderMap, tag: &HeaderValue) -> bool {
    tags(request, &header::IF_NONE_MATCH).any(|candidate| {
        candidate == "*" || Some(candidate.strip_prefix("W/").unwrap_or(candidate)) == tag.to_str().ok()
    })
}

/// What `If-Match` asks for; it must be there. Weak tags never match, and neither does a tag that is no version.
pub(crate) fn precondition(request: &HeaderMap) -> Result<Precondition> {
    if !request.contains_key(header::IF_MATCH) {
        let detail = "Send the ETag you read in If-Match, so that nobody's change is overwritten unseen.";
        return Err(ApiError::new(
            StatusCode::PRECONDITION_REQUIRED,
            ProblemCode::PreconditionRequired,
            detail,
        ));
    }
    if tags(request, &header::IF_MATCH).any(|tag| tag == "*") {
        return Ok(Precondition::Exists);
    }
    let versions = tags(request, &header::IF_MATCH)
        .filter_map(|tag| tag.strip_prefix('"')?.strip_suffix('"'))
        // Of `watched`, the version.
        .map(|tag| tag.split_once('-').map_or(tag, |(version, _)| version))
        .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
        .filter_map(|digits| digits.parse().ok());
    Ok(Precondition::Versions(versions.collect()))
}

/// The tags of a list header. Ours never contain a comma.
fn tags<'a>(request: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    let values = request.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim).filter(|tag| !tag.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn if_match_takes_lists_and_the_star_and_never_matches_weakly() {
        let wanted = |value| precondition(&headers(header::IF_MATCH, value)).unwrap();
        assert_eq!(wanted("\"3\", \"4\""), Precondition::Versions(vec![3, 4]));
        assert_eq!(wanted("*"), Precondition::Exists);
        assert_eq!(wanted("\"3-0af1\", \"4\""), Precondition::Versions(vec![3, 4]));
        for never in ["\"-3\"", "W/\"3-0af1\"", "W/\"3\"", "3", "\"x\"", "\"+3\"", "\"\"", ""] {
            assert_eq!(wanted(never), Precondition::Versions(vec![]), "{never}");
        }
        assert!(precondition(&HeaderMap::new()).is_err());
    }

    #[test]
    fn what_is_recorded_changes_the_tag_and_not_the_version() {
        let tag = |recorded: Option<&str>| {
            watched(&HeaderMap::new(), 7, recorded.as_ref(), &"value").unwrap().headers()[header::ETAG]
                .clone()
        };
        assert_eq!(tag(None), of_version(7));
        assert_ne!(tag(Some("up")), tag(Some("down")));
        for recorded in [None, Some("up")] {
            let request = HeaderMap::from_iter([(header::IF_MATCH, tag(recorded))]);
            assert_eq!(precondition(&request).unwrap(), Precondition::Versions(vec![7]));
        }
    }

    #[test]
    fn if_none_match_compares_weakly() {
        let tag = of_version(7);
        for value in ["\"7\"", "W/\"7\"", "\"1\", \"7\"", "*"] {
            assert!(has(&headers(header::IF_NONE_MATCH, value), &tag), "{value}");
        }
        assert!(!has(&headers(header::IF_NONE_MATCH, "\"8\""), &tag));
        assert!(!has(&HeaderMap::new(), &tag));
    }
}
