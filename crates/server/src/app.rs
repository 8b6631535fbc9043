//! What every handler can reach: the store, the clock, the random source, and where this server stands.

use std::net::SocketAddr;
use std::sync::Arc;

use causeway_model::{ApiKeyId, EmbedId};
use causeway_outbound::Policy;

use crate::auth::SessionCookie;
use crate::clock::Clock;
use crate::config::PublicUrl;
use crate::key_sets::KeySets;
use crate::random::Random;
use crate::sealing::Sealer;
use crate::store::Store;
use crate::throttle::Throttle;

/// Long-lived things, cheap to clone.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) site: Arc<Site>,
    /// Encrypts what must be sent again.
    pub(crate) sealer: Arc<Sealer>,
    /// Which addresses the server may call.
    pub(crate) outbound: Arc<Policy>,
    /// Key sets of clients that publish theirs.
    pub(crate) key_sets: Arc<KeySets>,
    /// How often an API key may be given an access token, by its id. Only those that proved themselves are counted.
    pub(crate) access_tokens: Arc<Throttle<ApiKeyId>>,
    /// How many tokens an embed may give out, by its id.
    pub(crate) embed_tokens: Arc<Throttle<EmbedId>>,
    /// How often one endpoint may be verified, by its id.
    pub(crate) verifications: Arc<Throttle<String>>,
    /// How often an organization's endpoints may be verified, by its id.
    pub(crate) verifications_of_all: Arc<Throttle<String>>,
}

/// Where this server stands, as seen from a browser.
#[derive(Debug)]
pub(crate) struct Site {
    /// Scheme, host and port, without a trailing slash.
    pub(crate) base_url: String,
    /// Whether only this machine can reach it.
    pub(crate) loopback: bool,
    /// Host of the configured public URL.
    pub(crate) public_host: Option<String>,
    /// Whether browsers come over TLS.
    pub(crate) https: bool,
    /// The session cookie's name and attributes.
    pub(crate) cookie: SessionCookie,
}

impl Site {
    /// Where access tokens are given out; also this server's name in client assertions.
    pub(crate) fn token_endpoint(&self) -> String {
        format!("{}/oauth/token", self.base_url)
    }

    /// Of a server that listens on `address`.
    pub(crate) fn new(address: SocketAddr, public_url: Option<&PublicUrl>) -> Self {
        let https = public_url.is_some_and(PublicUrl::is_https);
        let base_url =
            public_url.map_or_else(|| format!("http://{}", openable(address)), |url| url.origin().to_owned());
        Self {
            base_url,
            loopback: address.ip().is_loopback(),
            public_host: public_url.map(|url| url.host().to_owned()),
            https,
            cookie: SessionCookie::new(address.port(), https),
        }
    }
}

/// "All addresses" can be listened on but not opened; this machine's own address can.
fn openable(address: SocketAddr) -> SocketAddr {
    let mut address = address;
    if address.ip().is_unspecified() {
        let own: std::net::IpAddr = if address.is_ipv4() {
            std::net::Ipv4Addr::LOCALHOST.into()
        } else {
            std::net::Ipv6Addr::LOCALHOST.into()
        };
        address.set_ip(own);
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_address_can_be_opened() {
        let site = |address: &str| Site::new(address.parse().unwrap(), None);
        assert_eq!(site("127.0.0.1:8080").base_url, "http://127.0.0.1:8080");
        assert_eq!(site("0.0.0.0:80").base_url, "http://127.0.0.1:80");
        assert!(!site("0.0.0.0:80").loopback);
        assert_eq!(site("[::1]:8080").base_url, "http://[::1]:8080");
        let public = "https://causeway.example.org".parse().unwrap();
        let site = Site::new("127.0.0.1:8080".parse().unwrap(), Some(&public));
        assert_eq!(site.base_url, "https://causeway.example.org");
        assert!(site.https);
    }
}
