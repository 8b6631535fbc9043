//! Who may read an answer in a browser (Fetch standard, "CORS protocol"). Nothing but the picture of an embed takes part.
//!
//! Credentials are never allowed, so no answer depends on a cookie: a page of any origin learns from us what a program
//! without a browser would learn. Still only pages of the embed's origins read its pictures, and `Vary` keeps a cache
//! from giving one origin's answer to another.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::origin::Caller;

/// How long a browser may remember a preflight.
const REMEMBER: HeaderValue = HeaderValue::from_static("7200");

/// `OPTIONS` before the picture is asked for. It says what the answer to anybody is; the token, which it cannot show, is
/// looked at by the answer itself.
pub(crate) async fn preflight() -> Response {
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
        (header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET")),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("authorization, if-none-match")),
        (header::ACCESS_CONTROL_MAX_AGE, REMEMBER),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// Lets pages of the caller's origin read the answer.
pub(crate) fn readable_by(caller: &Caller, headers: &mut HeaderMap) {
    if let Some(origin) = caller.header() {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("etag"));
    }
}

/// Says that the answer depends on who asks, whoever may read it.
pub(crate) fn varies(headers: &mut HeaderMap) {
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
}
