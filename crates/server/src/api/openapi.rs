//! `GET /api/v1/openapi.json`: the contract as an OpenAPI 3.1 document, generated from the handlers.

use std::sync::LazyLock;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use causeway_model::Problem;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, Response as Described, SecurityRequirement};
use utoipa::{OpenApi as _, ToSchema as _};

use crate::embed::data_flow;

use super::{
    api_keys, audit_events, auth_credentials, connections, data_flows, embeds, endpoints, environments,
    health, imports, oauth, session,
};

/// The contract as an OpenAPI document.
#[utoipa::path(
    get, path = "/api/v1/openapi.json", tag = "contract", operation_id = "getOpenApi",
    responses((status = 200, description = "This document", body = serde_json::Value)),
)]
pub(crate) async fn handler() -> Response {
    static DOCUMENT: LazyLock<String> = LazyLock::new(json);
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], DOCUMENT.as_str())
        .into_response()
}

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Causeway",
        description = "Health-data connections: whom you exchange data with, what flows which way, and whether it works.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    components(schemas(Problem)),
    paths(
        health::live,
        health::ready,
        oauth::token::handler,
        oauth::metadata::server,
        oauth::metadata::smart,
        session::sign_in::handler,
        session::get::handler,
        session::sign_out::handler,
        environments::list::handler,
        environments::summary::handler,
        connections::list::handler,
        connections::get::handler,
        connections::delete::handler,
        connections::data_flow::handler,
        connections::export::svg,
        connections::export::csv,
        connections::reroute::handler,
        data_flows::list::handler,
        endpoints::list::handler,
        endpoints::get::handler,
        endpoints::create::handler,
        endpoints::update::handler,
        endpoints::delete::handler,
        endpoints::usage::handler,
        endpoints::verify::handler,
        endpoints::vpn_test::record,
        endpoints::vpn_test::remove,
        api_keys::list::handler,
        api_keys::create::handler,
        api_keys::get::handler,
        api_keys::update::handler,
        api_keys::delete::handler,
        api_keys::usage::handler,
        api_keys::rotate::handler,
        api_keys::revoke::handler,
        auth_credentials::list::handler,
        auth_credentials::create::handler,
        auth_credentials::get::handler,
        auth_credentials::update::handler,
        auth_credentials::delete::handler,
        auth_credentials::usage::handler,
        audit_events::list::handler,
        data_flow::handler,
        embeds::check::handler,
        embeds::create::handler,
        embeds::delete::handler,
        embeds::get::handler,
        embeds::list::handler,
        embeds::mint::handler,
        embeds::revoke::handler,
        embeds::update::handler,
        imports::create::handler,
        handler,
    )
)]
struct Document;

/// The document as text, as it is committed in `docs/openapi.json`.
pub(crate) fn json() -> String {
    // Serialising plain data with text keys cannot fail.
    let mut text = document().to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}

fn document() -> OpenApi {
    let mut document = Document::openapi();
    let components = document.components.get_or_insert_default();
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
        "causeway_session_8080",
        "Set by signing in. `causeway_session_<port>` over plain HTTP, `__Host-causeway_session` over TLS.",
    )));
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(
        "From `causeway token create`, the secret of an API key, or an access token of `POST /oauth/token`.",
    ));
    components.add_security_scheme("session", cookie);
    components.add_security_scheme("token", SecurityScheme::Http(bearer.build()));
    let embed = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(
        "From `POST /api/v1/embeds/{id}/tokens`: opens one picture, and nothing of the API.",
    ));
    components.add_security_scheme("embedToken", SecurityScheme::Http(embed.build()));
    document.security =
        Some(["session", "token"].map(|name| SecurityRequirement::new(name, Vec::<String>::new())).to_vec());
    for item in document.paths.paths.values_mut() {
        for operation in operations(item) {
            refusals(operation);
        }
    }
    document
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.patch, &mut item.delete]
        .into_iter()
        .filter_map(Option::as_mut)
}

/// Every operation can be refused in the ways every layer refuses, and every refusal is a problem document unless it
/// has a form of its own.
fn refusals(operation: &mut Operation) {
    let everywhere = [
        ("401", "No valid session or token"),
        ("408", "The request took too long to arrive"),
        ("421", "The request is for a host this server does not answer for"),
        ("500", "The server's fault"),
        ("503", "The data cannot be reached right now"),
    ];
    let public = operation
        .security
        .as_ref()
        .is_some_and(|security| security.contains(&SecurityRequirement::default()));
    let responses = &mut operation.responses.responses;
    for (status, description) in everywhere {
        if !(public && status == "401") {
            responses.entry(status.to_owned()).or_insert_with(|| RefOr::T(Described::new(description)));
        }
    }
    for (_, response) in responses.iter_mut().filter(|(status, _)| status.starts_with(['4', '5'])) {
        if let RefOr::T(response) = response
            && response.content.is_empty()
        {
            let schema = Ref::from_schema_name(Problem::name());
            response
                .content
                .insert(crate::problem::MEDIA_TYPE.to_owned(), RefOr::T(Content::new(Some(schema))));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::router::{is_public, routes};

    #[test]
    fn the_document_and_the_router_have_the_same_routes() {
        let mut document = document();
        let mut documented = BTreeSet::new();
        for (path, item) in &mut document.paths.paths {
            let methods = [
                ("GET", &item.get),
                ("PUT", &item.put),
                ("POST", &item.post),
                ("PATCH", &item.patch),
                ("DELETE", &item.delete),
            ];
            for (method, _) in methods.into_iter().filter(|(_, operation)| operation.is_some()) {
                documented.insert(format!("{method} {path}"));
            }
        }
        let pages = [
            "/sign-in",
            "/sign-in.js",
            "/sign-in.css",
            "/favicon.svg",
            "/connections/{id}/print",
            "/print.css",
            "/print.js",
            "/embed/v1/frame/{embed}",
            "/embed/v1/frame.js",
            "/embed/v1/frame.css",
            "/embed/v1/{*file}",
        ];
        let routed: BTreeSet<String> = routes()
            .into_iter()
            // What browsers ask by themselves before they ask.
            .filter(|route| !pages.contains(&route.path) && route.method != axum::http::Method::OPTIONS)
            .map(|route| format!("{} {}", route.method, route.path))
            .collect();
        assert_eq!(documented, routed);
    }

    #[test]
    fn exactly_the_public_routes_need_no_identity() {
        // The token of an embed is no identity: the gate knows nothing of it.
        let embed = SecurityRequirement::new("embedToken", Vec::<String>::new());
        for (path, item) in &mut document().paths.paths {
            for operation in operations(item) {
                let open = operation
                    .security
                    .as_ref()
                    .is_some_and(|all| all.contains(&SecurityRequirement::default()) || all.contains(&embed));
                let method = match operation.operation_id.as_deref() {
                    Some("signIn" | "getAccessToken") => axum::http::Method::POST,
                    Some("signOut" | "deleteConnection") => axum::http::Method::DELETE,
                    _ => axum::http::Method::GET,
                };
                assert_eq!(open, is_public(&method, path), "{method} {path}");
            }
        }
    }

    #[test]
    fn the_committed_document_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
        if std::env::var_os("CAUSEWAY_UPDATE_OPENAPI").is_some() {
            std::fs::write(path, json()).unwrap();
        }
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            committed == json(),
            "docs/openapi.json is stale: run `cargo run -p causeway-server -- openapi > docs/openapi.json`"
        );
    }

    #[test]
    fn it_is_openapi_3_1_and_every_refusal_is_a_problem_or_of_oauths_form() {
        let document: serde_json::Value = serde_json::from_str(&json()).unwrap();
        assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
        let refusal = &document["paths"]["/api/v1/connections/{id}"]["get"]["responses"]["404"];
        let schema = &refusal["content"]["application/problem+json"]["schema"]["$ref"];
        assert_eq!(schema, "#/components/schemas/Problem");
        let refusal = &document["paths"]["/oauth/token"]["post"]["responses"]["401"]["content"];
        let schema = &refusal["application/json"]["schema"]["$ref"];
        assert_eq!(
            (schema, refusal.as_object().unwrap().len()),
            (&"#/components/schemas/OAuthError".into(), 1)
        );
    }
}
