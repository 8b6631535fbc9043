//! `GET /api/v1/api-keys/{id}`.

use axum::extract::State;
use axum::http::HeaderMap;
use causeway_model::{ApiKey, ApiKeyId};

use crate::app::App;
use crate::auth::Identity;
use crate::etag;
use crate::extract::Id;
use crate::problem::{ApiError, Result};

/// One API key. It carries no secret.
#[utoipa::path(
    get, path = "/api/v1/api-keys/{id}", tag = "API keys", operation_id = "getApiKey",
    params(("id" = ApiKeyId, Path, description = "The API key")),
    responses(
        (status = 200, description = "The API key", body = ApiKey,
            headers(("ETag" = String, description = "Its version"))),
        (status = 304, description = "Not changed since the ETag in If-None-Match"),
        (status = 404, description = "No such API key of yours"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Id(id): Id<ApiKeyId>,
    headers: HeaderMap,
) -> Result {
    let found = app.store.api_key(identity.org(), id).await?;
    let found = found.filter(|found| identity.sees(found.environment_id)).ok_or_else(ApiError::not_found)?;
    // Being used is no change of the key, and is seen all the same.
    let used: Vec<_> = found.secrets.iter().map(|secret| &secret.last_used_at).collect();
    let used = found.last_used_at.as_ref().map(|last| (last, used));
    etag::watched(&headers, found.version, used.as_ref(), &found)
}
