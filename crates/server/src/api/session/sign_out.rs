//! `DELETE /api/v1/session`: signs out.

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::auth::Identity;
use crate::problem::{ApiError, Result};

/// What the browser shall forget (OWASP ASVS 5.0, 14.3.1). Not "cookies": on one machine they are shared by all ports.
const FORGET: (HeaderName, &str) = (HeaderName::from_static("clear-site-data"), "\"cache\", \"storage\"");

/// Signs out.
///
/// The session ends on the server at once; the answer also clears what the browser kept.
#[utoipa::path(
    delete, path = "/api/v1/session", tag = "session", operation_id = "signOut",
    responses(
        (status = 204, description = "Signed out"),
        (status = 403, description = "The request was made with a bearer token, which is no session"),
    ),
)]
pub(crate) async fn handler(State(app): State<App>, identity: Identity) -> Result<Response> {
    let Some(session) = identity.session_hash else {
        return Err(ApiError::forbidden("A bearer token is not a session, so it cannot sign out."));
    };
    app.store.end_session(&session).await?;
    let mut response =
        (StatusCode::NO_CONTENT, [(FORGET.0, HeaderValue::from_static(FORGET.1))]).into_response();
    if let Some(cookie) = app.site.cookie.clear() {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
