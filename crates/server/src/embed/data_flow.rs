//! `GET /embed/v1/connections/{id}/data-flow`: the picture of an embed, for the widget.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use causeway_model::{ConnectionDataFlow, ConnectionId};
use uuid::Uuid;

use super::origin::Caller;
use super::{cors, redact};
use crate::app::App;
use crate::auth::{BearerToken, TokenKind, hash, same};
use crate::clock::Time;
use crate::config::KEY_TOUCH;
use crate::etag;
use crate::problem::{ApiError, Result};
use crate::store::{self, EmbedTokenRecord};

const NO_TOKEN: &str = "Send a token of the embed that is still good: a new one from your server.";
const NO_ORIGIN: &str =
    "Only pages of the embed's origins may read this, and the request does not say which page it comes from.";
const OTHER_ORIGIN: &str = "Pages of this origin may not show the embed. Add the origin to the embed.";
const OTHER_CONNECTION: &str = "The token is for another connection. Ask for a token for this one.";

/// The data-flow picture of a connection, for pages of others.
///
/// With a token of an embed, for pages of the embed's origins only, and reduced to what the embed reveals: see `reveal`
/// and `idHidden`. No cookie and no other token opens it.
#[utoipa::path(
    get, path = "/embed/v1/connections/{id}/data-flow", tag = "embeds", operation_id = "getEmbeddedDataFlow",
    security(("embedToken" = [])),
    params(("id" = ConnectionId, Path, description = "The connection that the token is for")),
    responses(
        (status = 200, description = "Cards left and right, and one entry per arrow", body = ConnectionDataFlow,
            headers(("ETag" = String, description = "Changes with the content"))),
        (status = 304, description = "Not changed since the ETag in If-None-Match"),
        (status = 400, description = "A query came along; a token in it is refused like everything else"),
        (status = 401, description = "No token, or none that is good: unknown, ended, revoked, of another kind"),
        (status = 403, description = "A page of another origin, no origin, or another connection than the token's"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let caller = Caller::of(&headers);
    let (readable, answer) = match token(&app, &headers).await {
        // A page has to see that its token is not good, so that it can get another. Which embed the token is of is not
        // known, or not said; the same words for every reason tell nobody anything but "not this".
        Ok(None) => (true, Err(ApiError::unauthenticated(NO_TOKEN, challenge(&headers)))),
        Ok(Some(token)) if caller.is_among(&token.allowed_origins) => {
            (true, picture(&app, &token, &id, &uri, &headers).await)
        }
        Ok(Some(_)) => {
            let detail = if caller == Caller::Nobody { NO_ORIGIN } else { OTHER_ORIGIN };
            (false, Err(ApiError::forbidden(detail)))
        }
        Err(error) => (true, Err(ApiError::from(error))),
    };
    let mut response = answer.into_response();
    cors::varies(response.headers_mut());
    if readable {
        cors::readable_by(&caller, response.headers_mut());
    }
    response
}

/// RFC 6750 section 3.1: whether a token came, and is not good.
fn challenge(headers: &HeaderMap) -> &'static str {
    if headers.contains_key(header::AUTHORIZATION) { "Bearer error=\"invalid_token\"" } else { "Bearer" }
}

/// The token of an embed that came along, if it is good now.
async fn token(app: &App, headers: &HeaderMap) -> store::Result<Option<EmbedTokenRecord>> {
    let sent = headers.get(header::AUTHORIZATION).and_then(BearerToken::of_header);
    let Some(sent) = sent.filter(|sent| sent.kind == TokenKind::Embed) else { return Ok(None) };
    let now = app.clock.now();
    let found = app.store.embed_token(&sent.id).await?;
    Ok(found.filter(|found| same(&found.secret_hash, &hash(sent.secret.reveal())) && found.ends_at > now))
}

/// Notes now and then that an embed is used.
fn touch(app: &App, found: &EmbedTokenRecord, now: Time) {
    if found.last_used_at.is_none_or(|last| now.since(last) >= KEY_TOUCH) {
        let (store, org, embed) = (app.store.clone(), found.org, found.embed);
        // As for API keys: nobody has to wait for this.
        tokio::spawn(async move { store.touch_embed(org, embed, now).await });
    }
}

async fn picture(app: &App, token: &EmbedTokenRecord, id: &str, uri: &Uri, headers: &HeaderMap) -> Result {
    if uri.query().is_some() {
        // Queries end up in logs and histories. One that holds a token must not look as if it worked.
        let detail = "This address takes no parameters. The token belongs into the header Authorization.";
        return Err(ApiError::bad_request(detail, Vec::new()));
    }
    if id.parse() != Ok(token.connection) {
        return Err(ApiError::forbidden(OTHER_CONNECTION));
    }
    let now = app.clock.now();
    touch(app, token, now);
    let found = app.store.data_flow(token.org, token.connection, now).await?;
    let found = found.ok_or_else(ApiError::not_found)?;
    etag::content(headers, &redact::reduced(found, &token.reveal, stand_ins(app, token)))
}

/// What the stand-ins of an embed's ids are made with. From the server's own key, because ids of imported objects
/// follow from names and URLs: whoever guessed those could else tell that the guess is right.
fn stand_ins(app: &App, token: &EmbedTokenRecord) -> Uuid {
    let mark = app.sealer.fingerprint(format!("stand-ins of embed {}", token.embed).as_bytes());
    Uuid::new_v5(&token.embed.0, mark.as_bytes())
}
