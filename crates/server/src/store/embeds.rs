//! Records of embeds and of the tokens they give out.

use std::fmt;

use causeway_model::{ConnectionId, EmbedId, EnvironmentId, OrganizationId, Reveal};

use crate::clock::Time;

/// An embed to be, checked.
#[derive(Debug, Clone)]
pub struct EmbedRecord {
    /// Its id.
    pub id: EmbedId,
    /// The environment it belongs to; must exist.
    pub environment: EnvironmentId,
    /// Its name.
    pub name: String,
    /// Who may show it.
    pub allowed_origins: Vec<String>,
    /// What it shows; a connection that is not there any more is left out.
    pub connections: Vec<ConnectionId>,
    /// How much of it.
    pub reveal: Reveal,
}

/// A validated change of an embed; `None` keeps what is there.
#[derive(Debug, Clone, Default)]
pub struct EmbedChange {
    /// New name.
    pub name: Option<String>,
    /// New origins, all of them.
    pub allowed_origins: Option<Vec<String>>,
    /// New connections, all of them.
    pub connections: Option<Vec<ConnectionId>>,
    /// How much it shows.
    pub reveal: Option<Reveal>,
}

/// A token of an embed to be: its hash, never the token.
#[derive(Clone)]
pub struct NewEmbedTokenRecord {
    /// The part that finds it.
    pub id: String,
    /// SHA-256 of the secret part, in hex.
    pub secret_hash: String,
    /// The one connection it opens.
    pub connection: ConnectionId,
    /// When it is made.
    pub created_at: Time,
    /// From when on it is refused.
    pub expires_at: Time,
}

/// Without the hash.
impl fmt::Debug for NewEmbedTokenRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewEmbedTokenRecord").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A token of an embed that is not revoked, ended or not, with what the embed says now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmbedTokenRecord {
    /// Whose it is.
    pub org: OrganizationId,
    /// Of which embed.
    pub embed: EmbedId,
    /// The one connection it opens.
    pub connection: ConnectionId,
    /// SHA-256 of the secret part, in hex.
    pub secret_hash: String,
    /// From when on it is refused.
    pub ends_at: Time,
    /// Who may show the embed.
    pub allowed_origins: Vec<String>,
    /// How much it shows.
    pub reveal: Reveal,
    /// When the embed was last used, to the minute.
    pub last_used_at: Option<Time>,
}
