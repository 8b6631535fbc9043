//! All routes on one screen, and the layers every request goes through.

use std::convert::Infallible;
use std::sync::LazyLock;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::{Method, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use causeway_model::Scope;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::timeout::TimeoutLayer;

use crate::api::{
    api_keys, audit_events, auth_credentials, connections, data_flows, embeds, endpoints, environments,
    health, imports, oauth, openapi, session,
};
use crate::app::App;
use crate::auth::Need;
use crate::problem::ApiError;
use crate::{assets, auth, config, embed, observe, pages};

/// What answers without an identity, and nothing else does.
const PUBLIC: &[(Method, &str)] = &[
    (Method::GET, "/healthz"),
    (Method::GET, "/readyz"),
    (Method::GET, "/sign-in"),
    (Method::GET, "/sign-in.js"),
    (Method::GET, "/sign-in.css"),
    (Method::GET, "/favicon.svg"),
    (Method::POST, "/api/v1/session"),
    (Method::POST, "/oauth/token"),
    (Method::GET, "/.well-known/oauth-authorization-server"),
    (Method::GET, "/.well-known/smart-configuration"),
    // Not without a token of an embed: see `embed::data_flow`.
    (Method::GET, "/embed/v1/connections/{id}/data-flow"),
    (Method::OPTIONS, "/embed/v1/connections/{id}/data-flow"),
    (Method::GET, "/embed/v1/frame/{embed}"),
    (Method::GET, "/embed/v1/frame.js"),
    (Method::GET, "/embed/v1/frame.css"),
    (Method::GET, "/embed/v1/{*file}"),
];

/// One route.
pub(crate) struct Route {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    /// What it needs of an API key.
    pub(crate) need: Need,
    handler: MethodRouter<App>,
}

fn route<H: Handler<T, App>, T: 'static>(
    method: Method,
    path: &'static str,
    need: Need,
    handler: H,
) -> Route {
    // Only the methods below are used, and axum knows them all.
    let handler =
        MethodFilter::try_from(method.clone()).map(|filter| on(filter, handler)).unwrap_or_default();
    Route { method, path, need, handler }
}

#[rustfmt::skip]
pub(crate) fn routes() -> Vec<Route> {
    use Method as M;
    use Need::{AnyKey, Key, Person};
    use Scope::{ApiKeysRead, ConnectionsRead, ConnectionsWrite, EmbedsMint, EndpointsRead, EndpointsWrite, VpnWrite};
    vec![
        // For whoever keeps the server running.
        route(M::GET,    "/healthz",                           AnyKey, health::live),
        route(M::GET,    "/readyz",                            AnyKey, health::ready),
        // For people who are not signed in yet.
        route(M::GET,    "/sign-in",                           Person, pages::sign_in),
        route(M::GET,    "/sign-in.js",                        Person, pages::script),
        route(M::GET,    "/sign-in.css",                       Person, pages::style),
        route(M::GET,    "/favicon.svg",                       Person, pages::favicon),
        // For systems that sign in.
        route(M::POST,   "/oauth/token",                       AnyKey, oauth::token::handler),
        route(M::GET,    "/.well-known/oauth-authorization-server", AnyKey, oauth::metadata::server),
        route(M::GET,    "/.well-known/smart-configuration",   AnyKey, oauth::metadata::smart),
        // The API.
        route(M::GET,    "/api/v1/openapi.json",               AnyKey, openapi::handler),
        route(M::POST,   "/api/v1/session",                    Person, session::sign_in::handler),
        route(M::GET,    "/api/v1/session",                    AnyKey, session::get::handler),
        route(M::DELETE, "/api/v1/session",                    Person, session::sign_out::handler),
        route(M::GET,    "/api/v1/environments",               Key(ConnectionsRead), environments::list::handler),
        route(M::GET,    "/api/v1/environments/{id}/summary",  Key(ConnectionsRead), environments::summary::handler),
        route(M::GET,    "/api/v1/connections",                Key(ConnectionsRead), connections::list::handler),
        route(M::GET,    "/api/v1/connections/{id}",           Key(ConnectionsRead), connections::get::handler),
        route(M::DELETE, "/api/v1/connections/{id}",           Key(ConnectionsWrite), connections::delete::handler),
        route(M::GET,    "/api/v1/connections/{id}/data-flow", Key(ConnectionsRead), connections::data_flow::handler),
        route(M::GET,    "/api/v1/connections/{id}/data-flow.svg", Key(ConnectionsRead), connections::export::svg),
        route(M::GET,    "/api/v1/connections/{id}/data-flow.csv", Key(ConnectionsRead), connections::export::csv),
        route(M::POST,   "/api/v1/connections/{id}/data-flows/{flow}/reroute", Key(ConnectionsWrite), connections::reroute::handler),
        route(M::GET,    "/api/v1/data-flows",                 Key(ConnectionsRead), data_flows::list::handler),
        route(M::GET,    "/api/v1/endpoints",                  Key(EndpointsRead), endpoints::list::handler),
        route(M::POST,   "/api/v1/endpoints",                  Key(EndpointsWrite), endpoints::create::handler),
        route(M::GET,    "/api/v1/endpoints/{id}",             Key(EndpointsRead), endpoints::get::handler),
        route(M::PATCH,  "/api/v1/endpoints/{id}",             Key(EndpointsWrite), endpoints::update::handler),
        route(M::DELETE, "/api/v1/endpoints/{id}",             Key(EndpointsWrite), endpoints::delete::handler),
        route(M::GET,    "/api/v1/endpoints/{id}/usage",       Key(EndpointsRead), endpoints::usage::handler),
        route(M::POST,   "/api/v1/endpoints/{id}/verify",      Key(EndpointsWrite), endpoints::verify::handler),
        route(M::PUT,    "/api/v1/endpoints/{id}/vpn-tests/{kind}", Key(VpnWrite), endpoints::vpn_test::record),
        route(M::DELETE, "/api/v1/endpoints/{id}/vpn-tests/{kind}", Key(VpnWrite), endpoints::vpn_test::remove),
        route(M::GET,    "/api/v1/api-keys",                   Key(ApiKeysRead), api_keys::list::handler),
        route(M::POST,   "/api/v1/api-keys",                   Person, api_keys::create::handler),
        route(M::GET,    "/api/v1/api-keys/{id}",              Key(ApiKeysRead), api_keys::get::handler),
        route(M::PATCH,  "/api/v1/api-keys/{id}",              Person, api_keys::update::handler),
        route(M::DELETE, "/api/v1/api-keys/{id}",              Person, api_keys::delete::handler),
        route(M::GET,    "/api/v1/api-keys/{id}/usage",        Key(ApiKeysRead), api_keys::usage::handler),
        route(M::POST,   "/api/v1/api-keys/{id}/rotate",       Person, api_keys::rotate::handler),
        route(M::POST,   "/api/v1/api-keys/{id}/revoke",       Person, api_keys::revoke::handler),
        route(M::GET,    "/api/v1/auth-credentials",           Key(EndpointsRead), auth_credentials::list::handler),
        route(M::POST,   "/api/v1/auth-credentials",           Person, auth_credentials::create::handler),
        route(M::GET,    "/api/v1/auth-credentials/{id}",      Key(EndpointsRead), auth_credentials::get::handler),
        route(M::GET,    "/api/v1/auth-credentials/{id}/usage", Key(EndpointsRead), auth_credentials::usage::handler),
        route(M::PATCH,  "/api/v1/auth-credentials/{id}",      Person, auth_credentials::update::handler),
        route(M::DELETE, "/api/v1/auth-credentials/{id}",      Person, auth_credentials::delete::handler),
        route(M::GET,    "/api/v1/embeds",                     Person, embeds::list::handler),
        route(M::POST,   "/api/v1/embeds",                     Person, embeds::create::handler),
        route(M::GET,    "/api/v1/embeds/{id}",                Person, embeds::get::handler),
        route(M::PATCH,  "/api/v1/embeds/{id}",                Person, embeds::update::handler),
        route(M::DELETE, "/api/v1/embeds/{id}",                Person, embeds::delete::handler),
        route(M::POST,   "/api/v1/embeds/{id}/revoke",         Person, embeds::revoke::handler),
        route(M::POST,   "/api/v1/embeds/{id}/check",          Person, embeds::check::handler),
        route(M::POST,   "/api/v1/embeds/{id}/tokens",         Key(EmbedsMint), embeds::mint::handler),
        route(M::GET,    "/api/v1/audit-events",               Person, audit_events::list::handler),
        route(M::POST,   "/api/v1/imports",                    Key(ConnectionsWrite), imports::create::handler),
        // For pages of others: no cookie, no identity of the API.
        route(M::GET,    "/embed/v1/connections/{id}/data-flow", Person, embed::data_flow::handler),
        route(M::OPTIONS, "/embed/v1/connections/{id}/data-flow", Person, embed::cors::preflight),
        route(M::GET,    "/embed/v1/frame/{embed}",            Person, pages::frame),
        route(M::GET,    "/embed/v1/frame.js",                 Person, pages::frame_script),
        route(M::GET,    "/embed/v1/frame.css",                Person, pages::frame_style),
        route(M::GET,    "/embed/v1/{*file}",                  Person, assets::embedded),
        // For paper.
        route(M::GET,    "/connections/{id}/print",            Person, pages::print),
        route(M::GET,    "/print.css",                         Person, pages::print_style),
        route(M::GET,    "/print.js",                          Person, pages::print_script),
        // Everything else is the dashboard's: see `assets`.
    ]
}

/// What a route needs of an API key; a person where there is no such route.
pub(crate) fn need_of(method: &Method, path: &str) -> Need {
    static NEEDS: LazyLock<Vec<(Method, &str, Need)>> =
        LazyLock::new(|| routes().into_iter().map(|route| (route.method, route.path, route.need)).collect());
    let method = if *method == Method::HEAD { &Method::GET } else { method };
    let found = NEEDS.iter().find(|(known, route, _)| known == method && *route == path);
    found.map_or(Need::Person, |(_, _, need)| need.clone())
}

/// Whether a route answers without an identity.
pub(crate) fn is_public(method: &Method, path: &str) -> bool {
    let method = if *method == Method::HEAD { &Method::GET } else { method };
    PUBLIC.iter().any(|(public, route)| public == method && *route == path)
}

/// Whether a path has this method for nobody and its others for everybody: then anybody may be told so (405).
pub(crate) fn is_public_mistake(method: &Method, path: &str) -> bool {
    static PATHS: LazyLock<Vec<(Method, &str)>> =
        LazyLock::new(|| routes().into_iter().map(|route| (route.method, route.path)).collect());
    let method = if *method == Method::HEAD { &Method::GET } else { method };
    let mut known = PATHS.iter().filter(|(_, route)| *route == path).peekable();
    known.peek().is_some() && known.all(|(other, _)| other != method && is_public(other, path))
}

/// The whole server. Layers run from the last line to the first.
pub(crate) fn router(app: &App) -> Router {
    let mut router = Router::new();
    for Route { path, handler, .. } in routes() {
        let (body, time) = match path {
            "/api/v1/imports" => (config::IMPORT_BODY_LIMIT, config::IMPORT_TIMEOUT),
            _ => (config::BODY_LIMIT, config::REQUEST_TIMEOUT),
        };
        let handler: MethodRouter<App> = handler
            .layer::<_, Infallible>(DefaultBodyLimit::max(body))
            .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, time));
        router = router.route(path, handler);
    }
    router
        .fallback(assets::handler)
        .layer(from_fn_with_state(app.clone(), auth::gate))
        .layer(csrf(app))
        .layer(from_fn_with_state(app.clone(), auth::known_host))
        .layer(CatchPanicLayer::custom(|_| panicked()))
        .layer(from_fn_with_state(app.clone(), observe::observe))
        .with_state(app.clone())
}

/// Cross-site requests that write are refused by what browsers say about them (`Sec-Fetch-Site`, `Origin`). Scripts
/// send neither and pass: they carry no cookie that a foreign page could ride on.
fn csrf(app: &App) -> CsrfLayer<impl FnMut(ProtectionError) -> Response + Clone + use<>> {
    let layer = CsrfLayer::new();
    let layer = layer.clone().add_trusted_origin(&app.site.base_url).unwrap_or(layer);
    layer.with_rejection_response(|_| {
        ApiError::forbidden("This request comes from a page of another site, so it is not carried out.")
            .into_response()
    })
}

/// The panic itself is in the log.
fn panicked() -> Response {
    ApiError::from_status(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_list_names_existing_routes_only() {
        let routes = routes();
        for (method, path) in PUBLIC {
            assert!(
                routes.iter().any(|route| route.method == *method && route.path == *path),
                "{method} {path}"
            );
        }
        assert!(is_public(&Method::HEAD, "/healthz"));
        assert!(!is_public(&Method::GET, "/api/v1/session"));
        assert!(!is_public(&Method::POST, "/healthz"));
    }

    #[test]
    fn only_a_path_that_is_public_with_every_method_says_which_it_has() {
        assert!(is_public_mistake(&Method::GET, "/oauth/token"));
        assert!(is_public_mistake(&Method::PUT, "/healthz"));
        assert!(!is_public_mistake(&Method::POST, "/oauth/token"));
        assert!(!is_public_mistake(&Method::PUT, "/api/v1/session"));
        assert!(!is_public_mistake(&Method::PUT, "/api/v1/connections"));
        assert!(!is_public_mistake(&Method::GET, "/nowhere"));
    }
}
