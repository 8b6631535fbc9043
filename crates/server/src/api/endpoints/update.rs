//! `PATCH /api/v1/endpoints/{id}`: changes one of your endpoints.

use axum::extract::State;
use axum::http::HeaderMap;
use causeway_model::{Endpoint, EndpointId, EndpointKind, EndpointPatch, EnvironmentFlag, FieldError};

use super::checks;
use super::create::sealed;
use crate::api::fields;
use crate::app::App;
use crate::auth::{Identity, Secret};
use crate::etag;
use crate::extract::{Id, Json};
use crate::problem::{ApiError, Result, field};
use crate::store::EndpointChange;

pub(super) const THEIRS: &str = "This endpoint belongs to the connection. You can look at it, not change it.";

/// Changes an endpoint of yours.
///
/// JSON Merge Patch (RFC 7396): a field that is left out stays, `null` removes the URL. A new URL or token is
/// unverified. The endpoints of your connections are read-only.
#[utoipa::path(
    patch, path = "/api/v1/endpoints/{id}", tag = "endpoints", operation_id = "updateEndpoint",
    params(
        ("id" = EndpointId, Path, description = "The endpoint"),
        ("If-Match" = String, Header, description = "The ETag it was read with"),
    ),
    request_body = EndpointPatch,
    responses(
        (status = 200, description = "The endpoint as it is now", body = Endpoint,
            headers(("ETag" = String, description = "Its version"))),
        (status = 403, description = "It belongs to a connection"),
        (status = 404, description = "No such endpoint of yours or of a connection of yours"),
        (status = 412, description = "It changed since; ETag has the present version"),
        (status = 415, description = "The body is not declared as JSON"),
        (status = 422, description = "A field is not valid; `errors` names it"),
        (status = 428, description = "If-Match is missing"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Id(id): Id<EndpointId>,
    headers: HeaderMap,
    Json(patch): Json<EndpointPatch>,
) -> Result {
    let org = identity.org();
    let precondition = etag::precondition(&headers)?;
    let endpoint = app.store.endpoint(org, id, app.clock.now()).await?;
    let endpoint =
        endpoint.filter(|found| identity.sees(found.environment_id)).ok_or_else(ApiError::not_found)?;
    if !endpoint.editable {
        return Err(ApiError::forbidden(THEIRS));
    }
    // An endpoint keeps environment and kind, so what is read here still holds when it is written.
    let environment =
        app.store.environment(org, endpoint.environment_id).await?.ok_or_else(ApiError::not_found)?;
    let (mut change, token) =
        validate(patch, &endpoint.kind, &environment.flag).map_err(ApiError::validation)?;
    if let Some(Some(id)) = change.auth_credential {
        let found = app.store.auth_credential(org, id).await?;
        if found.is_none_or(|found| found.environment_id != endpoint.environment_id) {
            let message = "There is no such auth credential in the endpoint's environment.";
            return Err(ApiError::validation(vec![field(
                "/authCredentialId",
                "unknownAuthCredential",
                message,
            )]));
        }
    }
    change.verification_token = token.map(|token| sealed(&app, id, &token)).transpose()?;
    let written =
        app.store.update_endpoint(org, identity.by(), id, precondition, change, app.clock.now()).await?;
    let endpoint = written.done(THEIRS)?;
    etag::watched(&HeaderMap::new(), endpoint.version, endpoint.vpn.as_ref(), &endpoint)
}

fn validate(
    patch: EndpointPatch,
    kind: &EndpointKind,
    flag: &EnvironmentFlag,
) -> Result<(EndpointChange, Option<Secret>), Vec<FieldError>> {
    let mut errors = Vec::new();
    let name = patch.name.map(|name| fields::name(&name, &mut errors));
    let url = patch.url.map(|url| url.map(|url| checks::url(&url, kind, flag, &mut errors)));
    let token = patch.verification_token.and_then(|token| checks::token(token, kind, &mut errors));
    let method = patch.verification_method.and_then(|method| checks::method(method, kind, &mut errors));
    let change = EndpointChange {
        name,
        url,
        verification_token: None,
        verification_method: method,
        auth_credential: patch.auth_credential_id,
    };
    if errors.is_empty() { Ok((change, token)) } else { Err(errors) }
}
