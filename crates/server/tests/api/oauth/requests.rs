//! The request itself: what it must be, how refusals look, and where programs find all this.

use causeway_model::{Problem, ProblemCode, Scope};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::system::{ASSERTION_TYPE, Signer, ask, form, register, send, words};
use crate::support::TestServer;

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn every_parameter_is_there_once() {
    let server = TestServer::start().await;
    let signer = Signer::ec("k");
    let key = register(&server, &signer, Scope::KNOWN).await;
    let assertion = signer.good(&server, &key);
    let good = [
        ("grant_type", "client_credentials"),
        ("client_assertion_type", ASSERTION_TYPE),
        ("client_assertion", assertion.as_str()),
    ];
    let changed = |name: &str, value: &str| {
        let mut parameters = good;
        parameters.iter_mut().filter(|(known, _)| *known == name).for_each(|pair| pair.1 = value);
        form(&parameters)
    };
    let twice = |name: &'static str, value: &str| form(&[good.as_slice(), &[(name, value)]].concat());
    let invalid = (400, "invalid_request");
    let unproved = (401, "invalid_client");
    let cases = [
        (String::new(), invalid),
        ("&&==%zz%".to_owned(), invalid),
        (changed("grant_type", ""), invalid),
        (changed("grant_type", "password"), (400, "unsupported_grant_type")),
        (changed("grant_type", "Client_Credentials"), (400, "unsupported_grant_type")),
        (changed("client_assertion_type", ""), invalid),
        (changed("client_assertion_type", "urn:x"), unproved),
        (changed("client_assertion", ""), invalid),
        (changed("client_assertion", "x"), unproved),
        (changed("client_assertion", &"x.".repeat(20_000)), unproved),
        (form(&good[1..]), invalid),
        (form(&good[..1]), unproved),
        (form(&good[..2]), invalid),
        (form(&[good[0], good[2]]), invalid),
        (twice("grant_type", "client_credentials"), invalid),
        (twice("client_assertion", &assertion), invalid),
        (twice("client_assertion_type", ASSERTION_TYPE), invalid),
        (form(&[good.as_slice(), &[("scope", "a"), ("scope", "b")]].concat()), invalid),
        (twice("client_secret", "s3cret"), unproved),
        (twice("client_id", "someone-else"), unproved),
    ];
    for (body, (status, error)) in cases {
        let shown = body.chars().take(100).collect::<String>();
        let answer = send(&server, FORM, body).await;
        assert_eq!((answer.status.as_u16(), &answer.body["error"]), (status, &json!(error)), "{shown}");
        assert_eq!(answer.headers["content-type"], "application/json", "{shown}");
        assert!(!answer.body["error_description"].as_str().unwrap().is_empty());
        assert!(answer.headers.contains_key("x-request-id"));
    }
    // None of them has spent the assertion; what is not known is ignored.
    let body = form(&[good.as_slice(), &[("resource", "https://a.example"), ("client_id", "")]].concat());
    let answer = send(&server, &format!("{FORM}; charset=UTF-8"), body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
}

#[tokio::test]
async fn nothing_but_a_form_is_read() {
    let server = TestServer::start().await;
    let body = json!({ "grant_type": "client_credentials" }).to_string();
    for content_type in ["application/json", "text/plain", "multipart/form-data; boundary=a"] {
        let answer = send(&server, content_type, body.clone()).await;
        assert_eq!((answer.status.as_u16(), &answer.body["error"]), (400, &json!("invalid_request")));
        assert!(answer.body["error_description"].as_str().unwrap().contains(FORM));
    }
    let large = send(&server, FORM, "x".repeat(256 * 1024 + 1)).await;
    assert_eq!((large.status.as_u16(), &large.body["code"]), (413, &json!("tooLarge")));
    let answer = send(&server, FORM, vec![0xff, b'=', 0xfe]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_secret_is_refused_in_the_scheme_it_came_in() {
    let server = TestServer::start().await;
    let signer = Signer::ec("k");
    let key = register(&server, &signer, Scope::KNOWN).await;
    let body = form(&[
        ("grant_type", "client_credentials"),
        ("client_assertion_type", ASSERTION_TYPE),
        ("client_assertion", &signer.good(&server, &key)),
    ]);
    for (sent, challenge) in
        [("Basic YTpi", "Basic realm=\"causeway\""), ("Bearer x", "Bearer"), ("", "Bearer")]
    {
        let request = server.bare(Method::POST, "/oauth/token").header("content-type", FORM);
        let response = request.header("authorization", sent).body(body.clone()).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(response.headers()["www-authenticate"], challenge);
        assert_eq!(response.json::<Value>().await.unwrap()["error"], "invalid_client");
    }
    let plain = ask(&server, "a.b.c").await;
    words(&plain);
    assert!(!plain.headers.contains_key("www-authenticate"));
}

#[tokio::test]
async fn other_layers_refuse_as_they_do_everywhere() {
    let server = TestServer::start().await;
    for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE, Method::OPTIONS] {
        let response = server.bare(method.clone(), "/oauth/token").send().await.unwrap();
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert_eq!(response.headers()["allow"], "POST");
    }
    let page = server.bare(Method::POST, "/oauth/token").header("content-type", FORM);
    let response = page.header("origin", "https://evil.example").body("a=b").send().await.unwrap();
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    assert_eq!(response.json::<Problem>().await.unwrap().code, ProblemCode::Forbidden);
    let response =
        server.bare(Method::POST, "/oauth/token").header("host", "evil.example").send().await.unwrap();
    assert_eq!(response.status(), StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test]
async fn programs_find_out_how_to_sign_in() {
    for public_url in [None, Some("https://causeway.example.org")] {
        let server = TestServer::start_with(public_url).await;
        let base = public_url.unwrap_or(&server.base).to_owned();
        for path in ["oauth-authorization-server", "smart-configuration"] {
            let response = server.bare(Method::GET, &format!("/.well-known/{path}")).send().await.unwrap();
            assert_eq!(response.status(), StatusCode::OK);
            assert_eq!(response.headers()["content-type"], "application/json");
            let document: Value = response.json().await.unwrap();
            assert_eq!(document["issuer"], base);
            assert_eq!(document["token_endpoint"], format!("{base}/oauth/token"));
            let lists = [
                ("grant_types_supported", json!(["client_credentials"])),
                ("response_types_supported", json!([])),
                ("token_endpoint_auth_methods_supported", json!(["private_key_jwt"])),
                ("token_endpoint_auth_signing_alg_values_supported", json!(["RS384", "ES384"])),
                ("scopes_supported", json!(Scope::KNOWN)),
                ("capabilities", json!(["client-confidential-asymmetric"])),
            ];
            for (name, value) in lists {
                assert_eq!(document[name], value, "{name}");
            }
        }
    }
}

#[tokio::test]
async fn the_audience_is_the_public_address() {
    let server = TestServer::start_with(Some("https://causeway.example.org")).await;
    let signer = Signer::ec("k");
    let key = register(&server, &signer, Scope::KNOWN).await;
    let inside = signer.good(&server, &key);
    assert!(words(&ask(&server, &inside).await).contains("aud"));
    let claims = super::system::claims(&server, &key);
    let claims = super::system::and(claims, "aud", "https://causeway.example.org/oauth/token");
    let answer = ask(&server, &signer.sign(&signer.header(), &claims)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
}
