//! `GET /api/v1/endpoints`: yours.

use axum::extract::State;
use causeway_model::{Endpoint, EnvironmentId, Page};
use serde::Deserialize;

use crate::app::App;
use crate::auth::Identity;
use crate::extract::Query;
use crate::problem::Result;

/// Query of the lists of your endpoints and API keys.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct YoursQuery {
    /// Only of this environment; without it, of all environments.
    pub(crate) environment: Option<EnvironmentId>,
}

/// Your endpoints, by name.
///
/// Those of a connection are in its data-flow picture, and each of them at `/endpoints/{id}`.
#[utoipa::path(
    get, path = "/api/v1/endpoints", tag = "endpoints", operation_id = "listEndpoints",
    params(YoursQuery),
    responses(
        (status = 200, description = "All of them", body = Page<Endpoint>),
        (status = 400, description = "The query cannot be read"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Query(query): Query<YoursQuery>,
) -> Result<axum::Json<Page<Endpoint>>> {
    let environment = identity.within(query.environment)?;
    let items = app.store.your_endpoints(identity.org(), environment, app.clock.now()).await?;
    Ok(axum::Json(Page { items, next: None }))
}
