//! Fetching documents, and policies of pages.

use causeway_outbound::{BODY_CAP, Policy, Refusal, fetch_json, fetch_page_policy};

use crate::names::NoNames;
use crate::receiver::{Answer, Receiver, ok};
use crate::support::local;

async fn fetched(text: &str) -> Result<Vec<u8>, Refusal> {
    let receiver = Receiver::start(Answer::Bytes(text.to_owned())).await;
    fetch_json(&receiver.url(), &local(), &NoNames).await
}

#[tokio::test]
async fn a_document_comes_as_it_is() {
    let keys = r#"{"keys":[{"kty":"EC","crv":"P-384","kid":"é"}]}"#;
    let receiver = Receiver::start(Answer::Bytes(ok(keys))).await;
    let url = format!("http://{}/jwks.json?v=1", receiver.address);
    assert_eq!(fetch_json(&url, &local(), &NoNames).await, Ok(keys.as_bytes().to_vec()));
    let [seen] = &receiver.seen()[..] else { panic!("one request") };
    assert_eq!(seen.head[0], "GET /jwks.json?v=1 HTTP/1.1");
    assert!(seen.headers().contains(&"accept: application/json, */*;q=0.1"), "{:?}", seen.headers());
}

#[tokio::test]
async fn no_more_than_the_cap_is_taken() {
    let full = "7".repeat(BODY_CAP);
    assert_eq!(fetched(&ok(&full)).await, Ok(full.clone().into_bytes()));
    assert_eq!(fetched(&ok(&format!("{full}7"))).await, Err(Refusal::AnswerTooLarge));
    let receiver = Receiver::start(Answer::Flood("HTTP/1.1 200 OK\r\n\r\n")).await;
    assert_eq!(fetch_json(&receiver.url(), &local(), &NoNames).await, Err(Refusal::AnswerTooLarge));
    receiver.all_ended().await;
}

#[tokio::test]
async fn what_is_no_document_is_refused() {
    let redirect = "HTTP/1.1 302 Found\r\nlocation: /other\r\ncontent-length: 0\r\n\r\n";
    assert_eq!(fetched(redirect).await, Err(Refusal::Redirect(302)));
    assert_eq!(
        fetched("HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\n{}").await,
        Err(Refusal::HttpStatus(404))
    );
    // Half a document must not pass for a whole one.
    let half = "HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n{\"keys\"";
    assert_eq!(fetched(half).await, Err(Refusal::ConnectFailed));
}

#[tokio::test]
async fn the_guard_stands_before_it() {
    let receiver = Receiver::start(Answer::Bytes(ok("{}"))).await;
    let policy = Policy { plain_http: true, ..Policy::default() };
    assert_eq!(fetch_json(&receiver.url(), &policy, &NoNames).await, Err(Refusal::BlockedAddress));
    assert_eq!(fetch_json(&receiver.url(), &Policy::default(), &NoNames).await, Err(Refusal::NotHttps));
    assert_eq!(receiver.connections(), 0);
}

#[tokio::test]
async fn of_a_page_the_policy_comes_and_nothing_else() {
    let page = "HTTP/1.1 200 OK\r\nContent-Security-Policy: default-src 'self'\r\nserver: secret\r\n\
         content-security-policy: img-src *, font-src *\r\n\r\n";
    // The page has no end; it is not waited for.
    let receiver = Receiver::start(Answer::Flood(page)).await;
    let sent = fetch_page_policy(&receiver.url(), &local(), &NoNames).await.unwrap();
    assert_eq!(sent, ["default-src 'self'", "img-src *, font-src *"]);
    receiver.all_ended().await;
    let receiver = Receiver::start(Answer::Bytes(ok("page"))).await;
    assert_eq!(fetch_page_policy(&receiver.url(), &local(), &NoNames).await, Ok(Vec::new()));
    let guarded = fetch_page_policy(&receiver.url(), &Policy::default(), &NoNames).await;
    assert_eq!((guarded, receiver.connections()), (Err(Refusal::NotHttps), 1));
    let redirect = "HTTP/1.1 302 Found\r\nlocation: /sign-in\r\ncontent-length: 0\r\n\r\n";
    let receiver = Receiver::start(Answer::Bytes(redirect.to_owned())).await;
    let gone = fetch_page_policy(&receiver.url(), &local(), &NoNames).await;
    assert_eq!(gone, Err(Refusal::Redirect(302)));
}
