//! `GET /api/v1/environments/{id}/summary`: the counts above the tiles.

use axum::extract::State;
use axum::http::HeaderMap;
use causeway_model::{EnvironmentId, EnvironmentSummary};
use serde::Deserialize;

use crate::api::page;
use crate::app::App;
use crate::auth::Identity;
use crate::etag;
use crate::extract::{Id, Query};
use crate::problem::{ApiError, Result};

/// Query of the summary.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct SummaryQuery {
    /// Count only connections in which all these words are found.
    search: Option<String>,
}

/// Counts of the connections that match a search.
#[utoipa::path(
    get, path = "/api/v1/environments/{id}/summary", tag = "environments", operation_id = "getEnvironmentSummary",
    params(("id" = EnvironmentId, Path, description = "The environment"), SummaryQuery),
    responses(
        (status = 200, description = "The counts", body = EnvironmentSummary,
            headers(("ETag" = String, description = "Changes with the content"))),
        (status = 304, description = "Not changed since the ETag in If-None-Match"),
        (status = 400, description = "The query cannot be read"),
        (status = 404, description = "No such environment of yours"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Id(id): Id<EnvironmentId>,
    Query(query): Query<SummaryQuery>,
    headers: HeaderMap,
) -> Result {
    if !identity.sees(id) {
        return Err(ApiError::not_found());
    }
    let search = page::search(query.search.as_deref())?;
    let found = app.store.environment_summary(identity.org(), id, search).await?;
    etag::content(&headers, &found.ok_or_else(ApiError::not_found)?)
}
