//! `GET /api/v1/embeds/{id}`.

use axum::extract::State;
use axum::http::HeaderMap;
use causeway_model::{Embed, EmbedId};

use crate::app::App;
use crate::auth::Identity;
use crate::etag;
use crate::extract::Id;
use crate::problem::{ApiError, Result};

/// One embed.
#[utoipa::path(
    get, path = "/api/v1/embeds/{id}", tag = "embeds", operation_id = "getEmbed",
    params(("id" = EmbedId, Path, description = "The embed")),
    responses(
        (status = 200, description = "The embed", body = Embed,
            headers(("ETag" = String, description = "Its version"))),
        (status = 304, description = "Not changed since the ETag in If-None-Match"),
        (status = 403, description = "An API key sees no embeds"),
        (status = 404, description = "No such embed of yours"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Id(id): Id<EmbedId>,
    headers: HeaderMap,
) -> Result {
    let found = app.store.embed(identity.org(), id).await?.ok_or_else(ApiError::not_found)?;
    // Being used is no change of the embed, and is seen all the same.
    etag::watched(&headers, found.version, found.last_used_at.as_ref(), &found)
}
