//! The verification handshake: proof that whoever runs an endpoint expects our messages.
//!
//! We send the verification token, which the endpoint's owner chose, and a challenge made up for this one time; the
//! endpoint compares the token and answers with the challenge anywhere in the body. The handshake follows the
//! verification of intent in W3C's `WebSub` (section 5.3). An endpoint that repeats everything it is sent passes it too.

use std::fmt;

use uuid::Uuid;

use crate::call::{self, Answer, Progress, Request};
use crate::guard::judge;
use crate::policy::Policy;
use crate::refusal::Refusal;
use crate::resolve::Resolver;

/// The secret by which an endpoint knows our requests. It shows itself to nobody but the endpoint.
#[derive(Clone)]
pub struct VerificationToken(String);

impl VerificationToken {
    /// Wraps the text its owner chose.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for VerificationToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// Headers by which a gateway in front of an endpoint knows our requests: names and values. They show their names alone.
#[derive(Clone, Default)]
pub struct SecretHeaders(Vec<(String, String)>);

impl SecretHeaders {
    /// Wraps what their owner chose. A pair that HTTP cannot carry is left out.
    #[must_use]
    pub fn new(headers: Vec<(String, String)>) -> Self {
        Self(headers)
    }
}

impl fmt::Debug for SecretHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

/// How an endpoint wants to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Token and challenge in a JSON body. To be preferred.
    Post,
    /// Token and challenge in the query, behind what the URL has there already. Servers and gateways write queries
    /// into their logs, the token with them.
    Get,
}

/// One verification of one endpoint.
#[derive(Debug, Clone, Copy)]
pub struct Handshake<'a> {
    /// The endpoint, as its owner gave it.
    pub url: &'a str,
    /// How to ask.
    pub method: Method,
    /// The token to show.
    pub token: &'a VerificationToken,
    /// Headers to send along.
    pub headers: &'a SecretHeaders,
    /// A random UUID (version 4) that was never used before; whoever can guess it passes without being asked.
    pub challenge: Uuid,
}

const TOKEN: &str = "verification-token";
const CHALLENGE: &str = "challenge";

/// Verifies an endpoint: `Ok` when it answered with a status of success and the challenge.
///
/// # Errors
///
/// Why not, as a [`Refusal`].
pub async fn verify(
    handshake: &Handshake<'_>,
    policy: &Policy,
    resolver: &dyn Resolver,
) -> Result<(), Refusal> {
    let work = async {
        let approved = judge(handshake.url, policy, resolver).await?;
        let answer = call::send(&approved, request(handshake), policy).await?;
        find(answer, handshake.challenge.to_string().as_bytes()).await
    };
    call::in_time(policy, work).await
}

fn request(handshake: &Handshake<'_>) -> Request {
    let token = handshake.token.0.clone();
    let challenge = handshake.challenge.to_string();
    let (query, json) = match handshake.method {
        Method::Post => {
            (Vec::new(), Some(serde_json::json!({ TOKEN: token, CHALLENGE: challenge }).to_string()))
        }
        Method::Get => (vec![(TOKEN, token), (CHALLENGE, challenge)], None),
    };
    Request { query, json, accept: "*/*", headers: handshake.headers.0.clone() }
}

/// Reads until the challenge is there, and no further.
async fn find(mut answer: Answer, challenge: &[u8]) -> Result<(), Refusal> {
    loop {
        // It may have begun in the piece before.
        let from = answer.body.len().saturating_sub(challenge.len() - 1);
        let progress = answer.read().await?;
        if answer.body[from..].windows(challenge.len()).any(|part| part == challenge) {
            return Ok(());
        }
        match progress {
            Progress::More => {}
            Progress::End => return Err(Refusal::ChallengeMissing),
            Progress::CutOff => return Err(Refusal::AnswerTooLarge),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_does_not_show_itself() {
        let token = VerificationToken::new("hunter2");
        let handshake = Handshake {
            url: "https://example.org",
            method: Method::Get,
            token: &token,
            headers: &SecretHeaders::new(vec![("x-api-key".to_owned(), "hunter2".to_owned())]),
            challenge: Uuid::nil(),
        };
        assert!(format!("{handshake:?}").contains("token: [secret]"));
        assert!(!format!("{handshake:?} {token:?}").contains("hunter2"));
    }
}
