//! What goes into the store of a VPN test.

use std::net::IpAddr;

use causeway_model::{VpnResult, VpnTestKind};

use crate::clock::Time;

/// A result to record, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VpnTestRecord {
    /// What was tested.
    pub kind: VpnTestKind,
    /// How it ended.
    pub result: VpnResult,
    /// Where traffic comes from.
    pub sending_ip: Option<IpAddr>,
    /// Where traffic goes to.
    pub receiving_ip: Option<IpAddr>,
    /// The port it goes to, never 0.
    pub receiving_port: Option<u16>,
    /// When it was tested.
    pub checked_at: Time,
    /// What there is to add.
    pub message: Option<String>,
}
