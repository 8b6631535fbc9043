//! Fetching a document that a user named by its URL, such as the key set of an OAuth API key (RFC 7517).

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
