//! The verification handshake over the API: a receiver of the test's own, each outcome, and what undoes it.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering};

use causeway_model::{
    Endpoint, EndpointKind, EndpointPatch, NewEndpoint, ProblemCode, VerificationMethod, VerificationState,
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::support::{TestServer, code};

const TOKEN: &str = "a-long-random-token";

/// A receiver that answers every request with what `answer` makes of it.
pub async fn receiver(answer: impl Fn(&str) -> String + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut request = vec![0; 8192];
            let mut length = 0;
            loop {
                let read = socket.read(&mut request[length..]).await.unwrap_or(0);
                length += read;
                let text = String::from_utf8_lossy(&request[..length]).into_owned();
                // Either there is a body and it has ended, or there is none.
                if read == 0 || text.ends_with('}') || (text.starts_with("GET") && text.ends_with("\r\n\r\n"))
                {
                    let body = answer(&text);
                    socket.write_all(body.as_bytes()).await.ok();
                    break;
                }
            }
        }
    });
    address
}

pub fn response(status: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
}

/// Checks the token and answers with the challenge, as the documentation asks receivers to.
fn good(request: &str) -> String {
    let body: Value = serde_json::from_str(request.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    if body["verification-token"] == TOKEN {
        response("200 OK", body["challenge"].as_str().unwrap())
    } else {
        response("401 Unauthorized", "no")
    }
}

async fn endpoint(server: &TestServer, url: String, method: VerificationMethod) -> Endpoint {
    let new = NewEndpoint {
        environment_id: server.development().await.id,
        name: "Receiver".to_owned(),
        kind: EndpointKind::Https,
        url: Some(url),
        verification_token: Some(TOKEN.to_owned()),
        verification_method: Some(method),
    };
    // Each is another, so each has a key of its own.
    static MADE: AtomicU32 = AtomicU32::new(0);
    let key = MADE.fetch_add(1, Ordering::Relaxed).to_string();
    server.client.create_endpoint(&key, &new).await.unwrap()
}

async fn verified(server: &TestServer, answer: impl Fn(&str) -> String + Send + Sync + 'static) -> Endpoint {
    let address = receiver(answer).await;
    let made = endpoint(server, format!("http://{address}/in"), VerificationMethod::Post).await;
    assert_eq!(made.verification.unwrap().state, VerificationState::Unverified);
    server.client.verify_endpoint(made.id).await.unwrap().value
}

fn outcome(endpoint: &Endpoint) -> (VerificationState, Option<&str>) {
    let verification = endpoint.verification.as_ref().unwrap();
    assert_eq!(verification.outcome.is_some(), verification.detail.is_some());
    (verification.state.clone(), verification.outcome.as_deref())
}

#[tokio::test]
async fn a_receiver_that_answers_with_the_challenge_is_verified_until_url_or_token_change() {
    let server = TestServer::start().await;
    let done = verified(&server, good).await;
    assert_eq!(outcome(&done), (VerificationState::Verified, None));
    let etag = |version: u64| format!("\"{version}\"");
    let name = EndpointPatch { name: Some("Renamed".to_owned()), ..EndpointPatch::default() };
    let renamed = server.client.update_endpoint(done.id, &etag(done.version), &name).await.unwrap().value;
    assert_eq!(outcome(&renamed).0, VerificationState::Verified, "a name says nothing about the URL");
    let token =
        EndpointPatch { verification_token: Some("another-token".to_owned()), ..EndpointPatch::default() };
    let changed = server.client.update_endpoint(done.id, &etag(renamed.version), &token).await.unwrap().value;
    assert_eq!(outcome(&changed), (VerificationState::Unverified, None));
    let again = server.client.verify_endpoint(done.id).await.unwrap().value;
    assert_eq!(
        outcome(&again),
        (VerificationState::Failed, Some("httpStatus")),
        "the receiver knows the old one"
    );
    let url = EndpointPatch { url: Some(Some("http://127.0.0.1:9/".to_owned())), ..EndpointPatch::default() };
    let moved = server.client.update_endpoint(done.id, &etag(again.version), &url).await.unwrap().value;
    assert_eq!(outcome(&moved), (VerificationState::Unverified, None));
}

#[tokio::test]
async fn by_get_token_and_challenge_are_in_the_query() {
    let server = TestServer::start().await;
    let address = receiver(|request: &str| {
        let line = request.lines().next().unwrap_or_default().to_owned();
        let query =
            line.split(' ').nth(1).and_then(|path| path.split_once('?')).map(|(_, query)| query.to_owned());
        let value = |name: &str| {
            let query = query.clone().unwrap_or_default();
            query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")).map(str::to_owned))
        };
        assert_eq!(value("a").as_deref(), Some("b"), "the URL's own query stays");
        if value("verification-token").as_deref() == Some(TOKEN) {
            response("200 OK", &value("challenge").unwrap_or_default())
        } else {
            response("403 Forbidden", "")
        }
    })
    .await;
    let made = endpoint(&server, format!("http://{address}/in?a=b"), VerificationMethod::Get).await;
    let done = server.client.verify_endpoint(made.id).await.unwrap().value;
    assert_eq!(outcome(&done), (VerificationState::Verified, None));
}

#[tokio::test]
async fn every_other_answer_says_what_went_wrong() {
    let server = TestServer::start().await;
    let wrong = verified(&server, |_| response("200 OK", "hello")).await;
    assert_eq!(outcome(&wrong), (VerificationState::Failed, Some("challengeMissing")));
    let broken = verified(&server, |_| response("500 Internal Server Error", "")).await;
    assert_eq!(outcome(&broken), (VerificationState::Failed, Some("httpStatus")));
    assert!(broken.verification.unwrap().detail.unwrap().contains("500"));
    let moved = |_: &str| {
        "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n".to_owned()
    };
    let moved = verified(&server, moved).await;
    assert_eq!(outcome(&moved), (VerificationState::Failed, Some("redirect")));
    let closed = verified(&server, |_| String::new()).await;
    assert_eq!(outcome(&closed).0, VerificationState::Failed);
    let nobody = endpoint(&server, "http://127.0.0.1:9/in".to_owned(), VerificationMethod::Post).await;
    let nobody = server.client.verify_endpoint(nobody.id).await.unwrap().value;
    assert_eq!(outcome(&nobody), (VerificationState::Failed, Some("connectFailed")));
    let inside = endpoint(&server, "http://10.0.0.1/in".to_owned(), VerificationMethod::Post).await;
    let inside = server.client.verify_endpoint(inside.id).await.unwrap().value;
    assert_eq!(outcome(&inside), (VerificationState::Failed, Some("blockedAddress")));
}

#[tokio::test]
async fn what_cannot_be_verified_says_why() {
    let server = TestServer::start().await;
    let environment = server.development().await.id;
    let made = |kind: &str, url: Value, token: Value| {
        let mut body = json!({ "environmentId": environment, "name": "E", "kind": kind });
        for (name, value) in [("url", url), ("verificationToken", token)] {
            if !value.is_null() {
                body[name] = value;
            }
        }
        server.request(Method::POST, "/api/v1/endpoints").json(&body).send()
    };
    let cases = [
        made("https", Value::Null, json!(TOKEN)).await.unwrap(),
        made("https", json!("https://a.example/"), Value::Null).await.unwrap(),
        made("mllp", json!("mllp://10.0.0.1:2575"), Value::Null).await.unwrap(),
    ];
    for response in cases {
        assert_eq!(response.status(), StatusCode::CREATED);
        let endpoint: Endpoint = response.json().await.unwrap();
        assert_eq!(code(server.client.verify_endpoint(endpoint.id).await), ProblemCode::Conflict);
    }
    let refused = made("mllp", json!("https://a.example"), json!(TOKEN)).await.unwrap();
    let problem: causeway_model::Problem = refused.json().await.unwrap();
    let pointers: Vec<_> = problem.errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(pointers, ["/url", "/verificationToken"]);
}

#[tokio::test]
async fn verifying_over_and_over_is_refused_for_a_minute() {
    let server = TestServer::start().await;
    let made = endpoint(&server, "http://127.0.0.1:9/in".to_owned(), VerificationMethod::Post).await;
    for _ in 0..5 {
        server.client.verify_endpoint(made.id).await.unwrap();
    }
    let path = format!("/api/v1/endpoints/{}/verify", made.id);
    let refused = server.request(Method::POST, &path).send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.headers().contains_key("retry-after"));
    server.clock.advance(std::time::Duration::from_secs(60));
    assert!(server.client.verify_endpoint(made.id).await.is_ok());
}

#[tokio::test]
async fn an_endpoint_is_deleted_once_nothing_depends_on_it() {
    let server = TestServer::start().await;
    let made = endpoint(&server, "http://127.0.0.1:9/in".to_owned(), VerificationMethod::Post).await;
    assert_eq!(code(server.client.delete_endpoint(made.id, "\"7\"", None).await), ProblemCode::Stale);
    server.client.delete_endpoint(made.id, "\"1\"", None).await.unwrap();
    assert_eq!(code(server.client.endpoint(made.id).await), ProblemCode::NotFound);
    let used = server.client.endpoints(server.development().await.id).await.unwrap().items.remove(0);
    assert_eq!(code(server.client.delete_endpoint(used.id, "*", None).await), ProblemCode::Conflict);
    let usage = server.client.endpoint_usage(used.id).await.unwrap();
    assert_eq!(usage.data_flows, used.flow_counts.total());
    let theirs = causeway_model::EndpointId(
        server.client.data_flow(server.engine().await.id).await.unwrap().value.right[0].id,
    );
    assert_eq!(code(server.client.delete_endpoint(theirs, "*", None).await), ProblemCode::Forbidden);
    let usage = server.client.endpoint_usage(theirs).await.unwrap();
    assert_eq!((usage.connections, usage.items[0].connection.name.as_str()), (1, "Redox Engine"));
    assert!(usage.data_flows > 0);
}
