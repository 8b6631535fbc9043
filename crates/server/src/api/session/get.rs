//! `GET /api/v1/session`: who am I?

use causeway_model::Session;

use crate::auth::Identity;

/// Who the request is made as.
#[utoipa::path(
    get, path = "/api/v1/session", tag = "session", operation_id = "getSession",
    responses((status = 200, description = "You, and your organization", body = Session)),
)]
pub(crate) async fn handler(identity: Identity) -> axum::Json<Session> {
    axum::Json(identity.session())
}
