//! The state of VPNs: tests of an endpoint, when they are too old, and the one rule that rolls them up.
//!
//! Whoever watches the tunnels records the newest result of each test; nothing here runs a test. A result is good for
//! [`STALE_AFTER`] and counts as not tested from then on, so a monitor that has died never leaves a green mark behind.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{Timestamp, VpnResult, VpnStatus, VpnTestKind};

/// How long a result is good for. Monitors usually test every minute to every five minutes: three missed tests in a row
/// mean that nobody is looking.
pub const STALE_AFTER: Duration = Duration::from_secs(15 * 60);

/// The newest result of one test of one endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct VpnTest {
    /// What was tested.
    pub kind: VpnTestKind,
    /// How it ended. From `staleAt` on it counts as not tested.
    pub result: VpnResult,
    /// The address traffic comes from, as the monitor sees it: often one of a NAT.
    pub sending_ip: Option<String>,
    /// The address traffic goes to, as the monitor sees it.
    pub receiving_ip: Option<String>,
    /// The TCP port traffic goes to, 1 to 65,535.
    pub receiving_port: Option<u16>,
    /// When it was tested.
    pub checked_at: Timestamp,
    /// From when on the result is too old: 15 minutes after it was tested.
    pub stale_at: Timestamp,
    /// What the monitor has to add, in its own words.
    pub message: Option<String>,
}

/// The VPN of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Vpn {
    /// All tests together, at the moment of the answer.
    pub status: VpnStatus,
    /// Its tests, at least one, in the order of [`VpnTestKind::KNOWN`].
    pub tests: Vec<VpnTest>,
}

/// The tests of one endpoint, or of all endpoints of a connection, together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct VpnState {
    /// At the moment of the answer.
    pub status: VpnStatus,
    /// From when on this is too old and counts as `unknown`; `null` when it is `unknown` already.
    pub stale_at: Option<Timestamp>,
}

/// Body of `PUT /api/v1/endpoints/{id}/vpn-tests/{kind}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VpnTestReport {
    /// How it ended; see [`VpnTestKind`] for which results each kind can have.
    pub result: VpnResult,
    /// The address traffic comes from: IPv4 or IPv6.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sending_ip: Option<String>,
    /// The address traffic goes to: IPv4 or IPv6.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiving_ip: Option<String>,
    /// The TCP port traffic goes to, 1 to 65,535.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiving_port: Option<u16>,
    /// When it was tested, at most five minutes ahead of the server's clock; now, without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_at: Option<Timestamp>,
    /// What there is to add, one line of at most 500 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl VpnTest {
    /// Its result at a moment. Times of the contract have one form, so their texts compare like the times.
    #[must_use]
    pub fn shown_result(&self, now: &Timestamp) -> VpnResult {
        if self.stale_at <= *now { VpnResult::NotTested } else { self.result.clone() }
    }
}

/// The one rule: red > yellow > gray > green, where a result that is too old is gray. Without tests nothing is known.
#[must_use]
pub fn vpn_status(tests: &[VpnTest], now: &Timestamp) -> VpnStatus {
    // Statuses are ordered by who decides.
    tests.iter().map(|test| test.shown_result(now).status()).min().unwrap_or(VpnStatus::Unknown)
}

impl Vpn {
    /// The VPN with these tests at a moment; none without tests.
    #[must_use]
    pub fn of(tests: Vec<VpnTest>, now: &Timestamp) -> Option<Self> {
        (!tests.is_empty()).then(|| Self { status: vpn_status(&tests, now), tests })
    }
}

impl VpnState {
    /// The state of a VPN with these tests at a moment; none without tests.
    #[must_use]
    pub fn of(tests: &[VpnTest], now: &Timestamp) -> Option<Self> {
        let status = vpn_status(tests, now);
        let mut ends =
            tests.iter().filter(|test| test.shown_result(now).status() == status).map(|test| &test.stale_at);
        // One passed test that is too old is enough to know nothing; what is wrong is known by its newest evidence.
        let stale_at = match status {
            VpnStatus::Up => ends.min(),
            VpnStatus::Down | VpnStatus::Attention => ends.max(),
            VpnStatus::Unknown | VpnStatus::Other(_) => ends.find(|_| false),
        };
        let stale_at = stale_at.cloned();
        (!tests.is_empty()).then_some(Self { status, stale_at })
    }

    /// The status at a later moment, without asking anybody.
    #[must_use]
    pub fn shown(&self, now: &Timestamp) -> VpnStatus {
        if self.stale_at.as_ref().is_some_and(|end| end <= now) {
            VpnStatus::Unknown
        } else {
            self.status.clone()
        }
    }
}

crate::read::readable! {
    Vpn { status, tests }
    VpnState { status, stale_at }
    VpnTest { kind, result, sending_ip, receiving_ip, receiving_port, checked_at, stale_at, message }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    fn at(minute: u32) -> Timestamp {
        Timestamp(format!("2026-11-24T08:{minute:02}:00.000Z"))
    }

    /// A test that is good until a minute past eight.
    pub(crate) fn good_until(minute: u32, result: VpnResult) -> VpnTest {
        VpnTest {
            kind: VpnTestKind::TcpHeartbeat,
            result,
            sending_ip: Some("10.153.0.7".to_owned()),
            receiving_ip: Some("2001:db8::1".to_owned()),
            receiving_port: Some(2575),
            checked_at: Timestamp("2026-11-24T07:45:00.000Z".to_owned()),
            stale_at: at(minute),
            message: Some("connect timed out".to_owned()),
        }
    }

    /// Every order of a few items.
    fn orders<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
        if items.is_empty() {
            return vec![Vec::new()];
        }
        let mut all = Vec::new();
        for first in 0..items.len() {
            let mut rest = items.to_vec();
            let item = rest.remove(first);
            for mut order in orders(&rest) {
                order.insert(0, item.clone());
                all.push(order);
            }
        }
        all
    }

    #[test]
    fn red_outweighs_yellow_outweighs_gray_outweighs_green_in_any_order() {
        use VpnResult::{Down, NoAnswer, NotTested, Other, Passed};
        let odd = Other("odd".to_owned());
        let cases: [(&[VpnResult], VpnStatus); 9] = [
            (&[], VpnStatus::Unknown),
            (&[Passed], VpnStatus::Up),
            (&[Passed, Passed, Passed], VpnStatus::Up),
            (&[Passed, NotTested], VpnStatus::Unknown),
            (&[Passed, odd], VpnStatus::Unknown),
            (&[NoAnswer, NotTested, Passed], VpnStatus::Attention),
            (&[Down, Passed], VpnStatus::Down),
            (&[Down, NoAnswer, NotTested, Passed], VpnStatus::Down),
            (&[NotTested, NotTested], VpnStatus::Unknown),
        ];
        for (results, expected) in cases {
            for order in orders(results) {
                let tests: Vec<_> = order.iter().map(|result| good_until(15, result.clone())).collect();
                assert_eq!(vpn_status(&tests, &at(0)), expected, "{order:?}");
                let state = VpnState::of(&tests, &at(0)).map(|state| state.status);
                assert_eq!(state, (!tests.is_empty()).then(|| expected.clone()), "{order:?}");
                let later = if tests.is_empty() { expected.clone() } else { VpnStatus::Unknown };
                assert_eq!(vpn_status(&tests, &at(15)), later, "{order:?}, too old");
            }
        }
    }

    #[test]
    fn a_result_turns_gray_at_its_very_moment() {
        let test = good_until(15, VpnResult::Passed);
        assert_eq!(test.shown_result(&at(14)), VpnResult::Passed);
        assert_eq!(test.shown_result(&at(15)), VpnResult::NotTested);
    }

    #[test]
    fn a_state_ages_without_being_asked_for_again() {
        let state = |tests: &[VpnTest]| VpnState::of(tests, &at(0)).unwrap();
        let up = state(&[good_until(10, VpnResult::Passed), good_until(12, VpnResult::Passed)]);
        assert_eq!(up, VpnState { status: VpnStatus::Up, stale_at: Some(at(10)) });
        assert_eq!((up.shown(&at(9)), up.shown(&at(10))), (VpnStatus::Up, VpnStatus::Unknown));
        let down = state(&[
            good_until(8, VpnResult::Down),
            good_until(10, VpnResult::Down),
            good_until(12, VpnResult::Passed),
        ]);
        assert_eq!(down, VpnState { status: VpnStatus::Down, stale_at: Some(at(10)) });
        let gray = state(&[good_until(0, VpnResult::Passed)]);
        assert_eq!(gray, VpnState { status: VpnStatus::Unknown, stale_at: None });
        assert_eq!(VpnState::of(&[], &at(0)), None);
        assert_eq!(Vpn::of(Vec::new(), &at(0)), None);
    }
}
