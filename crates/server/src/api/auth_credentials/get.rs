//! `GET /api/v1/auth-credentials/{id}`.

use axum::extract::State;
use axum::http::HeaderMap;
use causeway_model::{AuthCredential, AuthCredentialId};

use crate::app::App;
use crate::auth::Identity;
use crate::etag;
use crate::extract::Id;
use crate::problem::{ApiError, Result};

/// One auth credential. It carries no secret.
#[utoipa::path(
    get, path = "/api/v1/auth-credentials/{id}", tag = "auth credentials", operation_id = "getAuthCredential",
    params(("id" = AuthCredentialId, Path, description = "The auth credential")),
    responses(
        (status = 200, description = "The auth credential", body = AuthCredential,
            headers(("ETag" = String, description = "Its version"))),
        (status = 404, description = "No such auth credential of yours"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Id(id): Id<AuthCredentialId>,
) -> Result {
    let found = app.store.auth_credential(identity.org(), id).await?;
    let found = found.filter(|found| identity.sees(found.environment_id)).ok_or_else(ApiError::not_found)?;
    // Which endpoints use it is part of the answer and not of its version, so it is always sent.
    etag::object(&HeaderMap::new(), found.version, &found)
}
