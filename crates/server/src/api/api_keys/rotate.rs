//! `POST /api/v1/api-keys/{id}/rotate`: a new secret, while the present one goes on working for a time.

use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use causeway_model::{ApiKeyId, ApiKeyKind, ApiKeyWithSecret, Rotation};

use super::create::{respond, stored};
use crate::app::App;
use crate::auth::{BearerToken, Identity, TokenKind};
use crate::config::LONGEST_OVERLAP;
use crate::etag;
use crate::extract::{Id, Json};
use crate::problem::{ApiError, Result, field};

/// Makes a new secret for an API key.
///
/// The secrets that work now go on working for the overlap, so that every program can be given the new one before the
/// old one ends. An API key that has no secret yet gets its first.
#[utoipa::path(
    post, path = "/api/v1/api-keys/{id}/rotate", tag = "API keys", operation_id = "rotateApiKey",
    params(
        ("id" = ApiKeyId, Path, description = "The API key"),
        ("If-Match" = String, Header, description = "The ETag it was read with"),
    ),
    request_body = Rotation,
    responses(
        (status = 200, description = "The API key, and its new secret", body = ApiKeyWithSecret,
            headers(("ETag" = String, description = "Its version"))),
        (status = 403, description = "An API key rotates no API keys"),
        (status = 404, description = "No such API key of yours"),
        (status = 409, description = "It is revoked, signs with public keys, or has too many secrets that work"),
        (status = 412, description = "It changed since; ETag has the present version"),
        (status = 415, description = "The body is not declared as JSON"),
        (status = 422, description = "A field is not valid; `errors` names it"),
        (status = 428, description = "If-Match is missing"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Id(id): Id<ApiKeyId>,
    headers: HeaderMap,
    Json(Rotation { overlap_seconds }): Json<Rotation>,
) -> Result {
    let precondition = etag::precondition(&headers)?;
    let org = identity.org();
    let overlap = Duration::from_secs(overlap_seconds);
    if overlap > LONGEST_OVERLAP {
        let message = "Give at most 30 days: 2592000.";
        return Err(ApiError::validation(vec![field("/overlapSeconds", "range", message)]));
    }
    let found = app.store.api_key(org, id).await?.ok_or_else(ApiError::not_found)?;
    if found.kind == ApiKeyKind::PublicKey {
        return Err(ApiError::conflict("This API key signs. Give it new public keys instead of a secret."));
    }
    let environment =
        app.store.environment(org, found.environment_id).await?.ok_or_else(ApiError::not_found)?;
    let now = app.clock.now();
    let token = BearerToken::generate(TokenKind::of_environment(&environment.flag), &*app.random)?;
    let secret = stored(&token, now);
    let written =
        app.store.rotate_api_key(org, identity.by(), id, precondition, secret, now.after(overlap)).await?;
    respond(StatusCode::OK, written.done("")?, Some(token.text().reveal().to_owned()))
}
