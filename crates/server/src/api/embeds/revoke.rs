//! `POST /api/v1/embeds/{id}/revoke`: the end of an embed.

use axum::extract::State;
use axum::http::HeaderMap;
use causeway_model::{Embed, EmbedId};

use crate::app::App;
use crate::auth::Identity;
use crate::etag;
use crate::extract::Id;
use crate::problem::Result;

/// Revokes an embed.
///
/// Its tokens stop working at once, its frame page is gone, and no more tokens are given out, for good.
#[utoipa::path(
    post, path = "/api/v1/embeds/{id}/revoke", tag = "embeds", operation_id = "revokeEmbed",
    params(
        ("id" = EmbedId, Path, description = "The embed"),
        ("If-Match" = String, Header, description = "The ETag it was read with"),
    ),
    responses(
        (status = 200, description = "The embed as it is now", body = Embed,
            headers(("ETag" = String, description = "Its version"))),
        (status = 403, description = "An API key revokes no embeds"),
        (status = 404, description = "No such embed of yours"),
        (status = 409, description = "It is revoked already"),
        (status = 412, description = "It changed since; ETag has the present version"),
        (status = 428, description = "If-Match is missing"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Id(id): Id<EmbedId>,
    headers: HeaderMap,
) -> Result {
    let precondition = etag::precondition(&headers)?;
    let written =
        app.store.revoke_embed(identity.org(), identity.by(), id, precondition, app.clock.now()).await?;
    let embed = written.done("")?;
    etag::watched(&HeaderMap::new(), embed.version, embed.last_used_at.as_ref(), &embed)
}
