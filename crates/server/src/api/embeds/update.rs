//! `PATCH /api/v1/embeds/{id}`: name, origins, connections, and how much is shown.

use axum::extract::State;
use axum::http::HeaderMap;
use causeway_model::{Embed, EmbedId, EmbedPatch};

use super::checks;
use crate::api::fields;
use crate::app::App;
use crate::auth::Identity;
use crate::etag;
use crate::extract::{Id, Json};
use crate::problem::{ApiError, Result};
use crate::store::EmbedChange;

/// Changes an embed.
///
/// JSON Merge Patch (RFC 7396): a field that is left out stays, a list is replaced whole. It holds at once, also for
/// tokens that were given out already; those for connections that leave the embed end.
#[utoipa::path(
    patch, path = "/api/v1/embeds/{id}", tag = "embeds", operation_id = "updateEmbed",
    params(
        ("id" = EmbedId, Path, description = "The embed"),
        ("If-Match" = String, Header, description = "The ETag it was read with"),
    ),
    request_body = EmbedPatch,
    responses(
        (status = 200, description = "The embed as it is now", body = Embed,
            headers(("ETag" = String, description = "Its version"))),
        (status = 403, description = "An API key changes no embeds"),
        (status = 404, description = "No such embed of yours"),
        (status = 409, description = "It is revoked"),
        (status = 412, description = "It changed since; ETag has the present version"),
        (status = 415, description = "The body is not declared as JSON"),
        (status = 422, description = "A field is not valid; `errors` names it"),
        (status = 428, description = "If-Match is missing"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Id(id): Id<EmbedId>,
    headers: HeaderMap,
    Json(patch): Json<EmbedPatch>,
) -> Result {
    let precondition = etag::precondition(&headers)?;
    let org = identity.org();
    let found = app.store.embed(org, id).await?.ok_or_else(ApiError::not_found)?;
    let environment = app.store.environment(org, found.environment_id).await?;
    // The environment never changes, so what is read here still holds when it is written.
    let environment = environment.ok_or_else(ApiError::not_found)?;
    let mut errors = Vec::new();
    let connections = match &patch.connection_ids {
        Some(asked) => Some(checks::connections(&app, org, &environment, asked, &mut errors).await?),
        None => None,
    };
    if let Some(reveal) = &patch.reveal {
        checks::reveal(reveal, &mut errors);
    }
    let change = EmbedChange {
        name: patch.name.map(|name| fields::name(&name, &mut errors)),
        allowed_origins: patch
            .allowed_origins
            .map(|asked| checks::origins(&asked, &environment.flag, &mut errors)),
        connections,
        reveal: patch.reveal,
    };
    if !errors.is_empty() {
        return Err(ApiError::validation(errors));
    }
    let written =
        app.store.update_embed(org, identity.by(), id, precondition, change, app.clock.now()).await?;
    let embed = written.done("")?;
    etag::watched(&HeaderMap::new(), embed.version, embed.last_used_at.as_ref(), &embed)
}
