//! What VPN tests test, how they can end, what each result means and what to do about it.

use crate::open_enum::open_enum;
use crate::{Owner, Status};

open_enum! {
    /// What is tested of a VPN.
    VpnTestKind {
        /// Whether both peers hold what they need to talk securely: is the tunnel up? `passed` or `down`.
        SecurityAssociation = "securityAssociation", "Security association";
        /// Whether the endpoint accepts TCP connections through the tunnel. `passed` or `notTested`; at a connection's
        /// endpoint, which you send to, also `noAnswer`.
        TcpHeartbeat = "tcpHeartbeat", "TCP heartbeat";
        /// For endpoints that cannot do a TCP heartbeat: whether it answers pings. Results as of the TCP heartbeat.
        Ping = "ping", "Ping";
    }
}

open_enum! {
    /// How a test ended.
    VpnResult {
        /// It works: green.
        Passed = "passed", "Passed";
        /// The tunnel may be up, but the endpoint does not answer: yellow.
        NoAnswer = "noAnswer", "No answer";
        /// There is no security association: red.
        Down = "down", "Down";
        /// There is no result: gray.
        NotTested = "notTested", "Not tested";
    }
}

open_enum! {
    /// All tests together. In this order the first one that occurs decides.
    VpnStatus {
        /// A tunnel is down: red.
        Down = "down", "VPN down";
        /// An endpoint does not answer: yellow.
        Attention = "attention", "VPN no answer";
        /// A test has no result, or none that is recent enough: gray.
        Unknown = "unknown", "VPN not tested";
        /// Every test has passed: green.
        Up = "up", "VPN up";
    }
}

impl VpnTestKind {
    /// The results a test can have at an endpoint of this side. A heartbeat that you do not receive is no evidence that
    /// anything is wrong, so at your own endpoint it has not been tested rather than failed.
    #[must_use]
    pub fn results(&self, owner: &Owner) -> &'static [VpnResult] {
        match (self, owner) {
            (Self::SecurityAssociation, _) => &[VpnResult::Passed, VpnResult::Down],
            (Self::TcpHeartbeat | Self::Ping, Owner::You) => &[VpnResult::Passed, VpnResult::NotTested],
            _ => &[VpnResult::Passed, VpnResult::NoAnswer, VpnResult::NotTested],
        }
    }
}

impl VpnResult {
    /// What one result means for the whole.
    #[must_use]
    pub fn status(&self) -> VpnStatus {
        match self {
            Self::Passed => VpnStatus::Up,
            Self::NoAnswer => VpnStatus::Attention,
            Self::Down => VpnStatus::Down,
            Self::NotTested | Self::Other(_) => VpnStatus::Unknown,
        }
    }

    /// What it means, in a sentence.
    #[must_use]
    pub fn meaning(&self, kind: &VpnTestKind) -> &'static str {
        match (self, kind) {
            (Self::Passed, VpnTestKind::SecurityAssociation) => {
                "Both sides can talk securely: the tunnel is up."
            }
            (Self::Passed, VpnTestKind::Ping) => "The endpoint answers pings.",
            (Self::Passed, _) => "The endpoint accepts connections.",
            (Self::NoAnswer, _) => "The tunnel may be up, but the endpoint does not answer.",
            (Self::Down, _) => "There is no security association: the tunnel is down.",
            _ => "There is no recent result: it is not monitored, or nothing came through.",
        }
    }

    /// What to do about it; empty when there is nothing to do.
    #[must_use]
    pub fn next_step(&self) -> &'static str {
        match self {
            Self::Passed => "",
            Self::NoAnswer => {
                "Check the listener, port and firewall of the endpoint, and watch your queue. Contact whoever runs it."
            }
            Self::Down => {
                "Check IPsec peers, pre-shared key and its lifetime, and encryption domains with both network teams."
            }
            Self::NotTested | Self::Other(_) => {
                "Check whether traffic is expected. If it is, look at the logs and at whoever monitors the VPN."
            }
        }
    }
}

impl VpnStatus {
    /// The status of data flows with the same shape and colour.
    #[must_use]
    pub fn drawn_as(&self) -> Status {
        match self {
            Self::Down => Status::Down,
            Self::Attention => Status::Attention,
            Self::Up => Status::Healthy,
            Self::Unknown | Self::Other(_) => Status::NoTraffic,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_the_results_that_can_occur_on_its_side() {
        use VpnResult::{Down, NoAnswer, NotTested, Passed};
        let (association, heartbeat) = (VpnTestKind::SecurityAssociation, VpnTestKind::TcpHeartbeat);
        assert_eq!(association.results(&Owner::Connection), [Passed, Down]);
        assert_eq!(heartbeat.results(&Owner::You), [Passed, NotTested]);
        for kind in [heartbeat, VpnTestKind::Ping] {
            assert_eq!(kind.results(&Owner::Connection), [Passed, NoAnswer, NotTested]);
        }
    }

    #[test]
    fn whatever_is_not_green_has_a_meaning_and_a_next_step() {
        for result in VpnResult::KNOWN {
            assert_eq!(result.next_step().is_empty(), *result == VpnResult::Passed, "{result}");
            for kind in VpnTestKind::KNOWN {
                assert!(result.meaning(kind).ends_with('.'), "{kind} {result}");
            }
        }
    }
}
