//! API keys: what your system uses to start traffic, and to call this API.

use serde::{Deserialize, Serialize};

use crate::open_enum::open_enum;
use crate::{ApiKeyId, EnvironmentId, FlowCounts, Timestamp};

open_enum! {
    /// How an API key proves itself.
    ApiKeyKind {
        /// By a secret that is sent along as a bearer token.
        Secret = "secret", "Secret";
        /// By signing: SMART App Launch 2.2, "Client Authentication: Asymmetric".
        PublicKey = "publicKey", "Public key";
    }
}

open_enum! {
    /// What an API key may do with this API, in its own environment only.
    Scope {
        /// Read environments, connections and data flows.
        ConnectionsRead = "connections:read", "See connections and data flows";
        /// Import and delete connections.
        ConnectionsWrite = "connections:write", "Import and delete connections";
        /// Read endpoints.
        EndpointsRead = "endpoints:read", "See endpoints";
        /// Create, change, verify and delete endpoints.
        EndpointsWrite = "endpoints:write", "Create, change and delete endpoints";
        /// Read API keys; never their secrets. No scope lets a key make or change keys.
        ApiKeysRead = "api-keys:read", "See API keys";
        /// Record results of VPN tests, and remove them.
        VpnWrite = "vpn:write", "Record VPN tests";
        /// Get tokens for pictures in pages of others.
        EmbedsMint = "embeds:mint", "Get tokens for embeds";
    }
}

open_enum! {
    /// Whether an API key works.
    ApiKeyState {
        /// It works.
        Active = "active", "Active";
        /// It was made without a secret or public key, as the ones an import makes.
        NoCredential = "noCredential", "No secret yet";
        /// Its time is over.
        Expired = "expired", "Expired";
        /// It was revoked and never works again.
        Revoked = "revoked", "Revoked";
    }
}

/// One API key of yours. It carries no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ApiKey {
    /// Its id; not a secret. Also its OAuth client id.
    pub id: ApiKeyId,
    /// The environment it belongs to, and the only one it opens.
    pub environment_id: EnvironmentId,
    /// Its name.
    pub name: String,
    /// How it proves itself.
    pub kind: ApiKeyKind,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// From when on it no longer works; `null` for never.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// Its secrets, newest first: more than one while an old one still works after a rotation.
    pub secrets: Vec<ApiKeySecret>,
    /// Its public keys.
    pub public_keys: Vec<PublicKey>,
    /// Where its public keys are read from, instead of being stored here.
    pub jwks_url: Option<String>,
    /// Data flows that start here, per verb.
    pub flow_counts: FlowCounts,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Counts up with every change; also the ETag.
    pub version: u64,
}

impl ApiKey {
    /// Whether it works at a moment. Times of the contract have one form, so their texts compare like the times.
    #[must_use]
    pub fn state(&self, now: &Timestamp) -> ApiKeyState {
        let over = |end: &Option<Timestamp>| end.as_ref().is_some_and(|end| end <= now);
        if self.revoked_at.is_some() {
            return ApiKeyState::Revoked;
        }
        if over(&self.expires_at) {
            return ApiKeyState::Expired;
        }
        let can_prove_itself = match self.kind {
            ApiKeyKind::PublicKey => !self.public_keys.is_empty() || self.jwks_url.is_some(),
            _ => self.secrets.iter().any(|secret| !over(&secret.expires_at)),
        };
        if can_prove_itself { ApiKeyState::Active } else { ApiKeyState::NoCredential }
    }
}

/// One secret of an API key, as much of it as may be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ApiKeySecret {
    /// How it begins, as in `cwy_dev_4ZkQ0aYp1RtM`: enough to tell which one a program uses.
    pub prefix: String,
    /// Its last four characters.
    pub last4: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it no longer works; `null` while it is the current one.
    pub expires_at: Option<Timestamp>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
}

/// One public key of an API key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PublicKey {
    /// Its key id (RFC 7517 section 4.5).
    pub kid: String,
    /// Type and size, as in `RSA 3072` or `EC P-384`.
    pub description: String,
    /// SHA-256 thumbprint (RFC 7638), base64url.
    pub thumbprint: String,
}

/// Body of `POST /api/v1/api-keys`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewApiKey {
    /// The environment it shall open.
    pub environment_id: EnvironmentId,
    /// Its name, 1 to 120 characters.
    pub name: String,
    /// How it shall prove itself.
    pub kind: ApiKeyKind,
    /// What it may do; may be empty for a key that only names where data flows start.
    #[serde(default)]
    pub scopes: Vec<Scope>,
    /// From when on it no longer works (RFC 3339); left out for never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// For a public key: a JWK Set (RFC 7517 section 5) as text, public halves only. One of this and `jwksUrl`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwk_set: Option<String>,
    /// For a public key: where its JWK Set is published; `https://` outside Development.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks_url: Option<String>,
}

/// Body of `PATCH /api/v1/api-keys/{id}`: JSON Merge Patch (RFC 7396); a field left out stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApiKeyPatch {
    /// New name, 1 to 120 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// New scopes, all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<Scope>>,
    /// New end; `null` for never.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::endpoint::present")]
    pub expires_at: Option<Option<Timestamp>>,
    /// For a public key: a new JWK Set as text; takes the place of all earlier keys and of `jwksUrl`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwk_set: Option<String>,
    /// For a public key: where its JWK Set is published; takes the place of stored keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks_url: Option<String>,
}

/// Body of `POST /api/v1/api-keys/{id}/rotate`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rotation {
    /// How long the present secret goes on working, seconds; 0 ends it at once, at most 30 days.
    pub overlap_seconds: u64,
}

/// Answer of everything that makes a secret.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ApiKeyWithSecret {
    /// The API key.
    pub api_key: ApiKey,
    /// The secret, here and never again; `null` for a public key, and when the request was repeated.
    pub secret: Option<String>,
}

/// Without the secret.
impl std::fmt::Debug for ApiKeyWithSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.api_key.fmt(f)
    }
}

crate::read::readable! {
    ApiKey {
        id, environment_id, name, kind, scopes, expires_at, revoked_at, last_used_at, secrets, public_keys, jwks_url,
        flow_counts, created_at, updated_at, version,
    }
    ApiKeySecret { prefix, last4, created_at, expires_at, last_used_at }
    PublicKey { kid, description, thumbprint }
    ApiKeyWithSecret { api_key, secret }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use uuid::Uuid;

    fn at(hour: u32) -> Timestamp {
        Timestamp(format!("2026-11-24T{hour:02}:00:00.000Z"))
    }

    pub(crate) fn key() -> ApiKey {
        ApiKey {
            id: ApiKeyId(Uuid::from_u128(4)),
            environment_id: EnvironmentId(Uuid::from_u128(2)),
            name: "Intake".to_owned(),
            kind: ApiKeyKind::Secret,
            scopes: vec![Scope::ConnectionsRead],
            expires_at: None,
            revoked_at: None,
            last_used_at: None,
            secrets: vec![ApiKeySecret {
                prefix: "cwy_dev_abcdefghijkl".to_owned(),
                last4: "wxyz".to_owned(),
                created_at: at(1),
                expires_at: Some(at(5)),
                last_used_at: None,
            }],
            public_keys: vec![PublicKey {
                kid: "2026".to_owned(),
                description: "EC P-384".to_owned(),
                thumbprint: "abc".to_owned(),
            }],
            jwks_url: None,
            flow_counts: FlowCounts::default(),
            created_at: at(1),
            updated_at: at(1),
            version: 1,
        }
    }

    #[test]
    fn a_key_works_until_it_ends_is_revoked_or_has_nothing_to_prove_itself_with() {
        let key = key();
        assert_eq!(key.state(&at(4)), ApiKeyState::Active);
        assert_eq!(key.state(&at(5)), ApiKeyState::NoCredential);
        let public = ApiKey { kind: ApiKeyKind::PublicKey, ..key.clone() };
        assert_eq!(public.state(&at(5)), ApiKeyState::Active);
        let ended = ApiKey { expires_at: Some(at(3)), ..key.clone() };
        assert_eq!((ended.state(&at(2)), ended.state(&at(3))), (ApiKeyState::Active, ApiKeyState::Expired));
        let revoked = ApiKey { revoked_at: Some(at(2)), expires_at: Some(at(3)), ..key };
        assert_eq!(revoked.state(&at(1)), ApiKeyState::Revoked);
    }

    #[test]
    fn a_secret_does_not_show_itself() {
        let made = ApiKeyWithSecret { api_key: key(), secret: Some("hunter2".to_owned()) };
        assert!(!format!("{made:?}").contains("hunter2"));
    }
}
