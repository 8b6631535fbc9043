//! Who is asking.

use serde::{Deserialize, Serialize};

use crate::open_enum::open_enum;
use crate::{OrganizationId, Timestamp};

/// Body of `POST /api/v1/session`: the code of a sign-in link, good once.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignIn {
    /// What follows `#` in the printed link.
    pub code: String,
}

/// Who the request was made as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// Your organization.
    pub organization: OrganizationRef,
    /// You.
    pub actor: Actor,
    /// When this session or token ends; `null` when it does not.
    pub expires_at: Option<Timestamp>,
}

/// An organization, by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct OrganizationRef {
    /// Its id.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
}

/// A person at the dashboard, or a script with a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Actor {
    /// What kind of caller it is.
    pub kind: ActorKind,
    /// Its name, as audit and screens show it.
    pub name: String,
}

open_enum! {
    /// Kinds of callers.
    ActorKind {
        /// The local owner, signed in by a printed link.
        Owner = "owner", "Owner";
        /// A script with a bearer token.
        Token = "token", "Token";
        /// A system with an API key, limited to the key's environment and scopes.
        ApiKey = "apiKey", "API key";
    }
}

crate::read::readable! {
    Session { organization, actor, expires_at }
    OrganizationRef { id, name }
    Actor { kind, name }
}
