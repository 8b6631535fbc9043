//! Which addresses the internet reaches, and which IPv6 addresses stand for IPv4.
//!
//! From IANA's registries of special-purpose addresses, IPv4 and IPv6 (RFC 6890), as of 2025. It must not know what
//! the operator allows; that is `policy`.

use std::net::{IpAddr, Ipv6Addr};

use crate::network::Network;

/// IPv4 that is not an ordinary host on the internet.
pub(crate) const NOT_PUBLIC_V4: &[Network] = &[
    // "This network"; 0.0.0.0 connects to the machine itself. RFC 791.
    Network::v4([0, 0, 0, 0], 8),
    // Private. RFC 1918.
    Network::v4([10, 0, 0, 0], 8),
    // Shared behind a carrier's NAT; also the metadata service of Alibaba Cloud. RFC 6598.
    Network::v4([100, 64, 0, 0], 10),
    // Loopback. RFC 1122.
    Network::v4([127, 0, 0, 0], 8),
    // Azure's platform services, with an address that only looks public. Microsoft, "What is IP address
    // 168.63.129.16?".
    Network::v4([168, 63, 129, 16], 32),
    // Link-local; also the metadata service of most clouds. RFC 3927.
    Network::v4([169, 254, 0, 0], 16),
    // Private. RFC 1918.
    Network::v4([172, 16, 0, 0], 12),
    // Protocol assignments; also the metadata service of Oracle Cloud. RFC 6890.
    Network::v4([192, 0, 0, 0], 24),
    // Documentation. RFC 5737.
    Network::v4([192, 0, 2, 0], 24),
    // Relays of 6to4, no longer in use. RFC 7526.
    Network::v4([192, 88, 99, 0], 24),
    // Private. RFC 1918.
    Network::v4([192, 168, 0, 0], 16),
    // Benchmarks of network devices. RFC 2544.
    Network::v4([198, 18, 0, 0], 15),
    // Documentation. RFC 5737.
    Network::v4([198, 51, 100, 0], 24),
    // Documentation. RFC 5737.
    Network::v4([203, 0, 113, 0], 24),
    // Multicast. RFC 5771.
    Network::v4([224, 0, 0, 0], 4),
    // Reserved; its last address is the broadcast. RFC 1112, RFC 919.
    Network::v4([240, 0, 0, 0], 4),
];

/// The only part of IPv6 from which addresses of hosts on the internet are given out (IANA, IPv6 Address Space).
///
/// So `::`, `::1`, `64:ff9b::/96`, `100::/64`, `fc00::/7`, `fe80::/10`, `fec0::/10` and `ff00::/8` need no rows of
/// their own, nor does what will be assigned outside of it.
const GLOBAL_UNICAST: Network = Network::v6([0x2000, 0, 0, 0], 3);

/// What lies in that part without being a host on the internet.
const NOT_PUBLIC_V6: &[Network] = &[
    // Protocol assignments: Teredo, benchmarks, ORCHID and others. RFC 2928.
    Network::v6([0x2001, 0, 0, 0], 23),
    // Documentation. RFC 3849.
    Network::v6([0x2001, 0xdb8, 0, 0], 32),
    // 6to4, which carries an IPv4 address. RFC 3056.
    Network::v6([0x2002, 0, 0, 0], 16),
    // The 6bone, given back. RFC 3701.
    Network::v6([0x3ffe, 0, 0, 0], 16),
    // Documentation. RFC 9637.
    Network::v6([0x3fff, 0, 0, 0], 20),
];

/// Prefixes under which an IPv6 address stands for an IPv4 address, except `::/96`, which has two of its own.
const CARRIERS_OF_V4: &[Network] = &[
    // NAT64 by a fixed prefix. RFC 6052.
    Network::v6([0x64, 0xff9b, 0, 0], 96),
    // NAT64 by a local prefix. RFC 8215.
    Network::v6([0x64, 0xff9b, 1, 0], 48),
    // Teredo. RFC 4380.
    Network::v6([0x2001, 0, 0, 0], 32),
    // 6to4. RFC 3056.
    Network::v6([0x2002, 0, 0, 0], 16),
];

/// Whether `address` can be that of an ordinary host on the internet.
pub(crate) fn is_public(address: IpAddr) -> bool {
    let among = |networks: &[Network]| networks.iter().any(|network| network.contains(address));
    match address {
        IpAddr::V4(_) => !among(NOT_PUBLIC_V4),
        IpAddr::V6(_) => GLOBAL_UNICAST.contains(address) && !among(NOT_PUBLIC_V6),
    }
}

/// Whether an IPv6 address stands for an IPv4 address, so that some gateway may deliver to that one.
pub(crate) fn carries_v4(address: Ipv6Addr) -> bool {
    match address.segments() {
        // `::` and `::1` are addresses of IPv6 itself.
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => false,
        // IPv4-compatible (RFC 4291 2.5.5.1), IPv4-mapped (2.5.5.2), IPv4-translated (RFC 2765 2.1).
        [0, 0, 0, 0, 0, 0, ..] | [0, 0, 0, 0, 0, 0xffff, ..] | [0, 0, 0, 0, 0xffff, 0, ..] => true,
        _ => CARRIERS_OF_V4.iter().any(|network| network.contains(IpAddr::V6(address))),
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use proptest::prelude::*;

    use super::*;

    fn public(text: &str) -> bool {
        is_public(text.parse().unwrap())
    }

    /// First and last address of every range of IPv4 that must not be called.
    const V4: [(&str, &str); 16] = [
        ("0.0.0.0", "0.255.255.255"),
        ("10.0.0.0", "10.255.255.255"),
        ("100.64.0.0", "100.127.255.255"),
        ("127.0.0.0", "127.255.255.255"),
        ("168.63.129.16", "168.63.129.16"),
        ("169.254.0.0", "169.254.255.255"),
        ("172.16.0.0", "172.31.255.255"),
        ("192.0.0.0", "192.0.0.255"),
        ("192.0.2.0", "192.0.2.255"),
        ("192.88.99.0", "192.88.99.255"),
        ("192.168.0.0", "192.168.255.255"),
        ("198.18.0.0", "198.19.255.255"),
        ("198.51.100.0", "198.51.100.255"),
        ("203.0.113.0", "203.0.113.255"),
        ("224.0.0.0", "239.255.255.255"),
        ("240.0.0.0", "255.255.255.255"),
    ];

    #[test]
    fn ranges_of_v4_end_where_the_registry_says() {
        let mut edges = 0;
        for (first, last) in V4 {
            assert!(!public(first) && !public(last), "{first} {last}");
            let [first, last] = [first, last].map(|text| text.parse::<Ipv4Addr>().unwrap().to_bits());
            for neighbour in [first.checked_sub(1), last.checked_add(1)].into_iter().flatten() {
                let neighbour = Ipv4Addr::from_bits(neighbour);
                // Multicast and what is reserved meet; everything else has public neighbours.
                if V4.iter().all(|(first, _)| *first != neighbour.to_string())
                    && V4.iter().all(|(_, last)| *last != neighbour.to_string())
                {
                    assert!(is_public(IpAddr::V4(neighbour)), "{neighbour}");
                    edges += 1;
                }
            }
        }
        // All 32 but the two ends of everything and the two where ranges meet.
        assert_eq!(edges, 28);
    }

    #[test]
    fn special_addresses_of_v6_are_not_public() {
        for text in [
            "::",
            "::1",
            "::7f00:1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "64:ff9b:1::1",
            "100::",
            "100::ffff",
            "100:0:0:1::",
            "2001::1",
            "2001:2::1",
            "2001:10::1",
            "2001:20::1",
            "2001:1ff:ffff::",
            "2001:db8::1",
            "2001:db8:ffff::1",
            "2002::1",
            "2002:808:808::1",
            "2002:ffff::",
            "3ffe::1",
            "3fff::1",
            "3fff:fff::",
            "4000::1",
            "5f00::1",
            "fc00::1",
            "fdff::1",
            "fd00:ec2::254",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "feff::1",
            "ff00::1",
            "ff02::1",
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        ] {
            assert!(!public(text), "{text}");
        }
        for text in
            ["2001:200::1", "2001:db7:ffff::1", "2001:db9::1", "2003::1", "2606:4700::1111", "3fff:1000::1"]
        {
            assert!(public(text), "{text}");
        }
    }

    #[test]
    fn v4_within_v6_is_recognized() {
        for text in [
            "::ffff:1.2.3.4",
            "::1.2.3.4",
            "::ffff:0:1.2.3.4",
            "64:ff9b::1.2.3.4",
            "64:ff9b:1:2::3",
            "2002:102:304::",
            "2001:0:1:2:3:4:5:6",
        ] {
            assert!(carries_v4(text.parse().unwrap()), "{text}");
        }
        for text in ["::", "::1", "fd00::1", "2606:4700::1111", "2001:1::1", "64:ff9c::1"] {
            assert!(!carries_v4(text.parse().unwrap()), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_form_of_v4_within_v6_is_public(bits: u32) {
            let v4 = Ipv4Addr::from_bits(bits);
            let [high, low] = [(bits >> 16) as u16, (bits & 0xffff) as u16];
            for v6 in [
                v4.to_ipv6_mapped(),
                Ipv6Addr::new(0, 0, 0, 0, 0, 0, high, low),
                Ipv6Addr::new(0, 0, 0, 0, 0xffff, 0, high, low),
                Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low),
                Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1),
                Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, !high, !low),
            ] {
                prop_assert!(!is_public(IpAddr::V6(v6)), "{v4} as {v6}");
            }
        }
    }
}
