//! `GET /api/v1/api-keys/{id}/usage`: what depends on an API key.

use axum::extract::State;
use axum::http::HeaderMap;
use causeway_model::{ApiKeyId, Usage};

use crate::app::App;
use crate::auth::Identity;
use crate::etag;
use crate::extract::Id;
use crate::problem::{ApiError, Result};
use crate::store::End;

/// The connections and data flows that start with an API key.
#[utoipa::path(
    get, path = "/api/v1/api-keys/{id}/usage", tag = "API keys", operation_id = "getApiKeyUsage",
    params(("id" = ApiKeyId, Path, description = "The API key")),
    responses(
        (status = 200, description = "Counts of all, and the first connections", body = Usage,
            headers(("ETag" = String, description = "Changes with the content"))),
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
    if !found.is_some_and(|found| identity.sees(found.environment_id)) {
        return Err(ApiError::not_found());
    }
    etag::content(&headers, &app.store.usage(identity.org(), End::ApiKey(id)).await?)
}
