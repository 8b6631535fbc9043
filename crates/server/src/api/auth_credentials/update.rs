//! `PATCH /api/v1/auth-credentials/{id}`.

use axum::extract::State;
use axum::http::HeaderMap;
use causeway_model::{AuthCredential, AuthCredentialId, AuthCredentialPatch, AuthStrategy};

use super::headers::Headers;
use super::{checks, headers};
use crate::api::fields;
use crate::app::App;
use crate::auth::Identity;
use crate::etag;
use crate::extract::{Id, Json};
use crate::problem::{ApiError, Result};
use crate::store::{AuthCredentialRecord, Precondition, SealedSettings};

/// Changes an auth credential.
///
/// JSON Merge Patch (RFC 7396): settings that are left out stay, secrets among them; `null` removes one. `headers` are
/// given all at once; one without a value keeps what is stored under its name.
#[utoipa::path(
    patch, path = "/api/v1/auth-credentials/{id}", tag = "auth credentials", operation_id = "updateAuthCredential",
    params(
        ("id" = AuthCredentialId, Path, description = "The auth credential"),
        ("If-Match" = String, Header, description = "The ETag it was read with"),
    ),
    request_body = AuthCredentialPatch,
    responses(
        (status = 200, description = "The auth credential as it is now", body = AuthCredential,
            headers(("ETag" = String, description = "Its version"))),
        (status = 403, description = "An API key changes no auth credentials"),
        (status = 404, description = "No such auth credential of yours"),
        (status = 412, description = "It changed since; ETag has the present version"),
        (status = 415, description = "The body is not declared as JSON"),
        (status = 422, description = "A field is not valid; `errors` names it"),
        (status = 428, description = "If-Match is missing"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Id(id): Id<AuthCredentialId>,
    request: HeaderMap,
    Json(patch): Json<AuthCredentialPatch>,
) -> Result {
    let org = identity.org();
    let precondition = etag::precondition(&request)?;
    let found = app.store.auth_credential_settings(org, id).await?.ok_or_else(ApiError::not_found)?;
    let SealedSettings { credential, shown, secrets } = found;
    if !precondition.allows(credential.version) {
        return Err(ApiError::stale(credential.version));
    }
    let secrets = checks::unsealed(&app, id, &secrets)?;
    let has_headers = credential.strategy == AuthStrategy::Headers;
    let names = credential.headers.into_iter().map(|header| header.name).collect();
    let (mut settings, stored) = match has_headers {
        true => (shown, Headers::stored(names, secrets)),
        false => (secrets.into_iter().chain(shown).collect(), Headers::default()),
    };
    for (name, value) in patch.settings {
        match value {
            Some(value) => settings.insert(name, value),
            None => settings.remove(&name),
        };
    }
    let mut errors = Vec::new();
    let name = patch.name.map_or(credential.name, |name| fields::name(&name, &mut errors));
    let settings = checks::checked(settings, &credential.strategy, &mut errors);
    let headers = match patch.headers {
        None => stored,
        Some(headers) if has_headers => headers::checked(headers, &stored.values, &mut errors),
        Some(_) => {
            errors.push(headers::not_for_strategy());
            stored
        }
    };
    if !errors.is_empty() {
        return Err(ApiError::validation(errors));
    }
    let split = checks::split(&app, id, &credential.strategy, settings, headers)?;
    let record = AuthCredentialRecord {
        id,
        environment: credential.environment_id,
        name,
        strategy: credential.strategy,
        shown: split.shown,
        secrets: split.secrets,
        secret_names: split.secret_names,
    };
    // What was merged is of this version, so it is written to no other.
    let merged = Precondition::Versions(vec![credential.version]);
    let written =
        app.store.update_auth_credential(org, identity.by(), merged, record, app.clock.now()).await?;
    let credential = written.done("")?;
    etag::object(&HeaderMap::new(), credential.version, &credential)
}
