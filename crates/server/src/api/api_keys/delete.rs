//! `DELETE /api/v1/api-keys/{id}`: forgets an API key that nothing depends on.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use causeway_model::ApiKeyId;

use crate::app::App;
use crate::auth::Identity;
use crate::etag;
use crate::extract::Id;
use crate::problem::Result;

/// Deletes an API key.
///
/// Only one that no data flow starts with; revoking stops any.
#[utoipa::path(
    delete, path = "/api/v1/api-keys/{id}", tag = "API keys", operation_id = "deleteApiKey",
    params(
        ("id" = ApiKeyId, Path, description = "The API key"),
        ("If-Match" = String, Header, description = "The ETag it was read with"),
    ),
    responses(
        (status = 204, description = "Deleted"),
        (status = 403, description = "An API key deletes no API keys"),
        (status = 404, description = "No such API key of yours"),
        (status = 409, description = "Data flows start with it; `/api-keys/{id}/usage` lists them"),
        (status = 412, description = "It changed since; ETag has the present version"),
        (status = 428, description = "If-Match is missing"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Id(id): Id<ApiKeyId>,
    headers: HeaderMap,
) -> Result<StatusCode> {
    let precondition = etag::precondition(&headers)?;
    app.store.delete_api_key(identity.org(), id, precondition).await?.done("")?;
    Ok(StatusCode::NO_CONTENT)
}
