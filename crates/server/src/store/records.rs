//! Plain records that go into and come out of the store where the contract has no type of its own.

use std::collections::BTreeMap;
use std::fmt;

use causeway_model::{
    ApiKeyId, ApiKeyKind, AuthCredential, AuthCredentialId, AuthStrategy, ConnectionId, DataFlowRow,
    EndpointId, EndpointKind, EnvironmentId, OrganizationRef, Scope, Tally, VerificationMethod,
    VerificationState,
};

use super::filter::DataFlowKey;
use crate::clock::Time;
use crate::import::{Capability, Directory};

/// A sign-in code to be: its hash, never the code.
#[derive(Debug, Clone)]
pub struct NewSignInCode {
    /// SHA-256, in hex.
    pub code_hash: String,
    /// When it is made.
    pub created_at: Time,
    /// From when on it is refused.
    pub expires_at: Time,
}

/// A session to be.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// SHA-256 of the cookie's value, in hex.
    pub token_hash: String,
    /// How screens and logs name whoever signed in.
    pub actor_name: String,
    /// When it starts.
    pub created_at: Time,
    /// Hash of the session the browser had before; it ends, so that no session outlives a new sign-in.
    pub replaces: Option<String>,
}

/// A session as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRecord {
    /// Whose it is.
    pub organization: OrganizationRef,
    /// How screens and logs name whoever signed in.
    pub actor_name: String,
    /// When it started.
    pub created_at: Time,
    /// When it was last used, to within a few minutes.
    pub last_seen_at: Time,
}

/// A bearer token to be.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// The part that is no secret.
    pub id: String,
    /// What it is for, in its maker's words.
    pub name: String,
    /// SHA-256 of the secret part, in hex.
    pub secret_hash: String,
    /// When it is made.
    pub created_at: Time,
}

/// A bearer token as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRecord {
    /// Whose it is.
    pub organization: OrganizationRef,
    /// What it is for.
    pub name: String,
    /// SHA-256 of the secret part, in hex.
    pub secret_hash: String,
}

/// An API key as whoever sends its credential is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRecord {
    /// Whose it is.
    pub organization: OrganizationRef,
    /// Its id.
    pub id: ApiKeyId,
    /// Its name.
    pub name: String,
    /// The environment it opens.
    pub environment: EnvironmentId,
    /// What it may do.
    pub scopes: Vec<Scope>,
}

/// A secret or an access token of an API key that is not revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialRecord {
    /// Of which key.
    pub key: KeyRecord,
    /// SHA-256 of the secret part, in hex.
    pub secret_hash: String,
    /// When it or its key ends, whichever is first.
    pub ends_at: Option<Time>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Time>,
    /// Id of the secret, or the `kid` of the key pair that an access token was signed for with.
    pub credential: Option<String>,
}

/// An API key to be, checked.
#[derive(Debug, Clone)]
pub struct ApiKeyRecord {
    /// Its id.
    pub id: ApiKeyId,
    /// The environment it belongs to; must exist.
    pub environment: EnvironmentId,
    /// Its name.
    pub name: String,
    /// How it proves itself.
    pub kind: ApiKeyKind,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// When it ends.
    pub expires_at: Option<Time>,
    /// Its public keys.
    pub jwk_set: Option<String>,
    /// Where its public keys are.
    pub jwks_url: Option<String>,
}

/// A secret to be: its hash, never the secret.
#[derive(Debug, Clone)]
pub struct NewSecret {
    /// The part that finds it.
    pub id: String,
    /// SHA-256 of the secret part, in hex.
    pub secret_hash: String,
    /// How it begins.
    pub prefix: String,
    /// How it ends.
    pub last4: String,
    /// When it is made.
    pub created_at: Time,
}

/// A validated change of an API key; `None` keeps what is there.
#[derive(Debug, Clone, Default)]
pub struct ApiKeyChange {
    /// New name.
    pub name: Option<String>,
    /// New scopes, all of them.
    pub scopes: Option<Vec<Scope>>,
    /// New end; `Some(None)` for never.
    pub expires_at: Option<Option<Time>>,
    /// New JWK Set and its URL, one of which there is.
    pub public_keys: Option<(Option<String>, Option<String>)>,
}

/// What a request that creates says of being repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repetition {
    /// The caller's key.
    pub key: String,
    /// Hash of the request.
    pub fingerprint: String,
}

/// How a creation ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Created<T> {
    /// It is new.
    New(T),
    /// The same request made it before.
    Before(T),
    /// Another request came with the same key before.
    Other,
}

/// An endpoint to be, checked.
#[derive(Debug, Clone)]
pub struct EndpointRecord {
    /// Its id.
    pub id: EndpointId,
    /// The environment it belongs to; must exist.
    pub environment: EnvironmentId,
    /// Its name.
    pub name: String,
    /// How data reaches it.
    pub kind: EndpointKind,
    /// Where it listens.
    pub url: Option<String>,
    /// Its verification token, sealed.
    pub verification_token: Option<String>,
    /// How the handshake is done.
    pub verification_method: VerificationMethod,
}

/// An auth credential to be, or as it shall be: checked, its secrets sealed.
#[derive(Debug, Clone)]
pub struct AuthCredentialRecord {
    /// Its id.
    pub id: AuthCredentialId,
    /// The environment it belongs to; must exist.
    pub environment: EnvironmentId,
    /// Its name.
    pub name: String,
    /// How it proves itself.
    pub strategy: AuthStrategy,
    /// Settings that may be shown.
    pub shown: BTreeMap<String, String>,
    /// The others, sealed as one.
    pub secrets: String,
    /// Their names.
    pub secret_names: Vec<String>,
}

/// An auth credential with what a change of it starts from.
#[derive(Debug, Clone)]
pub struct SealedSettings {
    /// The credential, without the endpoints that use it.
    pub credential: AuthCredential,
    /// Settings that may be shown.
    pub shown: BTreeMap<String, String>,
    /// The others, sealed as one.
    pub secrets: String,
}

/// The verification token of an endpoint of yours, sealed, and the version it was read with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedToken {
    /// The sealed token, if there is one.
    pub token: Option<String>,
    /// Version of the endpoint.
    pub version: u64,
}

/// How a verification ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerificationResult {
    /// Verified or failed.
    pub state: VerificationState,
    /// Why it failed, for programs.
    pub outcome: Option<String>,
    /// Why it failed, for people.
    pub detail: Option<String>,
    /// When.
    pub at: Time,
}

/// What something can depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// An API key of yours.
    ApiKey(ApiKeyId),
    /// An endpoint of yours.
    Endpoint(EndpointId),
    /// All endpoints of yours with this auth credential.
    Credential(AuthCredentialId),
    /// An endpoint of a connection.
    Theirs(ConnectionId, EndpointId),
}

/// What must hold for a change to happen (RFC 9110 section 13.1.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Precondition {
    /// `If-Match: *`: it exists.
    Exists,
    /// `If-Match: "3", "4"`: it has one of these versions.
    Versions(Vec<u64>),
}

impl Precondition {
    /// Whether an object of this version may be changed.
    #[must_use]
    pub fn allows(&self, version: u64) -> bool {
        match self {
            Self::Exists => true,
            Self::Versions(versions) => versions.contains(&version),
        }
    }
}

/// How a guarded change ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write<T> {
    /// Done.
    Done(T),
    /// No such object in this organization.
    NotFound,
    /// The object exists but is not for you to change.
    Forbidden,
    /// The object has another version by now.
    Stale {
        /// The version it has.
        current: u64,
    },
    /// The object's present state rules it out; the reason and the way on, for people.
    Conflict(&'static str),
    /// The name it was confirmed with is not the object's.
    OtherName,
}

/// A validated change of one of your endpoints; `None` keeps what is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EndpointChange {
    /// New name.
    pub name: Option<String>,
    /// New URL; `Some(None)` removes it.
    pub url: Option<Option<String>>,
    /// New verification token, sealed.
    pub verification_token: Option<String>,
    /// How the handshake is done.
    pub verification_method: Option<VerificationMethod>,
    /// How callers prove themselves; `Some(None)` for the token alone.
    pub auth_credential: Option<Option<AuthCredentialId>>,
}

/// One row of the table of all data flows, with its place in the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyedDataFlow {
    /// The row.
    pub row: DataFlowRow,
    /// Where a page that ends with this row continues.
    pub key: DataFlowKey,
}

/// A validated import.
#[derive(Debug)]
pub struct ImportPlan {
    /// Whom to connect with.
    pub directory: Directory,
    /// What every one of them answers.
    pub capability: Option<Capability>,
    /// Id of the API key to make when the environment has none.
    pub new_api_key_id: ApiKeyId,
}

/// What an import changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Applied {
    /// Connections.
    pub connections: Tally,
    /// Their endpoints.
    pub endpoints: Tally,
    /// Data flows.
    pub data_flows: Tally,
}

/// Is told how many of how many connections are done.
pub struct Progress(Box<dyn FnMut(u64, u64) + Send>);

impl Progress {
    /// Tells `report`.
    pub fn new(report: impl FnMut(u64, u64) + Send + 'static) -> Self {
        Self(Box::new(report))
    }

    /// Tells nobody.
    #[must_use]
    pub fn silent() -> Self {
        Self::new(|_, _| {})
    }

    pub(crate) fn report(&mut self, done: usize, total: usize) {
        (self.0)(done as u64, total as u64);
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Progress")
    }
}
