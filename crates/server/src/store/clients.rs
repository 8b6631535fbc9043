//! Records of API keys that sign in with their public keys: what is known of a client, and what it is given.

use std::fmt;

use causeway_model::{EnvironmentFlag, Scope};

use super::records::KeyRecord;
use crate::clock::Time;

/// An API key of the kind `publicKey` that is not revoked; ended or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientRecord {
    /// The key; its id is the client id.
    pub key: KeyRecord,
    /// The kind of its environment.
    pub flag: EnvironmentFlag,
    /// When it ends.
    pub expires_at: Option<Time>,
    /// What its assertions are checked with.
    pub public_keys: ClientKeys,
}

/// Where the public keys of a client are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientKeys {
    /// Here: a JWK Set.
    Stored(String),
    /// At this URL.
    At(String),
}

/// An access token to be, and the assertion it is given for: hashes of both, never themselves.
#[derive(Clone)]
pub struct NewAccessToken {
    /// The part that finds it.
    pub id: String,
    /// SHA-256 of the secret part, in hex.
    pub secret_hash: String,
    /// Which key pair of the client signed.
    pub kid: String,
    /// What it opens, as far as its key may.
    pub scopes: Vec<Scope>,
    /// When it is made.
    pub created_at: Time,
    /// From when on it is refused.
    pub expires_at: Time,
    /// SHA-256 of the assertion's `jti`, in hex.
    pub jti_hash: String,
    /// Until when the `jti` is remembered.
    pub remember_until: Time,
}

/// Without the hashes.
impl fmt::Debug for NewAccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewAccessToken").field("id", &self.id).finish_non_exhaustive()
    }
}

/// How asking for an access token ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// The token is good from now on, and the assertion is spent.
    Granted,
    /// The assertion was spent before.
    Replayed,
    /// The API key was revoked or deleted, has ended, or has other public keys than those the assertion was checked
    /// with.
    Gone,
}
