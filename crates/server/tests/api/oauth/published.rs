//! Systems that publish their key set: it is fetched when it is needed, not more often, and only from where it may be.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use causeway_model::{ApiKey, ApiKeyPatch, Scope};
use serde_json::{Value, json};

use super::system::{Keys, Signer, and, ask, claims, granted, key_set, make, words};
use crate::handshake::{receiver, response};
use crate::support::TestServer;

/// A site that publishes a key set, and counts how often it is asked.
struct Site {
    url: String,
    answer: Arc<Mutex<String>>,
    asked: Arc<AtomicUsize>,
}

impl Site {
    async fn start() -> Self {
        let (answer, asked) = (Arc::new(Mutex::new(String::new())), Arc::new(AtomicUsize::new(0)));
        let (shown, count) = (Arc::clone(&answer), Arc::clone(&asked));
        let address = receiver(move |_| {
            count.fetch_add(1, Ordering::SeqCst);
            shown.lock().unwrap().clone()
        })
        .await;
        Self { url: format!("http://{address}/jwks.json"), answer, asked }
    }

    fn publish(&self, set: &str) {
        *self.answer.lock().unwrap() = response("200 OK", set);
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

async fn registered(server: &TestServer, url: &str) -> ApiKey {
    make(server, server.development().await.id, Keys::At(url), Scope::KNOWN).await
}

async fn status(server: &TestServer, signer: &Signer, key: &ApiKey) -> u16 {
    ask(server, &signer.good(server, key)).await.status.as_u16()
}

#[tokio::test]
async fn a_set_is_fetched_once_in_five_minutes_and_for_a_new_kid_once_a_minute() {
    let (server, site) = (TestServer::start().await, Site::start().await);
    let (old, new) = (Signer::ec("old"), Signer::rsa("new"));
    site.publish(&key_set(&[&old]));
    let key = registered(&server, &site.url).await;
    assert_eq!(site.asked(), 0);
    for _ in 0..3 {
        assert_eq!(status(&server, &old, &key).await, 200);
    }
    assert_eq!(site.asked(), 1);
    site.publish(&key_set(&[&new]));
    for _ in 0..3 {
        assert_eq!(status(&server, &new, &key).await, 401, "the set was read a moment ago");
    }
    assert_eq!(site.asked(), 1);
    server.clock.advance(Duration::from_secs(60));
    assert_eq!(status(&server, &new, &key).await, 200);
    assert_eq!((site.asked(), status(&server, &old, &key).await), (2, 401));
    site.publish(&key_set(&[&old]));
    server.clock.advance(Duration::from_secs(299));
    assert_eq!((status(&server, &new, &key).await, site.asked()), (200, 2));
    server.clock.advance(Duration::from_secs(1));
    assert_eq!((status(&server, &new, &key).await, site.asked()), (401, 3));
}

#[tokio::test]
async fn a_set_that_cannot_be_fetched_says_why_and_is_tried_again_after_a_minute() {
    let (server, site) = (TestServer::start().await, Site::start().await);
    let signer = Signer::ec("k");
    let key = registered(&server, &site.url).await;
    let set = key_set(&[&signer]);
    let private = and(signer.jwk(), "d", "AAAA").to_string();
    let huge = format!("{{\"keys\":[{}]}}", " ".repeat(70_000));
    let cases = [
        (response("404 Not Found", &set), "status 404"),
        (response("302 Found", ""), "redirect"),
        (response("200 OK", "<html>"), "not JSON"),
        (response("200 OK", r#"{"keys":[]}"#), "empty"),
        (response("200 OK", &private), "private key"),
        (response("200 OK", &huge), "64 KiB"),
        (String::new(), "connection"),
    ];
    for (times, (answer, said)) in cases.into_iter().enumerate() {
        *site.answer.lock().unwrap() = answer;
        for _ in 0..3 {
            let words = words(&ask(&server, &signer.good(&server, &key)).await);
            assert!(words.contains(said), "{said}: {words}");
        }
        assert_eq!(site.asked(), times + 1, "{said}");
        server.clock.advance(Duration::from_secs(60));
    }
    site.publish(&set);
    assert_eq!(status(&server, &signer, &key).await, 200);
}

#[tokio::test]
async fn a_site_that_is_down_for_a_moment_shuts_nobody_out() {
    let (server, site) = (TestServer::start().await, Site::start().await);
    let (signer, stranger) = (Signer::ec("k"), Signer::ec("other"));
    site.publish(&key_set(&[&signer]));
    let key = registered(&server, &site.url).await;
    assert_eq!(status(&server, &signer, &key).await, 200);
    *site.answer.lock().unwrap() = response("503 Service Unavailable", "");
    server.clock.advance(Duration::from_secs(60));
    // Somebody has the set fetched again, in vain.
    assert!(words(&ask(&server, &stranger.good(&server, &key)).await).contains("503"));
    assert_eq!((site.asked(), status(&server, &signer, &key).await), (2, 200));
}

#[tokio::test]
async fn only_addresses_that_may_be_called_are_called() {
    let server = TestServer::start().await;
    let signer = Signer::ec("k");
    for (url, said) in [("http://10.0.0.1/jwks", "private"), ("http://127.0.0.1:9/jwks", "No connection")] {
        let key = registered(&server, url).await;
        let words = words(&ask(&server, &signer.good(&server, &key)).await);
        assert!(words.contains(said), "{words}");
    }
}

#[tokio::test]
async fn an_assertion_may_say_where_its_keys_are_when_it_is_where_they_were_registered() {
    let (server, site) = (TestServer::start().await, Site::start().await);
    let signer = Signer::ec("k");
    site.publish(&key_set(&[&signer]));
    let key = registered(&server, &site.url).await;
    let with = |jku: &str| signer.sign(&and(signer.header(), "jku", jku), &claims(&server, &key));
    granted(&server, &with(&site.url), None).await;
    assert!(words(&ask(&server, &with(&format!("{}?", site.url))).await).contains("jku"));
}

#[tokio::test]
async fn keys_for_other_purposes_may_stand_in_a_published_set() {
    let (server, site) = (TestServer::start().await, Site::start().await);
    let (signer, encrypts) = (Signer::ec("k"), Signer::rsa("enc"));
    let other: Vec<Value> = vec![and(encrypts.jwk(), "use", "enc"), signer.jwk()];
    site.publish(&json!({ "keys": other }).to_string());
    let key = registered(&server, &site.url).await;
    assert_eq!(status(&server, &signer, &key).await, 200);
    assert_eq!(status(&server, &encrypts, &key).await, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_come_at_the_same_moment_share_one_call() {
    let (server, site) = (Arc::new(TestServer::start().await), Site::start().await);
    let signer = Signer::ec("k");
    site.publish(&key_set(&[&signer]));
    let key = registered(&server, &site.url).await;
    let mut senders = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let (server, assertion) = (Arc::clone(&server), signer.good(&server, &key));
        senders.spawn(async move { ask(&server, &assertion).await.status.as_u16() });
    }
    assert_eq!(senders.join_all().await, [200; 10]);
    assert_eq!(site.asked(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_made_once_even_when_whoever_caused_it_goes_away() {
    let (server, asked) = (TestServer::start().await, Arc::new(AtomicUsize::new(0)));
    let signer = Signer::ec("k");
    let (set, count) = (key_set(&[&signer]), Arc::clone(&asked));
    let all_gone = Arc::new(AtomicBool::new(false));
    let answers = Arc::clone(&all_gone);
    let address = receiver(move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        // However slow the machine is, nobody is answered before all have gone.
        while !answers.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(20));
        }
        response("200 OK", &set)
    })
    .await;
    let key = registered(&server, &format!("http://{address}/jwks.json")).await;
    for _ in 0..3 {
        let assertion = signer.good(&server, &key);
        let gone = tokio::time::timeout(Duration::from_millis(100), ask(&server, &assertion)).await;
        assert!(gone.is_err(), "it went away before there was an answer");
    }
    all_gone.store(true, Ordering::SeqCst);
    assert_eq!(status(&server, &signer, &key).await, 200);
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn an_organization_cannot_have_addresses_tried_over_and_over() {
    let server = TestServer::start().await;
    let signer = Signer::ec("k");
    let key = registered(&server, "http://127.0.0.1:9/0").await;
    let mut said = Vec::new();
    for place in 0..31 {
        let patch =
            ApiKeyPatch { jwks_url: Some(format!("http://127.0.0.1:9/{place}")), ..ApiKeyPatch::default() };
        server.client.update_api_key(key.id, "*", &patch).await.unwrap();
        said.push(words(&ask(&server, &signer.good(&server, &key)).await));
    }
    assert!(said[..30].iter().all(|words| words.contains("No connection")), "{said:?}");
    assert!(said[30].contains("Wait a minute"), "{said:?}");
    server.clock.advance(Duration::from_secs(60));
    assert!(words(&ask(&server, &signer.good(&server, &key)).await).contains("No connection"));
}
