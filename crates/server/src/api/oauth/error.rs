//! Refusals in the form that OAuth clients read: RFC 6749 section 5.2.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::problem::{ApiError, OwnForm};

/// Why no token is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    InvalidRequest,
    InvalidClient,
    UnsupportedGrantType,
    InvalidScope,
}

impl Code {
    fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::InvalidScope => "invalid_scope",
        }
    }

    fn status(self) -> StatusCode {
        match self {
            Self::InvalidClient => StatusCode::UNAUTHORIZED,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

/// The body of a refusal of `POST /oauth/token` (RFC 6749 section 5.2).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct OAuthError {
    /// `invalid_request`, `invalid_client`, `unsupported_grant_type` or `invalid_scope`.
    error: &'static str,
    /// The reason and the fix, for the developer of the client.
    error_description: String,
}

/// A refusal on its way to the client: of the protocol, or of any other layer.
#[derive(Debug)]
pub(crate) enum Refused {
    /// In OAuth's form.
    OAuth {
        code: Code,
        description: String,
        /// The scheme of the `Authorization` header, when one came: RFC 6749 section 5.2 wants it answered in kind.
        challenge: Option<&'static str>,
    },
    /// As a problem document.
    Problem(ApiError),
}

impl Refused {
    /// In OAuth's form.
    pub(super) fn new(code: Code, description: impl Into<String>) -> Self {
        Self::OAuth { code, description: description.into(), challenge: None }
    }
}

impl<E: Into<ApiError>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::Problem(error.into())
    }
}

impl IntoResponse for Refused {
    /// A 401 has no challenge when no `Authorization` header came: no scheme of HTTP would help, and OAuth libraries
    /// that see a challenge do not read the body any more.
    fn into_response(self) -> Response {
        let (code, description, challenge) = match self {
            Self::Problem(error) => return error.into_response(),
            Self::OAuth { code, description, challenge } => (code, description, challenge),
        };
        let body = OAuthError { error: code.as_str(), error_description: allowed(&description) };
        let mut response = (code.status(), axum::Json(body)).into_response();
        if let Some(challenge) = challenge {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        response.extensions_mut().insert(OwnForm);
        response
    }
}

/// Only the characters that `error_description` may have (RFC 6749 section 5.2).
fn allowed(text: &str) -> String {
    let allow = |char: char| match char {
        '"' => '\'',
        ' '..='~' if char != '\\' => char,
        _ => '?',
    };
    text.chars().map(allow).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_has_only_the_characters_that_oauth_allows() {
        assert_eq!(allowed("Send \"a\" \\ b…\n"), "Send 'a' ? b??");
    }

    #[test]
    fn only_a_client_that_is_not_known_gets_401() {
        let status = |code| Refused::new(code, "").into_response().status().as_u16();
        assert_eq!(status(Code::InvalidClient), 401);
        for code in [Code::InvalidRequest, Code::UnsupportedGrantType, Code::InvalidScope] {
            assert_eq!(status(code), 400);
        }
    }
}
