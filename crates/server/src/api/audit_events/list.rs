//! `GET /api/v1/audit-events`: who did what.

use axum::extract::State;
use axum::http::Uri;
use causeway_model::{AuditEvent, AuditEventsQuery, Page};

use crate::api::page::{self, Listing};
use crate::app::App;
use crate::auth::Identity;
use crate::extract::Query;
use crate::problem::Result;

/// The audit trail, the latest first.
///
/// Who signed in, which systems were given access tokens, and what happened to API keys, auth credentials and your
/// endpoints. An event is written together with what it tells, and is never changed.
#[utoipa::path(
    get, path = "/api/v1/audit-events", tag = "audit", operation_id = "listAuditEvents",
    params(AuditEventsQuery),
    responses(
        (status = 200, description = "One page", body = Page<AuditEvent>,
            headers(("Link" = Option<String>, description = "`rel=\"next\"`, when there is a next page"))),
        (status = 400, description = "The query cannot be read, or the cursor is not of this list"),
        (status = 403, description = "An API key reads no audit trail"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    uri: Uri,
    Query(query): Query<AuditEventsQuery>,
) -> Result {
    let limit = page::limit(query.limit)?;
    let listing = Listing::new("audit-events", identity.org(), &())?;
    let before = listing.place(query.cursor.as_deref())?;
    let found = app.store.audit_events(identity.org(), before, limit + 1).await?;
    Ok(page::respond(&uri, &page::page(found, limit, &listing, |event| event.id)?))
}
