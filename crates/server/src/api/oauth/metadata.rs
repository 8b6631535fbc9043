//! `GET /.well-known/oauth-authorization-server` (RFC 8414) and `GET /.well-known/smart-configuration` (SMART App
//! Launch 2.2): where and how a system signs in, for programs.

use axum::Json;
use axum::extract::State;
use causeway_model::Scope;
use serde::Serialize;

use crate::app::App;

/// How a system signs in. The same for both standards, which ignore what they do not know.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Metadata {
    /// The public address of this server.
    issuer: String,
    /// Where access tokens are given out.
    token_endpoint: String,
    /// `client_credentials`.
    grant_types_supported: [&'static str; 1],
    /// None: nobody is sent here to sign in and back.
    response_types_supported: [&'static str; 0],
    /// None, for the same reason.
    code_challenge_methods_supported: [&'static str; 0],
    /// `private_key_jwt`.
    token_endpoint_auth_methods_supported: [&'static str; 1],
    /// `RS384` and `ES384`.
    token_endpoint_auth_signing_alg_values_supported: [&'static str; 2],
    /// What an API key may be allowed.
    scopes_supported: Vec<&'static str>,
    /// What of SMART there is.
    capabilities: [&'static str; 1],
}

fn metadata(app: &App) -> Json<Metadata> {
    Json(Metadata {
        issuer: app.site.base_url.clone(),
        token_endpoint: app.site.token_endpoint(),
        grant_types_supported: ["client_credentials"],
        response_types_supported: [],
        code_challenge_methods_supported: [],
        token_endpoint_auth_methods_supported: ["private_key_jwt"],
        token_endpoint_auth_signing_alg_values_supported: ["RS384", "ES384"],
        scopes_supported: Scope::KNOWN.iter().map(Scope::as_str).collect(),
        capabilities: ["client-confidential-asymmetric"],
    })
}

/// How a system signs in, for OAuth libraries.
#[utoipa::path(
    get, path = "/.well-known/oauth-authorization-server", tag = "OAuth", operation_id = "getOAuthMetadata",
    security(()), responses((status = 200, description = "RFC 8414", body = Metadata)),
)]
pub(crate) async fn server(State(app): State<App>) -> Json<Metadata> {
    metadata(&app)
}

/// The same, where clients of SMART look for it.
#[utoipa::path(
    get, path = "/.well-known/smart-configuration", tag = "OAuth", operation_id = "getSmartConfiguration",
    security(()), responses((status = 200, description = "SMART App Launch 2.2", body = Metadata)),
)]
pub(crate) async fn smart(State(app): State<App>) -> Json<Metadata> {
    metadata(&app)
}
