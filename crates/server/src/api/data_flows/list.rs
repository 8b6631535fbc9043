//! `GET /api/v1/data-flows`: pages of data flows over all connections.

use axum::extract::State;
use axum::http::Uri;
use causeway_model::{DataFlowRow, DataFlowsQuery, Page, Status, Verb};

use crate::api::page::{self, Listing};
use crate::app::App;
use crate::auth::Identity;
use crate::extract::Query;
use crate::problem::Result;
use crate::store::DataFlowFilter;

/// Data flows, ordered like connections, then by data type, verb and id.
#[utoipa::path(
    get, path = "/api/v1/data-flows", tag = "data flows", operation_id = "listDataFlows",
    params(DataFlowsQuery),
    responses(
        (status = 200, description = "One page", body = Page<DataFlowRow>,
            headers(("Link" = Option<String>, description = "`rel=\"next\"`, when there is a next page"))),
        (status = 400, description = "The query cannot be read, or the cursor is not of this list"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    uri: Uri,
    Query(query): Query<DataFlowsQuery>,
) -> Result {
    let limit = page::limit(query.limit)?;
    let filter = DataFlowFilter {
        environment: identity.within(query.environment)?,
        search: page::search(query.search.as_deref())?,
        status: page::known("status", query.status.clone(), Status::KNOWN)?,
        verb: page::known("verb", query.verb.clone(), Verb::KNOWN)?,
    };
    let filters = DataFlowsQuery { limit: None, cursor: None, ..query.clone() };
    let listing = Listing::new("data-flows", identity.org(), &filters)?;
    let place = listing.place(query.cursor.as_deref())?;
    let found = app.store.data_flows(identity.org(), filter, place, limit + 1, app.clock.now()).await?;
    let Page { items, next } = page::page(found, limit, &listing, |flow| flow.key.clone())?;
    let items: Vec<DataFlowRow> = items.into_iter().map(|flow| flow.row).collect();
    Ok(page::respond(&uri, &Page { items, next }))
}
