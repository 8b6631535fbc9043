//! Endpoints: yours, and those of your connections.

use serde::{Deserialize, Serialize};

use crate::open_enum::open_enum;
use crate::{
    AuthCredentialId, AuthCredentialRef, ConnectionId, EndpointId, EnvironmentId, FlowCounts, Timestamp, Vpn,
};

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
    /// How data reaches an endpoint. The form of its URL follows from it.
    EndpointKind {
        /// `https://…`, in Development also `http://…`: JSON or FHIR by HTTP.
        Https = "https", "HTTPS";
        /// `mllp://host:port`: HL7 v2 over TCP (HL7 v2.9, appendix "MLLP"), through a VPN.
        Mllp = "mllp", "MLLP over VPN";
        /// `sftp://user@host:port/folder`: files.
        Sftp = "sftp", "SFTP";
        /// `s3://bucket/prefix`, `gs://bucket/prefix` or `azure://account/container`: objects in a cloud's storage.
        Cloud = "cloud", "Cloud storage";
    }
}

open_enum! {
    /// Whether the handshake with a URL has shown that it belongs to you.
    VerificationState {
        /// Not tried since URL or token last changed.
        Unverified = "unverified", "Not verified";
        /// It answered with the challenge.
        Verified = "verified", "Verified";
        /// It did not.
        Failed = "failed", "Verification failed";
    }
}

open_enum! {
    /// How token and challenge are sent to a URL.
    VerificationMethod {
        /// As a JSON body.
        Post = "POST", "POST";
        /// As a query, which servers and proxies on the way may write into their logs.
        Get = "GET", "GET";
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
    /// How data reaches it.
    pub kind: EndpointKind,
    /// Where it listens; `null` until it is set.
    pub url: Option<String>,
    /// The verification handshake; `null` for a connection's endpoint and for kinds other than HTTPS.
    pub verification: Option<Verification>,
    /// How its callers prove themselves; `null` for a connection's endpoint, and where the token alone has to do.
    pub auth_credential: Option<AuthCredentialRef>,
    /// FHIR `Endpoint.connectionType` code, such as `hl7-fhir-rest`; `null` when not known.
    pub connection_type: Option<String>,
    /// FHIR version it speaks, as its capability statement says; `null` when not known.
    pub fhir_version: Option<String>,
    /// Its state.
    pub state: EndpointState,
    /// Whether you may change it.
    pub editable: bool,
    /// What is known of its VPN; `null` when no test of one was ever recorded.
    pub vpn: Option<Vpn>,
    /// Data flows that end here, per verb.
    pub flow_counts: FlowCounts,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Counts up with every change, but not with VPN tests. The ETag begins with it.
    pub version: u64,
}

/// Where the verification of an endpoint stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Verification {
    /// Whether the URL is verified. A changed URL or token is unverified again.
    pub state: VerificationState,
    /// How token and challenge are sent.
    pub method: VerificationMethod,
    /// Whether a token is stored; the token itself is never shown.
    pub has_token: bool,
    /// When it was last tried.
    pub checked_at: Option<Timestamp>,
    /// Why the last try failed, for programs, such as `timeout`.
    pub outcome: Option<String>,
    /// Why the last try failed and what to do, for people.
    pub detail: Option<String>,
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

/// Body of `POST /api/v1/endpoints`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewEndpoint {
    /// The environment it shall belong to.
    pub environment_id: EnvironmentId,
    /// Its name, 1 to 120 characters.
    pub name: String,
    /// How data reaches it; cannot be changed later.
    pub kind: EndpointKind,
    /// Where it listens, in the form its kind asks for; may be set later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// For HTTPS: the token the URL's owner knows it by, 8 to 256 characters. Write-only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verification_token: Option<String>,
    /// For HTTPS: how token and challenge are sent; POST without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verification_method: Option<VerificationMethod>,
}

/// Body of `PATCH /api/v1/endpoints/{id}`: JSON Merge Patch (RFC 7396); a field left out stays as it is.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndpointPatch {
    /// New name, 1 to 120 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// New URL: `https://`, or in Development also `http://`; at most 2,048 characters; `null` removes it. Other kinds: as in `EndpointKind`.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub url: Option<Option<String>>,
    /// For HTTPS: a new verification token, 8 to 256 characters. Write-only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verification_token: Option<String>,
    /// For HTTPS: how token and challenge are sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verification_method: Option<VerificationMethod>,
    /// How its callers shall prove themselves: an auth credential of the same environment; `null` for none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub auth_credential_id: Option<Option<AuthCredentialId>>,
}

/// Without the token.
impl std::fmt::Debug for NewEndpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewEndpoint")
            .field("name", &self.name)
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// Without the token.
impl std::fmt::Debug for EndpointPatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EndpointPatch")
            .field("name", &self.name)
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// Tells `null` (remove) from absent (keep).
pub(crate) fn present<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

crate::read::readable! {
    Endpoint {
        id, environment_id, owner, connection, name, kind, url, verification, auth_credential, connection_type, fhir_version, state, editable, vpn, flow_counts,
        created_at, updated_at, version,
    }
    ConnectionRef { id, name }
    Verification { state, method, has_token, checked_at, outcome, detail }
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
