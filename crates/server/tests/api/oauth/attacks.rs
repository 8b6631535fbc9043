//! Assertions that must not get a token: forged, stale, for somebody else, or used before.

use std::time::Duration;

use aws_lc_rs::hmac;
use causeway_model::{Rotation, Scope};
use causeway_server::clock::Clock;
use serde_json::{Value, json};
use uuid::Uuid;

use super::system::{
    REPLAYED, Signer, UNKNOWN, and, ask, ask_for, base64url, claims, granted, now, register, signed_part,
    words,
};
use crate::support::TestServer;

#[tokio::test]
async fn what_is_wrong_with_an_assertion_is_said() {
    let server = TestServer::start().await;
    let signer = Signer::ec("k");
    let key = register(&server, &signer, Scope::KNOWN).await;
    let (good, now) = (claims(&server, &key), now(&server));
    let cases = [
        ("exp", json!(now - 61), "expired"),
        ("exp", json!(now + 361), "361 s from now"),
        ("exp", json!(now * 1000), "300 s are allowed"),
        ("exp", Value::Null, "exp"),
        ("iat", json!(now + 61), "iat"),
        ("aud", json!("https://elsewhere.example/oauth/token"), "aud"),
        ("aud", json!(format!("{}/oauth/token/", server.base)), "aud"),
        ("aud", json!([]), "aud"),
        ("sub", json!(Uuid::nil()), "iss and sub"),
        ("jti", json!(""), "jti"),
    ];
    for (claim, value, said) in cases {
        let assertion = signer.sign(&signer.header(), &and(good.clone(), claim, value.clone()));
        let words = words(&ask(&server, &assertion).await);
        assert!(words.contains(said), "{claim} {value}: {words}");
    }
    for aud in [json!(server.base), json!([format!("{}/oauth/token", server.base), "https://b.example"])] {
        let assertion = signer.sign(&signer.header(), &and(claims(&server, &key), "aud", aud));
        granted(&server, &assertion, None).await;
    }
}

#[tokio::test]
async fn forged_signatures_are_refused() {
    let server = TestServer::start().await;
    for (signer, forger) in [(Signer::ec("k"), Signer::ec("k")), (Signer::rsa("k"), Signer::rsa("k"))] {
        let key = register(&server, &signer, Scope::KNOWN).await;
        let claims = || claims(&server, &key);
        let forged = forger.sign(&signer.header(), &claims());
        assert!(words(&ask(&server, &forged).await).contains("signature"));
        for alg in ["none", "None", ""] {
            let unsigned = signed_part(&and(signer.header(), "alg", alg), &claims());
            for signature in ["", "AAAA"] {
                let words = words(&ask(&server, &format!("{unsigned}.{signature}")).await);
                assert!(words.contains("RS384 or ES384"), "{words}");
            }
        }
        // The public key is known to all: as a shared secret it would prove nothing.
        for (alg, hash) in [("HS256", hmac::HMAC_SHA256), ("HS384", hmac::HMAC_SHA384)] {
            let signed = signed_part(&and(signer.header(), "alg", alg), &claims());
            let secret = hmac::Key::new(hash, signer.jwk().to_string().as_bytes());
            let signature = base64url(hmac::sign(&secret, signed.as_bytes()).as_ref());
            assert!(words(&ask(&server, &format!("{signed}.{signature}")).await).contains("RS384 or ES384"));
        }
        // A good one with other claims, and with its signature cut off.
        let good = signer.good(&server, &key);
        let (signed, signature) = good.rsplit_once('.').unwrap();
        let (header, _) = signed.split_once('.').unwrap();
        let swapped = format!("{header}.{}.{signature}", base64url(claims().to_string().as_bytes()));
        assert!(words(&ask(&server, &swapped).await).contains("signature"));
        words(&ask(&server, &format!("{signed}.")).await);
        words(&ask(&server, signed).await);
        granted(&server, &good, None).await;
    }
}

#[tokio::test]
async fn a_key_that_the_assertion_brings_along_is_not_used() {
    let server = TestServer::start().await;
    let (signer, forger) = (Signer::ec("k"), Signer::ec("mine"));
    let key = register(&server, &signer, Scope::KNOWN).await;
    let own = [
        ("jwk", forger.jwk()),
        ("jku", json!("https://attacker.example/jwks.json")),
        ("x5u", json!("https://attacker.example/key.pem")),
        ("x5c", json!(["AAAA"])),
    ];
    for (member, value) in own {
        let assertion = forger.sign(&and(forger.header(), member, value), &claims(&server, &key));
        let words = words(&ask(&server, &assertion).await);
        assert!(words.contains(member), "{words}");
    }
    let plain = forger.sign(&forger.header(), &claims(&server, &key));
    assert!(words(&ask(&server, &plain).await).contains("No registered key"));
}

#[tokio::test]
async fn a_client_cannot_sign_for_another() {
    let server = TestServer::start().await;
    let (mine, theirs) = (Signer::ec("k"), Signer::ec("k"));
    let my_key = register(&server, &mine, Scope::KNOWN).await;
    let their_key = register(&server, &theirs, Scope::KNOWN).await;
    let assertion = mine.sign(&mine.header(), &claims(&server, &their_key));
    assert!(words(&ask(&server, &assertion).await).contains("signature"));
    let half = and(claims(&server, &my_key), "sub", their_key.id.to_string());
    assert!(words(&ask(&server, &mine.sign(&mine.header(), &half)).await).contains("iss and sub"));
    let assertion = mine.good(&server, &my_key);
    let other = ask_for(&server, &assertion, &[("client_id", &their_key.id.to_string())]).await;
    assert!(words(&other).contains("client_id"));
    let same = ask_for(&server, &assertion, &[("client_id", &my_key.id.to_string())]).await;
    assert_eq!(same.status, 200);
}

#[tokio::test]
async fn who_may_not_ask_learns_no_more_than_that() {
    let server = TestServer::start().await;
    let signer = Signer::ec("k");
    let key = register(&server, &signer, Scope::KNOWN).await;
    let as_client = |id: &str| {
        let claims = and(and(claims(&server, &key), "iss", id), "sub", id);
        signer.sign(&signer.header(), &claims)
    };
    let secret = crate::api_keys::make(&server, "With a secret", Scope::KNOWN).await.api_key;
    let rotation = Rotation { overlap_seconds: 0 };
    server.client.rotate_api_key(secret.id, "*", &rotation).await.unwrap();
    let revoked = register(&server, &signer, Scope::KNOWN).await;
    server.client.revoke_api_key(revoked.id, "*").await.unwrap();
    let deleted = register(&server, &signer, Scope::KNOWN).await;
    server.client.revoke_api_key(deleted.id, "*").await.unwrap();
    server.client.delete_api_key(deleted.id, "*", None).await.unwrap();
    let expired = register(&server, &signer, Scope::KNOWN).await;
    let end = server.clock.now().after(Duration::from_secs(1)).timestamp();
    let patch = causeway_model::ApiKeyPatch { expires_at: Some(Some(end)), ..Default::default() };
    server.client.update_api_key(expired.id, "*", &patch).await.unwrap();
    server.clock.advance(Duration::from_secs(1));
    let ids = [secret.id, revoked.id, deleted.id, expired.id].map(|id| id.to_string());
    let others = [
        Uuid::from_u128(1).to_string(),
        "intake".to_owned(),
        // Another spelling of a name is another name.
        key.id.to_string().to_uppercase(),
        format!("urn:uuid:{}", key.id),
        "' OR 1=1 --".to_owned(),
    ];
    for id in ids.iter().chain(&others) {
        assert_eq!(words(&ask(&server, &as_client(id)).await), UNKNOWN, "{id}");
    }
    granted(&server, &as_client(&key.id.to_string()), None).await;
}

#[tokio::test]
async fn an_assertion_is_good_once() {
    let server = TestServer::start().await;
    let signer = Signer::ec("k");
    let key = register(&server, &signer, Scope::KNOWN).await;
    let other = register(&server, &signer, Scope::KNOWN).await;
    let assertion = signer.good(&server, &key);
    granted(&server, &assertion, None).await;
    assert_eq!(words(&ask(&server, &assertion).await), REPLAYED);
    // Neither does a second signature of the same name help, nor does it belong to another client.
    let first = claims(&server, &key);
    let second = and(first.clone(), "exp", now(&server) + 100);
    granted(&server, &signer.sign(&signer.header(), &first), None).await;
    assert_eq!(words(&ask(&server, &signer.sign(&signer.header(), &second)).await), REPLAYED);
    let theirs = and(claims(&server, &other), "jti", first["jti"].clone());
    granted(&server, &signer.sign(&signer.header(), &theirs), None).await;
    // Until it would be refused anyway, whatever else happens meanwhile.
    for _ in 0..5 {
        server.clock.advance(Duration::from_secs(59));
        granted(&server, &signer.good(&server, &key), None).await;
        assert_eq!(words(&ask(&server, &assertion).await), REPLAYED);
    }
    server.clock.advance(Duration::from_secs(5));
    assert!(words(&ask(&server, &assertion).await).contains("expired"));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_send_one_assertion_at_the_same_moment_one_gets_a_token() {
    let server = std::sync::Arc::new(TestServer::start().await);
    let signer = Signer::rsa("k");
    let key = register(&server, &signer, Scope::KNOWN).await;
    let assertion = signer.good(&server, &key);
    let mut senders = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (server, assertion) = (std::sync::Arc::clone(&server), assertion.clone());
        senders.spawn(async move { ask(&server, &assertion).await });
    }
    let answers = senders.join_all().await;
    let (good, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 200);
    assert_eq!((good.len(), refused.len()), (1, 19));
    for answer in refused {
        assert_eq!(words(answer), REPLAYED);
    }
}
