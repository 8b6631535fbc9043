//! All routes on one screen, and the layers every request goes through.

use std::convert::Infallible;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::{Method, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::timeout::TimeoutLayer;

use crate::api::{
    api_keys, connections, data_flows, endpoints, environments, health, imports, openapi, session,
};
use crate::app::App;
use crate::problem::ApiError;
use crate::{assets, auth, config, observe, pages};

/// What answers without an identity, and nothing else does.
const PUBLIC: &[(Method, &str)] = &[
    (Method::GET, "/healthz"),
    (Method::GET, "/readyz"),
    (Method::GET, "/sign-in"),
    (Method::GET, "/sign-in.js"),
    (Method::GET, "/sign-in.css"),
    (Method::GET, "/favicon.svg"),
    (Method::POST, "/api/v1/session"),
];

/// One route.
pub(crate) struct Route {
    #[cfg_attr(not(test), expect(dead_code, reason = "tests compare the list with the documents"))]
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    handler: MethodRouter<App>,
}

fn route<H: Handler<T, App>, T: 'static>(method: Method, path: &'static str, handler: H) -> Route {
    // Only the methods below are used, and axum knows them all.
    let handler =
        MethodFilter::try_from(method.clone()).map(|filter| on(filter, handler)).unwrap_or_default();
    Route { method, path, handler }
}

#[rustfmt::skip]
pub(crate) fn routes() -> Vec<Route> {
    use Method as M;
    vec![
        // For whoever keeps the server running.
        route(M::GET,    "/healthz",                           health::live),
        route(M::GET,    "/readyz",                            health::ready),
        // For people who are not signed in yet.
        route(M::GET,    "/sign-in",                           pages::sign_in),
        route(M::GET,    "/sign-in.js",                        pages::script),
        route(M::GET,    "/sign-in.css",                       pages::style),
        route(M::GET,    "/favicon.svg",                       pages::favicon),
        // The API.
        route(M::GET,    "/api/v1/openapi.json",               openapi::handler),
        route(M::POST,   "/api/v1/session",                    session::sign_in::handler),
        route(M::GET,    "/api/v1/session",                    session::get::handler),
        route(M::DELETE, "/api/v1/session",                    session::sign_out::handler),
        route(M::GET,    "/api/v1/environments",               environments::list::handler),
        route(M::GET,    "/api/v1/environments/{id}/summary",  environments::summary::handler),
        route(M::GET,    "/api/v1/connections",                connections::list::handler),
        route(M::GET,    "/api/v1/connections/{id}",           connections::get::handler),
        route(M::DELETE, "/api/v1/connections/{id}",           connections::delete::handler),
        route(M::GET,    "/api/v1/connections/{id}/data-flow", connections::data_flow::handler),
        route(M::GET,    "/api/v1/connections/{id}/data-flow.svg", connections::export::svg),
        route(M::GET,    "/api/v1/connections/{id}/data-flow.csv", connections::export::csv),
        route(M::GET,    "/api/v1/data-flows",                 data_flows::list::handler),
        route(M::GET,    "/api/v1/endpoints",                  endpoints::list::handler),
        route(M::GET,    "/api/v1/endpoints/{id}",             endpoints::get::handler),
        route(M::PATCH,  "/api/v1/endpoints/{id}",             endpoints::update::handler),
        route(M::GET,    "/api/v1/api-keys",                   api_keys::list::handler),
        route(M::GET,    "/api/v1/api-keys/{id}",              api_keys::get::handler),
        route(M::POST,   "/api/v1/imports",                    imports::create::handler),
        // For paper.
        route(M::GET,    "/connections/{id}/print",           pages::print),
        route(M::GET,    "/print.css",                        pages::print_style),
        route(M::GET,    "/print.js",                         pages::print_script),
        // Everything else is the dashboard's: see `assets`.
    ]
}

/// Whether a route answers without an identity.
pub(crate) fn is_public(method: &Method, path: &str) -> bool {
    let method = if *method == Method::HEAD { &Method::GET } else { method };
    PUBLIC.iter().any(|(public, route)| public == method && *route == path)
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
}
