//! Signing in, who am I, signing out, and how sessions end.

use std::time::Duration;

use causeway_client::Client;
use causeway_model::{ActorKind, ProblemCode, Session};
use reqwest::{Method, Response, StatusCode};
use serde_json::json;

use crate::support::{TestServer, code};

async fn sign_in(server: &TestServer, code: &str) -> Response {
    let request = server.bare(Method::POST, "/api/v1/session").json(&json!({ "code": code }));
    request.send().await.unwrap()
}

/// `name=value` of the cookie that was set.
fn cookie(response: &Response) -> String {
    let header = response.headers()["set-cookie"].to_str().unwrap();
    header.split(';').next().unwrap().to_owned()
}

async fn who_am_i(server: &TestServer, cookie: &str) -> StatusCode {
    let request = server.bare(Method::GET, "/api/v1/session").header("cookie", cookie);
    request.send().await.unwrap().status()
}

#[tokio::test]
async fn a_printed_link_signs_in_once() {
    let server = TestServer::start().await;
    let client = Client::new(&*server.base);
    let session = client.sign_in(&server.code()).await.unwrap();
    assert_eq!(
        (session.organization.name.as_str(), session.actor.kind),
        ("My organization", ActorKind::Owner)
    );
    assert!(session.expires_at.is_some());
    assert_eq!(code(client.sign_in(&server.code()).await), ProblemCode::Unauthenticated);
    assert_eq!(code(client.sign_in("").await), ProblemCode::Unauthenticated);
}

#[tokio::test]
async fn a_code_expires_after_a_day() {
    let server = TestServer::start().await;
    server.clock.advance(Duration::from_secs(24 * 60 * 60));
    assert_eq!(sign_in(&server, &server.code()).await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_cookie_is_the_session_until_it_is_signed_out() {
    let server = TestServer::start().await;
    let response = sign_in(&server, &server.code()).await;
    let header = response.headers()["set-cookie"].to_str().unwrap().to_owned();
    let port = server.base.rsplit(':').next().unwrap();
    assert!(header.starts_with(&format!("causeway_session_{port}=")), "{header}");
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(header.contains(attribute), "{header}");
    }
    let cookie = cookie(&response);
    assert_eq!(who_am_i(&server, &cookie).await, StatusCode::OK);

    let request = server.bare(Method::DELETE, "/api/v1/session").header("cookie", &cookie);
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), StatusCode::NO_CONTENT);
    assert_eq!(response.headers()["clear-site-data"], "\"cache\", \"storage\"");
    assert!(response.headers()["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(who_am_i(&server, &cookie).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn over_tls_the_cookie_is_tied_to_the_host() {
    let server = TestServer::start_with(Some("https://causeway.example.org")).await;
    let header = sign_in(&server, &server.code()).await.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(header.starts_with("__Host-causeway_session=") && header.ends_with("; Secure"), "{header}");
    assert!(server.sign_in_link.starts_with("https://causeway.example.org/sign-in#"));
}

#[tokio::test]
async fn an_unused_session_ends_and_a_used_one_too_in_the_end() {
    let server = TestServer::start().await;
    let idle = cookie(&sign_in(&server, &server.code()).await);
    server.clock.advance(Duration::from_secs(12 * 60 * 60 - 1));
    assert_eq!(who_am_i(&server, &idle).await, StatusCode::OK);
    // The use is noted in the background.
    tokio::time::sleep(Duration::from_millis(300)).await;
    for _ in 0..13 {
        server.clock.advance(Duration::from_secs(12 * 60 * 60 - 1));
        assert_eq!(who_am_i(&server, &idle).await, StatusCode::OK);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    server.clock.advance(Duration::from_secs(60));
    assert_eq!(who_am_i(&server, &idle).await, StatusCode::UNAUTHORIZED, "after seven days");
}

#[tokio::test]
async fn a_session_left_alone_for_half_a_day_is_over() {
    let server = TestServer::start().await;
    let cookie = cookie(&sign_in(&server, &server.code()).await);
    server.clock.advance(Duration::from_secs(12 * 60 * 60));
    assert_eq!(who_am_i(&server, &cookie).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn signing_in_again_ends_the_session_the_browser_had() {
    let server = TestServer::start().await;
    let former = cookie(&sign_in(&server, &server.code()).await);
    let output = crate::support::causeway(&server.dir.path().join("data"), &["sign-in"]).output().unwrap();
    let link = String::from_utf8(output.stdout).unwrap();
    let (address, code) = link.trim().split_once('#').unwrap();
    assert_eq!(address, format!("sign-in: {}/sign-in", server.base));
    let request = server.bare(Method::POST, "/api/v1/session").header("cookie", &former);
    let response = request.json(&json!({ "code": code })).send().await.unwrap();
    assert_ne!(cookie(&response), former);
    assert_eq!(who_am_i(&server, &former).await, StatusCode::UNAUTHORIZED);
    assert_eq!(who_am_i(&server, &cookie(&response)).await, StatusCode::OK);
}

#[tokio::test]
async fn a_token_is_an_identity_and_no_session() {
    let server = TestServer::start().await;
    let session: Session = server.client.session().await.unwrap();
    assert_eq!((session.actor.kind, session.actor.name.as_str()), (ActorKind::Token, "Test"));
    assert_eq!(session.expires_at, None);
    assert_eq!(code(server.client.sign_out().await), ProblemCode::Forbidden);
    let wrong = Client::new(&*server.base).with_token(server.token.replace("cwy_pat_", "cwy_pat_0"));
    assert_eq!(code(wrong.session().await), ProblemCode::Unauthenticated);
}

#[tokio::test]
async fn a_bad_token_is_not_made_good_by_a_cookie() {
    let server = TestServer::start().await;
    let cookie = cookie(&sign_in(&server, &server.code()).await);
    for bad in ["Bearer x", "Basic dTpw", "Bearer", ""] {
        let request = server.bare(Method::GET, "/api/v1/session").header("cookie", &cookie);
        let response = request.header("authorization", bad).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{bad}");
        assert!(response.headers()["www-authenticate"].to_str().unwrap().starts_with("Bearer"));
    }
}
