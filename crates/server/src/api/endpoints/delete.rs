//! `DELETE /api/v1/endpoints/{id}`: deletes an endpoint of yours.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use causeway_model::EndpointId;

use super::update::THEIRS;
use crate::api::confirm::Confirm;
use crate::app::App;
use crate::auth::Identity;
use crate::etag;
use crate::extract::{Id, Query};
use crate::problem::{ApiError, Result};

/// Deletes an endpoint of yours.
///
/// One that data flows end at is deleted together with them, and only when `confirm` holds its name.
#[utoipa::path(
    delete, path = "/api/v1/endpoints/{id}", tag = "endpoints", operation_id = "deleteEndpoint",
    params(
        ("id" = EndpointId, Path, description = "The endpoint"),
        ("If-Match" = String, Header, description = "The ETag it was read with"),
        Confirm,
    ),
    responses(
        (status = 204, description = "Deleted"),
        (status = 403, description = "It belongs to a connection"),
        (status = 404, description = "No such endpoint of yours or of a connection of yours"),
        (status = 409, description = "Data flows end at it and `confirm` is missing; `/endpoints/{id}/usage` lists them"),
        (status = 412, description = "It changed since; ETag has the present version"),
        (status = 422, description = "`confirm` is not its name"),
        (status = 428, description = "If-Match is missing"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Id(id): Id<EndpointId>,
    Query(Confirm { confirm }): Query<Confirm>,
    headers: HeaderMap,
) -> Result<StatusCode> {
    let precondition = etag::precondition(&headers)?;
    // An endpoint never moves to another environment, so what is read here still holds when it is deleted.
    let now = app.clock.now();
    let found = app.store.endpoint(identity.org(), id, now).await?;
    if !found.is_some_and(|found| identity.sees(found.environment_id)) {
        return Err(ApiError::not_found());
    }
    app.store
        .delete_endpoint(identity.org(), identity.by(), id, precondition, confirm, now)
        .await?
        .done(THEIRS)?;
    Ok(StatusCode::NO_CONTENT)
}
