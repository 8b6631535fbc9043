//! Errors on the wire: RFC 9457 `application/problem+json` with a closed list of codes.

use serde::{Deserialize, Serialize};

use crate::open_enum::open_enum;
use crate::{Read, Source};

open_enum! {
    /// What went wrong, for programs. The list is closed: a new code is a new version of the contract.
    ProblemCode {
        /// 400: the request cannot be read (not JSON, duplicate or unknown query parameter, bad cursor).
        BadRequest = "badRequest", "The request cannot be read";
        /// 401: no valid session or token came with the request.
        Unauthenticated = "unauthenticated", "Sign in first";
        /// 403: the object may not be changed by you.
        Forbidden = "forbidden", "Not allowed";
        /// 404: nothing here, or nothing of your organization.
        NotFound = "notFound", "Not found";
        /// 405: the path exists, the method does not.
        MethodNotAllowed = "methodNotAllowed", "Method not allowed";
        /// 409: it contradicts the present state.
        Conflict = "conflict", "Conflict";
        /// 412: the object changed since its ETag was read.
        Stale = "stale", "Changed meanwhile";
        /// 413: the body is larger than the limit.
        TooLarge = "tooLarge", "Too large";
        /// 415: the body is not `application/json`.
        UnsupportedMediaType = "unsupportedMediaType", "Send JSON";
        /// 421: the request is for a host this server does not answer for.
        Misdirected = "misdirected", "Wrong host";
        /// 422: readable, but not valid; `errors` names the fields.
        Validation = "validation", "Not valid";
        /// 428: `If-Match` is required and missing.
        PreconditionRequired = "preconditionRequired", "If-Match is missing";
        /// 429: too often; `Retry-After` says when again.
        TooManyRequests = "tooManyRequests", "Too often";
        /// 408: the request took too long to arrive.
        Timeout = "timeout", "Took too long";
        /// 500: the server's fault.
        Internal = "internal", "Something went wrong";
        /// 503: try again later.
        Unavailable = "unavailable", "Not available right now";
    }
}

/// A problem document (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// `/problems/<code>`: identifies the kind of problem.
    #[serde(rename = "type")]
    pub type_: String,
    /// The kind of problem in words; the same for every occurrence.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened here and how to mend it, for people.
    #[serde(default)]
    pub detail: String,
    /// Id of the request, also in the header `X-Request-Id` and in the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// The kind of problem, for programs.
    pub code: ProblemCode,
    /// The fields at fault, when it is fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// One field at fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FieldError {
    /// JSON Pointer (RFC 6901) into the request body, or the name of a query parameter.
    pub pointer: String,
    /// Short reason for programs, such as `required`, `unknownField`, `urlScheme`.
    pub code: String,
    /// The reason and the fix, for people.
    pub message: String,
}

impl Problem {
    /// A problem of this kind, with the title and type that belong to it.
    #[must_use]
    pub fn new(status: u16, code: ProblemCode, detail: impl Into<String>) -> Self {
        Self {
            type_: format!("/problems/{}", code.as_str()),
            title: code.label().to_owned(),
            status,
            detail: detail.into(),
            instance: None,
            code,
            errors: Vec::new(),
        }
    }

    /// The same problem, naming the fields at fault.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.errors = errors;
        self
    }
}

crate::read::readable! {
    FieldError { pointer, code, message }
}

/// What a proxy or another backend may leave out is empty.
impl Read for Problem {
    fn read(source: impl Source) -> Option<Self> {
        let errors: Option<Vec<FieldError>> = source.read("errors")?;
        let detail: Option<String> = source.read("detail")?;
        Some(Self {
            type_: source.read("type")?,
            title: source.read("title")?,
            status: source.read("status")?,
            detail: detail.unwrap_or_default(),
            instance: source.read("instance")?,
            code: source.read("code")?,
            errors: errors.unwrap_or_default(),
        })
    }
}
