//! API keys.

use std::time::Duration;

use causeway_client::Client;
use causeway_model::{
    ActorKind, ApiKeyId, ApiKeyKind, ApiKeyPatch, ApiKeyState, ApiKeyWithSecret, NewApiKey, ProblemCode,
    Rotation, Scope, Timestamp,
};
use causeway_server::clock::Clock;
use reqwest::{Method, StatusCode};
use serde_json::json;
use uuid::Uuid;

use crate::support::{TestServer, anonymous, code, development, problem};

const EVERY: &[Scope] = Scope::KNOWN;

pub async fn make(server: &TestServer, name: &str, scopes: &[Scope]) -> ApiKeyWithSecret {
    let new = NewApiKey {
        environment_id: server.development().await.id,
        name: name.to_owned(),
        kind: ApiKeyKind::Secret,
        scopes: scopes.to_vec(),
        expires_at: None,
        jwk_set: None,
        jwks_url: None,
    };
    server.client.create_api_key(&Uuid::from_u128(name.len() as u128).to_string(), &new).await.unwrap()
}

/// A client that sends the secret.
pub fn with(server: &TestServer, made: &ApiKeyWithSecret) -> Client {
    Client::new(&*server.base).with_token(made.secret.clone().unwrap())
}

fn etag(version: u64) -> String {
    format!("\"{version}\"")
}

#[tokio::test]
async fn you_have_one_key_in_development_to_begin_with() {
    let server = TestServer::start().await;
    let keys = server.client.api_keys(server.development().await.id).await.unwrap().items;
    assert_eq!(keys.len(), 1);
    assert_eq!(keys[0].name, "Redox API Endpoint");
    let counts = server.engine().await.flow_counts;
    assert_eq!(keys[0].flow_counts.send, 2 * counts.send);
    assert_eq!((keys[0].flow_counts.receive, keys[0].flow_counts.request), (0, 2 * counts.request));
    let read = server.client.api_key(keys[0].id).await.unwrap();
    assert_eq!(read.value, keys[0]);
    let again = server.request(Method::GET, &format!("/api/v1/api-keys/{}", keys[0].id));
    let again = again.header("if-none-match", read.etag).send().await.unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn another_organizations_key_is_as_unknown_as_any() {
    let server = TestServer::start().await;
    let (_, other) = server.another_organization().await;
    let environment = development(&other).await.id;
    let theirs = other.api_keys(environment).await.unwrap().items[0].id;
    let foreign = problem(server.client.api_key(theirs).await);
    let unknown = problem(server.client.api_key(ApiKeyId(Uuid::from_u128(1))).await);
    assert_eq!(foreign.status, 404);
    assert_eq!(anonymous(foreign), anonymous(unknown));
    assert!(server.client.api_keys(environment).await.unwrap().items.is_empty());
}

#[tokio::test]
async fn a_secret_opens_the_api_and_is_told_once() {
    let server = TestServer::start().await;
    let made = make(&server, "Intake", EVERY).await;
    let secret = made.secret.clone().unwrap();
    assert!(secret.starts_with("cwy_dev_"));
    let who = with(&server, &made).session().await.unwrap();
    assert_eq!((who.actor.kind, who.actor.name.as_str()), (ActorKind::ApiKey, "Intake"));
    let read = server.client.api_key(made.api_key.id).await.unwrap().value;
    assert_eq!(read.secrets.len(), 1);
    assert!(secret.starts_with(&read.secrets[0].prefix) && secret.ends_with(&read.secrets[0].last4));
    let shown = serde_json::to_string(&read).unwrap();
    assert!(!shown.contains(&secret[read.secrets[0].prefix.len() + 1..]));
    let mut typo = secret.clone();
    typo.replace_range(20..21, if &secret[20..21] == "x" { "y" } else { "x" });
    for wrong in [typo.as_str(), &secret[..secret.len() - 1], "cwy_dev_", ""] {
        let client = Client::new(&*server.base).with_token(wrong);
        assert_eq!(code(client.session().await), ProblemCode::Unauthenticated, "{wrong}");
    }
}

#[tokio::test]
async fn a_repeated_request_makes_one_key_and_does_not_tell_the_secret_again() {
    let server = TestServer::start().await;
    let environment_id = server.development().await.id;
    let body = json!({ "environmentId": environment_id, "name": "Once", "kind": "secret", "scopes": [] });
    let send = async |body: &serde_json::Value| {
        let request =
            server.request(Method::POST, "/api/v1/api-keys").header("idempotency-key", "k1").json(body);
        let response = request.send().await.unwrap();
        let status = response.status();
        (
            status,
            response.headers().contains_key("location"),
            response.json::<serde_json::Value>().await.unwrap(),
        )
    };
    let (status, located, first) = send(&body).await;
    assert_eq!((status, located), (StatusCode::CREATED, true));
    assert!(first["secret"].is_string());
    let (status, _, again) = send(&body).await;
    assert_eq!((status, &again["secret"]), (StatusCode::OK, &serde_json::Value::Null));
    assert_eq!(again["apiKey"]["id"], first["apiKey"]["id"]);
    let other = json!({ "environmentId": environment_id, "name": "Other", "kind": "secret" });
    let (status, _, refused) = send(&other).await;
    assert_eq!((status, &refused["errors"][0]["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("used")));
    server.clock.advance(Duration::from_secs(25 * 60 * 60));
    assert_eq!(send(&other).await.0, StatusCode::CREATED, "a key is remembered for a day");
}

#[tokio::test]
async fn after_a_rotation_both_secrets_work_until_the_overlap_is_over() {
    let server = TestServer::start().await;
    let first = make(&server, "Rotated", EVERY).await;
    let id = first.api_key.id;
    let hour = Rotation { overlap_seconds: 3600 };
    let second = server.client.rotate_api_key(id, &etag(1), &hour).await.unwrap();
    assert_eq!(second.api_key.secrets.len(), 2);
    for made in [&first, &second] {
        assert!(with(&server, made).session().await.is_ok());
    }
    server.clock.advance(Duration::from_secs(3599));
    assert!(with(&server, &first).session().await.is_ok());
    server.clock.advance(Duration::from_secs(1));
    assert_eq!(code(with(&server, &first).session().await), ProblemCode::Unauthenticated);
    assert!(with(&server, &second).session().await.is_ok());
    let third = server.client.rotate_api_key(id, &etag(2), &Rotation { overlap_seconds: 0 }).await.unwrap();
    assert_eq!(code(with(&server, &second).session().await), ProblemCode::Unauthenticated);
    assert!(with(&server, &third).session().await.is_ok());
    assert_eq!(third.api_key.secrets.len(), 1, "what has ended is forgotten");
    let stale = server.client.rotate_api_key(id, &etag(2), &hour).await;
    assert_eq!(code(stale), ProblemCode::Stale);
    let too_long = Rotation { overlap_seconds: 31 * 24 * 60 * 60 };
    let refused = problem(server.client.rotate_api_key(id, "*", &too_long).await);
    assert_eq!(refused.errors[0].pointer, "/overlapSeconds");
    for _ in 0..4 {
        server.client.rotate_api_key(id, "*", &hour).await.unwrap();
    }
    let before = server.client.api_key(id).await.unwrap().value;
    assert_eq!(code(server.client.rotate_api_key(id, "*", &hour).await), ProblemCode::Conflict);
    assert_eq!(server.client.api_key(id).await.unwrap().value, before, "a refusal ends nothing");
    assert!(before.secrets.iter().any(|secret| secret.expires_at.is_none()), "the present one goes on");
}

#[tokio::test]
async fn revoking_ends_a_key_at_once_and_for_good() {
    let server = TestServer::start().await;
    let made = make(&server, "Revoked", EVERY).await;
    let id = made.api_key.id;
    let revoked = server.client.revoke_api_key(id, &etag(1)).await.unwrap().value;
    let now = server.clock.now().timestamp();
    assert_eq!(revoked.state(&now), ApiKeyState::Revoked);
    assert_eq!(code(with(&server, &made).session().await), ProblemCode::Unauthenticated);
    assert_eq!(code(server.client.revoke_api_key(id, "*").await), ProblemCode::Conflict);
    let rotation = Rotation { overlap_seconds: 0 };
    assert_eq!(code(server.client.rotate_api_key(id, "*", &rotation).await), ProblemCode::Conflict);
    let patch = ApiKeyPatch { name: Some("Back".to_owned()), ..ApiKeyPatch::default() };
    assert_eq!(code(server.client.update_api_key(id, "*", &patch).await), ProblemCode::Conflict);
    server.client.delete_api_key(id, &etag(2), None).await.unwrap();
    assert_eq!(code(server.client.api_key(id).await), ProblemCode::NotFound);
}

#[tokio::test]
async fn a_key_that_data_flows_start_with_says_so_and_cannot_be_deleted() {
    let server = TestServer::start().await;
    let key = server.client.api_keys(server.development().await.id).await.unwrap().items.remove(0);
    let usage = server.client.api_key_usage(key.id).await.unwrap();
    assert_eq!(usage.data_flows, key.flow_counts.total());
    assert_eq!(usage.connections, 2);
    let names: Vec<_> = usage.items.iter().map(|used| used.connection.name.as_str()).collect();
    assert_eq!(names, ["Redox Engine", "Redox Health System"]);
    assert_eq!(usage.items[0].flows.len(), 20, "the first twenty are listed");
    let picture = server.client.data_flow(usage.items[0].connection.id).await.unwrap().value;
    let arrow = picture.flows.iter().find(|flow| flow.id == usage.items[0].flows[0].id).unwrap();
    assert!(arrow.left.starts_with(&key.id.to_string()));
    assert_eq!(code(server.client.delete_api_key(key.id, "*", None).await), ProblemCode::Conflict);
    let unused = make(&server, "Unused", &[]).await.api_key;
    assert_eq!(server.client.api_key_usage(unused.id).await.unwrap().data_flows, 0);
}

#[tokio::test]
async fn a_key_is_renamed_limited_and_ended_by_its_owner() {
    let server = TestServer::start().await;
    let made = make(&server, "Before", EVERY).await;
    let id = made.api_key.id;
    let end = server.clock.now().after(Duration::from_secs(60)).timestamp();
    let patch = ApiKeyPatch {
        name: Some(" After ".to_owned()),
        scopes: Some(vec![Scope::EndpointsRead]),
        expires_at: Some(Some(end.clone())),
        ..ApiKeyPatch::default()
    };
    let changed = server.client.update_api_key(id, &etag(1), &patch).await.unwrap().value;
    assert_eq!((changed.name.as_str(), changed.version), ("After", 2));
    assert_eq!(changed.expires_at, Some(end));
    let client = with(&server, &made);
    assert_eq!(code(client.connections(&Default::default()).await), ProblemCode::Forbidden);
    assert!(client.endpoints(made.api_key.environment_id).await.is_ok());
    server.clock.advance(Duration::from_secs(61));
    assert_eq!(code(client.session().await), ProblemCode::Unauthenticated);
    let forever = ApiKeyPatch { expires_at: Some(None), ..ApiKeyPatch::default() };
    server.client.update_api_key(id, &etag(2), &forever).await.unwrap();
    assert!(client.session().await.is_ok());
    assert_eq!(code(server.client.update_api_key(id, &etag(2), &forever).await), ProblemCode::Stale);
    let past = ApiKeyPatch {
        expires_at: Some(Some(Timestamp("2020-01-01T00:00:00Z".to_owned()))),
        ..ApiKeyPatch::default()
    };
    let refused = problem(server.client.update_api_key(id, "*", &past).await);
    assert_eq!((refused.errors[0].pointer.as_str(), refused.errors[0].code.as_str()), ("/expiresAt", "past"));
}

#[tokio::test]
async fn when_a_key_was_last_used_is_known_to_the_minute() {
    let server = TestServer::start().await;
    let made = make(&server, "Used", EVERY).await;
    assert_eq!(made.api_key.last_used_at, None);
    let used = async || {
        with(&server, &made).session().await.unwrap();
        // It is written while the answer is on its way.
        for _ in 0..100 {
            let key = server.client.api_key(made.api_key.id).await.unwrap().value;
            if let (Some(at), Some(of_secret)) = (key.last_used_at, key.secrets[0].last_used_at.clone()) {
                assert_eq!(at, of_secret);
                assert_eq!(key.version, 1, "being used is no change");
                return at;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("it was never noted");
    };
    let first = used().await;
    server.clock.advance(Duration::from_secs(30));
    assert_eq!(used().await, first);
}

#[tokio::test]
async fn bad_input_is_named_by_its_pointer() {
    let server = TestServer::start().await;
    let environment_id = server.development().await.id;
    let environments = server.client.environments().await.unwrap().items;
    let staging = environments.into_iter().find(|it| it.name == "Staging").unwrap();
    let with = |more: serde_json::Value| {
        let mut body = json!({ "environmentId": environment_id, "name": "Key", "kind": "secret" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let cases = [
        (with(json!({ "name": " " })), "/name", "length"),
        (with(json!({ "kind": "password" })), "/kind", "invalid"),
        (with(json!({ "scopes": ["connections:read", "all"] })), "/scopes/1", "invalid"),
        (with(json!({ "expiresAt": "soon" })), "/expiresAt", "time"),
        (with(json!({ "jwkSet": "{}" })), "/jwkSet", "notForSecrets"),
        (with(json!({ "kind": "publicKey" })), "/jwkSet", "required"),
        (with(json!({ "kind": "publicKey", "jwkSet": "{" })), "/jwkSet", "notJson"),
        (
            with(
                json!({ "environmentId": staging.id, "kind": "publicKey", "jwksUrl": "http://a.example/jwks" }),
            ),
            "/jwksUrl",
            "notHttps",
        ),
        (with(json!({ "kind": "publicKey", "jwksUrl": "ftp://a.example/jwks" })), "/jwksUrl", "notHttps"),
        (with(json!({ "environmentId": Uuid::from_u128(1) })), "/environmentId", "unknownEnvironment"),
        (with(json!({ "secret": "mine" })), "/secret", "unknownField"),
    ];
    for (body, pointer, code) in cases {
        let response = server.request(Method::POST, "/api/v1/api-keys").json(&body).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        let problem: causeway_model::Problem = response.json().await.unwrap();
        let first = &problem.errors[0];
        assert_eq!((first.pointer.as_str(), first.code.as_str()), (pointer, code), "{body}");
    }
}

#[tokio::test]
async fn public_keys_may_be_at_a_plain_http_address_in_development_alone() {
    let server = TestServer::start().await;
    for (name, allowed) in [("Development", true), ("Staging", false), ("Production", false)] {
        let environments = server.client.environments().await.unwrap().items;
        let environment_id = environments.into_iter().find(|it| it.name == name).unwrap().id;
        let new = NewApiKey {
            environment_id,
            name: "Published".to_owned(),
            kind: ApiKeyKind::PublicKey,
            scopes: Vec::new(),
            expires_at: None,
            jwk_set: None,
            jwks_url: Some("https://a.example/jwks".to_owned()),
        };
        let made = server.client.create_api_key(name, &new).await.unwrap().api_key;
        let plain = "http://a.example/jwks";
        let patch = ApiKeyPatch { jwks_url: Some(plain.to_owned()), ..ApiKeyPatch::default() };
        let changed = server.client.update_api_key(made.id, "*", &patch).await;
        if allowed {
            assert_eq!(changed.unwrap().value.jwks_url.as_deref(), Some(plain));
        } else {
            let error = problem(changed).errors.remove(0);
            assert_eq!((error.pointer.as_str(), error.code.as_str()), ("/jwksUrl", "notHttps"), "{name}");
        }
    }
}
