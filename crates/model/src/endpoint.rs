//! Endpoints: yours, and those of your connections.

use serde::{Deserialize, Serialize};

use crate::open_enum::open_enum;
use crate::{ConnectionId, EndpointId, EnvironmentId, FlowCounts, Timestamp};

open_enum! {
    /// State of an endpoint, in the codes of FHIR R4 `Endpoint.status`.
    EndpointState {
        /// Ready for use.
        Active = "active", "Active";
        /// Not usable for the time being.
        Suspended = "suspended", "Suspended";
        /// Known to fail.
        Error = "error", "Error";
        /// Switched off.
        Off = "off", "Off";
        /// For tests only.
        Test = "test", "Test";
    }
}

open_enum! {
    /// Which side an endpoint is on.
    Owner {
        /// Your organization's: you may change it.
        You = "you", "Yours";
        /// The connection's: you may look at it.
        Connection = "connection", "The connection's";
    }
}

/// Where data is received or answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Endpoint {
    /// Its id (GUID).
    pub id: EndpointId,
    /// The environment it belongs to.
    pub environment_id: EnvironmentId,
    /// Which side it is on.
    pub owner: Owner,
    /// The connection it belongs to; `null` for yours.
    pub connection: Option<ConnectionRef>,
    /// Its name.
    pub name: String,
    /// Where it listens; `null` until it is set.
    pub url: Option<String>,
    /// FHIR `Endpoint.connectionType` code, such as `hl7-fhir-rest`; `null` when not known.
    pub connection_type: Option<String>,
    /// FHIR version it speaks, as its capability statement says; `null` when not known.
    pub fhir_version: Option<String>,
    /// Its state.
    pub state: EndpointState,
    /// Whether you may change it.
    pub editable: bool,
    /// Data flows that end here, per verb.
    pub flow_counts: FlowCounts,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Counts up with every change; also the ETag.
    pub version: u64,
}

/// A connection, by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConnectionRef {
    /// Its id.
    pub id: ConnectionId,
    /// Its name.
    pub name: String,
}

/// Body of `PATCH /api/v1/endpoints/{id}`: JSON Merge Patch (RFC 7396); a field left out stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndpointPatch {
    /// New name, 1 to 120 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// New URL: `https://`, or in Development also `http://`; at most 2,048 characters; `null` removes it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub url: Option<Option<String>>,
}

/// Tells `null` (remove) from absent (keep).
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(deserializer).map(Some)
}

crate::read::readable! {
    Endpoint {
        id, environment_id, owner, connection, name, url, connection_type, fhir_version, state, editable, flow_counts,
        created_at, updated_at, version,
    }
    ConnectionRef { id, name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merge_patch_tells_null_from_absent() {
        let patch: EndpointPatch = serde_json::from_str("{}").unwrap();
        assert_eq!(patch.url, None);
        let patch: EndpointPatch = serde_json::from_str(r#"{"url":null}"#).unwrap();
        assert_eq!(patch.url, Some(None));
        assert!(serde_json::from_str::<EndpointPatch>(r#"{"state":"off"}"#).is_err());
    }
}
