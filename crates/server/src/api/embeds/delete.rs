//! `DELETE /api/v1/embeds/{id}`: forgets an embed.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use causeway_model::EmbedId;

use crate::app::App;
use crate::auth::Identity;
use crate::etag;
use crate::extract::Id;
use crate::problem::Result;

/// Deletes an embed.
///
/// Its tokens stop working at once.
#[utoipa::path(
    delete, path = "/api/v1/embeds/{id}", tag = "embeds", operation_id = "deleteEmbed",
    params(
        ("id" = EmbedId, Path, description = "The embed"),
        ("If-Match" = String, Header, description = "The ETag it was read with"),
    ),
    responses(
        (status = 204, description = "Deleted"),
        (status = 403, description = "An API key deletes no embeds"),
        (status = 404, description = "No such embed of yours"),
        (status = 412, description = "It changed since; ETag has the present version"),
        (status = 428, description = "If-Match is missing"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Id(id): Id<EmbedId>,
    headers: HeaderMap,
) -> Result<StatusCode> {
    let precondition = etag::precondition(&headers)?;
    let (by, now) = (identity.by(), app.clock.now());
    app.store.delete_embed(identity.org(), by, id, precondition, now).await?.done("")?;
    Ok(StatusCode::NO_CONTENT)
}
