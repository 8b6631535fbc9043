//! What is sent, and which answers verify an endpoint.

use std::process::Command;
use std::time::Duration;

use causeway_outbound::{
    BODY_CAP, Handshake, Method, Refusal, SecretHeaders, SystemResolver, UrlFault, VerificationToken, verify,
};

use crate::names::{Names, NoNames, addresses};
use crate::receiver::{Answer, Receiver, ok};
use crate::support::{CHALLENGE, TOKEN, local, posted, verified};

async fn answer_to(text: &str) -> Result<(), Refusal> {
    let receiver = Receiver::start(Answer::Bytes(text.to_owned())).await;
    posted(&receiver.url(), &local()).await
}

#[tokio::test]
async fn post_sends_token_and_challenge_as_json_and_nothing_besides() {
    let receiver = Receiver::start(Answer::Challenge).await;
    assert_eq!(posted(&receiver.url(), &local()).await, Ok(()));
    let [seen] = &receiver.seen()[..] else { panic!("one request") };
    assert_eq!(seen.head[0], "POST /hook HTTP/1.1");
    let host = format!("host: {}", receiver.address);
    let length = format!("content-length: {}", seen.body.len());
    assert_eq!(
        seen.headers(),
        [
            "accept-encoding: identity",
            "accept: */*",
            "application-name: Causeway",
            &length,
            "content-type: application/json",
            &host,
            "user-agent: Causeway",
        ]
    );
    let body: serde_json::Value = serde_json::from_str(&seen.body).unwrap();
    assert_eq!(
        body,
        serde_json::json!({ "verification-token": TOKEN, "challenge": "01234567-89ab-4def-8123-456789abcdef" })
    );
}

#[tokio::test]
async fn further_headers_are_all_sent_and_take_the_place_of_none_that_is_needed() {
    let receiver = Receiver::start(Answer::Challenge).await;
    let pairs = [
        ("X-Api-Key", "a b"),
        ("Authorization", "Bearer t"),
        ("x-other", "c"),
        ("Content-Type", "text/plain"),
        ("Accept-Encoding", "gzip"),
    ];
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let (token, headers) = (VerificationToken::new(TOKEN), SecretHeaders::new(pairs.to_vec()));
    let url = receiver.url();
    for method in [Method::Post, Method::Get] {
        let handshake =
            Handshake { url: &url, method, token: &token, headers: &headers, challenge: CHALLENGE };
        assert_eq!(verify(&handshake, &local(), &NoNames).await, Ok(()));
        let seen = receiver.seen().pop().unwrap();
        let count = |line: &str| seen.headers().iter().filter(|header| **header == line).count();
        for line in ["x-api-key: a b", "authorization: Bearer t", "x-other: c", "accept-encoding: identity"] {
            assert_eq!(count(line), 1, "{line}");
        }
        let types = seen.headers().into_iter().filter(|header| header.starts_with("content-type"));
        let expected = if method == Method::Post { "application/json" } else { "text/plain" };
        assert_eq!(types.collect::<Vec<_>>(), [format!("content-type: {expected}")]);
    }
}

#[tokio::test]
async fn get_sends_them_behind_the_query_of_the_url() {
    let receiver = Receiver::start(Answer::Challenge).await;
    for (given, before) in
        [("", "/?"), ("/hook", "/hook?"), ("/hook?tenant=7&a=%26", "/hook?tenant=7&a=%26&")]
    {
        let url = format!("http://{}{given}", receiver.address);
        assert_eq!(verified(&url, Method::Get, &local(), &NoNames).await, Ok(()), "{given}");
        let seen = receiver.seen().pop().unwrap();
        let query = format!("verification-token=t%26k+%2F7&challenge={CHALLENGE}");
        assert_eq!(seen.head[0], format!("GET {before}{query} HTTP/1.1"));
        assert_eq!(seen.body, "");
        assert!(!seen.headers().iter().any(|header| header.starts_with("content-")), "{:?}", seen.headers());
    }
}

#[tokio::test]
async fn the_challenge_may_stand_anywhere_in_the_body() {
    for body in ["{challenge}", "\n  {challenge}\n", "<p>{challenge}</p>", "{\"challenge\":\"{challenge}\"}"]
    {
        let text = format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{body}");
        assert_eq!(answer_to(&text).await, Ok(()), "{body}");
    }
    assert_eq!(answer_to("HTTP/1.0 200 OK\r\n\r\n{challenge}").await, Ok(()));
    assert_eq!(answer_to("HTTP/1.1 201 Created\r\nconnection: close\r\n\r\n{challenge}").await, Ok(()));
}

#[tokio::test]
async fn without_the_challenge_it_is_not_verified() {
    let other = "01234567-89ab-4def-8123-456789abcdee";
    let upper = CHALLENGE.to_string().to_uppercase();
    for body in ["", "ok", other, &upper, &CHALLENGE.simple().to_string(), &CHALLENGE.to_string()[1..]] {
        assert_eq!(answer_to(&ok(body)).await, Err(Refusal::ChallengeMissing), "{body}");
    }
    assert_eq!(answer_to("HTTP/1.1 204 No Content\r\n\r\n").await, Err(Refusal::ChallengeMissing));
    // In a header it does not count.
    let header = "HTTP/1.1 200 OK\r\nchallenge: {challenge}\r\ncontent-length: 0\r\n\r\n";
    assert_eq!(answer_to(header).await, Err(Refusal::ChallengeMissing));
}

#[tokio::test]
async fn other_statuses_than_success_are_refused_even_with_the_challenge() {
    for status in [300, 304, 400, 401, 403, 404, 405, 429, 500, 502, 503, 599] {
        let text = format!("HTTP/1.1 {status} Whatever\r\nconnection: close\r\n\r\n{{challenge}}");
        assert_eq!(answer_to(&text).await, Err(Refusal::HttpStatus(status)));
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let elsewhere = Receiver::start(Answer::Challenge).await;
    for status in [301, 302, 303, 307, 308] {
        let text = format!(
            "HTTP/1.1 {status} Moved\r\nlocation: {}\r\ncontent-length: 36\r\n\r\n{{challenge}}",
            elsewhere.url()
        );
        let receiver = Receiver::start(Answer::Bytes(text)).await;
        assert_eq!(posted(&receiver.url(), &local()).await, Err(Refusal::Redirect(status)));
        assert_eq!(
            verified(&receiver.url(), Method::Get, &local(), &NoNames).await,
            Err(Refusal::Redirect(status))
        );
        assert_eq!(receiver.connections(), 2);
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn the_challenge_is_found_across_pieces() {
    let start = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let challenge = CHALLENGE.to_string();
    for cut in [1, 8, 18, 35] {
        let (left, right) = challenge.split_at(cut);
        let pieces = vec![
            format!("{start}3\r\nabc\r\n{:x}\r\n{left}\r\n", left.len()),
            format!("{:x}\r\n{right}\r\n0\r\n\r\n", right.len()),
        ];
        let receiver = Receiver::start(Answer::Pieces(pieces, Duration::from_millis(20))).await;
        assert_eq!(posted(&receiver.url(), &local()).await, Ok(()), "cut at {cut}");
    }
    let mut pieces = vec![start.to_owned()];
    pieces.extend(challenge.chars().map(|digit| format!("1\r\n{digit}\r\n")));
    let receiver = Receiver::start(Answer::Pieces(pieces, Duration::from_millis(1))).await;
    assert_eq!(posted(&receiver.url(), &local()).await, Ok(()));
}

#[tokio::test]
async fn the_challenge_counts_up_to_the_last_byte_that_is_read() {
    let padded =
        |before: usize, after: usize| ok(&format!("{}{CHALLENGE}{}", "x".repeat(before), "y".repeat(after)));
    assert_eq!(answer_to(&padded(BODY_CAP - 36, 0)).await, Ok(()));
    assert_eq!(answer_to(&padded(BODY_CAP - 36, 1000)).await, Ok(()));
    assert_eq!(answer_to(&padded(BODY_CAP - 35, 0)).await, Err(Refusal::AnswerTooLarge));
    assert_eq!(answer_to(&ok(&"x".repeat(BODY_CAP))).await, Err(Refusal::ChallengeMissing));
    assert_eq!(answer_to(&ok(&"x".repeat(BODY_CAP + 1))).await, Err(Refusal::AnswerTooLarge));
}

#[tokio::test]
async fn answers_are_not_unpacked() {
    // Whoever unpacked would find no gzip here.
    let text = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n{challenge}";
    assert_eq!(answer_to(text).await, Ok(()));
}

#[tokio::test]
async fn nothing_is_remembered_from_call_to_call() {
    let text = "HTTP/1.1 200 OK\r\nset-cookie: a=b\r\ncontent-length: 36\r\n\r\n{challenge}";
    let receiver = Receiver::start(Answer::Bytes(text.to_owned())).await;
    for _ in 0..2 {
        assert_eq!(posted(&receiver.url(), &local()).await, Ok(()));
    }
    let [first, second] = &receiver.seen()[..] else { panic!("two requests") };
    assert_eq!(first.headers(), second.headers());
    assert_eq!(receiver.connections(), 2);
}

#[tokio::test]
async fn a_name_is_looked_up_once_and_called_where_it_was_found() {
    let receiver = Receiver::start(Answer::Challenge).await;
    // The second answer would lead elsewhere; nobody asks for it.
    let names = Names::new(|name, nth| {
        assert_eq!(name, "receiver.test");
        Ok(addresses(&[["127.0.0.1", "127.0.0.2"][nth.min(1)]]))
    });
    let url = format!("http://Receiver.Test:{}/", receiver.port());
    assert_eq!(verified(&url, Method::Post, &local(), &names).await, Ok(()));
    assert_eq!(names.asked(), 1);
    let seen = receiver.seen().pop().unwrap();
    assert!(seen.headers().contains(&format!("host: receiver.test:{}", receiver.port()).as_str()));
}

/// The URL standard lets some characters stand in a name that the HTTP library does not know how to send.
#[tokio::test]
async fn a_host_that_cannot_be_sent_is_a_bad_url() {
    let receiver = Receiver::start(Answer::Challenge).await;
    let names = Names::new(|_, _| Ok(addresses(&["127.0.0.1"])));
    let url = format!("http://a{{b.test:{}/", receiver.port());
    let refusal = verified(&url, Method::Post, &local(), &names).await;
    assert_eq!(refusal, Err(Refusal::BadUrl(UrlFault::Unreadable)));
    assert_eq!(receiver.connections(), 0);
}

#[tokio::test]
async fn the_resolver_of_the_system_knows_this_machine() {
    let receiver = Receiver::start(Answer::Challenge).await;
    let mut policy = local();
    policy.allowed_networks.push("::1".parse().unwrap());
    let url = format!("http://localhost:{}/", receiver.port());
    assert_eq!(verified(&url, Method::Post, &policy, &SystemResolver).await, Ok(()));
}

#[tokio::test]
async fn a_call_can_move_to_another_thread() {
    let receiver = Receiver::start(Answer::Challenge).await;
    let url = receiver.url();
    let call = tokio::spawn(async move { posted(&url, &local()).await });
    assert_eq!(call.await.unwrap(), Ok(()));
}

/// The environment of this process is shared by all tests, so another one runs this test with proxies set.
#[test]
fn proxies_of_the_environment_are_not_used() {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "handshake::post_sends_token_and_challenge_as_json_and_nothing_besides"]);
    // Nothing listens on port 9 of this machine, so a call through this proxy fails.
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"] {
        command.env(name, "http://127.0.0.1:9");
    }
    let output = command.env_remove("no_proxy").env_remove("NO_PROXY").output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}
