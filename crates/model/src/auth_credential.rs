//! Auth credentials: how whoever calls an endpoint of yours proves itself there. Named, reusable; secrets are write-only.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::open_enum::open_enum;
use crate::{AuthCredentialId, EndpointId, EnvironmentId, Timestamp};

open_enum! {
    /// How a caller proves itself to an endpoint. Without a credential it shows the verification token alone.
    AuthStrategy {
        /// A token from a token endpoint, for a client id and secret (RFC 6749 section 4.4).
        OAuth2 = "oauth2ClientCredentials", "OAuth 2.0 client credentials";
        /// A token from a token endpoint, for a signed assertion (SMART App Launch 2.2, "Backend Services").
        SmartBackend = "smartBackend", "SMART Backend Services";
        /// User name and password (RFC 7617).
        Basic = "basic", "HTTP Basic";
        /// Headers with fixed values, such as an API key.
        Headers = "headers", "Fixed headers";
        /// Signature Version 4 of Amazon Web Services.
        AwsSigV4 = "awsSigV4", "AWS Signature Version 4";
    }
}

/// One setting of a strategy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuthField {
    /// Its name in requests and answers.
    pub name: &'static str,
    /// Where it is in a request: a JSON Pointer.
    pub pointer: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// Whether it is write-only.
    pub secret: bool,
    /// Whether there must be one.
    pub required: bool,
}

/// A setting that may be shown, or (`secret`) may not.
macro_rules! setting {
    ($name:literal, $label:literal, $required:literal) => {
        AuthField {
            name: $name,
            pointer: concat!("/settings/", $name),
            label: $label,
            secret: false,
            required: $required,
        }
    };
    (secret $name:literal, $label:literal, $required:literal) => {
        AuthField { secret: true, ..setting!($name, $label, $required) }
    };
}

const OAUTH2: &[AuthField] = &[
    setting!("tokenUrl", "Token URL", true),
    setting!("clientId", "Client id", true),
    setting!(secret "clientSecret", "Client secret", true),
    setting!("scope", "Scopes", false),
    setting!("audience", "Audience", false),
];
const SMART_BACKEND: &[AuthField] = &[
    setting!("tokenUrl", "Token URL", true),
    setting!("clientId", "Client id", true),
    setting!("keyId", "Key id (kid)", true),
    setting!(secret "privateKey", "Private key (JWK)", true),
    setting!("scope", "Scopes", false),
];
const BASIC: &[AuthField] =
    &[setting!("username", "User name", true), setting!(secret "password", "Password", true)];
const AWS_SIG_V4: &[AuthField] = &[
    setting!("accessKeyId", "Access key id", true),
    setting!(secret "secretAccessKey", "Secret access key", true),
    setting!(secret "sessionToken", "Session token", false),
    setting!("region", "Region", true),
    setting!("service", "Service name", true),
];

impl AuthStrategy {
    /// What it is set up with, in the order people are asked. `headers` has headers instead.
    #[must_use]
    pub fn fields(&self) -> &'static [AuthField] {
        match self {
            Self::OAuth2 => OAUTH2,
            Self::SmartBackend => SMART_BACKEND,
            Self::Basic => BASIC,
            Self::AwsSigV4 => AWS_SIG_V4,
            Self::Headers | Self::Other(_) => &[],
        }
    }
}

/// One auth credential of yours. Its secrets are never shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuthCredential {
    /// Its id.
    pub id: AuthCredentialId,
    /// The environment it belongs to.
    pub environment_id: EnvironmentId,
    /// Its name.
    pub name: String,
    /// How it proves itself.
    pub strategy: AuthStrategy,
    /// Its settings that are set, in the strategy's order.
    pub settings: Vec<AuthSetting>,
    /// Its headers, in the order they are sent; none unless the strategy is `headers`.
    pub headers: Vec<AuthHeader>,
    /// Your endpoints that it is used for, by name.
    pub endpoints: Vec<EndpointUse>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Counts up with every change; also the ETag.
    pub version: u64,
}

/// A setting that is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuthSetting {
    /// Its name.
    pub name: String,
    /// Its value; `null` for a secret.
    pub value: Option<String>,
}

/// A header that is set. Its value is never shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuthHeader {
    /// Its name.
    pub name: String,
}

/// A header to be sent with a fixed value.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuthHeaderSetting {
    /// Its name, as in `X-Api-Key`.
    pub name: String,
    /// Its value; left out in a change, the present value of the header of that name stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// Most headers of one auth credential.
pub const MOST_HEADERS: usize = 10;

/// An endpoint that something is used for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EndpointUse {
    /// Its id.
    pub id: EndpointId,
    /// Its name.
    pub name: String,
    /// Number of data flows that end there.
    pub data_flows: u32,
}

/// An auth credential, by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuthCredentialRef {
    /// Its id.
    pub id: AuthCredentialId,
    /// Its name.
    pub name: String,
}

/// Body of `POST /api/v1/auth-credentials`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewAuthCredential {
    /// The environment it shall belong to.
    pub environment_id: EnvironmentId,
    /// Its name, 1 to 120 characters.
    pub name: String,
    /// How it proves itself; cannot be changed later.
    pub strategy: AuthStrategy,
    /// The strategy's settings, secrets included, by name.
    #[serde(default)]
    pub settings: BTreeMap<String, String>,
    /// The headers of the strategy `headers`, 1 to 10, each with its value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<AuthHeaderSetting>,
}

/// Body of `PATCH /api/v1/auth-credentials/{id}`: JSON Merge Patch (RFC 7396); what is left out stays as it is.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuthCredentialPatch {
    /// New name, 1 to 120 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// New values of settings by name; `null` removes one that is not required.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub settings: BTreeMap<String, Option<String>>,
    /// All headers it shall have; those without a value keep theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headers: Option<Vec<AuthHeaderSetting>>,
}

/// Without the value, which is a secret.
impl std::fmt::Debug for AuthHeaderSetting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AuthHeaderSetting").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Without the settings, which hold secrets.
impl std::fmt::Debug for NewAuthCredential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewAuthCredential").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Without the settings, which hold secrets.
impl std::fmt::Debug for AuthCredentialPatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AuthCredentialPatch").field("name", &self.name).finish_non_exhaustive()
    }
}

crate::read::readable! {
    AuthCredential { id, environment_id, name, strategy, settings, headers, endpoints, created_at, updated_at, version }
    AuthSetting { name, value }
    AuthHeader { name }
    EndpointUse { id, name, data_flows }
    AuthCredentialRef { id, name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_strategy_is_set_up_with_something_and_names_differ() {
        for strategy in AuthStrategy::KNOWN {
            let fields = strategy.fields();
            let has_secret = fields.iter().any(|field| field.secret && field.required);
            assert!(has_secret || *strategy == AuthStrategy::Headers, "{strategy}");
            for (place, field) in fields.iter().enumerate() {
                assert!(!fields[..place].iter().any(|before| before.name == field.name), "{strategy}");
            }
        }
    }

    #[test]
    fn secrets_do_not_show_themselves() {
        let settings = BTreeMap::from([("password".to_owned(), "hunter2".to_owned())]);
        let new = NewAuthCredential {
            environment_id: EnvironmentId(uuid::Uuid::nil()),
            name: "A".to_owned(),
            strategy: AuthStrategy::Basic,
            settings,
            headers: Vec::new(),
        };
        assert!(!format!("{new:?}").contains("hunter2"));
        let header = AuthHeaderSetting { name: "X".to_owned(), value: Some("hunter2".to_owned()) };
        assert!(!format!("{header:?}").contains("hunter2"));
    }
}
