//! Connections and their counts.

use serde::{Deserialize, Serialize};

use crate::open_enum::open_enum;
use crate::{ConnectionId, EnvironmentId, Status, Timestamp, Verb, VpnState};

open_enum! {
    /// Where a connection comes from.
    ConnectionKind {
        /// One of the two every new organization has.
        Default = "default", "Default connection";
        /// Another organization.
        Partner = "partner", "Partner";
    }
}

/// Another organization you can exchange data with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    /// Its id.
    pub id: ConnectionId,
    /// The environment it belongs to.
    pub environment_id: EnvironmentId,
    /// Name of the organization you are connected with.
    pub name: String,
    /// Where the connection comes from.
    pub kind: ConnectionKind,
    /// Rolled up from its data flows and endpoints by [`crate::connection_status`].
    pub status: Status,
    /// FHIR version its endpoints speak, as its capability statement says (`4.0.1`); `null` when not known.
    pub fhir_version: Option<String>,
    /// Number of data flows per verb.
    pub flow_counts: FlowCounts,
    /// Number of its endpoints; an endpoint counts once, however often the picture shows it.
    pub endpoint_count: u32,
    /// When the last message was seen, on any of its data flows.
    pub last_message_at: Option<Timestamp>,
    /// VPN tests of its endpoints, and of those of yours that its data flows end at, together; `null` without any.
    pub vpn: Option<VpnState>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Counts up with every change, but not with VPN tests. The ETag begins with it.
    pub version: u64,
}

/// Data flows per verb.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FlowCounts {
    /// You send.
    pub send: u32,
    /// You receive.
    pub receive: u32,
    /// You request.
    pub request: u32,
    /// You respond.
    pub respond: u32,
}

impl FlowCounts {
    /// All four together.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.send + self.receive + self.request + self.respond
    }

    /// The count of one verb; 0 for a verb this version does not know.
    #[must_use]
    pub fn of(&self, verb: &Verb) -> u32 {
        match verb {
            Verb::Send => self.send,
            Verb::Receive => self.receive,
            Verb::Request => self.request,
            Verb::Respond => self.respond,
            Verb::Other(_) => 0,
        }
    }

    /// Counts one more data flow of this verb; a verb this version does not know is not counted.
    pub fn add(&mut self, verb: &Verb) {
        match verb {
            Verb::Send => self.send += 1,
            Verb::Receive => self.receive += 1,
            Verb::Request => self.request += 1,
            Verb::Respond => self.respond += 1,
            Verb::Other(_) => {}
        }
    }
}

/// Answer of `GET /api/v1/environments/{id}/summary`: what the Connections page shows above its tiles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EnvironmentSummary {
    /// Connections that match the search, whatever their status.
    pub connections: u32,
    /// The same per status, only those that occur, in the order of [`Status::KNOWN`].
    pub by_status: Vec<StatusCount>,
    /// Data flows of the connections that match the search.
    pub data_flows: u32,
}

/// How many connections have a status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct StatusCount {
    /// The status.
    pub status: Status,
    /// Number of connections.
    pub count: u32,
}

crate::read::readable! {
    Connection {
        id, environment_id, name, kind, status, fhir_version, flow_counts, endpoint_count, last_message_at, vpn,
        created_at, updated_at, version,
    }
    FlowCounts { send, receive, request, respond }
    EnvironmentSummary { connections, by_status, data_flows }
    StatusCount { status, count }
}
