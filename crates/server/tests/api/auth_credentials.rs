//! Auth credentials: made, changed, attached to endpoints, deleted; their secrets go in and never out.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use causeway_model::{
    AuthCredential, AuthCredentialId, AuthCredentialPatch, AuthHeaderSetting, AuthStrategy, EndpointPatch,
    NewAuthCredential, ProblemCode, Scope,
};
use reqwest::{Method, StatusCode};
use serde_json::json;
use uuid::Uuid;

use crate::api_keys::{make, with};
use crate::handshake::{receiver, response};
use crate::support::{TestServer, code, development, problem};

const SECRET: &str = "CREDENTIAL-CANARY-51c2";

fn settings(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

async fn basic(server: &TestServer) -> AuthCredential {
    let new = NewAuthCredential {
        environment_id: server.development().await.id,
        name: " Gateway ".to_owned(),
        strategy: AuthStrategy::Basic,
        settings: settings(&[("username", "causeway"), ("password", SECRET)]),
        headers: Vec::new(),
    };
    server.client.create_auth_credential("once", &new).await.unwrap()
}

fn shown(credential: &AuthCredential) -> Vec<(&str, Option<&str>)> {
    credential.settings.iter().map(|it| (it.name.as_str(), it.value.as_deref())).collect()
}

#[tokio::test]
async fn a_secret_is_kept_through_changes_and_never_told() {
    let server = TestServer::start().await;
    let made = basic(&server).await;
    assert_eq!((made.name.as_str(), made.version), ("Gateway", 1));
    assert_eq!(shown(&made), [("username", Some("causeway")), ("password", None)]);
    let patch = |pairs: &[(&str, Option<&str>)]| AuthCredentialPatch {
        name: None,
        headers: None,
        settings: pairs.iter().map(|(name, value)| ((*name).to_owned(), value.map(str::to_owned))).collect(),
    };
    let renamed = patch(&[("username", Some("other"))]);
    let changed = server.client.update_auth_credential(made.id, "\"1\"", &renamed).await.unwrap();
    assert_eq!(shown(&changed.value), [("username", Some("other")), ("password", None)]);
    assert_eq!(changed.etag, "\"2\"");
    let stale = server.client.update_auth_credential(made.id, "\"1\"", &renamed).await;
    assert_eq!(code(stale), ProblemCode::Stale);
    let without = patch(&[("password", None)]);
    let refused = problem(server.client.update_auth_credential(made.id, "\"2\"", &without).await);
    assert_eq!(
        (refused.errors[0].pointer.as_str(), refused.errors[0].code.as_str()),
        ("/settings/password", "required")
    );
    // Nowhere in the database, not even as a hash that could be guessed from; nor in an answer.
    let plain = data_of(&server);
    assert!(plain.iter().all(|content| !contains(content, SECRET)));
    let answer =
        server.request(Method::GET, "/api/v1/auth-credentials").send().await.unwrap().text().await.unwrap();
    assert!(answer.contains("other") && !answer.contains(SECRET));
}

fn data_of(server: &TestServer) -> Vec<Vec<u8>> {
    let folder = std::fs::read_dir(server.dir.path().join("data")).unwrap();
    folder.map(|entry| std::fs::read(entry.unwrap().path()).unwrap()).collect()
}

fn contains(content: &[u8], text: &str) -> bool {
    content.windows(text.len()).any(|part| part == text.as_bytes())
}

#[tokio::test]
async fn an_endpoint_uses_one_and_it_stays_as_long_as_it_is_used() {
    let server = TestServer::start().await;
    let credential = basic(&server).await;
    let endpoint = server.client.endpoints(credential.environment_id).await.unwrap().items.remove(0);
    let with = |id: Option<AuthCredentialId>| EndpointPatch {
        auth_credential_id: Some(id),
        ..EndpointPatch::default()
    };
    let attached =
        server.client.update_endpoint(endpoint.id, "*", &with(Some(credential.id))).await.unwrap().value;
    assert_eq!(attached.auth_credential.unwrap().name, "Gateway");
    let used = server.client.auth_credential(credential.id).await.unwrap().value;
    assert_eq!(
        (used.endpoints[0].id, used.endpoints[0].data_flows),
        (endpoint.id, endpoint.flow_counts.total())
    );
    assert_eq!(used.version, 1, "being used is no change");
    let usage = server.client.auth_credential_usage(credential.id).await.unwrap();
    assert_eq!((usage.connections, usage.data_flows), (2, endpoint.flow_counts.total()));
    assert_eq!(usage, server.client.endpoint_usage(endpoint.id).await.unwrap());
    assert_eq!(
        code(server.client.delete_auth_credential(credential.id, "*", None).await),
        ProblemCode::Conflict
    );
    let name = EndpointPatch { name: Some("Renamed".to_owned()), ..EndpointPatch::default() };
    let renamed = server.client.update_endpoint(endpoint.id, "*", &name).await.unwrap().value;
    assert!(renamed.auth_credential.is_some(), "what is left out stays");
    let detached = server.client.update_endpoint(endpoint.id, "*", &with(None)).await.unwrap().value;
    assert_eq!(detached.auth_credential, None);
    server.client.delete_auth_credential(credential.id, "\"1\"", None).await.unwrap();
    assert_eq!(code(server.client.auth_credential(credential.id).await), ProblemCode::NotFound);
    let gone = problem(server.client.update_endpoint(endpoint.id, "*", &with(Some(credential.id))).await);
    assert_eq!((gone.status, gone.errors[0].pointer.as_str()), (422, "/authCredentialId"));
}

#[tokio::test]
async fn another_organizations_credential_is_as_unknown_as_any() {
    let server = TestServer::start().await;
    let (_, other) = server.another_organization().await;
    let credential = basic(&server).await;
    assert_eq!(code(other.auth_credential(credential.id).await), ProblemCode::NotFound);
    let patch = AuthCredentialPatch { name: Some("Mine".to_owned()), ..AuthCredentialPatch::default() };
    assert_eq!(code(other.update_auth_credential(credential.id, "*", &patch).await), ProblemCode::NotFound);
    assert_eq!(code(other.delete_auth_credential(credential.id, "*", None).await), ProblemCode::NotFound);
    let endpoint = other.endpoints(development(&other).await.id).await.unwrap().items.remove(0);
    let patch = EndpointPatch { auth_credential_id: Some(Some(credential.id)), ..EndpointPatch::default() };
    assert_eq!(problem(other.update_endpoint(endpoint.id, "*", &patch).await).status, 422);
}

fn rows(rows: &[(&str, Option<&str>)]) -> Vec<AuthHeaderSetting> {
    let row = |(name, value): &(&str, Option<&str>)| AuthHeaderSetting {
        name: (*name).to_owned(),
        value: value.map(str::to_owned),
    };
    rows.iter().map(row).collect()
}

async fn with_headers(server: &TestServer, headers: &[(&str, Option<&str>)]) -> AuthCredential {
    let new = NewAuthCredential {
        environment_id: server.development().await.id,
        name: "Proxy".to_owned(),
        strategy: AuthStrategy::Headers,
        settings: BTreeMap::new(),
        headers: rows(headers),
    };
    server.client.create_auth_credential("headers", &new).await.unwrap()
}

fn names(credential: &AuthCredential) -> Vec<&str> {
    credential.headers.iter().map(|header| header.name.as_str()).collect()
}

/// What a verification of an endpoint with the credential brings to its receiver: the lines of its head.
async fn received(server: &TestServer, credential: AuthCredentialId) -> Vec<String> {
    let heads = Arc::new(Mutex::new(String::new()));
    let seen = Arc::clone(&heads);
    let address = receiver(move |request| {
        *seen.lock().unwrap() = request.to_owned();
        response("200 OK", "no")
    })
    .await;
    let endpoint = server.client.endpoints(server.development().await.id).await.unwrap().items.remove(0);
    let patch = EndpointPatch {
        auth_credential_id: Some(Some(credential)),
        url: Some(Some(format!("http://{address}/in"))),
        verification_token: Some("a-long-random-token".to_owned()),
        ..EndpointPatch::default()
    };
    server.client.update_endpoint(endpoint.id, "*", &patch).await.unwrap();
    server.client.verify_endpoint(endpoint.id).await.unwrap();
    let text = heads.lock().unwrap().clone();
    text.lines().map(str::to_owned).collect()
}

#[tokio::test]
async fn several_headers_are_changed_one_by_one_and_all_sent() {
    let server = TestServer::start().await;
    let first =
        [("X-Api-Key", Some(SECRET)), ("Authorization", Some("Key two")), (" X-Tenant ", Some(" 7 "))];
    let made = with_headers(&server, &first).await;
    assert_eq!(names(&made), ["X-Api-Key", "Authorization", "X-Tenant"]);
    assert!(made.settings.is_empty());
    let head = received(&server, made.id).await;
    for line in
        [format!("x-api-key: {SECRET}"), "authorization: Key two".to_owned(), "x-tenant: 7".to_owned()]
    {
        assert_eq!(head.iter().filter(|it| **it == line).count(), 1, "{line} in {head:?}");
    }
    // One has another value, one is gone, one is new, and one is only spelled otherwise.
    let patch = AuthCredentialPatch {
        headers: Some(rows(&[("X-New", Some("n")), ("X-API-KEY", None), ("x-tenant", Some("8"))])),
        ..AuthCredentialPatch::default()
    };
    let changed = server.client.update_auth_credential(made.id, "\"1\"", &patch).await.unwrap().value;
    assert_eq!(names(&changed), ["X-New", "X-API-KEY", "x-tenant"]);
    // Another name alone leaves them as they are.
    let renamed = AuthCredentialPatch { name: Some("P".to_owned()), ..AuthCredentialPatch::default() };
    let renamed = server.client.update_auth_credential(made.id, "\"2\"", &renamed).await.unwrap().value;
    assert_eq!(names(&renamed), names(&changed));
    let head = received(&server, made.id).await;
    for line in ["x-new: n".to_owned(), format!("x-api-key: {SECRET}"), "x-tenant: 8".to_owned()] {
        assert!(head.contains(&line), "{line} in {head:?}");
    }
    assert!(!head.iter().any(|line| line.starts_with("authorization")), "{head:?}");
    // A value is no longer known once its header is gone.
    let back = AuthCredentialPatch {
        headers: Some(rows(&[("X-New", None), ("Authorization", None)])),
        ..AuthCredentialPatch::default()
    };
    let refused = problem(server.client.update_auth_credential(made.id, "*", &back).await);
    assert_eq!(refused.errors[0].pointer, "/headers/1/value");
    assert!(data_of(&server).iter().all(|content| !contains(content, SECRET)));
    let answer = server.request(Method::GET, &format!("/api/v1/auth-credentials/{}", made.id));
    let answer: serde_json::Value = answer.send().await.unwrap().json().await.unwrap();
    assert_eq!(
        answer["headers"],
        json!([{ "name": "X-New" }, { "name": "X-API-KEY" }, { "name": "x-tenant" }])
    );
}

#[tokio::test]
async fn an_api_key_cannot_have_headers_sent_to_where_it_likes() {
    let server = TestServer::start().await;
    let credential = with_headers(&server, &[("X-Api-Key", Some(SECRET))]).await;
    let endpoint = server.client.endpoints(credential.environment_id).await.unwrap().items.remove(0);
    let key = make(&server, "Agent", &[Scope::EndpointsRead, Scope::EndpointsWrite]).await;
    let agent = with(&server, &key);
    let caught = Arc::new(Mutex::new(0));
    let count = Arc::clone(&caught);
    let address = receiver(move |_| {
        *count.lock().unwrap() += 1;
        response("200 OK", "no")
    })
    .await;
    let patch = EndpointPatch {
        auth_credential_id: Some(Some(credential.id)),
        url: Some(Some(format!("http://{address}/in"))),
        verification_token: Some("a-long-random-token".to_owned()),
        ..EndpointPatch::default()
    };
    agent.update_endpoint(endpoint.id, "*", &patch).await.unwrap();
    assert_eq!(code(agent.verify_endpoint(endpoint.id).await), ProblemCode::Forbidden);
    assert_eq!(*caught.lock().unwrap(), 0);
    let without = EndpointPatch { auth_credential_id: Some(None), ..EndpointPatch::default() };
    agent.update_endpoint(endpoint.id, "*", &without).await.unwrap();
    agent.verify_endpoint(endpoint.id).await.unwrap();
    assert_eq!(*caught.lock().unwrap(), 1);
}

#[tokio::test]
async fn bad_input_is_named_by_its_pointer() {
    let server = TestServer::start().await;
    let environment_id = server.development().await.id;
    let with = |more: serde_json::Value| {
        let mut body = json!({ "environmentId": environment_id, "name": "A", "strategy": "basic",
            "settings": { "username": "u", "password": "p" } });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let cases = [
        (with(json!({ "name": "" })), "/name", "length"),
        (with(json!({ "strategy": "magic" })), "/strategy", "invalid"),
        (with(json!({ "settings": {} })), "/settings/username", "required"),
        (with(json!({ "settings": { "a/b": "x" } })), "/settings/a~1b", "unknownField"),
        (with(json!({ "headers": [{ "name": "X", "value": "y" }] })), "/headers", "notForStrategy"),
        (with(json!({ "strategy": "headers" })), "/settings/password", "unknownField"),
        (with(json!({ "strategy": "headers", "settings": {} })), "/headers", "required"),
        (
            with(json!({ "strategy": "headers", "settings": {}, "headers": [{ "name": "X" }] })),
            "/headers/0/value",
            "required",
        ),
        (
            with(json!({ "strategy": "headers", "settings": {}, "headers": [
                { "name": "X", "value": "y" }, { "name": "Host", "value": "y" }] })),
            "/headers/1/name",
            "reserved",
        ),
        (
            with(
                json!({ "strategy": "headers", "settings": {}, "headers": [{ "name": "X", "secret": "y" }] }),
            ),
            "/headers/0/secret",
            "unknownField",
        ),
        (with(json!({ "environmentId": Uuid::from_u128(1) })), "/environmentId", "unknownEnvironment"),
    ];
    for (body, pointer, code) in cases {
        let response =
            server.request(Method::POST, "/api/v1/auth-credentials").json(&body).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        let problem: causeway_model::Problem = response.json().await.unwrap();
        let first = &problem.errors[0];
        assert_eq!((first.pointer.as_str(), first.code.as_str()), (pointer, code), "{body}");
    }
}
