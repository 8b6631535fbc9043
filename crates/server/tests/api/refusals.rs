//! What every layer refuses, and how: always a problem document, never an answer without an identity.

use causeway_model::{Problem, ProblemCode};
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::support::TestServer;

/// Every operation of the committed contract, its path filled in.
fn operations() -> Vec<(Method, String)> {
    let document: serde_json::Value =
        serde_json::from_str(include_str!("../../../../docs/openapi.json")).unwrap();
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, _) in item.as_object().unwrap() {
            let path = path.replace("{id}", "0191f0e2-7c1a-7000-8000-000000000000");
            all.push((method.to_uppercase().parse().unwrap(), path));
        }
    }
    assert!(all.len() > 15);
    all
}

#[tokio::test]
async fn nothing_answers_without_an_identity() {
    let server = TestServer::start().await;
    let public = [
        (Method::GET, "/healthz"),
        (Method::GET, "/readyz"),
        (Method::GET, "/.well-known/oauth-authorization-server"),
        (Method::GET, "/.well-known/smart-configuration"),
        (Method::POST, "/oauth/token"),
        (Method::POST, "/api/v1/session"),
        // Refuses by itself: see `embedded`.
        (Method::GET, "/embed/v1/connections/0191f0e2-7c1a-7000-8000-000000000000/data-flow"),
    ];
    for (method, path) in operations() {
        if public.iter().any(|(m, p)| *m == method && *p == path) {
            continue;
        }
        for method in [method, Method::PUT, Method::OPTIONS] {
            let response = server.bare(method.clone(), &path).send().await.unwrap();
            assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{method} {path}");
            assert_eq!(response.headers()["www-authenticate"], "Bearer");
            let problem: Problem = response.json().await.unwrap();
            assert_eq!(problem.code, ProblemCode::Unauthenticated);
        }
    }
    for path in [
        "/api",
        "/api/none",
        "/oauth",
        "/oauth/authorize",
        "/.well-known/openid-configuration",
        "/api/v2/connections",
        "/app.js",
        "/embed",
        "/embed/v1",
        "/embed/v1/",
        "/embed/v2/frame.js",
        "/icon.svg",
        "/../etc/passwd",
        "//",
    ] {
        let response = server.bare(Method::GET, path).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{path}");
    }
    for path in ["/healthz", "/readyz", "/sign-in", "/sign-in.js", "/sign-in.css", "/favicon.svg"] {
        let response = server.bare(Method::GET, path).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn a_person_is_taken_to_the_sign_in_page_and_back() {
    let server = TestServer::start().await;
    let go = async |path: &str| {
        let request = server.bare(Method::GET, path).header("accept", "text/html,application/xhtml+xml");
        let response = request.send().await.unwrap();
        let location = response.headers().get("location").map(|value| value.to_str().unwrap().to_owned());
        (response.status().as_u16(), location)
    };
    assert_eq!(go("/").await, (303, Some("/sign-in".to_owned())));
    assert_eq!(
        go("/connections?status=down&search=a+b").await,
        (303, Some("/sign-in?next=%2Fconnections%3Fstatus%3Ddown%26search%3Da%2Bb".to_owned()))
    );
    assert_eq!(go("/api/v1/connections").await, (401, None));
}

#[tokio::test]
async fn only_known_hosts_are_answered() {
    let server = TestServer::start().await;
    for (host, known) in
        [("localhost", true), ("127.0.0.1:1", true), ("[::1]:80", true), ("rebound.example", false)]
    {
        let response = server.bare(Method::GET, "/healthz").header("host", host).send().await.unwrap();
        let expected = if known { StatusCode::OK } else { StatusCode::MISDIRECTED_REQUEST };
        assert_eq!(response.status(), expected, "{host}");
    }
    let public = TestServer::start_with(Some("https://causeway.example.org")).await;
    let response =
        public.bare(Method::GET, "/healthz").header("host", "causeway.example.org").send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.headers().contains_key("strict-transport-security"));
}

#[tokio::test]
async fn refusals_of_every_layer_are_problem_documents() {
    let server = TestServer::start().await;
    let session = "/api/v1/session";
    let large = format!("{{\"code\":\"{}\"}}", "x".repeat(256 * 1024));
    let json = "application/json";
    let cases = [
        (server.request(Method::GET, "/api/v1/none"), 404, ProblemCode::NotFound),
        (server.request(Method::GET, "/missing.js"), 404, ProblemCode::NotFound),
        (server.request(Method::GET, "/api/v1/connections/not-a-uuid"), 404, ProblemCode::NotFound),
        (server.request(Method::PUT, "/api/v1/connections"), 405, ProblemCode::MethodNotAllowed),
        (server.request(Method::POST, "/connections"), 405, ProblemCode::MethodNotAllowed),
        (server.bare(Method::POST, session).body("{}"), 415, ProblemCode::UnsupportedMediaType),
        (
            server.bare(Method::POST, session).header("content-type", "text/plain").body("{}"),
            415,
            ProblemCode::UnsupportedMediaType,
        ),
        (
            server.bare(Method::POST, session).header("content-type", json).body("{"),
            400,
            ProblemCode::BadRequest,
        ),
        (
            server.bare(Method::POST, session).header("content-type", json).body(large),
            413,
            ProblemCode::TooLarge,
        ),
        (server.bare(Method::POST, session).json(&json!({ "kode": 1 })), 422, ProblemCode::Validation),
        (server.request(Method::GET, "/healthz").header("host", "x.example"), 421, ProblemCode::Misdirected),
    ];
    for (request, status, code) in cases {
        let response = request.send().await.unwrap();
        assert_eq!(response.status().as_u16(), status);
        assert_eq!(response.headers()["content-type"], "application/problem+json", "{status}");
        let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
        let problem: Problem = response.json().await.unwrap();
        assert_eq!((problem.status, &problem.code), (status, &code));
        assert_eq!(problem.type_, format!("/problems/{code}"));
        assert_eq!(problem.instance.as_deref(), Some(&*id));
        assert!(!problem.detail.is_empty() && !problem.title.is_empty());
    }
    let response = server.request(Method::PUT, "/api/v1/session").send().await.unwrap();
    assert!(response.headers()["allow"].to_str().unwrap().contains("DELETE"));
}

#[tokio::test]
async fn pages_of_other_sites_cannot_write() {
    let server = TestServer::start().await;
    let code = json!({ "code": server.code() });
    for (name, value) in
        [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("origin", "null")]
    {
        let request = server.bare(Method::POST, "/api/v1/session").header(name, value).json(&code);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{name}: {value}");
        assert_eq!(response.json::<Problem>().await.unwrap().code, ProblemCode::Forbidden);
    }
    let own = server.bare(Method::POST, "/api/v1/session").header("origin", &server.base).json(&code);
    assert_eq!(own.send().await.unwrap().status(), StatusCode::OK, "the code was not spent by the others");
}

#[tokio::test]
async fn a_build_without_dashboard_says_so() {
    let server = TestServer::start().await;
    let response = server.request(Method::GET, "/connections").send().await.unwrap();
    let content_type = response.headers()["content-type"].to_str().unwrap().to_owned();
    let policy = response.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert_eq!(response.status(), StatusCode::OK);
    assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval'"));
    let text = response.text().await.unwrap();
    assert!(content_type.starts_with("text/html") || text.contains("cargo xtask serve"), "{text}");
}
