//! During a rotation each connection shows which secret or key pair of an API key it was last used with.

use std::time::Duration;

use causeway_client::Client;
use causeway_model::{ApiKeyId, Connection, KeyUse, Reroute, Rotation, Scope, Verb};
use causeway_server::clock::Clock;
use reqwest::{Method, StatusCode};
use uuid::Uuid;

use crate::api_keys::{make, with};
use crate::oauth::system::{Keys, Signer, granted, make as make_client};
use crate::support::{TestServer, named};

const MINUTE: Duration = Duration::from_secs(60);

/// Gives the key an arrow of the connection, so that the connection depends on it.
async fn routed(server: &TestServer, connection: &Connection, key: ApiKeyId) {
    let picture = server.client.data_flow(connection.id).await.unwrap().value;
    let arrow = picture.flows.iter().find(|flow| flow.verb == Verb::Send).unwrap();
    let from: Uuid = arrow.left.split('/').next().unwrap().parse().unwrap();
    server.client.reroute(connection.id, arrow.id, &Reroute { from, to: key.0 }).await.unwrap();
}

/// How the secrets end, or the kids, that the connection was used with, and when: once it is what is expected, for it
/// is written while answers are on their way.
async fn uses(server: &TestServer, key: ApiKeyId, connection: &Connection, expected: &[(&str, &str)]) {
    let mut found = Vec::new();
    for _ in 0..100 {
        let usage = server.client.api_key_usage(key).await.unwrap();
        let used = usage.items.into_iter().find(|used| used.connection.id == connection.id).unwrap();
        let named = |last: KeyUse| (last.last4.or(last.kid).unwrap(), last.at.0);
        found = used.last_uses.into_iter().map(named).collect();
        let same = |(found, expected): (&(String, String), &(&str, &str))| {
            found.0 == expected.0 && found.1 == expected.1
        };
        if found.len() == expected.len() && found.iter().zip(expected).all(same) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{found:?} instead of {expected:?}");
}

fn last4(made: &causeway_model::ApiKeyWithSecret) -> String {
    let secret = made.secret.clone().unwrap();
    secret[secret.len() - 4..].to_owned()
}

async fn read(client: &Client, connection: &Connection) {
    client.connection(connection.id).await.unwrap();
}

#[tokio::test]
async fn two_secrets_and_two_connections() {
    let server = TestServer::start().await;
    let (engine, health) = (server.engine().await, named(&server.client, "Redox Health System").await);
    let first = make(&server, "Rotated", &[Scope::ConnectionsRead]).await;
    let id = first.api_key.id;
    for connection in [&engine, &health] {
        routed(&server, connection, id).await;
        uses(&server, id, connection, &[]).await;
    }
    let day = Rotation { overlap_seconds: 24 * 60 * 60 };
    let second = server.client.rotate_api_key(id, "*", &day).await.unwrap();
    let (old, new) = (with(&server, &first), with(&server, &second));
    let (old4, new4) = (last4(&first), last4(&second));
    let start = server.clock.now().timestamp().0;
    read(&old, &engine).await;
    // Anything below a connection is about it; a list is about none.
    new.data_flow(health.id).await.unwrap();
    new.connections(&Default::default()).await.unwrap();
    uses(&server, id, &engine, &[(&old4, &start)]).await;
    uses(&server, id, &health, &[(&new4, &start)]).await;
    // To the minute: a second use within it writes nothing.
    server.clock.advance(MINUTE / 2);
    read(&old, &engine).await;
    server.clock.advance(MINUTE / 2);
    let later = server.clock.now().timestamp().0;
    read(&new, &engine).await;
    uses(&server, id, &engine, &[(&new4, &later), (&old4, &start)]).await;
    uses(&server, id, &health, &[(&new4, &start)]).await;
    // What is refused is no use: no scope for it, or nothing there for this key.
    let reroute = format!("/api/v1/connections/{}/data-flows/{}/reroute", health.id, Uuid::nil());
    let refused = server.bare(Method::POST, &reroute).bearer_auth(first.secret.clone().unwrap());
    assert_eq!(refused.send().await.unwrap().status(), StatusCode::FORBIDDEN);
    let version = server.client.api_key(id).await.unwrap().value.version;
    assert_eq!(version, second.api_key.version, "being used is no change");
    // What ended is forgotten with the next rotation.
    server.clock.advance(Duration::from_secs(24 * 60 * 60));
    server.client.rotate_api_key(id, "*", &day).await.unwrap();
    uses(&server, id, &engine, &[(&new4, &later)]).await;
    // Whoever may see the key's usage sees this, and nobody else.
    let (_, other) = server.another_organization().await;
    assert!(other.api_key_usage(id).await.is_err());
    // Neither stands in the way of deleting it.
    server.client.delete_api_key(id, "*", Some("Rotated")).await.unwrap();
}

#[tokio::test]
async fn key_pairs_go_by_their_kid() {
    let server = TestServer::start().await;
    let engine = server.engine().await;
    let (one, two) = (Signer::ec("kid-one"), Signer::ec("kid-two"));
    let keys = Keys::Stored(&[&one, &two]);
    let key = make_client(&server, engine.environment_id, keys, &[Scope::ConnectionsRead]).await;
    routed(&server, &engine, key.id).await;
    let start = server.clock.now().timestamp().0;
    let first = crate::oauth::system::with(&server, &granted(&server, &one.good(&server, &key), None).await);
    read(&first, &engine).await;
    uses(&server, key.id, &engine, &[("kid-one", &start)]).await;
    server.clock.advance(MINUTE);
    let later = server.clock.now().timestamp().0;
    let second = crate::oauth::system::with(&server, &granted(&server, &two.good(&server, &key), None).await);
    read(&second, &engine).await;
    uses(&server, key.id, &engine, &[("kid-two", &later), ("kid-one", &start)]).await;
}

#[tokio::test]
async fn a_connection_that_was_used_can_be_deleted() {
    let server = TestServer::start().await;
    server.import(&["Mercy"], &["Patient"]).await;
    let mercy = named(&server.client, "Mercy").await;
    let made = make(&server, "Reader", &[Scope::ConnectionsRead, Scope::ConnectionsWrite]).await;
    let id = made.api_key.id;
    let reader = with(&server, &made);
    let picture = server.client.data_flow(mercy.id).await.unwrap().value;
    let from: Uuid = picture.flows[0].left.split('/').next().unwrap().parse().unwrap();
    let to = Reroute { from, to: id.0 };
    server.client.reroute(mercy.id, picture.flows[0].id, &to).await.unwrap();
    read(&reader, &mercy).await;
    uses(&server, id, &mercy, &[(&last4(&made), &server.clock.now().timestamp().0)]).await;
    reader.delete_connection(mercy.id, "*").await.unwrap();
    assert_eq!(server.client.api_key_usage(id).await.unwrap().connections, 0);
}
