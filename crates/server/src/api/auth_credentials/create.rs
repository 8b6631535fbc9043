//! `POST /api/v1/auth-credentials`.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use causeway_model::{AuthCredential, AuthCredentialId, AuthStrategy, NewAuthCredential};

use super::headers::Headers;
use super::{checks, headers};
use crate::api::{fields, idempotency};
use crate::app::App;
use crate::auth::Identity;
use crate::etag;
use crate::extract::Json;
use crate::problem::{ApiError, Result, field};
use crate::store::{AuthCredentialRecord, Created};

/// Makes an auth credential.
///
/// Its secrets are stored encrypted and never shown. With an `Idempotency-Key` a repeated request makes nothing new.
#[utoipa::path(
    post, path = "/api/v1/auth-credentials", tag = "auth credentials", operation_id = "createAuthCredential",
    params(("Idempotency-Key" = Option<String>, Header, description = "Of your making, up to 255 characters; good for 24 hours")),
    request_body = NewAuthCredential,
    responses(
        (status = 201, description = "The auth credential", body = AuthCredential,
            headers(("ETag" = String, description = "Its version"), ("Location" = String, description = "Where it is"))),
        (status = 200, description = "It was made by an earlier request with the same key", body = AuthCredential),
        (status = 403, description = "An API key makes no auth credentials"),
        (status = 415, description = "The body is not declared as JSON"),
        (status = 422, description = "A field is not valid; `errors` names it"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    request: HeaderMap,
    Json(new): Json<NewAuthCredential>,
) -> Result {
    let repetition = idempotency::of(&app, &request, "POST /auth-credentials", &new)?;
    let org = identity.org();
    if app.store.environment(org, new.environment_id).await?.is_none() {
        return Err(fields::unknown_environment());
    }
    let now = app.clock.now();
    let id = AuthCredentialId(app.random.uuid(now)?);
    let mut errors = Vec::new();
    let name = fields::name(&new.name, &mut errors);
    let settings = if new.strategy.is_known() {
        checks::checked(new.settings, &new.strategy, &mut errors)
    } else {
        let known = AuthStrategy::KNOWN.iter().map(|it| format!("`{it}`"));
        let message = format!("Use one of {}.", known.collect::<Vec<_>>().join(", "));
        errors.push(field("/strategy", "invalid", message));
        checks::Settings::new()
    };
    let headers = match new.strategy {
        AuthStrategy::Headers => headers::checked(new.headers, &checks::Settings::new(), &mut errors),
        _ if new.headers.is_empty() => Headers::default(),
        _ => {
            errors.push(headers::not_for_strategy());
            Headers::default()
        }
    };
    if !errors.is_empty() {
        return Err(ApiError::validation(errors));
    }
    let checks::Split { shown, secrets, secret_names } =
        checks::split(&app, id, &new.strategy, settings, headers)?;
    let record = AuthCredentialRecord {
        id,
        environment: new.environment_id,
        name,
        strategy: new.strategy,
        shown,
        secrets,
        secret_names,
    };
    let (status, made) =
        match app.store.create_auth_credential(org, identity.by(), record, repetition, now).await? {
            Created::New(made) => (StatusCode::CREATED, made),
            Created::Before(made) => (StatusCode::OK, made),
            Created::Other => return Err(idempotency::used_for_something_else()),
        };
    etag::created(status, &format!("/api/v1/auth-credentials/{}", made.id), made.version, made)
}
