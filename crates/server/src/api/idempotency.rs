//! `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a request that creates may be sent again when its
//! answer was lost, and makes one object all the same.

use axum::http::HeaderMap;
use causeway_model::ProblemCode;
use serde::Serialize;

use crate::app::App;
use crate::problem::{ApiError, Result, field, internal};
use crate::store::Repetition;

const HEADER: &str = "idempotency-key";
const LONGEST: usize = 255;

/// What the request says of being repeated; `None` without the header.
pub(crate) fn of<T: Serialize>(
    app: &App,
    headers: &HeaderMap,
    operation: &str,
    body: &T,
) -> Result<Option<Repetition>> {
    let Some(value) = headers.get(HEADER) else { return Ok(None) };
    let key = value.to_str().unwrap_or_default();
    if key.is_empty() || key.len() > LONGEST {
        let error = field("Idempotency-Key", "length", "Give 1 to 255 ASCII characters, such as a UUID.");
        return Err(ApiError::bad_request("The Idempotency-Key cannot be used.", vec![error]));
    }
    let body = serde_json::to_vec(body).map_err(|error| internal(&error))?;
    let fingerprint = app.sealer.fingerprint(&[operation.as_bytes(), &[0], &body].concat());
    Ok(Some(Repetition { key: key.to_owned(), fingerprint }))
}

/// The same key came with another request before.
pub(crate) fn used_for_something_else() -> ApiError {
    let error = field("Idempotency-Key", "used", "Send a new key with a new request.");
    ApiError::new(
        axum::http::StatusCode::UNPROCESSABLE_ENTITY,
        ProblemCode::Validation,
        "This Idempotency-Key was used for another request.",
    )
    .errors(vec![error])
}
