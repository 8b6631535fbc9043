//! What most tests begin with.

use std::time::Duration;

use causeway_outbound::{
    Handshake, Method, Policy, Refusal, Resolver, SecretHeaders, Timeouts, VerificationToken, verify,
};
use uuid::Uuid;

pub(crate) const TOKEN: &str = "t&k /7";
pub(crate) const CHALLENGE: Uuid = Uuid::from_u128(0x0123_4567_89ab_4def_8123_4567_89ab_cdef);

/// Allows the receivers of the tests, and much more time than they need.
pub(crate) fn local() -> Policy {
    Policy {
        plain_http: true,
        allowed_networks: vec!["127.0.0.1/32".parse().unwrap()],
        timeouts: Timeouts { connect: Duration::from_secs(20), total: Duration::from_secs(30) },
        ..Policy::default()
    }
}

/// The same with little time.
pub(crate) fn hasty(connect: u64, total: u64) -> Policy {
    let timeouts = Timeouts { connect: Duration::from_millis(connect), total: Duration::from_millis(total) };
    Policy { timeouts, ..local() }
}

pub(crate) async fn verified(
    url: &str,
    method: Method,
    policy: &Policy,
    resolver: &dyn Resolver,
) -> Result<(), Refusal> {
    let token = VerificationToken::new(TOKEN);
    let headers = SecretHeaders::default();
    verify(
        &Handshake { url, method, token: &token, headers: &headers, challenge: CHALLENGE },
        policy,
        resolver,
    )
    .await
}

/// Verification by POST of a URL whose host is an address.
pub(crate) async fn posted(url: &str, policy: &Policy) -> Result<(), Refusal> {
    verified(url, Method::Post, policy, &crate::names::NoNames).await
}
