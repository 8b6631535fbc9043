//! `GET /api/v1/endpoints/{id}`: one of yours or of a connection's.

use axum::extract::State;
use axum::http::HeaderMap;
use causeway_model::{Endpoint, EndpointId};

use crate::app::App;
use crate::auth::Identity;
use crate::etag;
use crate::extract::Id;
use crate::problem::{ApiError, Result};

/// One endpoint, of either side.
#[utoipa::path(
    get, path = "/api/v1/endpoints/{id}", tag = "endpoints", operation_id = "getEndpoint",
    params(("id" = EndpointId, Path, description = "The endpoint")),
    responses(
        (status = 200, description = "The endpoint", body = Endpoint,
            headers(("ETag" = String, description = "Its version, and its VPN where there is one"))),
        (status = 304, description = "Not changed since the ETag in If-None-Match"),
        (status = 404, description = "No such endpoint of yours or of a connection of yours"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Id(id): Id<EndpointId>,
    headers: HeaderMap,
) -> Result {
    let found = app.store.endpoint(identity.org(), id, app.clock.now()).await?;
    let found = found.filter(|found| identity.sees(found.environment_id)).ok_or_else(ApiError::not_found)?;
    etag::watched(&headers, found.version, found.vpn.as_ref(), &found)
}
