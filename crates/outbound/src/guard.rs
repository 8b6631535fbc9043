//! The decision whether a URL may be called, and the proof of it that a call needs.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::time::timeout;
use url::Host;

use crate::policy::Policy;
use crate::refusal::{Refusal, UrlFault};
use crate::resolve::Resolver;
use crate::target::Target;

/// The most addresses of a name that are tried. All of them are judged; but they share the time to connect, and trying
/// hundreds would make this server knock on doors for somebody else.
const MOST_ADDRESSES: usize = 4;

/// A URL that may be called, with the addresses it may be called at. Only [`judge`] makes one.
#[derive(Debug, Clone)]
pub struct Approved {
    target: Target,
    addresses: Vec<SocketAddr>,
}

impl Approved {
    /// The URL.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// Where its host was found to be, best first.
    #[must_use]
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }
}

/// Decides whether `url` may be called: looks its host up, and calls nothing.
///
/// It is refused if *any* of the addresses is off limits, even if others are not. Nobody needs a name that leads partly
/// to a private network, and with such a name an attacker chooses by timing which address is used.
///
/// # Errors
///
/// [`Refusal::BadUrl`], [`Refusal::NotHttps`], [`Refusal::NameNotFound`], [`Refusal::BlockedAddress`],
/// [`Refusal::PortNotAllowed`], or [`Refusal::Timeout`] when the look-up alone takes the time for everything.
pub async fn judge(url: &str, policy: &Policy, resolver: &dyn Resolver) -> Result<Approved, Refusal> {
    let target = Target::parse(url, policy.plain_http)?;
    let (Some(host), Some(port)) = (target.host(), target.port()) else {
        return Err(Refusal::BadUrl(UrlFault::Unreadable));
    };
    let found = match host {
        Host::Ipv4(address) => vec![IpAddr::V4(address)],
        Host::Ipv6(address) => vec![IpAddr::V6(address)],
        Host::Domain(name) => look_up(name, policy.timeouts.total, resolver).await?,
    };
    let mut addresses: Vec<_> = found.into_iter().map(|address| SocketAddr::new(address, port)).collect();
    let verdicts: Vec<_> = addresses.iter().map(|address| policy.permit(*address)).collect();
    // An address that is off limits is the graver reason, wherever in the list it stands.
    if verdicts.contains(&Err(Refusal::BlockedAddress)) {
        return Err(Refusal::BlockedAddress);
    }
    verdicts.into_iter().collect::<Result<(), Refusal>>()?;
    addresses.truncate(MOST_ADDRESSES);
    Ok(Approved { target, addresses })
}

/// At least one address. Whatever goes wrong, nothing is known about the name then, so nothing must be called.
async fn look_up(name: &str, limit: Duration, resolver: &dyn Resolver) -> Result<Vec<IpAddr>, Refusal> {
    match timeout(limit, resolver.resolve(name)).await {
        Ok(Ok(found)) if !found.is_empty() => Ok(found),
        Ok(_) => Err(Refusal::NameNotFound),
        Err(_) => Err(Refusal::Timeout(limit)),
    }
}
