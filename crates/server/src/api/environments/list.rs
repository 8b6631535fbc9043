//! `GET /api/v1/environments`.

use axum::extract::State;
use causeway_model::{Environment, Page};

use crate::app::App;
use crate::auth::Identity;
use crate::problem::Result;

/// The environments of your organization.
#[utoipa::path(
    get, path = "/api/v1/environments", tag = "environments", operation_id = "listEnvironments",
    responses((status = 200, description = "All of them, in the order they are shown", body = Page<Environment>)),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
) -> Result<axum::Json<Page<Environment>>> {
    let mut items = app.store.environments(identity.org()).await?;
    items.retain(|environment| identity.sees(environment.id));
    Ok(axum::Json(Page { items, next: None }))
}
