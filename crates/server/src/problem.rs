//! Errors of the API: every answer with a status of 400 or more becomes `application/problem+json` (RFC 9457),
//! whichever layer refused the request, except what is marked as [`OwnForm`]. The cause of a 500 goes to the log, never
//! to the caller.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use causeway_model::{FieldError, Problem, ProblemCode};

use crate::random::RandomError;
use crate::store::{StoreError, Write};

/// Media type of problem documents.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

/// A refusal on its way to the caller.
#[derive(Debug)]
pub(crate) struct ApiError {
    problem: Box<Problem>,
    headers: HeaderMap,
}

/// What handlers give back.
pub(crate) type Result<T = Response, E = ApiError> = std::result::Result<T, E>;

impl ApiError {
    pub(crate) fn new(status: StatusCode, code: ProblemCode, detail: impl Into<String>) -> Self {
        Self { problem: Box::new(Problem::new(status.as_u16(), code, detail)), headers: HeaderMap::new() }
    }

    /// 400, naming the query parameters or fields at fault.
    pub(crate) fn bad_request(detail: impl Into<String>, errors: Vec<FieldError>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, ProblemCode::BadRequest, detail).errors(errors)
    }

    /// 401, with the challenge that RFC 9110 section 11.6.1 asks for.
    pub(crate) fn unauthenticated(detail: &str, challenge: &'static str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, ProblemCode::Unauthenticated, detail)
            .header(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge))
    }

    /// 403: it is there, and not for the caller to change.
    pub(crate) fn forbidden(detail: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, ProblemCode::Forbidden, detail)
    }

    /// Nothing here (404). The text says nothing about what was asked for, so that an id of another organization and
    /// an unknown one get the same answer.
    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, ProblemCode::NotFound, words(StatusCode::NOT_FOUND))
    }

    /// 409: it contradicts the present state.
    pub(crate) fn conflict(detail: &str) -> Self {
        Self::new(StatusCode::CONFLICT, ProblemCode::Conflict, detail)
    }

    /// 429: too often.
    pub(crate) fn too_many(detail: &str) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, ProblemCode::TooManyRequests, detail)
    }

    /// 412, with the version the object has by now.
    pub(crate) fn stale(current: u64) -> Self {
        let detail = "It changed after you read it. Read it again, then repeat your change.";
        Self::new(StatusCode::PRECONDITION_FAILED, ProblemCode::Stale, detail)
            .header(header::ETAG, crate::etag::of_version(current))
    }

    /// 422: readable, but not valid.
    pub(crate) fn validation(errors: Vec<FieldError>) -> Self {
        let detail = match errors.as_slice() {
            [one] => one.message.clone(),
            _ => words(StatusCode::UNPROCESSABLE_ENTITY).to_owned(),
        };
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, ProblemCode::Validation, detail).errors(errors)
    }

    pub(crate) fn errors(mut self, errors: Vec<FieldError>) -> Self {
        self.problem.errors = errors;
        self
    }

    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }
}

/// One field or query parameter at fault.
pub(crate) fn field(pointer: impl Into<String>, code: &str, message: impl Into<String>) -> FieldError {
    FieldError { pointer: pointer.into(), code: code.to_owned(), message: message.into() }
}

impl<T> Write<T> {
    /// What was written, or the refusal that says why nothing was. `forbidden` is said of objects that are not the
    /// caller's to change.
    pub(crate) fn done(self, forbidden: &str) -> Result<T> {
        match self {
            Self::Done(value) => Ok(value),
            Self::NotFound => Err(ApiError::not_found()),
            Self::Forbidden => Err(ApiError::forbidden(forbidden)),
            Self::Stale { current } => Err(ApiError::stale(current)),
            Self::Conflict(reason) => Err(ApiError::conflict(reason)),
            Self::OtherName => {
                let message = "This is not its name. Give the name exactly as it is.";
                Err(ApiError::validation(vec![field("confirm", "otherName", message)]))
            }
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => {
                tracing::error!(%error, "the store is not available");
                Self::from_status(StatusCode::SERVICE_UNAVAILABLE)
                    .header(header::RETRY_AFTER, HeaderValue::from_static("5"))
            }
            StoreError::Internal(_) => internal(&error),
        }
    }
}

impl From<RandomError> for ApiError {
    fn from(error: RandomError) -> Self {
        internal(&error)
    }
}

/// 500; the cause is logged under the request's id.
pub(crate) fn internal(error: &dyn std::error::Error) -> ApiError {
    tracing::error!(%error, "a request failed");
    ApiError::from_status(StatusCode::INTERNAL_SERVER_ERROR)
}

impl ApiError {
    /// The problem that a bare status stands for.
    pub(crate) fn from_status(status: StatusCode) -> Self {
        Self::new(status, code(status), words(status))
    }
}

impl IntoResponse for ApiError {
    /// Without body: [`finish`] writes it once the id of the request is known.
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, self.headers).into_response();
        response.extensions_mut().insert(*self.problem);
        response
    }
}

impl Clone for ApiError {
    fn clone(&self) -> Self {
        Self { problem: self.problem.clone(), headers: self.headers.clone() }
    }
}

/// Marks a refusal that has a form of its own, prescribed by another standard: [`finish`] leaves it as it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OwnForm;

/// Makes a problem document of every refusal, with the id of its request. What other layers said in its place (plain
/// text, nothing) is replaced; their headers (`Allow`, `Retry-After`) stay.
pub(crate) fn finish(mut response: Response, request_id: &str) -> Response {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    if response.extensions_mut().remove::<OwnForm>().is_some() {
        return response;
    }
    let given = response.extensions_mut().remove::<Problem>();
    let mut problem = given.unwrap_or_else(|| *ApiError::from_status(status).problem);
    problem.instance = Some(request_id.to_owned());
    // Serialising plain data with text keys cannot fail; an empty body would still carry the right status.
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    headers.remove(header::CONTENT_LENGTH);
    *response.body_mut() = Body::from(body);
    response
}

fn code(status: StatusCode) -> ProblemCode {
    match status {
        StatusCode::UNAUTHORIZED => ProblemCode::Unauthenticated,
        StatusCode::FORBIDDEN => ProblemCode::Forbidden,
        StatusCode::NOT_FOUND => ProblemCode::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => ProblemCode::MethodNotAllowed,
        StatusCode::REQUEST_TIMEOUT => ProblemCode::Timeout,
        StatusCode::CONFLICT => ProblemCode::Conflict,
        StatusCode::PRECONDITION_FAILED => ProblemCode::Stale,
        StatusCode::PAYLOAD_TOO_LARGE => ProblemCode::TooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ProblemCode::UnsupportedMediaType,
        StatusCode::MISDIRECTED_REQUEST => ProblemCode::Misdirected,
        StatusCode::UNPROCESSABLE_ENTITY => ProblemCode::Validation,
        StatusCode::PRECONDITION_REQUIRED => ProblemCode::PreconditionRequired,
        StatusCode::TOO_MANY_REQUESTS => ProblemCode::TooManyRequests,
        StatusCode::SERVICE_UNAVAILABLE => ProblemCode::Unavailable,
        other if other.is_client_error() => ProblemCode::BadRequest,
        _ => ProblemCode::Internal,
    }
}

/// What to tell people when the layer that refused had nothing particular to say.
fn words(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "Sign in, or send a bearer token.",
        StatusCode::FORBIDDEN => "You may not do this.",
        StatusCode::NOT_FOUND => "There is nothing here, or nothing that belongs to your organization.",
        StatusCode::METHOD_NOT_ALLOWED => "This path exists, but not with this method.",
        StatusCode::REQUEST_TIMEOUT => "The request took too long. Send it again.",
        StatusCode::PAYLOAD_TOO_LARGE => "The body is larger than this operation takes.",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "Send the body as application/json.",
        StatusCode::UNPROCESSABLE_ENTITY => "Some fields are not valid.",
        StatusCode::SERVICE_UNAVAILABLE => {
            "The data cannot be reached right now. Try again in a few seconds."
        }
        other if other.is_client_error() => "The request cannot be read.",
        _ => "Something went wrong on the server. Its log has the cause under the id of this request.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn document(response: Response) -> Problem {
        assert_eq!(response.headers()[header::CONTENT_TYPE], MEDIA_TYPE);
        let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    #[tokio::test]
    async fn a_refusal_of_any_layer_becomes_a_problem_document() {
        let bare = (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET")], "text").into_response();
        let response = finish(bare, "r1");
        assert_eq!(response.headers()[header::ALLOW], "GET");
        let problem = document(response).await;
        assert_eq!((problem.status, problem.code), (405, ProblemCode::MethodNotAllowed));
        assert_eq!(problem.instance.as_deref(), Some("r1"));
    }

    #[tokio::test]
    async fn what_a_handler_said_is_kept_and_the_cause_of_a_500_is_not_told() {
        let problem = document(finish(ApiError::forbidden("Not yours.").into_response(), "r2")).await;
        assert_eq!(problem.detail, "Not yours.");
        let error = ApiError::from(StoreError::Internal("secret cause".to_owned()));
        let problem = document(finish(error.into_response(), "r3")).await;
        assert_eq!(problem.status, 500);
        assert!(!problem.detail.contains("secret cause"));
    }

    #[tokio::test]
    async fn a_refusal_of_its_own_form_is_left_alone() {
        let mut own = (StatusCode::BAD_REQUEST, "as prescribed").into_response();
        own.extensions_mut().insert(OwnForm);
        let response = finish(own, "r5");
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
        assert_eq!(&body[..], b"as prescribed");
    }

    #[test]
    fn success_is_left_alone() {
        let response = finish(StatusCode::NO_CONTENT.into_response(), "r4");
        assert!(response.headers().get(header::CONTENT_TYPE).is_none());
    }
}
