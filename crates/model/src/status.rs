//! The one status function: tile, table, picture and API all call it, so they can never disagree.

use crate::endpoint::EndpointState;
use crate::open_enum::open_enum;

open_enum! {
    /// Does it work? Of a data flow, or rolled up of a connection.
    Status {
        /// Cannot work: an endpoint reports an error or is switched off.
        Down = "down", "Down";
        /// May not work: an endpoint is suspended.
        Attention = "attention", "Attention";
        /// Messages have flowed and nothing is known to be wrong.
        Healthy = "healthy", "Healthy";
        /// Set up, but no message has been seen yet.
        NoTraffic = "noTraffic", "No traffic yet";
        /// Asked for, not live yet.
        Requested = "requested", "Requested";
    }
}

impl Status {
    /// Whether somebody should look at it.
    #[must_use]
    pub fn is_unhealthy(&self) -> bool {
        matches!(self, Self::Down | Self::Attention)
    }

    /// Whether it is worth a word on every label. Working, and not yet used, are the quiet cases.
    #[must_use]
    pub fn is_noteworthy(&self) -> bool {
        !matches!(self, Self::Healthy | Self::NoTraffic)
    }
}

impl EndpointState {
    /// The status in whose shape and colour it is drawn: what it does to a data flow.
    #[must_use]
    pub fn drawn_as(&self) -> Status {
        match self {
            Self::Error | Self::Off => Status::Down,
            Self::Suspended => Status::Attention,
            Self::Active | Self::Test | Self::Other(_) => Status::NoTraffic,
        }
    }
}

/// What is known of one data flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowFacts<'a> {
    /// State of the endpoint that receives or answers; `None` when the flow has no endpoint of known state.
    pub endpoint_state: Option<&'a EndpointState>,
    /// Whether any message has been seen on it.
    pub has_messages: bool,
}

/// Status of one data flow. A broken endpoint outweighs past traffic.
#[must_use]
pub fn flow_status(facts: &FlowFacts<'_>) -> Status {
    match facts.endpoint_state {
        Some(EndpointState::Error | EndpointState::Off) => Status::Down,
        Some(EndpointState::Suspended) => Status::Attention,
        _ if facts.has_messages => Status::Healthy,
        _ => Status::NoTraffic,
    }
}

/// Status of a connection from its data flows and endpoints: the worst one decides, and one flow with traffic is
/// enough to be healthy when nothing is wrong. Without any part it has had no traffic.
pub fn connection_status(parts: impl IntoIterator<Item = Status>) -> Status {
    let mut rolled_up = Status::NoTraffic;
    for part in parts {
        rolled_up = match (&rolled_up, &part) {
            (Status::Down, _) | (_, Status::Down) => return Status::Down,
            (Status::Attention, _) | (_, Status::Attention) => Status::Attention,
            (Status::Healthy, _) | (_, Status::Healthy) => Status::Healthy,
            _ => rolled_up,
        };
    }
    rolled_up
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(state: Option<&EndpointState>, has_messages: bool) -> Status {
        flow_status(&FlowFacts { endpoint_state: state, has_messages })
    }

    #[test]
    fn a_broken_endpoint_outweighs_past_traffic() {
        assert_eq!(of(Some(&EndpointState::Error), true), Status::Down);
        assert_eq!(of(Some(&EndpointState::Off), true), Status::Down);
        assert_eq!(of(Some(&EndpointState::Suspended), true), Status::Attention);
        assert_eq!(of(Some(&EndpointState::Active), true), Status::Healthy);
        assert_eq!(of(None, false), Status::NoTraffic);
        assert_eq!(of(Some(&EndpointState::Other("napping".to_owned())), false), Status::NoTraffic);
    }

    #[test]
    fn the_worst_part_decides_and_order_does_not_matter() {
        use Status::{Attention, Down, Healthy, NoTraffic};
        let cases: [(&[Status], Status); 6] = [
            (&[], NoTraffic),
            (&[NoTraffic, NoTraffic], NoTraffic),
            (&[NoTraffic, Healthy, NoTraffic], Healthy),
            (&[Healthy, Attention, NoTraffic], Attention),
            (&[Attention, Down, Healthy], Down),
            (&[Status::Other("odd".to_owned()), Healthy], Healthy),
        ];
        for (parts, expected) in cases {
            assert_eq!(connection_status(parts.iter().cloned()), expected, "{parts:?}");
            assert_eq!(connection_status(parts.iter().rev().cloned()), expected, "{parts:?} reversed");
        }
    }
}
