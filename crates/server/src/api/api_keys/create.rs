//! `POST /api/v1/api-keys`: a new API key; its secret is in this answer and nowhere else.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use causeway_assertion::KeySet;
use causeway_model::{
    ApiKey, ApiKeyId, ApiKeyKind, ApiKeyWithSecret, EnvironmentFlag, FieldError, NewApiKey, Scope,
};
use causeway_outbound::Target;

use crate::api::{fields, idempotency};
use crate::app::App;
use crate::auth::{BearerToken, Identity, TokenKind, hash};
use crate::clock::Time;
use crate::etag;
use crate::extract::Json;
use crate::problem::{ApiError, Result, field};
use crate::store::{ApiKeyRecord, Created, NewSecret};

/// Makes an API key.
///
/// Its secret is in the answer, this once; only a hash of it is stored. An API key of the kind `publicKey` has no
/// secret: it signs, and its public keys are given here. With an `Idempotency-Key` a repeated request makes nothing
/// new, and answers without the secret.
#[utoipa::path(
    post, path = "/api/v1/api-keys", tag = "API keys", operation_id = "createApiKey",
    params(("Idempotency-Key" = Option<String>, Header, description = "Of your making, up to 255 characters; good for 24 hours")),
    request_body = NewApiKey,
    responses(
        (status = 201, description = "The API key, and its secret", body = ApiKeyWithSecret,
            headers(("ETag" = String, description = "Its version"), ("Location" = String, description = "Where it is"))),
        (status = 200, description = "It was made by an earlier request with the same key", body = ApiKeyWithSecret),
        (status = 403, description = "An API key makes no API keys"),
        (status = 415, description = "The body is not declared as JSON"),
        (status = 422, description = "A field is not valid; `errors` names it"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    headers: HeaderMap,
    Json(new): Json<NewApiKey>,
) -> Result {
    let repetition = idempotency::of(&app, &headers, "POST /api-keys", &new)?;
    let now = app.clock.now();
    let environment = app.store.environment(identity.org(), new.environment_id).await?;
    let environment = environment.ok_or_else(fields::unknown_environment)?;
    let mut record = checked(new, &environment.flag, now).map_err(ApiError::validation)?;
    record.id = ApiKeyId(app.random.uuid(now)?);
    let token = BearerToken::generate(TokenKind::of_environment(&environment.flag), &*app.random)?;
    let secret = (record.kind == ApiKeyKind::Secret).then(|| stored(&token, now));
    match app
        .store
        .create_api_key(identity.org(), identity.by(), record, secret.clone(), repetition, now)
        .await?
    {
        Created::New(api_key) => {
            let secret = secret.map(|_| token.text().reveal().to_owned());
            respond(StatusCode::CREATED, api_key, secret)
        }
        Created::Before(api_key) => respond(StatusCode::OK, api_key, None),
        Created::Other => Err(idempotency::used_for_something_else()),
    }
}

/// What of a new secret is stored.
pub(super) fn stored(token: &BearerToken, now: Time) -> NewSecret {
    let text = token.text();
    let last4 = text.reveal().len() - 4;
    NewSecret {
        id: token.id.clone(),
        secret_hash: hash(token.secret.reveal()),
        prefix: token.shown(),
        last4: text.reveal()[last4..].to_owned(),
        created_at: now,
    }
}

/// An answer with a secret in it.
pub(super) fn respond(status: StatusCode, api_key: ApiKey, secret: Option<String>) -> Result {
    let location = format!("/api/v1/api-keys/{}", api_key.id);
    etag::created(status, &location, api_key.version, ApiKeyWithSecret { api_key, secret })
}

fn checked(new: NewApiKey, flag: &EnvironmentFlag, now: Time) -> Result<ApiKeyRecord, Vec<FieldError>> {
    let mut errors = Vec::new();
    let name = fields::name(&new.name, &mut errors);
    if !new.kind.is_known() {
        errors.push(field("/kind", "invalid", "Use `secret` or `publicKey`."));
    }
    let scopes = scopes(new.scopes, &mut errors);
    let expires_at =
        new.expires_at.as_ref().and_then(|at| fields::future("/expiresAt", at, now, &mut errors));
    let (jwk_set, jwks_url) = match new.kind {
        ApiKeyKind::PublicKey => {
            public_keys(new.jwk_set.as_deref(), new.jwks_url.as_deref(), flag, &mut errors)
        }
        _ => {
            let given = [("/jwkSet", new.jwk_set.is_some()), ("/jwksUrl", new.jwks_url.is_some())];
            for (pointer, _) in given.into_iter().filter(|(_, given)| *given) {
                errors.push(field(pointer, "notForSecrets", "Leave it out, or choose the kind `publicKey`."));
            }
            (None, None)
        }
    };
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(ApiKeyRecord {
        id: ApiKeyId(uuid::Uuid::nil()),
        environment: new.environment_id,
        name,
        kind: new.kind,
        scopes,
        expires_at,
        jwk_set,
        jwks_url,
    })
}

/// Known scopes, each once, in their order.
pub(super) fn scopes(asked: Vec<Scope>, errors: &mut Vec<FieldError>) -> Vec<Scope> {
    for (place, scope) in asked.iter().enumerate().filter(|(_, scope)| !scope.is_known()) {
        let known = Scope::KNOWN.iter().map(Scope::as_str).collect::<Vec<_>>().join(", ");
        let message = format!("`{scope}` is not a scope. Use {known}.");
        errors.push(field(format!("/scopes/{place}"), "invalid", message));
    }
    Scope::KNOWN.iter().filter(|scope| asked.contains(scope)).cloned().collect()
}

/// The set to be stored, or where it is: over TLS outside Development.
pub(super) fn public_keys(
    jwk_set: Option<&str>,
    jwks_url: Option<&str>,
    flag: &EnvironmentFlag,
    errors: &mut Vec<FieldError>,
) -> (Option<String>, Option<String>) {
    match (jwk_set, jwks_url.map(str::trim)) {
        (Some(text), None) => match KeySet::parse(text) {
            Ok(keys) => (Some(keys.to_json()), None),
            Err(wrong) => {
                errors.extend(wrong.into_iter().map(|error| FieldError {
                    // The set is a text within the body; what is wrong in it is told by its own pointer.
                    pointer: "/jwkSet".to_owned(),
                    code: error.code.to_owned(),
                    message: error.to_string(),
                }));
                (None, None)
            }
        },
        (None, Some(url)) => {
            if let Err(refusal) = Target::parse(url, *flag == EnvironmentFlag::Development) {
                errors.push(field("/jwksUrl", refusal.code(), refusal.words()));
            }
            (None, Some(url.to_owned()))
        }
        (None, None) => {
            errors.push(field("/jwkSet", "required", "Give a JWK Set, or the URL where it is published."));
            (None, None)
        }
        (Some(_), Some(_)) => {
            errors.push(field("/jwksUrl", "both", "Give a JWK Set or its URL, not both."));
            (None, None)
        }
    }
}
