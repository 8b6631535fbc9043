//! `POST /oauth/token`: a signed assertion becomes an access token.

use std::fmt;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use causeway_assertion::{CLOCK_SKEW_SECONDS, Verified};
use causeway_model::Scope;
use serde::Serialize;

use super::client::{UNKNOWN, authenticate};
use super::error::{Code, OAuthError, Refused};
use super::form::TokenRequest;
use crate::app::App;
use crate::auth::{BearerToken, TokenKind, hash};
use crate::clock::Time;
use crate::config::{ACCESS_TOKEN_LIFE, REQUEST_TIMEOUT};
use crate::problem::ApiError;
use crate::store::{ClientRecord, Grant, NewAccessToken};

const REPLAYED: &str = "This assertion was used before. Sign a new one, with a new jti, for each request.";

/// Answer of `POST /oauth/token` (RFC 6749 section 5.1).
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct AccessToken {
    /// Sent as a bearer token, it opens what its scopes say.
    access_token: String,
    /// `bearer`.
    token_type: &'static str,
    /// For how many seconds it is good.
    expires_in: u64,
    /// What it opens: scopes separated by spaces.
    scope: String,
}

/// Without the token.
impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken").field("scope", &self.scope).finish_non_exhaustive()
    }
}

/// Gives an access token.
///
/// For API keys of the kind `publicKey`, whose id is the client id: SMART App Launch 2.2, "Backend Services". The token
/// opens what was asked for as far as the API key may; when the key may less later, so may its tokens. Refusals of the
/// request are in the form of OAuth, not problem documents.
#[utoipa::path(
    post, path = "/oauth/token", tag = "OAuth", operation_id = "getAccessToken", security(()),
    request_body(content = TokenRequest, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "The token", body = AccessToken),
        (status = 400, description = "`invalid_request`, `unsupported_grant_type` or `invalid_scope`", body = OAuthError),
        (status = 401, description = "`invalid_client`: the client is not known, or has not proved itself", body = OAuthError),
        (status = 413, description = "The body is too large"),
        (status = 429, description = "Too many tokens for this client within a minute; see Retry-After"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refused> {
    let body = body.map_err(|rejection| ApiError::from_status(rejection.status()))?;
    let request = TokenRequest::read(&headers, &body)?;
    let (client, assertion) = authenticate(&app, &request).await?;
    // Counted only now: otherwise whoever knows the id of a client could use up what it may ask for.
    app.access_tokens.take(client.key.id, app.clock.now()).map_err(|wait| {
        ApiError::too_many("Too many access tokens. Use the one you have until it ends, or wait a minute.")
            .header(header::RETRY_AFTER, HeaderValue::from(wait.as_secs() + 1))
    })?;
    let scopes = scopes(&client.key.scopes, request.scope.as_deref())?;
    grant(&app, client, &assertion, scopes).await
}

/// What is asked for, as far as the key may.
fn scopes(of_key: &[Scope], asked: Option<&str>) -> Result<Vec<Scope>, Refused> {
    let Some(asked) = asked else { return Ok(of_key.to_vec()) };
    let refused = |description: String| Refused::new(Code::InvalidScope, description);
    let asked: Vec<Scope> = asked.split(' ').filter(|word| !word.is_empty()).map(Scope::from).collect();
    if !asked.iter().all(Scope::is_known) {
        return Err(refused(format!(
            "A scope that was asked for does not exist. There are {}.",
            names(Scope::KNOWN)
        )));
    }
    let granted: Vec<Scope> = of_key.iter().filter(|scope| asked.contains(scope)).cloned().collect();
    if granted.is_empty() {
        return Err(refused("This API key has none of the scopes that were asked for.".to_owned()));
    }
    Ok(granted)
}

/// Scopes as OAuth writes them.
pub(super) fn names(scopes: &[Scope]) -> String {
    scopes.iter().map(Scope::as_str).collect::<Vec<_>>().join(" ")
}

async fn grant(
    app: &App,
    client: ClientRecord,
    assertion: &Verified,
    scopes: Vec<Scope>,
) -> Result<Response, Refused> {
    let now = app.clock.now();
    let life = client.expires_at.map_or(ACCESS_TOKEN_LIFE, |end| end.since(now).min(ACCESS_TOKEN_LIFE));
    let token = BearerToken::generate(TokenKind::Access, &*app.random)?;
    let (id, scope) = (client.key.id, names(&scopes));
    let new = NewAccessToken {
        id: token.id.clone(),
        secret_hash: hash(token.secret.reveal()),
        kid: assertion.kid.clone(),
        scopes,
        created_at: now,
        expires_at: now.after(life),
        jti_hash: hash(&assertion.jti),
        remember_until: remember_until(assertion),
    };
    match app.store.grant_access_token(client, new).await? {
        Grant::Granted => {
            tracing::info!(client = %id, "gave an access token");
            let answer = AccessToken {
                access_token: token.text().reveal().to_owned(),
                token_type: "bearer",
                expires_in: life.as_secs(),
                scope,
            };
            Ok(axum::Json(answer).into_response())
        }
        Grant::Replayed => {
            tracing::warn!(client = %id, "refused a client assertion that was used before");
            Err(Refused::new(Code::InvalidClient, REPLAYED))
        }
        Grant::Gone => Err(Refused::new(Code::InvalidClient, UNKNOWN)),
    }
}

/// An assertion that is accepted in the last moment may wait for the database as long as any request may.
fn remember_until(assertion: &Verified) -> Time {
    let skew = Duration::from_secs(CLOCK_SKEW_SECONDS.unsigned_abs());
    Time::of_seconds(assertion.expires_at).after(skew).after(REQUEST_TIMEOUT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_what_is_asked_for_as_far_as_the_key_may() {
        use Scope::{ConnectionsRead, EndpointsRead};
        let key = [ConnectionsRead, EndpointsRead];
        let granted = |asked| scopes(&key, asked).ok();
        assert_eq!(granted(None), Some(key.to_vec()));
        assert_eq!(granted(Some("endpoints:read")), Some(vec![EndpointsRead]));
        assert_eq!(granted(Some("endpoints:write endpoints:read")), Some(vec![EndpointsRead]));
        assert_eq!(granted(Some("endpoints:write")), None, "nothing is left");
        assert_eq!(granted(Some("endpoints:read system/*.rs")), None, "unknown");
        assert_eq!(granted(Some(" ")), None);
        assert_eq!(scopes(&[], None).ok(), Some(Vec::new()));
    }
}
