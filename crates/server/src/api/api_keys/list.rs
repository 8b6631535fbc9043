//! `GET /api/v1/api-keys`.

use axum::extract::State;
use causeway_model::{ApiKey, Page};

use crate::api::endpoints::list::YoursQuery;
use crate::app::App;
use crate::auth::Identity;
use crate::extract::Query;
use crate::problem::Result;

/// Your API keys, by name.
#[utoipa::path(
    get, path = "/api/v1/api-keys", tag = "API keys", operation_id = "listApiKeys",
    params(YoursQuery),
    responses(
        (status = 200, description = "All of them", body = Page<ApiKey>),
        (status = 400, description = "The query cannot be read"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Query(query): Query<YoursQuery>,
) -> Result<axum::Json<Page<ApiKey>>> {
    let items = app.store.api_keys(identity.org(), identity.within(query.environment)?).await?;
    Ok(axum::Json(Page { items, next: None }))
}
