//! Which page a path means.

use causeway_model::{ApiKeyId, AuthCredentialId, ConnectionId, EmbedId, EndpointId};

/// The pages of the dashboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Route {
    /// `/`: leads on to the connections.
    Home,
    /// `/connections`.
    Connections,
    /// `/connections/{id}`.
    Connection(ConnectionId),
    /// `/endpoints/{id}`.
    Endpoint(EndpointId),
    /// `/developer`.
    Developer,
    /// `/api-keys/{id}`.
    ApiKey(ApiKeyId),
    /// `/auth-credentials/{id}`.
    AuthCredential(AuthCredentialId),
    /// `/embeds/{id}`.
    Embed(EmbedId),
    /// The path of a thing, with something else than an id in it. Names the thing: "connection".
    Malformed(&'static str),
    /// Anything else.
    Unknown,
}

/// The two programs that the dashboard is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Program {
    /// Connections and data flows.
    Connections,
    /// API keys, endpoints, embeds and settings.
    Developer,
}

impl Route {
    /// Which program draws it; nothing for what both do. The server knows the same (`assets.rs`).
    pub(crate) fn program(&self) -> Option<Program> {
        match self {
            Self::Connections | Self::Connection(_) => Some(Program::Connections),
            Self::Developer
            | Self::ApiKey(_)
            | Self::AuthCredential(_)
            | Self::Embed(_)
            | Self::Endpoint(_) => Some(Program::Developer),
            Self::Home | Self::Malformed(_) | Self::Unknown => None,
        }
    }

    /// Reads a path.
    pub(crate) fn of(path: &str) -> Self {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        match (parts.next(), parts.next(), parts.next()) {
            (None, ..) => Self::Home,
            (Some("connections"), None, _) => Self::Connections,
            (Some("connections"), Some(id), None) => {
                id.parse().map_or(Self::Malformed("connection"), Self::Connection)
            }
            (Some("endpoints"), Some(id), None) => {
                id.parse().map_or(Self::Malformed("endpoint"), Self::Endpoint)
            }
            (Some("developer"), None, _) => Self::Developer,
            (Some("auth-credentials"), Some(id), None) => {
                id.parse().map_or(Self::Malformed("auth credential"), Self::AuthCredential)
            }
            (Some("embeds"), Some(id), None) => id.parse().map_or(Self::Malformed("embed"), Self::Embed),
            (Some("api-keys"), Some(id), None) => id.parse().map_or(Self::Malformed("API key"), Self::ApiKey),
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Route;

    #[test]
    fn paths_lead_to_pages() {
        const ID: &str = "00000000-0000-4000-8000-000000000000";
        assert_eq!(Route::of("/"), Route::Home);
        assert_eq!(Route::of("/connections"), Route::Connections);
        assert_eq!(Route::of("/connections/"), Route::Connections);
        assert_eq!(Route::of(&format!("/connections/{ID}")), Route::Connection(ID.parse().unwrap()));
        assert_eq!(Route::of(&format!("/endpoints/{ID}")), Route::Endpoint(ID.parse().unwrap()));
        assert_eq!(Route::of(&format!("/api-keys/{ID}")), Route::ApiKey(ID.parse().unwrap()));
        assert_eq!(Route::of(&format!("/auth-credentials/{ID}")), Route::AuthCredential(ID.parse().unwrap()));
        assert_eq!(Route::of(&format!("/embeds/{ID}")), Route::Embed(ID.parse().unwrap()));
        assert_eq!(Route::of("/embeds/1"), Route::Malformed("embed"));
        assert_eq!(Route::of("/api-keys/1"), Route::Malformed("API key"));
        assert_eq!(Route::of("/connections/kaiser"), Route::Malformed("connection"));
        assert_eq!(Route::of("/endpoints/1"), Route::Malformed("endpoint"));
        assert_eq!(Route::of("/endpoints"), Route::Unknown);
        assert_eq!(Route::of(&format!("/connections/{ID}/x")), Route::Unknown);
        assert_eq!(Route::of("/nowhere"), Route::Unknown);
    }
}
