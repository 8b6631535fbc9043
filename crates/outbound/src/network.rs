//! Networks in CIDR notation, such as `10.20.0.0/16`.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use crate::address::carries_v4;

/// All addresses that begin with the same bits (RFC 4632, RFC 4291 section 2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    base: IpAddr,
    prefix: u8,
}

impl Network {
    /// Of the tables in this crate, which are known to be right.
    pub(crate) const fn v4(base: [u8; 4], prefix: u8) -> Self {
        let [a, b, c, d] = base;
        Self { base: IpAddr::V4(Ipv4Addr::new(a, b, c, d)), prefix }
    }

    /// Of the tables in this crate; `base` is the upper half, the lower one is zero.
    pub(crate) const fn v6(base: [u16; 4], prefix: u8) -> Self {
        let [a, b, c, d] = base;
        Self { base: IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0)), prefix }
    }

    /// Whether `address` is one of this network, by its own family: IPv4 within IPv6 counts as IPv6.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.base, address) {
            (IpAddr::V4(base), IpAddr::V4(address)) => {
                // A prefix of no bits shifts everything out, which the plain shift would refuse.
                let differs = base.to_bits() ^ address.to_bits();
                differs.checked_shr(32 - u32::from(self.prefix)).unwrap_or(0) == 0
            }
            (IpAddr::V6(base), IpAddr::V6(address)) => {
                let differs = base.to_bits() ^ address.to_bits();
                differs.checked_shr(128 - u32::from(self.prefix)).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

/// Why a text is no network that can be allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// Not an address, or not a number of bits behind the slash.
    #[error("this is not a network; write an address and a prefix length, such as 10.20.0.0/16")]
    Unreadable,
    /// `10.1.2.3/8`: one of the two numbers is a mistake, and which one decides what is allowed.
    #[error("the address has bits beyond the prefix length; write the first address of the network")]
    BitsBeyondPrefix,
    /// Wider than the widest private network: it would allow nearly everything.
    #[error("this network is too wide; the widest are /8 for IPv4 and /7 for IPv6")]
    TooWide,
    /// IPv6 that stands for IPv4, which is judged by the IPv4 address within.
    #[error("this IPv6 network stands for IPv4 addresses; allow the IPv4 network instead")]
    StandsForV4,
}

/// The widest private network of IPv4 is 10.0.0.0/8 (RFC 1918).
const WIDEST_V4: u8 = 8;
/// The private network of IPv6 is `fc00::/7` (RFC 4193).
const WIDEST_V6: u8 = 7;

impl FromStr for Network {
    type Err = NetworkError;

    /// An address alone is the network of that one address.
    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let base: IpAddr = address.parse().map_err(|_| NetworkError::Unreadable)?;
        let (bits, longest, widest) = match base {
            // As if it were the front of an IPv6 address, so that one rule serves both.
            IpAddr::V4(base) => (u128::from(base.to_bits()) << 96, 32, WIDEST_V4),
            IpAddr::V6(base) => (base.to_bits(), 128, WIDEST_V6),
        };
        let prefix = match prefix {
            None => longest,
            // `parse` would take a plus sign.
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                digits.parse().ok().filter(|prefix| *prefix <= longest).ok_or(NetworkError::Unreadable)?
            }
            Some(_) => return Err(NetworkError::Unreadable),
        };
        if prefix < widest {
            return Err(NetworkError::TooWide);
        }
        if bits.checked_shl(u32::from(prefix)).unwrap_or(0) != 0 {
            return Err(NetworkError::BitsBeyondPrefix);
        }
        if let IpAddr::V6(base) = base
            && carries_v4(base)
        {
            return Err(NetworkError::StandsForV4);
        }
        Ok(Self { base, prefix })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.base, self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn network(text: &str) -> Network {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    fn contains(text: &str, address: &str) -> bool {
        network(text).contains(address.parse().unwrap())
    }

    #[test]
    fn the_first_and_last_address_belong_to_it_and_their_neighbours_do_not() {
        for (text, first, last, before, after) in [
            ("10.0.0.0/8", "10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"),
            ("172.16.0.0/12", "172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0"),
            ("192.168.7.0/25", "192.168.7.0", "192.168.7.127", "192.168.6.255", "192.168.7.128"),
            ("10.1.2.3", "10.1.2.3", "10.1.2.3", "10.1.2.2", "10.1.2.4"),
            (
                "fd12:3456::/32",
                "fd12:3456::",
                "fd12:3456:ffff:ffff:ffff:ffff:ffff:ffff",
                "fd12:3455:ffff::",
                "fd12:3457::",
            ),
            ("::1", "::1", "::1", "::", "::2"),
        ] {
            assert!(contains(text, first), "{text} {first}");
            assert!(contains(text, last), "{text} {last}");
            assert!(!contains(text, before), "{text} {before}");
            assert!(!contains(text, after), "{text} {after}");
        }
    }

    #[test]
    fn families_do_not_mix() {
        assert!(!contains("10.0.0.0/8", "::ffff:10.0.0.1"));
        assert!(!contains("fc00::/7", "252.0.0.1"));
    }

    #[test]
    fn mistakes_are_told_apart() {
        for (text, error) in [
            ("", NetworkError::Unreadable),
            ("10.0.0.0/", NetworkError::Unreadable),
            ("10.0.0.0/+8", NetworkError::Unreadable),
            ("10.0.0.0/33", NetworkError::Unreadable),
            ("10.0.0.0/256", NetworkError::Unreadable),
            ("fc00::/129", NetworkError::Unreadable),
            ("10.0.0/8", NetworkError::Unreadable),
            ("010.0.0.0/8", NetworkError::Unreadable),
            ("10.0.0.0/8/8", NetworkError::Unreadable),
            ("intranet", NetworkError::Unreadable),
            ("fe80::1%eth0", NetworkError::Unreadable),
            ("10.1.2.3/8", NetworkError::BitsBeyondPrefix),
            ("fd00::1/64", NetworkError::BitsBeyondPrefix),
            ("0.0.0.0/0", NetworkError::TooWide),
            ("::/0", NetworkError::TooWide),
            ("10.0.0.0/7", NetworkError::TooWide),
            ("::ffff:10.0.0.0/104", NetworkError::StandsForV4),
            ("64:ff9b::/96", NetworkError::StandsForV4),
            ("2002:a00::/24", NetworkError::StandsForV4),
        ] {
            assert_eq!(text.parse::<Network>(), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[0-9a-f:./]{0,40}|.{0,20}") {
            let _ = text.parse::<Network>();
        }

        #[test]
        fn what_is_written_is_read_back(bits: u32, prefix in 8_u8..=32) {
            let base = Ipv4Addr::from_bits(bits >> (32 - prefix) << (32 - prefix));
            let text = format!("{base}/{prefix}");
            let network = network(&text);
            prop_assert_eq!(network.to_string(), text);
            prop_assert!(network.contains(IpAddr::V4(Ipv4Addr::from_bits(bits))));
        }
    }
}
