//! Fetching what a user named by its URL: a document such as the key set of an OAuth API key (RFC 7517), or the policy of
//! a page.

use reqwest::header::CONTENT_SECURITY_POLICY;

use crate::call::{self, Progress, Request};
use crate::guard::judge;
use crate::policy::Policy;
use crate::refusal::Refusal;
use crate::resolve::Resolver;

/// Fetches the JSON document at `url`, at most [`crate::BODY_CAP`] bytes. Whether it is JSON the caller finds out by
/// reading it.
///
/// # Errors
///
/// Why there is none, as a [`Refusal`].
pub async fn fetch_json(url: &str, policy: &Policy, resolver: &dyn Resolver) -> Result<Vec<u8>, Refusal> {
    let accept = "application/json, */*;q=0.1";
    let request = Request { query: Vec::new(), json: None, accept, headers: Vec::new() };
    let work = async {
        let approved = judge(url, policy, resolver).await?;
        let mut answer = call::send(&approved, request, policy).await?;
        loop {
            match answer.read().await? {
                Progress::More => {}
                Progress::End => return Ok(answer.body),
                Progress::CutOff => return Err(Refusal::AnswerTooLarge),
            }
        }
    };
    call::in_time(policy, work).await
}

/// The `Content-Security-Policy` that the page at `url` is sent with, one entry per header, empty without any. The page
/// itself is not read. This is the one thing of an answer that callers may show: a page sends it to everybody.
///
/// # Errors
///
/// Why it is not known, as a [`Refusal`].
pub async fn fetch_page_policy(
    url: &str,
    policy: &Policy,
    resolver: &dyn Resolver,
) -> Result<Vec<String>, Refusal> {
    let request =
        Request { query: Vec::new(), json: None, headers: Vec::new(), accept: "text/html, */*;q=0.1" };
    let work = async {
        let approved = judge(url, policy, resolver).await?;
        let answer = call::send(&approved, request, policy).await?;
        Ok(answer.header(&CONTENT_SECURITY_POLICY))
    };
    call::in_time(policy, work).await
}
