//! The verification token and the headers that are sent along go to the endpoint and nowhere else.

use std::sync::{Mutex, Once};

use causeway_outbound::{Handshake, Method, Policy, SecretHeaders, VerificationToken, verify};

use crate::names::NoNames;
use crate::receiver::{Answer, Receiver, ok};
use crate::support::{CHALLENGE, hasty, local};

/// Found nowhere else in these tests.
const SECRET: &str = "TOKEN-CANARY-7f3a";

static RECORDS: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Keep;

impl log::Log for Keep {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        RECORDS.lock().unwrap().push(format!("{} {}", record.target(), record.args()));
    }

    fn flush(&self) {}
}

#[tokio::test]
async fn the_token_is_in_no_log_and_no_refusal() {
    static START: Once = Once::new();
    START.call_once(|| log::set_logger(&Keep).unwrap());
    log::set_max_level(log::LevelFilter::Trace);
    let token = VerificationToken::new(SECRET);
    let headers = SecretHeaders::new(vec![("x-api-key".to_owned(), SECRET.to_owned())]);
    let mut said = vec![format!("{token:?} {headers:?}")];
    let mut asked = 0;
    for answer in [
        Answer::Challenge,
        Answer::Bytes(ok("no")),
        Answer::Bytes(format!("HTTP/1.1 500 {SECRET}\r\nx: {SECRET}\r\ncontent-length: 17\r\n\r\n{SECRET}")),
        Answer::Bytes(format!("HTTP/1.1 302 Found\r\nlocation: /{SECRET}\r\ncontent-length: 0\r\n\r\n")),
        Answer::Bytes(SECRET.to_owned()),
        Answer::Close,
        Answer::Silence,
    ] {
        let patience = if matches!(answer, Answer::Silence) { hasty(1000, 1000) } else { local() };
        let receiver = Receiver::start(answer).await;
        let secure = format!("https://{}/", receiver.address);
        for (url, policy) in [
            (receiver.url(), patience),
            (receiver.url(), Policy::default()),
            // It waits for the end of a request, so no handshake comes about.
            (secure, hasty(50, 50)),
        ] {
            for method in [Method::Post, Method::Get] {
                let handshake =
                    Handshake { url: &url, method, token: &token, headers: &headers, challenge: CHALLENGE };
                let verdict = verify(&handshake, &policy, &NoNames).await;
                said.push(format!("{handshake:?} {verdict:?}"));
                said.extend(verdict.err().map(|refusal| format!("{refusal} {refusal:#?}")));
            }
        }
        asked += receiver
            .seen()
            .iter()
            .filter(|seen| seen.headers().contains(&&*format!("x-api-key: {SECRET}")))
            .filter(|seen| format!("{}{}", seen.head[0], seen.body).contains(SECRET))
            .count();
    }
    assert_eq!(asked, 14, "it did go to the endpoint");
    let records = RECORDS.lock().unwrap();
    assert!(records.iter().any(|record| record.starts_with("reqwest")), "nothing was logged");
    for text in records.iter().chain(&said) {
        assert!(!text.contains(SECRET), "{text}");
    }
}
