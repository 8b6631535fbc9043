//! `PATCH /api/v1/api-keys/{id}`: name, scopes, end and public keys.

use axum::extract::State;
use axum::http::HeaderMap;
use causeway_model::{ApiKey, ApiKeyId, ApiKeyKind, ApiKeyPatch, EnvironmentFlag, FieldError};

use super::create::{public_keys, scopes};
use crate::api::fields;
use crate::app::App;
use crate::auth::Identity;
use crate::clock::Time;
use crate::etag;
use crate::extract::{Id, Json};
use crate::problem::{ApiError, Result, field};
use crate::store::ApiKeyChange;

/// Changes an API key.
///
/// JSON Merge Patch (RFC 7396): a field that is left out stays, `null` as `expiresAt` means never. What its programs
/// may do changes at once, also with access tokens they have already.
#[utoipa::path(
    patch, path = "/api/v1/api-keys/{id}", tag = "API keys", operation_id = "updateApiKey",
    params(
        ("id" = ApiKeyId, Path, description = "The API key"),
        ("If-Match" = String, Header, description = "The ETag it was read with"),
    ),
    request_body = ApiKeyPatch,
    responses(
        (status = 200, description = "The API key as it is now", body = ApiKey,
            headers(("ETag" = String, description = "Its version"))),
        (status = 403, description = "An API key changes no API keys"),
        (status = 404, description = "No such API key of yours"),
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
    Id(id): Id<ApiKeyId>,
    headers: HeaderMap,
    Json(patch): Json<ApiKeyPatch>,
) -> Result {
    let precondition = etag::precondition(&headers)?;
    let now = app.clock.now();
    let found = app.store.api_key(identity.org(), id).await?.ok_or_else(ApiError::not_found)?;
    let environment = app.store.environment(identity.org(), found.environment_id).await?;
    let environment = environment.ok_or_else(ApiError::not_found)?;
    // Kind and environment never change, so what is read here still holds when it is written.
    let change = checked(patch, &found.kind, &environment.flag, now).map_err(ApiError::validation)?;
    let written =
        app.store.update_api_key(identity.org(), identity.by(), id, precondition, change, now).await?;
    let api_key = written.done("")?;
    etag::object(&HeaderMap::new(), api_key.version, &api_key)
}

fn checked(
    patch: ApiKeyPatch,
    kind: &ApiKeyKind,
    flag: &EnvironmentFlag,
    now: Time,
) -> Result<ApiKeyChange, Vec<FieldError>> {
    let mut errors = Vec::new();
    let name = patch.name.map(|name| fields::name(&name, &mut errors));
    let scopes = patch.scopes.map(|asked| scopes(asked, &mut errors));
    let expires_at = patch
        .expires_at
        .map(|at| at.as_ref().and_then(|at| fields::future("/expiresAt", at, now, &mut errors)));
    let new_keys = patch.jwk_set.is_some() || patch.jwks_url.is_some();
    let public_keys = match (new_keys, kind) {
        (false, _) => None,
        (true, ApiKeyKind::PublicKey) => {
            Some(public_keys(patch.jwk_set.as_deref(), patch.jwks_url.as_deref(), flag, &mut errors))
        }
        (true, _) => {
            errors.push(field("/jwkSet", "notForSecrets", "This API key has a secret, not public keys."));
            None
        }
    };
    if errors.is_empty() { Ok(ApiKeyChange { name, scopes, expires_at, public_keys }) } else { Err(errors) }
}
