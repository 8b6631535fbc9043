//! What depends on an API key or an endpoint: the connections and arrows that would break without it.

use serde::{Deserialize, Serialize};

use crate::{ConnectionRef, DataFlowId, Timestamp, Verb};

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
    /// Of an API key: when each of its secrets or key pairs was last used with the connection, the latest first. Shows
    /// during a rotation who has the new one already.
    pub last_uses: Vec<KeyUse>,
}

/// A secret or a key pair of an API key, and when a request that names a connection was last made with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct KeyUse {
    /// How the secret ends; `null` for a key pair.
    pub last4: Option<String>,
    /// The `kid` of the key pair; `null` for a secret.
    pub kid: Option<String>,
    /// When, to the minute.
    pub at: Timestamp,
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
    ConnectionUse { connection, data_flows, flows, last_uses }
    KeyUse { last4, kid, at }
    FlowRef { id, verb, data_type }
}
