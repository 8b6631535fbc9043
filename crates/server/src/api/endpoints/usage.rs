//! `GET /api/v1/endpoints/{id}/usage`: what depends on an endpoint.

use axum::extract::State;
use axum::http::HeaderMap;
use causeway_model::{EndpointId, Usage};

use crate::app::App;
use crate::auth::Identity;
use crate::etag;
use crate::extract::Id;
use crate::problem::{ApiError, Result};
use crate::store::End;

/// The connections and data flows that end at an endpoint.
#[utoipa::path(
    get, path = "/api/v1/endpoints/{id}/usage", tag = "endpoints", operation_id = "getEndpointUsage",
    params(("id" = EndpointId, Path, description = "The endpoint")),
    responses(
        (status = 200, description = "Counts of all, and the first connections", body = Usage,
            headers(("ETag" = String, description = "Changes with the content"))),
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
    let end = match found.connection {
        None => End::Endpoint(id),
        Some(connection) => End::Theirs(connection.id, id),
    };
    etag::content(&headers, &app.store.usage(identity.org(), end).await?)
}
