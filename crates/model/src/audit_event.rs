//! The audit trail: who did what to API keys, auth credentials and endpoints, and who signed in.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::open_enum::open_enum;
use crate::{Actor, ApiKeyId, EnvironmentId, Timestamp};

open_enum! {
    /// What was done.
    AuditAction {
        /// Somebody signed in with the code of a printed link.
        SignedIn = "signedIn", "Signed in";
        /// A system was given an access token for its signed assertion.
        AccessTokenIssued = "accessTokenIssued", "Access token issued";
        /// An API key was made.
        ApiKeyCreated = "apiKeyCreated", "API key created";
        /// Name, scopes, end or public keys of an API key were changed.
        ApiKeyChanged = "apiKeyChanged", "API key changed";
        /// An API key was given another secret.
        ApiKeyRotated = "apiKeyRotated", "API key rotated";
        /// An API key was ended.
        ApiKeyRevoked = "apiKeyRevoked", "API key revoked";
        /// An API key was deleted, with the data flows that started with it.
        ApiKeyDeleted = "apiKeyDeleted", "API key deleted";
        /// An auth credential was made.
        AuthCredentialCreated = "authCredentialCreated", "Auth credential created";
        /// Name, settings or headers of an auth credential were changed.
        AuthCredentialChanged = "authCredentialChanged", "Auth credential changed";
        /// An auth credential was deleted.
        AuthCredentialDeleted = "authCredentialDeleted", "Auth credential deleted";
        /// An endpoint of yours was made.
        EndpointCreated = "endpointCreated", "Endpoint created";
        /// An endpoint of yours was changed.
        EndpointChanged = "endpointChanged", "Endpoint changed";
        /// An endpoint of yours was deleted, with the data flows that ended at it.
        EndpointDeleted = "endpointDeleted", "Endpoint deleted";
        /// An embed was made.
        EmbedCreated = "embedCreated", "Embed created";
        /// Name, origins, connections or what is shown of an embed were changed.
        EmbedChanged = "embedChanged", "Embed changed";
        /// An embed was ended, with its tokens.
        EmbedRevoked = "embedRevoked", "Embed revoked";
        /// An embed was deleted.
        EmbedDeleted = "embedDeleted", "Embed deleted";
    }
}

/// Something that was done. It holds names, never values: neither secrets nor what settings were changed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuditEvent {
    /// Counts up within the organization, without gaps.
    pub id: u64,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub actor: Actor,
    /// Which API key that was, if it was one.
    pub api_key_id: Option<ApiKeyId>,
    /// What.
    pub action: AuditAction,
    /// To what; `null` for signing in.
    pub object: Option<AuditObject>,
    /// In which environment; `null` for signing in.
    pub environment_id: Option<EnvironmentId>,
}

/// What something was done to, as it was called then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuditObject {
    /// Its GUID.
    pub id: Uuid,
    /// Its name at that moment.
    pub name: String,
}

/// Query of `GET /api/v1/audit-events`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuditEventsQuery {
    /// Items per page, 1 to 200; 50 without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

crate::read::readable! {
    AuditEvent { id, at, actor, api_key_id, action, object, environment_id }
    AuditObject { id, name }
}
