//! `POST /api/v1/embeds/{id}/tokens`: a token for one picture.

use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use causeway_model::{EmbedId, EmbedToken, NewEmbedToken};

use crate::app::App;
use crate::auth::{BearerToken, Identity, TokenKind, hash};
use crate::config::{EMBED_TOKEN_LIFE, SHORTEST_EMBED_TOKEN_LIFE};
use crate::extract::{Id, Json};
use crate::problem::{ApiError, Result, field};
use crate::store::NewEmbedTokenRecord;

/// Gives a token for one picture of an embed.
///
/// For your server, which hands it to the reader's page. It opens this one picture, as much of it as the embed reveals,
/// for pages of the embed's origins, and nothing of this API.
#[utoipa::path(
    post, path = "/api/v1/embeds/{id}/tokens", tag = "embeds", operation_id = "createEmbedToken",
    params(("id" = EmbedId, Path, description = "The embed")),
    request_body = NewEmbedToken,
    responses(
        (status = 201, description = "The token, this once", body = EmbedToken),
        (status = 403, description = "The API key has not got the scope `embeds:mint`"),
        (status = 404, description = "No such embed of yours"),
        (status = 409, description = "It is revoked"),
        (status = 415, description = "The body is not declared as JSON"),
        (status = 422, description = "A field is not valid; `errors` names it"),
        (status = 429, description = "Too many tokens for this embed within a minute; see Retry-After"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Id(id): Id<EmbedId>,
    Json(NewEmbedToken { connection_id, ttl_seconds }): Json<NewEmbedToken>,
) -> Result {
    let (org, now) = (identity.org(), app.clock.now());
    let embed = app.store.embed(org, id).await?;
    let embed = embed.filter(|found| identity.sees(found.environment_id)).ok_or_else(ApiError::not_found)?;
    let mut errors = Vec::new();
    // A revoked embed says that it is, whatever was asked for.
    if embed.revoked_at.is_none() && !embed.connection_ids.contains(&connection_id) {
        errors.push(field(
            "/connectionId",
            "notInEmbed",
            "Give a connection of this embed, or add it there.",
        ));
    }
    let life = Duration::from_secs(ttl_seconds);
    if life < SHORTEST_EMBED_TOKEN_LIFE || life > EMBED_TOKEN_LIFE {
        let (least, most) = (SHORTEST_EMBED_TOKEN_LIFE.as_secs(), EMBED_TOKEN_LIFE.as_secs());
        errors.push(field("/ttlSeconds", "range", format!("Give {least} to {most} seconds.")));
    }
    if !errors.is_empty() {
        return Err(ApiError::validation(errors));
    }
    app.embed_tokens.take(id, now).map_err(|wait| {
        ApiError::too_many("Too many tokens for this embed. Use those you have, or wait a minute.")
            .header(header::RETRY_AFTER, HeaderValue::from(wait.as_secs() + 1))
    })?;
    let token = BearerToken::generate(TokenKind::Embed, &*app.random)?;
    let expires_at = now.after(life);
    let record = NewEmbedTokenRecord {
        id: token.id.clone(),
        secret_hash: hash(token.secret.reveal()),
        connection: connection_id,
        created_at: now,
        expires_at,
    };
    app.store.add_embed_token(org, id, record).await?.done("")?;
    tracing::info!(embed = %id, "gave a token for an embed");
    let answer = EmbedToken { token: token.text().reveal().to_owned(), expires_at: expires_at.timestamp() };
    Ok((StatusCode::CREATED, axum::Json(answer)).into_response())
}
