//! `POST /api/v1/endpoints`: a new endpoint of yours.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use causeway_model::{Endpoint, EndpointId, EnvironmentFlag, FieldError, NewEndpoint, VerificationMethod};

use super::checks;
use crate::api::{fields, idempotency};
use crate::app::App;
use crate::auth::{Identity, Secret};
use crate::etag;
use crate::extract::Json;
use crate::problem::{ApiError, Result, field, internal};
use crate::store::{Created, EndpointRecord};

/// Makes an endpoint.
///
/// Its URL may follow later. With an `Idempotency-Key` a repeated request makes nothing new.
#[utoipa::path(
    post, path = "/api/v1/endpoints", tag = "endpoints", operation_id = "createEndpoint",
    params(("Idempotency-Key" = Option<String>, Header, description = "Of your making, up to 255 characters; good for 24 hours")),
    request_body = NewEndpoint,
    responses(
        (status = 201, description = "The endpoint", body = Endpoint,
            headers(("ETag" = String, description = "Its version"), ("Location" = String, description = "Where it is"))),
        (status = 200, description = "It was made by an earlier request with the same key", body = Endpoint),
        (status = 415, description = "The body is not declared as JSON"),
        (status = 422, description = "A field is not valid; `errors` names it"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    headers: HeaderMap,
    Json(new): Json<NewEndpoint>,
) -> Result {
    let repetition = idempotency::of(&app, &headers, "POST /endpoints", &new)?;
    if !identity.sees(new.environment_id) {
        return Err(fields::unknown_environment());
    }
    let environment = app.store.environment(identity.org(), new.environment_id).await?;
    let environment = environment.ok_or_else(fields::unknown_environment)?;
    let now = app.clock.now();
    let id = EndpointId(app.random.uuid(now)?);
    let (mut record, token) = checked(new, id, &environment.flag).map_err(ApiError::validation)?;
    record.verification_token = token.map(|token| sealed(&app, id, &token)).transpose()?;
    let (status, endpoint) =
        match app.store.create_endpoint(identity.org(), identity.by(), record, repetition, now).await? {
            Created::New(endpoint) => (StatusCode::CREATED, endpoint),
            Created::Before(endpoint) => (StatusCode::OK, endpoint),
            Created::Other => return Err(idempotency::used_for_something_else()),
        };
    etag::created(status, &format!("/api/v1/endpoints/{}", endpoint.id), endpoint.version, endpoint)
}

/// The token of an endpoint as it is stored.
pub(super) fn sealed(app: &App, id: EndpointId, token: &Secret) -> Result<String> {
    app.sealer.seal(&sealed_for(id), token, &*app.random).map_err(|error| internal(&error))
}

/// What the token of an endpoint is sealed for.
pub(super) fn sealed_for(id: EndpointId) -> String {
    format!("endpoint {id} verification token")
}

fn checked(
    new: NewEndpoint,
    id: EndpointId,
    flag: &EnvironmentFlag,
) -> Result<(EndpointRecord, Option<Secret>), Vec<FieldError>> {
    let mut errors = Vec::new();
    let name = fields::name(&new.name, &mut errors);
    if !new.kind.is_known() {
        errors.push(field("/kind", "invalid", "Use `https`, `mllp`, `sftp` or `cloud`."));
    }
    let url = new.url.filter(|url| !url.trim().is_empty());
    let url = url.map(|url| checks::url(&url, &new.kind, flag, &mut errors));
    let token = new.verification_token.and_then(|token| checks::token(token, &new.kind, &mut errors));
    let method = new.verification_method.and_then(|method| checks::method(method, &new.kind, &mut errors));
    if !errors.is_empty() {
        return Err(errors);
    }
    let record = EndpointRecord {
        id,
        environment: new.environment_id,
        name,
        kind: new.kind,
        url,
        verification_token: None,
        verification_method: method.unwrap_or(VerificationMethod::Post),
    };
    Ok((record, token))
}
