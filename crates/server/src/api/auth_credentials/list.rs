//! `GET /api/v1/auth-credentials`.

use axum::extract::State;
use causeway_model::{AuthCredential, Page};

use crate::api::endpoints::list::YoursQuery;
use crate::app::App;
use crate::auth::Identity;
use crate::extract::Query;
use crate::problem::Result;

/// Your auth credentials, by name.
#[utoipa::path(
    get, path = "/api/v1/auth-credentials", tag = "auth credentials", operation_id = "listAuthCredentials",
    params(YoursQuery),
    responses(
        (status = 200, description = "All of them", body = Page<AuthCredential>),
        (status = 400, description = "The query cannot be read"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Query(query): Query<YoursQuery>,
) -> Result<axum::Json<Page<AuthCredential>>> {
    let items = app.store.auth_credentials(identity.org(), identity.within(query.environment)?).await?;
    Ok(axum::Json(Page { items, next: None }))
}
