//! `DELETE /api/v1/auth-credentials/{id}`.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use causeway_model::AuthCredentialId;

use crate::api::confirm::Confirm;
use crate::app::App;
use crate::auth::Identity;
use crate::etag;
use crate::extract::{Id, Query};
use crate::problem::Result;

/// Deletes an auth credential.
///
/// One that endpoints use is deleted only when `confirm` holds its name; they are left with their verification token
/// alone, and have to be verified again.
#[utoipa::path(
    delete, path = "/api/v1/auth-credentials/{id}", tag = "auth credentials", operation_id = "deleteAuthCredential",
    params(
        ("id" = AuthCredentialId, Path, description = "The auth credential"),
        ("If-Match" = String, Header, description = "The ETag it was read with"),
        Confirm,
    ),
    responses(
        (status = 204, description = "Deleted"),
        (status = 403, description = "An API key deletes no auth credentials"),
        (status = 404, description = "No such auth credential of yours"),
        (status = 409, description = "Endpoints use it and `confirm` is missing; `endpoints` lists them"),
        (status = 412, description = "It changed since; ETag has the present version"),
        (status = 422, description = "`confirm` is not its name"),
        (status = 428, description = "If-Match is missing"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Id(id): Id<AuthCredentialId>,
    Query(Confirm { confirm }): Query<Confirm>,
    headers: HeaderMap,
) -> Result<StatusCode> {
    let precondition = etag::precondition(&headers)?;
    let now = app.clock.now();
    app.store
        .delete_auth_credential(identity.org(), identity.by(), id, precondition, confirm, now)
        .await?
        .done("")?;
    Ok(StatusCode::NO_CONTENT)
}
