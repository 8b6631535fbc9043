//! What depends on an API key or an endpoint: the connections and arrows that would break without it.

use serde::{Deserialize, Serialize};

use crate::{ConnectionRef, DataFlowId, Verb};

/// Answer of `GET /api/v1/api-keys/{id}/usage` and `GET /api/v1/endpoints/{id}/usage`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Usage {
    /// Number of connections that depend on it.
    pub connections: u32,
    /// Number of data flows that depend on it.
    pub data_flows: u32,
    /// The connections, in the order of the Connections page; the first 50.
    pub items: Vec<ConnectionUse>,
}

/// One connection that depends on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConnectionUse {
    /// The connection.
    pub connection: ConnectionRef,
    /// Number of its data flows that depend on it.
    pub data_flows: u32,
    /// Those data flows, by data type; the first 20.
    pub flows: Vec<FlowRef>,
}

/// One arrow, by what it is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FlowRef {
    /// Its id.
    pub id: DataFlowId,
    /// Your side of it.
    pub verb: Verb,
    /// Data model or FHIR resource.
    pub data_type: String,
}

crate::read::readable! {
    Usage { connections, data_flows, items }
    ConnectionUse { connection, data_flows, flows }
    FlowRef { id, verb, data_type }
}
