//! What may be called: decided by the operator, and stricter than asked for where nothing is said.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use crate::address::{carries_v4, is_public};
use crate::network::Network;
use crate::refusal::Refusal;
use crate::trust::Roots;

/// Ports of the internet that may be called: HTTPS, and the alternative that servers without privileges use (IANA,
/// Service Name and Port Number Registry).
///
/// Any other port would let a user probe services that are not meant for HTTP.
pub const SECURE_PORTS: [u16; 2] = [443, 8443];

/// Ports that may be called besides [`SECURE_PORTS`] where plain HTTP is allowed: HTTP and its alternative.
pub const PLAIN_PORTS: [u16; 2] = [80, 8080];

/// What may be called, and how long it may take.
///
/// The default is for Production: HTTPS to public addresses on [`SECURE_PORTS`], certificates of public authorities.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Whether `http://` is accepted too, for environments of the kind Development.
    pub plain_http: bool,
    /// Networks that may be called although they are not public, on any port: those behind the operator's VPN or on
    /// the same premises. Whoever can set a URL can then reach every service in them, so keep them narrow.
    pub allowed_networks: Vec<Network>,
    /// Authorities that the operator trusts besides the public ones.
    pub extra_roots: Roots,
    /// How long a call may take.
    pub timeouts: Timeouts,
}

/// How long a call may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For the connection, with the TLS handshake.
    pub connect: Duration,
    /// For everything, from looking the name up to the end of the answer.
    pub total: Duration,
}

impl Default for Timeouts {
    /// 3 s to connect and 10 s in all: somebody waits in front of a screen, and a receiver that is slower than that
    /// will not keep up with messages either.
    fn default() -> Self {
        Self { connect: Duration::from_secs(3), total: Duration::from_secs(10) }
    }
}

impl Policy {
    /// Whether a connection to `address` may be made.
    ///
    /// # Errors
    ///
    /// [`Refusal::BlockedAddress`] or [`Refusal::PortNotAllowed`], in this order: which ports are open on an address
    /// that is off limits is nobody's business.
    pub fn permit(&self, address: SocketAddr) -> Result<(), Refusal> {
        if self.allows_network_of(address.ip()) {
            return Ok(());
        }
        if !is_public(address.ip()) {
            return Err(Refusal::BlockedAddress);
        }
        let port = address.port();
        if SECURE_PORTS.contains(&port) || (self.plain_http && PLAIN_PORTS.contains(&port)) {
            Ok(())
        } else {
            Err(Refusal::PortNotAllowed)
        }
    }

    /// Whether `address` is in a network that the operator allowed.
    ///
    /// Of the forms in which IPv6 stands for IPv4 only the mapped one (`::ffff:10.0.0.1`) is a second spelling of the
    /// same address for the machine itself. With the others a gateway decides where a packet goes, so they are in no
    /// network that can be allowed.
    fn allows_network_of(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        if let IpAddr::V6(address) = address
            && carries_v4(address)
        {
            return false;
        }
        self.allowed_networks.iter().any(|network| network.contains(address))
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use proptest::prelude::*;

    use super::*;
    use crate::address::NOT_PUBLIC_V4;

    fn permit(policy: &Policy, address: &str) -> Result<(), Refusal> {
        policy.permit(address.parse().unwrap())
    }

    fn allowing(networks: &[&str]) -> Policy {
        let allowed_networks = networks.iter().map(|text| text.parse().unwrap()).collect();
        Policy { allowed_networks, ..Policy::default() }
    }

    #[test]
    fn public_addresses_on_ports_of_https_only() {
        let policy = Policy::default();
        for port in [443, 8443] {
            assert_eq!(permit(&policy, &format!("8.8.8.8:{port}")), Ok(()));
            assert_eq!(permit(&policy, &format!("[2606:4700::1111]:{port}")), Ok(()));
        }
        for port in [0, 22, 25, 80, 442, 444, 3306, 6379, 8080, 65535] {
            assert_eq!(permit(&policy, &format!("8.8.8.8:{port}")), Err(Refusal::PortNotAllowed), "{port}");
        }
    }

    #[test]
    fn plain_http_opens_two_more_ports() {
        let policy = Policy { plain_http: true, ..Policy::default() };
        for port in [80, 443, 8080, 8443] {
            assert_eq!(permit(&policy, &format!("8.8.8.8:{port}")), Ok(()), "{port}");
        }
        assert_eq!(permit(&policy, "8.8.8.8:81"), Err(Refusal::PortNotAllowed));
        assert_eq!(permit(&policy, "127.0.0.1:80"), Err(Refusal::BlockedAddress));
    }

    #[test]
    fn allowed_networks_are_open_on_every_port_and_their_neighbours_are_not() {
        let policy = allowing(&["10.20.0.0/16", "fd12::/16", "::1"]);
        for address in
            ["10.20.0.1:443", "10.20.255.255:9999", "[::ffff:10.20.0.1]:81", "[fd12::9]:1", "[::1]:80"]
        {
            assert_eq!(permit(&policy, address), Ok(()), "{address}");
        }
        for address in ["10.21.0.0:443", "[::ffff:10.21.0.1]:443", "[fd13::1]:443", "127.0.0.1:443"] {
            assert_eq!(permit(&policy, address), Err(Refusal::BlockedAddress), "{address}");
        }
    }

    #[test]
    fn v4_within_v6_is_in_no_allowed_network_unless_mapped() {
        let policy = allowing(&["127.0.0.0/8", "::/7", "2000::/7"]);
        for address in [
            "[::127.0.0.1]:443",
            "[64:ff9b::7f00:1]:443",
            "[64:ff9b:1::7f00:1]:443",
            "[2002:7f00:1::]:443",
            "[2001::1]:443",
        ] {
            assert_eq!(permit(&policy, address), Err(Refusal::BlockedAddress), "{address}");
        }
        assert_eq!(permit(&policy, "[::ffff:127.0.0.1]:443"), Ok(()));
    }

    #[test]
    fn public_addresses_in_mapped_form_are_refused() {
        assert_eq!(permit(&Policy::default(), "[::ffff:8.8.8.8]:443"), Err(Refusal::BlockedAddress));
    }

    proptest! {
        /// With and without another network being allowed.
        #[test]
        fn what_is_blocked_is_blocked_in_mapped_form(network in prop::sample::select(NOT_PUBLIC_V4), offset: u32) {
            let text = network.to_string();
            let (base, prefix) = text.split_once('/').unwrap();
            let beyond = u32::MAX.checked_shr(prefix.parse().unwrap()).unwrap_or(0);
            let address = Ipv4Addr::from_bits(base.parse::<Ipv4Addr>().unwrap().to_bits() | (offset & beyond));
            prop_assert!(network.contains(IpAddr::V4(address)));
            for policy in [Policy::default(), allowing(&["8.0.0.0/8", "fc00::/7"])] {
                for form in [IpAddr::V4(address), IpAddr::V6(address.to_ipv6_mapped())] {
                    let verdict = policy.permit(SocketAddr::new(form, 443));
                    prop_assert_eq!(verdict, Err(Refusal::BlockedAddress), "{}", form);
                }
            }
        }

        #[test]
        fn both_forms_of_an_allowed_address_are_allowed(offset: u16, port: u16) {
            let policy = allowing(&["10.20.0.0/16"]);
            let address = Ipv4Addr::from_bits(0x0a14_0000 | u32::from(offset));
            for form in [IpAddr::V4(address), IpAddr::V6(address.to_ipv6_mapped())] {
                prop_assert_eq!(policy.permit(SocketAddr::new(form, port)), Ok(()), "{}", form);
            }
        }
    }
}
