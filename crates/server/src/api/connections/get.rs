//! `GET /api/v1/connections/{id}`.

use axum::extract::State;
use axum::http::HeaderMap;
use causeway_model::{Connection, ConnectionId};

use crate::app::App;
use crate::auth::Identity;
use crate::etag;
use crate::extract::Id;
use crate::problem::{ApiError, Result};

/// One connection.
#[utoipa::path(
    get, path = "/api/v1/connections/{id}", tag = "connections", operation_id = "getConnection",
    params(("id" = ConnectionId, Path, description = "The connection")),
    responses(
        (status = 200, description = "The connection", body = Connection,
            headers(("ETag" = String, description = "Its version, and its VPN where there is one"))),
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
    let found = app.store.connection(identity.org(), id, app.clock.now()).await?;
    let found = found.filter(|found| identity.sees(found.environment_id)).ok_or_else(ApiError::not_found)?;
    etag::watched(&headers, found.version, found.vpn.as_ref(), &found)
}
