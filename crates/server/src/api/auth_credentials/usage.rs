//! `GET /api/v1/auth-credentials/{id}/usage`: what depends on an auth credential.

use axum::extract::State;
use axum::http::HeaderMap;
use causeway_model::{AuthCredentialId, Usage};

use crate::app::App;
use crate::auth::Identity;
use crate::etag;
use crate::extract::Id;
use crate::problem::{ApiError, Result};
use crate::store::End;

/// The connections and data flows that end at endpoints with an auth credential.
#[utoipa::path(
    get, path = "/api/v1/auth-credentials/{id}/usage", tag = "auth credentials", operation_id = "getAuthCredentialUsage",
    params(("id" = AuthCredentialId, Path, description = "The auth credential")),
    responses(
        (status = 200, description = "Counts of all, and the first connections", body = Usage,
            headers(("ETag" = String, description = "Changes with the content"))),
        (status = 304, description = "Not changed since the ETag in If-None-Match"),
        (status = 404, description = "No such auth credential of yours"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Id(id): Id<AuthCredentialId>,
    headers: HeaderMap,
) -> Result {
    let found = app.store.auth_credential(identity.org(), id).await?;
    if !found.is_some_and(|found| identity.sees(found.environment_id)) {
        return Err(ApiError::not_found());
    }
    etag::content(&headers, &app.store.usage(identity.org(), End::Credential(id)).await?)
}
