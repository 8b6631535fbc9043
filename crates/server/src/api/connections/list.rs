//! `GET /api/v1/connections`: pages of connections.

use axum::extract::State;
use axum::http::Uri;
use causeway_model::{Connection, ConnectionsQuery, Page, Status};

use crate::api::page::{self, Listing};
use crate::app::App;
use crate::auth::Identity;
use crate::extract::Query;
use crate::problem::Result;
use crate::store::{ConnectionFilter, ConnectionKey};

/// Connections, default ones first, then by name.
#[utoipa::path(
    get, path = "/api/v1/connections", tag = "connections", operation_id = "listConnections",
    params(ConnectionsQuery),
    responses(
        (status = 200, description = "One page", body = Page<Connection>,
            headers(("Link" = Option<String>, description = "`rel=\"next\"`, when there is a next page"))),
        (status = 400, description = "The query cannot be read, or the cursor is not of this list"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    uri: Uri,
    Query(query): Query<ConnectionsQuery>,
) -> Result {
    let limit = page::limit(query.limit)?;
    let filter = ConnectionFilter {
        environment: identity.within(query.environment)?,
        search: page::search(query.search.as_deref())?,
        status: page::known("status", query.status.clone(), Status::KNOWN)?,
    };
    let filters = ConnectionsQuery { limit: None, cursor: None, ..query.clone() };
    let listing = Listing::new("connections", identity.org(), &filters)?;
    let place = listing.place(query.cursor.as_deref())?;
    let found = app.store.connections(identity.org(), filter, place, limit + 1, app.clock.now()).await?;
    Ok(page::respond(&uri, &page::page(found, limit, &listing, ConnectionKey::of)?))
}
