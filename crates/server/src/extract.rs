//! Strict reading of requests: what cannot be understood completely is refused, and the refusal names the place.

use std::collections::HashSet;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path as AxumPath, Query as AxumQuery, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use causeway_model::FieldError;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_path_to_error::{Path, Segment};

use crate::problem::{ApiError, field};

/// An id in the path. A text that is no UUID names nothing, so it is as absent as an unknown id.
pub(crate) struct Id<T>(pub(crate) T);

impl<S: Send + Sync, T: std::str::FromStr> FromRequestParts<S> for Id<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let AxumPath(text) =
            AxumPath::<String>::from_request_parts(parts, state).await.map_err(|_| ApiError::not_found())?;
        text.parse().map(Self).map_err(|_| ApiError::not_found())
    }
}

/// Two ids in the path, one within the other.
pub(crate) struct TwoIds<A, B>(pub(crate) A, pub(crate) B);

impl<S: Send + Sync, A: std::str::FromStr, B: std::str::FromStr> FromRequestParts<S> for TwoIds<A, B> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let AxumPath((outer, inner)) = AxumPath::<(String, String)>::from_request_parts(parts, state)
            .await
            .map_err(|_| ApiError::not_found())?;
        let ids = outer.parse().ok().zip(inner.parse().ok());
        ids.map(|(outer, inner)| Self(outer, inner)).ok_or_else(ApiError::not_found)
    }
}

/// The query: known parameters, each at most once; everything else is 400.
pub(crate) struct Query<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let query = parts.uri.query().unwrap_or_default();
        let mut seen = HashSet::new();
        for (name, _) in form_urlencoded::parse(query.as_bytes()) {
            if !seen.insert(name.clone()) {
                let error = field(name, "duplicate", "Give this parameter once.");
                return Err(ApiError::bad_request("A query parameter is given twice.", vec![error]));
            }
        }
        let read = AxumQuery::<T>::try_from_uri(&parts.uri);
        read.map(|AxumQuery(value)| Self(value)).map_err(|rejection| query_error(&rejection.body_text()))
    }
}

/// Axum's text is "Failed to deserialize query string: <parameter>: <reason>"; serde quotes an unknown parameter.
fn query_error(text: &str) -> ApiError {
    let reason = text.strip_prefix("Failed to deserialize query string: ").unwrap_or(text);
    let errors = if let Some(name) = quoted(reason, "unknown field `") {
        vec![field(name, "unknownParameter", "This parameter does not exist here. Leave it out.")]
    } else if let Some((name, reason)) = reason.split_once(": ") {
        vec![field(name, "invalid", format!("This value cannot be used: {reason}."))]
    } else {
        Vec::new()
    };
    ApiError::bad_request("The query cannot be read.", errors)
}

/// A JSON body: 415 when it is not declared as JSON, 400 when it is not JSON, 422 when it is not what was asked for.
pub(crate) struct Json<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        if !is_json(request.headers()) {
            return Err(ApiError::from_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|rejection| ApiError::from_status(rejection.status()))?;
        parse(&bytes).map(Self)
    }
}

/// `application/json`, or a type built on it such as `application/merge-patch+json`; parameters do not matter.
fn is_json(headers: &HeaderMap) -> bool {
    let declared =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    matches!(essence.as_str(), "application/json" | "application/merge-patch+json")
}

pub(crate) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    // Serde would take a list for an object, field by field in their order.
    if bytes.trim_ascii_start().starts_with(b"[") && serde_json::from_slice::<IgnoredAny>(bytes).is_ok() {
        return Err(ApiError::validation(vec![field("", "invalid", "Send an object, not a list.")]));
    }
    // The good case without the cost of tracking where we are; the bad case again, to find out.
    if let Ok(value) = serde_json::from_slice(bytes) {
        return Ok(value);
    }
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let tracked = serde_path_to_error::deserialize(&mut deserializer);
    let error: serde_path_to_error::Error<serde_json::Error> = match tracked {
        Err(error) => error,
        // The value itself was fine, so something stands after it.
        Ok::<T, _>(_) => {
            return Err(ApiError::bad_request("Something stands after the end of the JSON.", Vec::new()));
        }
    };
    let place = pointer(error.path());
    let error = error.into_inner();
    // serde_json ends every message with the place in the text, which the pointer says better.
    let text = error.to_string();
    let reason = text.split(" at line ").next().unwrap_or_default();
    if !error.is_data() {
        let detail =
            format!("The body is not JSON: {reason} (line {}, column {}).", error.line(), error.column());
        return Err(ApiError::bad_request(detail, Vec::new()));
    }
    Err(data_error(&place, reason))
}

/// JSON, but not the wanted JSON. Serde says which field in its message only.
fn data_error(place: &str, reason: &str) -> ApiError {
    if let Some(name) = quoted(reason, "duplicate field `") {
        let error = field(child(place, name), "duplicate", "Give this field once.");
        return ApiError::bad_request("A field is given twice.", vec![error]);
    }
    let error: FieldError = if let Some(name) = quoted(reason, "unknown field `") {
        // Depending on where serde noticed it, the path ends before or with the field.
        let own = child("", name);
        let pointer = if place.ends_with(&own) { place.to_owned() } else { child(place, name) };
        field(pointer, "unknownField", "This field does not exist. Leave it out.")
    } else if let Some(name) = quoted(reason, "missing field `") {
        field(child(place, name), "required", "This field is required.")
    } else {
        field(place, "invalid", format!("This value cannot be used: {reason}."))
    };
    ApiError::validation(vec![error])
}

fn quoted<'a>(text: &'a str, before: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split('`').next()
}

/// A path as JSON Pointer (RFC 6901).
fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => pointer = child(&pointer, key),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

fn child(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse;
    use causeway_model::{ConnectionsQuery, EndpointPatch, Problem, SignIn};

    use super::*;

    fn refusal<T: DeserializeOwned>(body: &str) -> (u16, Vec<(String, String)>) {
        let Err(error) = parse::<T>(body.as_bytes()) else { panic!("{body} was taken") };
        let problem = error.into_response().extensions_mut().remove::<Problem>().unwrap();
        (problem.status, problem.errors.into_iter().map(|error| (error.pointer, error.code)).collect())
    }

    fn at(pointer: &str, code: &str) -> Vec<(String, String)> {
        vec![(pointer.to_owned(), code.to_owned())]
    }

    #[test]
    fn fields_at_fault_are_named() {
        assert_eq!(refusal::<SignIn>("{}"), (422, at("/code", "required")));
        assert_eq!(refusal::<SignIn>(r#"{"code":1}"#), (422, at("/code", "invalid")));
        assert_eq!(refusal::<SignIn>(r#"{"code":"a","x/y":1}"#), (422, at("/x~1y", "unknownField")));
        assert_eq!(refusal::<SignIn>(r#"{"code":"a","code":"b"}"#), (400, at("/code", "duplicate")));
        assert_eq!(refusal::<EndpointPatch>(r#"{"url":[]}"#), (422, at("/url", "invalid")));
        assert_eq!(refusal::<EndpointPatch>("[]"), (422, at("", "invalid")));
        assert_eq!(refusal::<EndpointPatch>("7"), (422, at("", "invalid")));
    }

    #[test]
    fn what_is_not_json_is_400() {
        for body in ["", "{", "{\"code\":\"a\"} x", "nul", "{'code':1}", "\u{feff}{}"] {
            assert_eq!(refusal::<SignIn>(body), (400, vec![]), "{body}");
        }
        let deep = "[".repeat(10_000);
        assert!(matches!(refusal::<serde_json::Value>(&deep).0, 400 | 422));
    }

    #[tokio::test]
    async fn unknown_and_repeated_parameters_are_refused() {
        let refused = async |query: &str| {
            let request = Request::builder().uri(format!("/?{query}")).body(()).unwrap();
            let (mut parts, ()) = request.into_parts();
            let result = Query::<ConnectionsQuery>::from_request_parts(&mut parts, &()).await;
            let mut response = result.err()?.into_response();
            let problem = response.extensions_mut().remove::<Problem>().unwrap();
            assert_eq!(problem.status, 400);
            problem.errors.into_iter().next().map(|error| (error.pointer, error.code))
        };
        assert_eq!(refused("search=a%20b&limit=5").await, None);
        let named = |name: &str, code: &str| Some((name.to_owned(), code.to_owned()));
        assert_eq!(refused("serch=a").await, named("serch", "unknownParameter"));
        assert_eq!(refused("limit=1&limit=2").await, named("limit", "duplicate"));
        assert_eq!(refused("limit=many").await, named("limit", "invalid"));
        assert_eq!(refused("environment=1").await, named("environment", "invalid"));
    }
}
