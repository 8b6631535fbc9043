//! `DELETE /api/v1/connections/{id}`, with its endpoints and data flows.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use causeway_model::ConnectionId;

use crate::app::App;
use crate::auth::Identity;
use crate::etag;
use crate::extract::Id;
use crate::problem::{ApiError, Result};

/// Deletes a connection.
///
/// Its endpoints and data flows go with it. The two default connections stay.
#[utoipa::path(
    delete, path = "/api/v1/connections/{id}", tag = "connections", operation_id = "deleteConnection",
    params(
        ("id" = ConnectionId, Path, description = "The connection"),
        ("If-Match" = String, Header, description = "The ETag it was read with"),
    ),
    responses(
        (status = 204, description = "Deleted"),
        (status = 403, description = "It is a default connection"),
        (status = 404, description = "No such connection of yours"),
        (status = 412, description = "It changed since; ETag has the present version"),
        (status = 428, description = "If-Match is missing"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Id(id): Id<ConnectionId>,
    headers: HeaderMap,
) -> Result<StatusCode> {
    let precondition = etag::precondition(&headers)?;
    // A connection never moves to another environment, so what is read here still holds when it is deleted.
    let found = app.store.connection(identity.org(), id, app.clock.now()).await?;
    if !found.is_some_and(|found| identity.sees(found.environment_id)) {
        return Err(ApiError::not_found());
    }
    let written = app.store.delete_connection(identity.org(), id, precondition, app.clock.now()).await?;
    written.done("Default connections cannot be deleted.")?;
    Ok(StatusCode::NO_CONTENT)
}
