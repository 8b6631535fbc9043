//! Embeds: who else may show data-flow pictures in pages of their own, which ones, and how much of them.

use serde::{Deserialize, Serialize};

use crate::open_enum::open_enum;
use crate::{ConnectionId, EmbedId, EnvironmentId, Timestamp};

open_enum! {
    /// How much of a picture an embed shows. The server leaves the rest out of its answer.
    Reveal {
        /// Names, data types and statuses: no GUIDs, URLs, addresses or VPNs.
        Names = "names", "Names only";
        /// GUIDs as well, but no URLs and addresses.
        NoAddresses = "noAddresses", "Names and GUIDs";
        /// All that the dashboard shows.
        Everything = "everything", "Everything";
    }
}

/// What a new embed reveals when it is not said.
fn least() -> Reveal {
    Reveal::Names
}

/// Longest life of a token, in seconds.
fn longest() -> u64 {
    900
}

/// Pictures that pages of some origins may show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Embed {
    /// Its id; not a secret. It is in the address of the frame page.
    pub id: EmbedId,
    /// The environment that its connections belong to.
    pub environment_id: EnvironmentId,
    /// Its name.
    pub name: String,
    /// Origins of the pages that may show it, as browsers write them: `https://portal.example`.
    pub allowed_origins: Vec<String>,
    /// Connections whose pictures it shows. One that is deleted leaves it.
    pub connection_ids: Vec<ConnectionId>,
    /// How much of them.
    pub reveal: Reveal,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// When one of its pictures was last asked for, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Counts up with every change. The ETag begins with it.
    pub version: u64,
}

/// Body of `POST /api/v1/embeds`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewEmbed {
    /// The environment that its connections belong to.
    pub environment_id: EnvironmentId,
    /// Its name, 1 to 120 characters.
    pub name: String,
    /// 1 to 20 origins: scheme, host and port, nothing else. `https://`; in Development also `http://localhost` and
    /// `http://127.0.0.1`.
    pub allowed_origins: Vec<String>,
    /// 1 to 200 connections of the environment.
    pub connection_ids: Vec<ConnectionId>,
    /// How much it shows; `names` when left out.
    #[serde(default = "least")]
    pub reveal: Reveal,
}

/// Body of `PATCH /api/v1/embeds/{id}`: JSON Merge Patch (RFC 7396); a field left out stays as it is. It holds at once,
/// also for tokens that were given out already.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EmbedPatch {
    /// New name, 1 to 120 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// New origins, all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_origins: Option<Vec<String>>,
    /// New connections, all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection_ids: Option<Vec<ConnectionId>>,
    /// How much it shows from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reveal: Option<Reveal>,
}

/// Body of `POST /api/v1/embeds/{id}/tokens`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewEmbedToken {
    /// The connection of the embed whose picture it opens.
    pub connection_id: ConnectionId,
    /// For how many seconds it is good, 1 to 900; 900 when left out.
    #[serde(default = "longest")]
    pub ttl_seconds: u64,
}

/// A token for one picture: answer of `POST /api/v1/embeds/{id}/tokens`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EmbedToken {
    /// The token, here and never again; sent as a bearer token by the widget.
    pub token: String,
    /// From when on it is refused.
    pub expires_at: Timestamp,
}

/// Without the token.
impl std::fmt::Debug for EmbedToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EmbedToken").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

/// Body of `POST /api/v1/embeds/{id}/check`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewEmbedCheck {
    /// Origin of the page that shall show the picture.
    pub origin: String,
    /// Address of that page, to read the `Content-Security-Policy` it sends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The policy itself, as text, in place of `page`; several policies on lines of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
}

open_enum! {
    /// How a check ended.
    FindingState {
        /// Nothing stands in the way.
        Ok = "ok", "Works";
        /// It will not work like this.
        Problem = "problem", "Problem";
        /// It cannot be told.
        Unknown = "unknown", "Not known";
    }
}

/// One thing that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// How it ended.
    pub state: FindingState,
    /// What is there now; `null` when there is nothing.
    pub found: Option<String>,
    /// What that means, for people.
    pub message: String,
    /// What has to be there instead, word by word; `null` when nothing has to change.
    pub line: Option<String>,
}

/// What would stand in the way of an embed in a page: answer of `POST /api/v1/embeds/{id}/check`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EmbedCheck {
    /// Whether the page's policy lets the widget run and fetch.
    pub csp: Finding,
    /// Whether pages of the origin may read this server's answers.
    pub cors: Finding,
    /// Whether your server can get a token.
    pub token: Finding,
    /// Whether the frame page may be shown in pages of the origin.
    pub framing: Finding,
}

crate::read::readable! {
    Embed {
        id, environment_id, name, allowed_origins, connection_ids, reveal, revoked_at, last_used_at, created_at,
        updated_at, version,
    }
    EmbedToken { token, expires_at }
    Finding { state, found, message, line }
    EmbedCheck { csp, cors, token, framing }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_does_not_show_itself() {
        let made = EmbedToken { token: "hunter2".to_owned(), expires_at: Timestamp(String::new()) };
        assert!(!format!("{made:?}").contains("hunter2"));
    }

    #[test]
    fn what_is_left_out_reveals_least_and_lives_longest() {
        let environment = uuid::Uuid::nil();
        let text = format!(
            r#"{{"environmentId":"{environment}","name":"A","allowedOrigins":[],"connectionIds":[]}}"#
        );
        assert_eq!(serde_json::from_str::<NewEmbed>(&text).unwrap().reveal, Reveal::Names);
        let text = format!(r#"{{"connectionId":"{environment}"}}"#);
        assert_eq!(serde_json::from_str::<NewEmbedToken>(&text).unwrap().ttl_seconds, 900);
    }
}
