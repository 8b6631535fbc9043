//! `DELETE /api/v1/api-keys/{id}`: forgets an API key.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use causeway_model::ApiKeyId;

use crate::api::confirm::Confirm;
use crate::app::App;
use crate::auth::Identity;
use crate::etag;
use crate::extract::{Id, Query};
use crate::problem::Result;

/// Deletes an API key.
///
/// One that data flows start with is deleted together with them, and only when `confirm` holds its name; revoking
/// stops it and keeps them.
#[utoipa::path(
    delete, path = "/api/v1/api-keys/{id}", tag = "API keys", operation_id = "deleteApiKey",
    params(
        ("id" = ApiKeyId, Path, description = "The API key"),
        ("If-Match" = String, Header, description = "The ETag it was read with"),
        Confirm,
    ),
    responses(
        (status = 204, description = "Deleted"),
        (status = 403, description = "An API key deletes no API keys"),
        (status = 404, description = "No such API key of yours"),
        (status = 409, description = "Data flows start with it and `confirm` is missing; `/api-keys/{id}/usage` lists them"),
        (status = 412, description = "It changed since; ETag has the present version"),
        (status = 422, description = "`confirm` is not its name"),
        (status = 428, description = "If-Match is missing"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Id(id): Id<ApiKeyId>,
    Query(Confirm { confirm }): Query<Confirm>,
    headers: HeaderMap,
) -> Result<StatusCode> {
    let precondition = etag::precondition(&headers)?;
    let now = app.clock.now();
    app.store
        .delete_api_key(identity.org(), identity.by(), id, precondition, confirm, now)
        .await?
        .done("")?;
    Ok(StatusCode::NO_CONTENT)
}
