//! Ids of the contract: one type per kind of object, so that an endpoint's id cannot be passed for a connection's.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A text that is not a UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseIdError;

impl fmt::Display for ParseIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a UUID")
    }
}

impl std::error::Error for ParseIdError {}

/// A GUID as text, as its `Display` writes it. What browsers load uses this: formatting drags in what only formatting
/// needs.
#[must_use]
pub fn guid(id: Uuid) -> String {
    let mut text = [0; uuid::fmt::Hyphenated::LENGTH];
    (*id.hyphenated().encode_lower(&mut text)).to_owned()
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl crate::Read for $name {
            fn read(source: impl crate::Source) -> Option<Self> {
                crate::Read::read(source).map(Self)
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                Uuid::try_parse(text).map(Self).map_err(|_| ParseIdError)
            }
        }
    };
}

id! {
    /// Id of an organization.
    OrganizationId
}
id! {
    /// Id of an environment of an organization.
    EnvironmentId
}
id! {
    /// Id of a connection.
    ConnectionId
}
id! {
    /// Id (GUID) of an endpoint; callers put it in `Meta.Destinations[].ID`.
    EndpointId
}
id! {
    /// Id of an API key; not a secret.
    ApiKeyId
}
id! {
    /// Id of an auth credential; not a secret.
    AuthCredentialId
}
id! {
    /// Id of an embed; not a secret.
    EmbedId
}
id! {
    /// Id of one data flow, that is of one arrow.
    DataFlowId
}
