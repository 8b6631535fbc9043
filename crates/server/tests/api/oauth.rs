//! `POST /oauth/token`: systems that sign in with a signed assertion, what their tokens open, and for how long.

mod attacks;
mod published;
mod requests;
pub mod system;
mod traces;

use std::time::Duration;

use causeway_model::{ActorKind, ApiKeyPatch, ProblemCode, Scope};
use causeway_server::clock::Clock;
use causeway_server::store::{Grant, NewAccessToken};
use reqwest::StatusCode;
use serde_json::json;

use crate::scopes;
use crate::support::{TestServer, all_connections, code};
use system::{Keys, Signer, ask, granted, make, register, with, words};

#[tokio::test]
async fn both_algorithms_get_a_token_that_opens_the_api() {
    let server = TestServer::start().await;
    for signer in [Signer::rsa("rsa"), Signer::ec("ec")] {
        let key = register(&server, &signer, Scope::KNOWN).await;
        let answer = ask(&server, &signer.good(&server, &key)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let token = answer.body["access_token"].as_str().unwrap().to_owned();
        assert!(token.starts_with("cwy_at_"));
        let every = Scope::KNOWN.iter().map(Scope::as_str).collect::<Vec<_>>().join(" ");
        let rest =
            json!({ "access_token": token, "token_type": "bearer", "expires_in": 300, "scope": every });
        assert_eq!(answer.body, rest);
        let client = with(&server, &token);
        let session = client.session().await.unwrap();
        assert_eq!((session.actor.kind, session.actor.name), (ActorKind::ApiKey, key.name.clone()));
        assert_eq!(session.expires_at, Some(server.clock.now().after(Duration::from_secs(300)).timestamp()));
        let connections = all_connections(&client).await;
        assert!(connections.iter().all(|connection| connection.environment_id == key.environment_id));
        assert_eq!(connections.len(), 2);
        let seen = server.client.api_key(key.id).await.unwrap().value;
        assert_eq!(seen.last_used_at, Some(server.clock.now().timestamp()), "signing in is using the key");
        assert_eq!(seen.version, key.version);
    }
}

#[tokio::test]
async fn a_token_opens_exactly_what_its_scopes_say_and_only_in_its_environment() {
    let server = TestServer::start().await;
    let cases = scopes::cases(&server).await;
    let signer = Signer::ec("k");
    let everything = register(&server, &signer, Scope::KNOWN).await;
    let mut tokens = Vec::new();
    for (place, scope) in Scope::KNOWN.iter().enumerate() {
        // Whether the key may no more than this, or did not ask for more, makes no difference.
        let token = if place % 2 == 0 {
            let key = register(&server, &signer, std::slice::from_ref(scope)).await;
            granted(&server, &signer.good(&server, &key), None).await
        } else {
            granted(&server, &signer.good(&server, &everything), Some(scope.as_str())).await
        };
        tokens.push((scope, token));
    }
    let staging = scopes::staging(&server).await.id;
    let foreign = make(&server, staging, Keys::Stored(&[&signer]), Scope::KNOWN).await;
    let foreign = granted(&server, &signer.good(&server, &foreign), None).await;
    scopes::assert_opens_exactly(&server, &cases, &tokens, &foreign).await;
}

#[tokio::test]
async fn the_answer_says_which_scopes_were_granted() {
    let server = TestServer::start().await;
    let signer = Signer::ec("k");
    let key = register(&server, &signer, &[Scope::ConnectionsRead, Scope::EndpointsRead]).await;
    let scope = async |asked: &str| {
        let assertion = signer.good(&server, &key);
        let answer = system::ask_for(&server, &assertion, &[("scope", asked)]).await;
        (answer.status.as_u16(), answer.body["scope"].clone(), answer.body["error"].clone())
    };
    let (ok, none) = (200, json!(null));
    assert_eq!(scope("endpoints:read").await, (ok, json!("endpoints:read"), none.clone()));
    assert_eq!(
        scope("api-keys:read endpoints:read connections:read").await,
        (ok, json!("connections:read endpoints:read"), none.clone())
    );
    assert_eq!(scope("").await, (ok, json!("connections:read endpoints:read"), none.clone()));
    for refused in ["api-keys:read", "endpoints:read system/*.rs", "everything"] {
        assert_eq!(scope(refused).await, (400, none.clone(), json!("invalid_scope")), "{refused}");
    }
}

#[tokio::test]
async fn a_token_ends_after_five_minutes_or_with_its_key() {
    let server = TestServer::start().await;
    let signer = Signer::ec("k");
    let key = register(&server, &signer, Scope::KNOWN).await;
    let client = with(&server, &granted(&server, &signer.good(&server, &key), None).await);
    server.clock.advance(Duration::from_secs(299));
    assert!(client.session().await.is_ok());
    server.clock.advance(Duration::from_secs(1));
    assert_eq!(code(client.session().await), ProblemCode::Unauthenticated);

    let end = server.clock.now().after(Duration::from_millis(100_500)).timestamp();
    let patch = ApiKeyPatch { expires_at: Some(Some(end)), ..ApiKeyPatch::default() };
    server.client.update_api_key(key.id, "*", &patch).await.unwrap();
    let answer = ask(&server, &signer.good(&server, &key)).await;
    assert_eq!(answer.body["expires_in"], 100);
    let client = with(&server, answer.body["access_token"].as_str().unwrap());
    server.clock.advance(Duration::from_secs(100));
    assert!(client.session().await.is_ok());
    server.clock.advance(Duration::from_secs(1));
    assert_eq!(code(client.session().await), ProblemCode::Unauthenticated);
    assert_eq!(words(&ask(&server, &signer.good(&server, &key)).await), system::UNKNOWN);
}

#[tokio::test]
async fn revoking_a_key_or_taking_a_scope_from_it_is_felt_by_its_tokens_at_once() {
    let server = TestServer::start().await;
    let signer = Signer::ec("k");
    let key = register(&server, &signer, &[Scope::ConnectionsRead, Scope::EndpointsRead]).await;
    let client = with(&server, &granted(&server, &signer.good(&server, &key), None).await);
    assert!(client.connections(&Default::default()).await.is_ok());
    let narrow = ApiKeyPatch { scopes: Some(vec![Scope::EndpointsRead]), ..ApiKeyPatch::default() };
    server.client.update_api_key(key.id, "*", &narrow).await.unwrap();
    assert_eq!(code(client.connections(&Default::default()).await), ProblemCode::Forbidden);
    assert!(client.endpoints(key.environment_id).await.is_ok());
    let wide = ApiKeyPatch { scopes: Some(Scope::KNOWN.to_vec()), ..ApiKeyPatch::default() };
    server.client.update_api_key(key.id, "*", &wide).await.unwrap();
    assert!(client.connections(&Default::default()).await.is_ok());
    let keys = client.api_keys(key.environment_id).await;
    assert_eq!(code(keys), ProblemCode::Forbidden, "a token never gets more than it was given");
    server.client.revoke_api_key(key.id, "*").await.unwrap();
    assert_eq!(code(client.session().await), ProblemCode::Unauthenticated);
    server.client.delete_api_key(key.id, "*", None).await.unwrap();
    assert_eq!(code(client.session().await), ProblemCode::Unauthenticated);
}

#[tokio::test]
async fn keys_are_changed_without_a_gap() {
    let server = TestServer::start().await;
    let (old, new) = (Signer::rsa("2025"), Signer::ec("2026"));
    let key = register(&server, &old, Scope::KNOWN).await;
    let change = async |keys: &[&Signer]| {
        let patch = ApiKeyPatch { jwk_set: Some(system::key_set(keys)), ..ApiKeyPatch::default() };
        server.client.update_api_key(key.id, "*", &patch).await.unwrap();
    };
    let status = async |signer: &Signer| ask(&server, &signer.good(&server, &key)).await.status.as_u16();
    assert_eq!((status(&old).await, status(&new).await), (200, 401));
    change(&[&old, &new]).await;
    assert_eq!((status(&old).await, status(&new).await), (200, 200));
    change(&[&new]).await;
    assert_eq!((status(&old).await, status(&new).await), (401, 200));
    // The same name for another key is another key.
    let imposter = Signer::ec("2026");
    assert_eq!(status(&imposter).await, 401);
}

#[tokio::test]
async fn a_client_gets_sixty_tokens_a_minute_and_forgeries_use_up_none() {
    let server = TestServer::start().await;
    let (signer, forger) = (Signer::ec("k"), Signer::ec("k"));
    let key = register(&server, &signer, Scope::KNOWN).await;
    let other = register(&server, &signer, Scope::KNOWN).await;
    for _ in 0..61 {
        let answer = ask(&server, &forger.good(&server, &key)).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    for _ in 0..60 {
        granted(&server, &signer.good(&server, &key), None).await;
    }
    let refused = ask(&server, &signer.good(&server, &key)).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers["retry-after"], "61");
    assert_eq!(refused.headers["content-type"], "application/problem+json");
    granted(&server, &signer.good(&server, &other), None).await;
    server.clock.advance(Duration::from_secs(60));
    granted(&server, &signer.good(&server, &key), None).await;
}

#[tokio::test]
async fn what_happens_to_a_key_while_an_assertion_is_checked_counts() {
    let server = TestServer::start().await;
    let (signer, other) = (Signer::ec("k"), Signer::ec("k"));
    let key = register(&server, &signer, Scope::KNOWN).await;
    let checked = server.store.client(key.id).await.unwrap().unwrap();
    let grant = async |name: &str| {
        let now = server.clock.now();
        let new = NewAccessToken {
            id: name.to_owned(),
            secret_hash: String::new(),
            kid: "k".to_owned(),
            scopes: Vec::new(),
            created_at: now,
            expires_at: now.after(Duration::from_secs(300)),
            jti_hash: name.to_owned(),
            remember_until: now.after(Duration::from_secs(300)),
        };
        server.store.grant_access_token(checked.clone(), new).await.unwrap()
    };
    assert_eq!((grant("a").await, grant("a").await), (Grant::Granted, Grant::Replayed));
    let change = async |patch: &ApiKeyPatch| server.client.update_api_key(key.id, "*", patch).await.unwrap();
    change(&ApiKeyPatch { name: Some("Renamed".to_owned()), ..ApiKeyPatch::default() }).await;
    assert_eq!(grant("b").await, Grant::Granted, "a name has nothing to do with it");
    let set = |signer: &Signer| Some(system::key_set(&[signer]));
    change(&ApiKeyPatch { jwk_set: set(&other), ..ApiKeyPatch::default() }).await;
    assert_eq!(grant("c").await, Grant::Gone);
    let end = server.clock.now().after(Duration::from_secs(1)).timestamp();
    change(&ApiKeyPatch { jwk_set: set(&signer), expires_at: Some(Some(end)), ..ApiKeyPatch::default() })
        .await;
    assert_eq!(grant("d").await, Grant::Granted);
    server.clock.advance(Duration::from_secs(1));
    assert_eq!(grant("e").await, Grant::Gone);
    change(&ApiKeyPatch { expires_at: Some(None), ..ApiKeyPatch::default() }).await;
    server.client.revoke_api_key(key.id, "*").await.unwrap();
    assert_eq!(grant("f").await, Grant::Gone);
}
