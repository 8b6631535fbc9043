//! `POST /api/v1/api-keys/{id}/revoke`: the end of an API key.

use axum::extract::State;
use axum::http::HeaderMap;
use causeway_model::{ApiKey, ApiKeyId};

use crate::app::App;
use crate::auth::Identity;
use crate::etag;
use crate::extract::Id;
use crate::problem::Result;

/// Revokes an API key.
///
/// Its secrets, its public keys and the access tokens it was given stop working at once and for good. Its name stays
/// on the data flows that start with it.
#[utoipa::path(
    post, path = "/api/v1/api-keys/{id}/revoke", tag = "API keys", operation_id = "revokeApiKey",
    params(
        ("id" = ApiKeyId, Path, description = "The API key"),
        ("If-Match" = String, Header, description = "The ETag it was read with"),
    ),
    responses(
        (status = 200, description = "The API key as it is now", body = ApiKey,
            headers(("ETag" = String, description = "Its version"))),
        (status = 403, description = "An API key revokes no API keys"),
        (status = 404, description = "No such API key of yours"),
        (status = 409, description = "It is revoked already"),
        (status = 412, description = "It changed since; ETag has the present version"),
        (status = 428, description = "If-Match is missing"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Id(id): Id<ApiKeyId>,
    headers: HeaderMap,
) -> Result {
    let precondition = etag::precondition(&headers)?;
    let written =
        app.store.revoke_api_key(identity.org(), identity.by(), id, precondition, app.clock.now()).await?;
    let api_key = written.done("")?;
    etag::object(&HeaderMap::new(), api_key.version, &api_key)
}
