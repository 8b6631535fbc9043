//! `GET /api/v1/connections/{id}/data-flow`: the whole picture in one answer.

use axum::extract::State;
use axum::http::HeaderMap;
use causeway_model::{ConnectionDataFlow, ConnectionId};

use crate::app::App;
use crate::auth::Identity;
use crate::etag;
use crate::extract::Id;
use crate::problem::{ApiError, Result};

/// The data-flow picture of a connection.
#[utoipa::path(
    get, path = "/api/v1/connections/{id}/data-flow", tag = "connections", operation_id = "getDataFlow",
    params(("id" = ConnectionId, Path, description = "The connection")),
    responses(
        (status = 200, description = "Cards left and right, and one entry per arrow", body = ConnectionDataFlow,
            headers(("ETag" = String, description = "Changes with the content"))),
        (status = 304, description = "Not changed since the ETag in If-None-Match"),
        (status = 404, description = "No such connection of yours"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Id(id): Id<ConnectionId>,
    headers: HeaderMap,
) -> Result {
    let found = app.store.data_flow(identity.org(), id, app.clock.now()).await?;
    let found = found.filter(|found| identity.sees(found.connection.environment_id));
    etag::content(&headers, &found.ok_or_else(ApiError::not_found)?)
}
