//! The one door: nothing behind it answers without an identity.

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use causeway_model::{Actor, ActorKind};

use super::token::{BearerToken, TokenKind};
use super::{Identity, KeyLimit, Need, secret};
use crate::app::App;
use crate::clock::Time;
use crate::config::{KEY_TOUCH, SESSION_IDLE, SESSION_LIFE, SESSION_TOUCH};
use crate::problem::ApiError;
use crate::router::{is_public, is_public_mistake, need_of};
use crate::store::{self, CredentialRecord, SessionRecord};

/// Middleware: finds out who is asking; whoever is nobody gets as far as the public paths.
pub(crate) async fn gate(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let method = request.method();
    if route.is_some_and(|route| is_public(method, route) || is_public_mistake(method, route)) {
        return next.run(request).await;
    }
    let need = route.map_or(Need::Person, |route| need_of(request.method(), route));
    match identify(&app, request.headers()).await {
        Ok(Some(identity)) => {
            if let Err(refusal) = need.check(identity.limit.as_ref()) {
                return refusal.into_response();
            }
            note_connection(&app, &identity, &request);
            request.extensions_mut().insert(identity);
            next.run(request).await
        }
        Ok(None) => refuse(&request),
        Err(error) => ApiError::from(error).into_response(),
    }
}

/// A bearer token when one is sent, else the session cookie. A bad token is not made good by a cookie.
async fn identify(app: &App, headers: &HeaderMap) -> store::Result<Option<Identity>> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        return by_token(app, value).await;
    }
    match app.site.cookie.read(headers) {
        Some(cookie) => by_session(app, secret::hash(cookie.reveal())).await,
        None => Ok(None),
    }
}

async fn by_token(app: &App, value: &HeaderValue) -> store::Result<Option<Identity>> {
    let Some(token) = BearerToken::of_header(value) else { return Ok(None) };
    let hash = secret::hash(token.secret.reveal());
    match token.kind {
        TokenKind::Personal => personal(app, &token.id, &hash).await,
        TokenKind::Access => access(app, &token.id, &hash).await,
        TokenKind::Development | TokenKind::Staging | TokenKind::Production => {
            by_api_key(app, &token.id, &hash).await
        }
        // Good for `crate::embed`, and for nothing behind this door.
        TokenKind::Embed => Ok(None),
    }
}

async fn personal(app: &App, id: &str, hash: &str) -> store::Result<Option<Identity>> {
    let found = app.store.token(id).await?;
    Ok(found.filter(|found| secret::same(&found.secret_hash, hash)).map(|token| Identity {
        organization: token.organization,
        actor: Actor { kind: ActorKind::Token, name: token.name },
        expires_at: None,
        session_hash: None,
        limit: None,
    }))
}

/// The secret of an API key, sent as it is.
async fn by_api_key(app: &App, id: &str, hash: &str) -> store::Result<Option<Identity>> {
    let now = app.clock.now();
    let Some(found) = app.store.api_key_secret(id).await? else { return Ok(None) };
    if !secret::same(&found.secret_hash, hash) || found.ends_at.is_some_and(|end| end <= now) {
        return Ok(None);
    }
    touch(app, &found, Some(id.to_owned()), now);
    Ok(Some(of_key(found)))
}

/// An access token that an API key was given for its signed assertion.
async fn access(app: &App, id: &str, hash: &str) -> store::Result<Option<Identity>> {
    let now = app.clock.now();
    let Some(found) = app.store.access_token(id).await? else { return Ok(None) };
    if !secret::same(&found.secret_hash, hash) || found.ends_at.is_some_and(|end| end <= now) {
        return Ok(None);
    }
    touch(app, &found, None, now);
    Ok(Some(of_key(found)))
}

/// Notes now and then that a key is used, and with which secret.
fn touch(app: &App, found: &CredentialRecord, secret: Option<String>, now: Time) {
    if found.last_used_at.is_none_or(|last| now.since(last) >= KEY_TOUCH) {
        let (store, org, key) = (app.store.clone(), found.key.organization.id, found.key.id);
        // As for sessions: nobody has to wait for this.
        tokio::spawn(async move { store.touch_api_key(org, key, secret.as_deref(), now).await });
    }
}

/// Notes now and then with which secret or key pair the connection in the path is used.
fn note_connection(app: &App, identity: &Identity, request: &Request) {
    let Some(KeyLimit { key, credential: Some(credential), .. }) = &identity.limit else { return };
    let named = request.uri().path().strip_prefix("/api/v1/connections/");
    let Some(connection) = named.and_then(|rest| rest.split('/').next()?.parse().ok()) else { return };
    let (store, org, key, credential) = (app.store.clone(), identity.org(), *key, credential.clone());
    let now = app.clock.now();
    // As above: nobody has to wait for this.
    tokio::spawn(async move { store.note_key_use(org, key, connection, &credential, now).await });
}

fn of_key(found: CredentialRecord) -> Identity {
    let CredentialRecord { key, ends_at, credential, .. } = found;
    Identity {
        organization: key.organization,
        actor: Actor { kind: ActorKind::ApiKey, name: key.name },
        expires_at: ends_at,
        session_hash: None,
        limit: Some(KeyLimit { key: key.id, credential, environment: key.environment, scopes: key.scopes }),
    }
}

async fn by_session(app: &App, hash: String) -> store::Result<Option<Identity>> {
    let now = app.clock.now();
    let Some(session) = app.store.session(&hash).await? else { return Ok(None) };
    if now.since(session.last_seen_at) >= SESSION_IDLE || now.since(session.created_at) >= SESSION_LIFE {
        app.store.end_session(&hash).await?;
        return Ok(None);
    }
    if now.since(session.last_seen_at) >= SESSION_TOUCH {
        let (store, hash) = (app.store.clone(), hash.clone());
        // Nobody has to wait for this, and losing it once does no harm.
        tokio::spawn(async move { store.touch_session(&hash, now).await });
    }
    Ok(Some(of_session(session, hash)))
}

/// The identity a session stands for.
pub(crate) fn of_session(session: SessionRecord, hash: String) -> Identity {
    let SessionRecord { organization, actor_name, created_at, .. } = session;
    Identity {
        organization,
        actor: Actor { kind: ActorKind::Owner, name: actor_name },
        expires_at: Some(created_at.after(SESSION_LIFE)),
        session_hash: Some(hash),
        limit: None,
    }
}

/// A person who opens a page is taken to the sign-in page and back; everything else is told.
fn refuse(request: &Request) -> Response {
    let path = request.uri().path();
    let is_api = path == "/api" || path.starts_with("/api/");
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let accepts =
        request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !is_api && reads && accepts.contains("text/html") {
        let asked = request.uri().path_and_query().map_or("/", |asked| asked.as_str());
        let next: String = form_urlencoded::byte_serialize(asked.as_bytes()).collect();
        let target = if asked == "/" { "/sign-in".to_owned() } else { format!("/sign-in?next={next}") };
        return (StatusCode::SEE_OTHER, [(header::LOCATION, target)]).into_response();
    }
    let challenge = if request.headers().contains_key(header::AUTHORIZATION) {
        // RFC 6750 section 3.1: a token came, and it is not good.
        "Bearer error=\"invalid_token\""
    } else {
        "Bearer"
    };
    ApiError::unauthenticated("Sign in, or send a bearer token.", challenge).into_response()
}
