//! `POST /api/v1/session`: the code of a printed link becomes a session.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use causeway_model::{Session, SignIn};

use crate::app::App;
use crate::auth::{Secret, hash, of_session};
use crate::extract::Json;
use crate::problem::{ApiError, Result};
use crate::store::NewSession;

/// Letters and digits of a session's cookie: 256 bits.
const LENGTH: usize = 43;

/// Signs in.
///
/// The code of a printed link is good once and for 24 hours. The answer sets the session cookie; a session the browser
/// had before ends.
#[utoipa::path(
    post, path = "/api/v1/session", tag = "session", operation_id = "signIn", security(()),
    request_body = SignIn,
    responses(
        (status = 200, description = "Signed in", body = Session,
            headers(("Set-Cookie" = String, description = "The session cookie"))),
        (status = 401, description = "The code is unknown, used or expired"),
        (status = 422, description = "The body is not valid"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    headers: HeaderMap,
    Json(SignIn { code }): Json<SignIn>,
) -> Result<Response> {
    let token = Secret::new(app.random.base62(LENGTH)?);
    let token_hash = hash(token.reveal());
    let session = NewSession {
        token_hash: token_hash.clone(),
        actor_name: "Local owner".to_owned(),
        created_at: app.clock.now(),
        replaces: app.site.cookie.read(&headers).map(|former| hash(former.reveal())),
    };
    let Some(session) = app.store.redeem_sign_in_code(&hash(code.trim()), session).await? else {
        tracing::warn!("a sign-in code was refused");
        let detail = "This sign-in code was used already, has expired, or is mistyped. \
                      Run `causeway sign-in` for a new link.";
        return Err(ApiError::unauthenticated(detail, "Bearer"));
    };
    tracing::info!("signed in");
    let mut response = axum::Json(of_session(session, token_hash).session()).into_response();
    if let Some(cookie) = app.site.cookie.set(&token) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
