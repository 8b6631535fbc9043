//! `POST /api/v1/endpoints/{id}/verify`: the handshake that shows that a URL belongs to you.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use causeway_model::{
    Endpoint, EndpointId, EndpointKind, EnvironmentFlag, OrganizationId, VerificationMethod,
    VerificationState,
};
use causeway_outbound::{Method, Policy, SecretHeaders, SystemResolver, VerificationToken};

use super::create::sealed_for;
use super::update::THEIRS;
use crate::api::auth_credentials;
use crate::app::App;
use crate::auth::{Identity, Secret};
use crate::etag;
use crate::extract::Id;
use crate::problem::{ApiError, Result, internal};
use crate::store::{SealedToken, VerificationResult, Write};

const SECRETS_GO_ALONG: &str =
    "The headers of its auth credential are sent along. Sign in as a person to verify this endpoint.";
const CHANGED: &str = "The endpoint was changed while it was verified. Verify it again.";

/// Verifies the URL of an endpoint of yours.
///
/// The server sends the stored token and a fresh challenge to the URL: by POST as
/// `{"verification-token": …, "challenge": …}`, by GET as a query. The answer must be a success and contain the
/// challenge. The fixed headers of the endpoint's auth credential are sent along, then only a person may ask for it: who
/// can send them anywhere can read them. What came of it is part of the answer: a failed verification is no failed
/// request.
#[utoipa::path(
    post, path = "/api/v1/endpoints/{id}/verify", tag = "endpoints", operation_id = "verifyEndpoint",
    params(("id" = EndpointId, Path, description = "The endpoint")),
    responses(
        (status = 200, description = "The endpoint as it is now: see `verification`", body = Endpoint,
            headers(("ETag" = String, description = "Its version"))),
        (status = 403, description = "It belongs to a connection, or an API key asks and an auth credential would be sent"),
        (status = 404, description = "No such endpoint of yours or of a connection of yours"),
        (status = 409, description = "It has no URL or no token yet, is not of the kind HTTPS, or changed meanwhile"),
        (status = 429, description = "Verified too often within a minute; see Retry-After"),
    ),
)]
pub(crate) async fn handler(State(app): State<App>, identity: Identity, Id(id): Id<EndpointId>) -> Result {
    let org = identity.org();
    let endpoint = app.store.endpoint(org, id, app.clock.now()).await?;
    let endpoint =
        endpoint.filter(|found| identity.sees(found.environment_id)).ok_or_else(ApiError::not_found)?;
    if !endpoint.editable {
        return Err(ApiError::forbidden(THEIRS));
    }
    if endpoint.kind != EndpointKind::Https {
        return Err(ApiError::conflict("Only endpoints of the kind HTTPS are verified by a handshake."));
    }
    let Some(url) = endpoint.url.clone() else {
        return Err(ApiError::conflict("This endpoint has no URL yet. Set it first."));
    };
    let SealedToken { token: Some(token), version } =
        app.store.verification_token(org, id).await?.ok_or_else(ApiError::not_found)?
    else {
        return Err(ApiError::conflict("This endpoint has no verification token yet. Set one first."));
    };
    if version != endpoint.version {
        return Err(ApiError::conflict(CHANGED));
    }
    let headers = match &endpoint.auth_credential {
        Some(credential) => auth_credentials::headers_of(&app, org, credential.id).await?,
        None => Vec::new(),
    };
    if identity.limit.is_some() && !headers.is_empty() {
        return Err(ApiError::forbidden(SECRETS_GO_ALONG));
    }
    let environment =
        app.store.environment(org, endpoint.environment_id).await?.ok_or_else(ApiError::not_found)?;
    let now = app.clock.now();
    // What is refused for one endpoint does not count for all.
    let taken = app.verifications.take(id.to_string(), now);
    let taken = taken.and_then(|()| app.verifications_of_all.take(org.to_string(), now));
    if let Err(wait) = taken {
        let seconds = HeaderValue::from(wait.as_secs() + 1);
        return Err(
            ApiError::too_many("Verified too often. Wait a minute.").header(header::RETRY_AFTER, seconds)
        );
    }
    let token = app.sealer.unseal(&sealed_for(id), &token).map_err(|error| internal(&error))?;
    let task = Handshake {
        app,
        org,
        id,
        version,
        url,
        token,
        headers: SecretHeaders::new(headers),
        method: endpoint.verification.map_or(VerificationMethod::Post, |verification| verification.method),
        plain_http: environment.flag == EnvironmentFlag::Development,
    };
    // It runs to its end even when the caller goes away.
    let written = tokio::spawn(task.run()).await.map_err(|error| internal(&error))??;
    let endpoint = match written {
        Write::Stale { .. } => {
            return Err(ApiError::conflict(CHANGED));
        }
        other => other.done(THEIRS)?,
    };
    etag::watched(&HeaderMap::new(), endpoint.version, endpoint.vpn.as_ref(), &endpoint)
}

struct Handshake {
    app: App,
    org: OrganizationId,
    id: EndpointId,
    version: u64,
    url: String,
    token: Secret,
    headers: SecretHeaders,
    method: VerificationMethod,
    plain_http: bool,
}

impl Handshake {
    async fn run(self) -> Result<Write<Endpoint>> {
        let Self { app, org, id, version, url, token, headers, method, plain_http } = self;
        let handshake = causeway_outbound::Handshake {
            url: &url,
            method: if method == VerificationMethod::Get { Method::Get } else { Method::Post },
            token: &VerificationToken::new(token.reveal()),
            headers: &headers,
            challenge: app.random.challenge()?,
        };
        let policy = Policy { plain_http, ..(*app.outbound).clone() };
        let (state, outcome, detail) =
            match causeway_outbound::verify(&handshake, &policy, &SystemResolver).await {
                Ok(()) => (VerificationState::Verified, None, None),
                Err(why) => (VerificationState::Failed, Some(why.code().to_owned()), Some(why.words())),
            };
        tracing::info!(endpoint = %id, state = %state, outcome = outcome.as_deref(), "verified an endpoint");
        let result = VerificationResult { state, outcome, detail, at: app.clock.now() };
        Ok(app.store.record_verification(org, id, version, result).await?)
    }
}
