//! What signing in leaves behind: hashes for as long as they are needed, and no token or assertion anywhere.

use std::time::Duration;

use causeway_client::Client;
use causeway_model::{ApiKeyKind, NewApiKey, Scope};
use causeway_server::clock::{Clock, SystemClock};
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use super::system::{ASSERTION_TYPE, Signer, ask, form, granted, key_set, register, words};
use crate::support::{TestServer, TracedServer, development};

/// What of an assertion or token must not be found: its signature, its name, the secret part.
fn canaries(assertion: &str, token: &str, jti: &str) -> [String; 3] {
    let signature = assertion.rsplit('.').next().unwrap();
    let secret = &token[token.rfind('_').unwrap() + 1..token.len() - 6];
    [signature[..40].to_owned(), secret.to_owned(), jti.to_owned()]
}

fn has(content: &[u8], text: &str) -> bool {
    content.windows(text.len()).any(|part| part == text.as_bytes())
}

#[tokio::test]
async fn neither_token_nor_assertion_is_in_the_database() {
    let server = TestServer::start().await;
    let signer = Signer::ec("k");
    let key = register(&server, &signer, Scope::KNOWN).await;
    let jti = "a-name-that-is-searched-for";
    let claims = super::system::and(super::system::claims(&server, &key), "jti", jti);
    let assertion = signer.sign(&signer.header(), &claims);
    let token = granted(&server, &assertion, None).await;
    words(&ask(&server, &assertion).await);
    let mut searched = 0;
    for entry in std::fs::read_dir(server.dir.path().join("data")).unwrap() {
        let content = std::fs::read(entry.unwrap().path()).unwrap();
        searched += content.len();
        for canary in canaries(&assertion, &token, jti) {
            assert!(!has(&content, &canary), "{canary}");
        }
    }
    assert!(searched > 10_000);
}

#[tokio::test]
async fn what_has_ended_is_forgotten_with_the_next_token_and_all_of_it_with_the_key() {
    let server = TestServer::start().await;
    let signer = Signer::ec("k");
    let key = register(&server, &signer, Scope::KNOWN).await;
    let path = server.dir.path().join("data/causeway.db");
    let rows = || {
        let db = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let count = |table: &str| -> i64 {
            db.query_row(&format!("SELECT COUNT(*) FROM {table}"), [], |row| row.get(0)).unwrap()
        };
        (count("access_token"), count("used_assertion"))
    };
    for _ in 0..3 {
        granted(&server, &signer.good(&server, &key), None).await;
    }
    assert_eq!(rows(), (3, 3));
    server.clock.advance(Duration::from_secs(300));
    granted(&server, &signer.good(&server, &key), None).await;
    assert_eq!(rows(), (1, 4), "names are remembered longer than tokens live");
    server.clock.advance(Duration::from_secs(300));
    granted(&server, &signer.good(&server, &key), None).await;
    assert_eq!(rows(), (1, 2));
    server.client.revoke_api_key(key.id, "*").await.unwrap();
    assert_eq!(rows(), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_token_nor_assertion_is_in_the_log() {
    let server = TracedServer::start().await;
    let (client, base) = (&server.client, &server.base);
    let signer = Signer::rsa("k");
    let new = NewApiKey {
        environment_id: development(client).await.id,
        name: "System".to_owned(),
        kind: ApiKeyKind::PublicKey,
        scopes: Scope::KNOWN.to_vec(),
        expires_at: None,
        jwk_set: Some(key_set(&[&signer])),
        jwks_url: None,
    };
    let key = client.create_api_key("k", &new).await.unwrap().api_key;
    let (jti, now) = ("a-name-that-is-searched-for", SystemClock.now().0 / 1_000_000);
    let claims = json!({ "iss": key.id, "sub": key.id, "aud": base, "exp": now + 240, "jti": jti });
    let assertion = signer.sign(&signer.header(), &claims);
    let body = form(&[
        ("grant_type", "client_credentials"),
        ("client_assertion_type", ASSERTION_TYPE),
        ("client_assertion", &assertion),
    ]);
    let mut statuses = Vec::new();
    let mut token = String::new();
    // The second time it is refused, which is logged too.
    for _ in 0..2 {
        let request =
            reqwest::Client::builder().no_proxy().build().unwrap().post(format!("{base}/oauth/token"));
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(body.clone());
        let response = request.send().await.unwrap();
        statuses.push(response.status().as_u16());
        let answer: Value = response.json().await.unwrap();
        token = answer["access_token"].as_str().map_or(token, str::to_owned);
    }
    assert_eq!(statuses, [200, 401]);
    assert!(Client::new(&**base).with_token(&*token).session().await.is_ok());
    let log = server.stop();
    assert!(has(&log, "/oauth/token") && has(&log, &key.id.to_string()), "it is told who signed in");
    for canary in canaries(&assertion, &token, jti) {
        assert!(!has(&log, &canary), "{canary}");
    }
}
