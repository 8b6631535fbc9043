//! `GET /api/v1/embeds`.

use axum::extract::State;
use causeway_model::{Embed, Page};

use crate::api::endpoints::list::YoursQuery;
use crate::app::App;
use crate::auth::Identity;
use crate::extract::Query;
use crate::problem::Result;

/// Your embeds, by name.
#[utoipa::path(
    get, path = "/api/v1/embeds", tag = "embeds", operation_id = "listEmbeds",
    params(YoursQuery),
    responses(
        (status = 200, description = "All of them", body = Page<Embed>),
        (status = 400, description = "The query cannot be read"),
        (status = 403, description = "An API key sees no embeds"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Query(query): Query<YoursQuery>,
) -> Result<axum::Json<Page<Embed>>> {
    let items = app.store.embeds(identity.org(), identity.within(query.environment)?).await?;
    Ok(axum::Json(Page { items, next: None }))
}
