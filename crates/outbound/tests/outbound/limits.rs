//! Endpoints that are slow, endless, broken or not there.

use std::io;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use causeway_outbound::{Method, Refusal, Resolver};
use tokio::net::TcpListener;

use crate::names::{Names, addresses};
use crate::receiver::{Answer, Receiver};
use crate::support::{hasty, local, posted, verified};

/// What the machine's buffers may hold beyond what was read.
const BUFFERS: usize = 16 * 1024 * 1024;

#[tokio::test]
async fn silence_ends_with_the_time() {
    let receiver = Receiver::start(Answer::Silence).await;
    let start = Instant::now();
    let refusal = posted(&receiver.url(), &hasty(5000, 300)).await;
    assert_eq!(refusal, Err(Refusal::Timeout(Duration::from_millis(300))));
    assert!(start.elapsed() >= Duration::from_millis(300));
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    receiver.all_ended().await;
}

#[tokio::test]
async fn bytes_that_drip_do_not_win_time() {
    for start in ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nx-", "HTTP/1.1 200 OK\r\n\r\n"] {
        let receiver = Receiver::start(Answer::Drip(start)).await;
        let begun = Instant::now();
        let refusal = posted(&receiver.url(), &hasty(5000, 300)).await;
        // Without a beginning the bytes are no HTTP, which is noticed early.
        if start.is_empty() {
            assert_eq!(refusal, Err(Refusal::ConnectFailed));
        } else {
            assert_eq!(refusal, Err(Refusal::Timeout(Duration::from_millis(300))), "{start:?}");
        }
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
        receiver.all_ended().await;
    }
}

#[tokio::test]
async fn endless_bodies_are_not_read_to_the_end() {
    for start in [
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n40000000\r\n",
    ] {
        let receiver = Receiver::start(Answer::Flood(start)).await;
        assert_eq!(posted(&receiver.url(), &local()).await, Err(Refusal::AnswerTooLarge), "{start:?}");
        receiver.all_ended().await;
        assert!(receiver.sent() < BUFFERS, "{} bytes were sent", receiver.sent());
    }
}

#[tokio::test]
async fn endless_headers_are_not_read_to_the_end() {
    let receiver = Receiver::start(Answer::Flood("HTTP/1.1 200 OK\r\nx-a: ")).await;
    assert_eq!(posted(&receiver.url(), &local()).await, Err(Refusal::ConnectFailed));
    receiver.all_ended().await;
    assert!(receiver.sent() < BUFFERS, "{} bytes were sent", receiver.sent());
}

#[tokio::test]
async fn nothing_is_read_behind_the_challenge() {
    for answer in [
        Answer::Flood("HTTP/1.1 200 OK\r\n\r\n{challenge}"),
        Answer::Drip("HTTP/1.1 200 OK\r\n\r\n{challenge}"),
        // Shorter than announced.
        Answer::Bytes("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{challenge}".to_owned()),
    ] {
        let receiver = Receiver::start(answer).await;
        assert_eq!(posted(&receiver.url(), &local()).await, Ok(()));
        receiver.all_ended().await;
        assert!(receiver.sent() < BUFFERS, "{} bytes were sent", receiver.sent());
    }
}

#[tokio::test]
async fn broken_answers_are_no_answers() {
    for text in [
        "",
        "\r\n\r\n",
        "hello",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 36\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 36\r\n\r\ntoo short",
        "HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n{challenge}",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nnot a length\r\n{challenge}",
    ] {
        let receiver = Receiver::start(Answer::Bytes(text.to_owned())).await;
        assert_eq!(posted(&receiver.url(), &local()).await, Err(Refusal::ConnectFailed), "{text:?}");
    }
    let receiver = Receiver::start(Answer::Close).await;
    assert_eq!(posted(&receiver.url(), &local()).await, Err(Refusal::ConnectFailed));
    assert_eq!(receiver.connections(), 1, "a request that failed is not repeated");
}

#[tokio::test]
async fn where_nobody_listens_there_is_no_connection() {
    // Given back at once, so it is free and nobody listens.
    let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    assert_eq!(posted(&format!("http://{address}/"), &local()).await, Err(Refusal::ConnectFailed));
}

#[tokio::test]
async fn the_time_to_connect_includes_the_tls_handshake() {
    let receiver = Receiver::start(Answer::Silence).await;
    let url = format!("https://{}/", receiver.address);
    let refusal = posted(&url, &hasty(200, 20_000)).await;
    assert_eq!(refusal, Err(Refusal::Timeout(Duration::from_millis(200))));
}

struct NeverAnswers;

#[async_trait]
impl Resolver for NeverAnswers {
    async fn resolve(&self, _: &str) -> io::Result<Vec<std::net::IpAddr>> {
        std::future::pending().await
    }
}

#[tokio::test]
async fn looking_a_name_up_takes_no_more_than_the_time_for_everything() {
    let start = Instant::now();
    let refusal = verified("https://slow.test/", Method::Post, &hasty(100, 200), &NeverAnswers).await;
    assert_eq!(refusal, Err(Refusal::Timeout(Duration::from_millis(200))));
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

#[tokio::test]
async fn the_next_address_is_tried_when_one_does_not_answer() {
    let receiver = Receiver::start(Answer::Challenge).await;
    let mut policy = local();
    policy.allowed_networks = vec!["127.0.0.0/8".parse().unwrap()];
    // Nothing listens there: the receiver is bound to 127.0.0.1.
    let names = Names::new(|_, _| Ok(addresses(&["127.0.0.2", "127.0.0.1"])));
    let url = format!("http://receiver.test:{}/", receiver.port());
    assert_eq!(verified(&url, Method::Post, &policy, &names).await, Ok(()));
}
