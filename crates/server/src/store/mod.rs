//! What the server keeps, behind one small trait. Handlers see [`Store`] only; which database answers is decided where
//! the program starts.
//!
//! Rules for every implementation:
//! - each method is limited to the organization it is given; an object of another organization is absent (`None`),
//! - each writing method is one transaction that runs to its end even when the caller goes away, and returns only
//!   after the change would survive a crash,
//! - whoever reads something with a VPN says what time it is: results that are too old count as not tested,
//! - derived columns (status, counts, search) are written in the transaction that changes what they derive from,
//! - a method that is told who a change is `by` adds to the audit trail in the transaction of the change.

mod audit;
mod clients;
mod defaults;
mod embeds;
mod filter;
mod records;
mod rollup;
pub mod sqlite;
mod vpn;

use async_trait::async_trait;
use causeway_model::{
    ApiKey, ApiKeyId, AuditEvent, AuthCredential, AuthCredentialId, Connection, ConnectionDataFlow,
    ConnectionId, DataFlow, DataFlowId, Embed, EmbedId, Endpoint, EndpointId, Environment, EnvironmentId,
    EnvironmentSummary, OrganizationId, OrganizationRef, Usage, VpnTest, VpnTestKind,
};
use uuid::Uuid;

pub use audit::By;
pub use clients::{ClientKeys, ClientRecord, Grant, NewAccessToken};
pub use defaults::NewOrganization;
pub use embeds::{EmbedChange, EmbedRecord, EmbedTokenRecord, NewEmbedTokenRecord};
pub use filter::{ConnectionFilter, ConnectionKey, DataFlowFilter, DataFlowKey, SearchTerms, TooManyTerms};
pub use records::{
    ApiKeyChange, ApiKeyRecord, Applied, AuthCredentialRecord, Created, CredentialRecord, End,
    EndpointChange, EndpointRecord, ImportPlan, KeyRecord, KeyedDataFlow, NewSecret, NewSession,
    NewSignInCode, NewToken, Precondition, Progress, Repetition, SealedSettings, SealedToken, SessionRecord,
    TokenRecord, VerificationResult, Write,
};
pub use vpn::VpnTestRecord;

use crate::clock::Time;

/// Why the store could not do what it was asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// Busy, full or unreadable right now; trying again later may help.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// A defect of this program or of the database's content.
    #[error("the database failed: {0}")]
    Internal(String),
}

/// The store's answer.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Everything the server keeps.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// Whether it can answer.
    async fn ready(&self) -> Result<()>;
    /// Whether anything in it is encrypted with the server's key.
    async fn holds_secrets(&self) -> Result<bool>;
    /// The organization of the local owner: the oldest one.
    async fn local_organization(&self) -> Result<OrganizationRef>;
    /// Adds an organization with all that a new one has.
    async fn add_organization(&self, new: NewOrganization) -> Result<OrganizationRef>;
    /// Where the server was last reached from outside, for links that other commands print.
    async fn base_url(&self) -> Result<Option<String>>;
    /// Remembers where the server is reached from outside.
    async fn set_base_url(&self, url: &str) -> Result<()>;

    /// Adds a sign-in code, and forgets the expired ones.
    async fn add_sign_in_code(&self, org: OrganizationId, new: NewSignInCode) -> Result<()>;
    /// Spends a sign-in code and starts a session in one step; `None` when the code is unknown, spent or expired.
    async fn redeem_sign_in_code(
        &self,
        code_hash: &str,
        session: NewSession,
    ) -> Result<Option<SessionRecord>>;
    /// A session by the hash of its cookie, expired or not.
    async fn session(&self, token_hash: &str) -> Result<Option<SessionRecord>>;
    /// Notes that a session was used.
    async fn touch_session(&self, token_hash: &str, now: Time) -> Result<()>;
    /// Ends a session.
    async fn end_session(&self, token_hash: &str) -> Result<()>;
    /// Adds a bearer token.
    async fn add_token(&self, org: OrganizationId, new: NewToken) -> Result<()>;
    /// A bearer token by its id.
    async fn token(&self, id: &str) -> Result<Option<TokenRecord>>;

    /// The environments, in their fixed order.
    async fn environments(&self, org: OrganizationId) -> Result<Vec<Environment>>;
    /// One environment.
    async fn environment(&self, org: OrganizationId, id: EnvironmentId) -> Result<Option<Environment>>;
    /// Counts over the connections of an environment that match a search.
    async fn environment_summary(
        &self,
        org: OrganizationId,
        id: EnvironmentId,
        search: SearchTerms,
    ) -> Result<Option<EnvironmentSummary>>;

    /// A page of connections: default ones first, then by name and id.
    async fn connections(
        &self,
        org: OrganizationId,
        filter: ConnectionFilter,
        after: Option<ConnectionKey>,
        limit: u32,
        now: Time,
    ) -> Result<Vec<Connection>>;
    /// One connection.
    async fn connection(
        &self,
        org: OrganizationId,
        id: ConnectionId,
        now: Time,
    ) -> Result<Option<Connection>>;
    /// Deletes a connection with its endpoints and data flows.
    async fn delete_connection(
        &self,
        org: OrganizationId,
        id: ConnectionId,
        precondition: Precondition,
        now: Time,
    ) -> Result<Write<()>>;
    /// The picture of one connection.
    async fn data_flow(
        &self,
        org: OrganizationId,
        id: ConnectionId,
        now: Time,
    ) -> Result<Option<ConnectionDataFlow>>;
    /// Gives an arrow another API key or endpoint of yours: `[from, to]`. `to` must be of the connection's environment
    /// and of the kind the arrow needs; a conflict when `from` is not the present one.
    async fn reroute(
        &self,
        org: OrganizationId,
        connection: ConnectionId,
        flow: DataFlowId,
        ends: [Uuid; 2],
        now: Time,
    ) -> Result<Write<DataFlow>>;
    /// A page of data flows over all connections, ordered like connections, then by data type, verb and id.
    async fn data_flows(
        &self,
        org: OrganizationId,
        filter: DataFlowFilter,
        after: Option<DataFlowKey>,
        limit: u32,
        now: Time,
    ) -> Result<Vec<KeyedDataFlow>>;

    /// Your endpoints, by name and id.
    async fn your_endpoints(
        &self,
        org: OrganizationId,
        environment: Option<EnvironmentId>,
        now: Time,
    ) -> Result<Vec<Endpoint>>;
    /// One endpoint of either side.
    async fn endpoint(&self, org: OrganizationId, id: EndpointId, now: Time) -> Result<Option<Endpoint>>;
    /// Makes an endpoint of yours. The environment must exist.
    async fn create_endpoint(
        &self,
        org: OrganizationId,
        by: By,
        new: EndpointRecord,
        repetition: Option<Repetition>,
        now: Time,
    ) -> Result<Created<Endpoint>>;
    /// Deletes one of your endpoints; theirs are forbidden. With the data flows that end at it only when it is
    /// confirmed by its name.
    async fn delete_endpoint(
        &self,
        org: OrganizationId,
        by: By,
        id: EndpointId,
        precondition: Precondition,
        confirm: Option<String>,
        now: Time,
    ) -> Result<Write<()>>;
    /// The verification token of an endpoint of yours.
    async fn verification_token(&self, org: OrganizationId, id: EndpointId) -> Result<Option<SealedToken>>;
    /// Keeps how a verification ended, unless the endpoint has another version by now.
    async fn record_verification(
        &self,
        org: OrganizationId,
        id: EndpointId,
        version: u64,
        result: VerificationResult,
    ) -> Result<Write<Endpoint>>;
    /// Changes one of your endpoints; theirs are forbidden. A new URL or token is unverified.
    async fn update_endpoint(
        &self,
        org: OrganizationId,
        by: By,
        id: EndpointId,
        precondition: Precondition,
        change: EndpointChange,
        now: Time,
    ) -> Result<Write<Endpoint>>;
    /// Records the result of a VPN test at an endpoint of either side, unless a newer one is there; the answer is what
    /// is there then, `None` when there is no such endpoint.
    async fn record_vpn_test(
        &self,
        org: OrganizationId,
        endpoint: EndpointId,
        test: VpnTestRecord,
    ) -> Result<Option<VpnTest>>;
    /// Forgets a VPN test; false when there is none.
    async fn delete_vpn_test(
        &self,
        org: OrganizationId,
        endpoint: EndpointId,
        kind: VpnTestKind,
    ) -> Result<bool>;
    /// Your API keys, by name and id.
    async fn api_keys(&self, org: OrganizationId, environment: Option<EnvironmentId>) -> Result<Vec<ApiKey>>;
    /// One API key.
    async fn api_key(&self, org: OrganizationId, id: ApiKeyId) -> Result<Option<ApiKey>>;

    /// Makes an API key, with its first secret if it has one. The environment must exist.
    async fn create_api_key(
        &self,
        org: OrganizationId,
        by: By,
        new: ApiKeyRecord,
        secret: Option<NewSecret>,
        repetition: Option<Repetition>,
        now: Time,
    ) -> Result<Created<ApiKey>>;
    /// Changes an API key that is not revoked.
    async fn update_api_key(
        &self,
        org: OrganizationId,
        by: By,
        id: ApiKeyId,
        precondition: Precondition,
        change: ApiKeyChange,
        now: Time,
    ) -> Result<Write<ApiKey>>;
    /// Gives an API key a new secret; those it has end at `overlap_until` at the latest.
    async fn rotate_api_key(
        &self,
        org: OrganizationId,
        by: By,
        id: ApiKeyId,
        precondition: Precondition,
        secret: NewSecret,
        overlap_until: Time,
    ) -> Result<Write<ApiKey>>;
    /// Ends an API key with its secrets and access tokens.
    async fn revoke_api_key(
        &self,
        org: OrganizationId,
        by: By,
        id: ApiKeyId,
        precondition: Precondition,
        now: Time,
    ) -> Result<Write<ApiKey>>;
    /// Forgets an API key; with the data flows that start with it only when it is confirmed by its name.
    async fn delete_api_key(
        &self,
        org: OrganizationId,
        by: By,
        id: ApiKeyId,
        precondition: Precondition,
        confirm: Option<String>,
        now: Time,
    ) -> Result<Write<()>>;
    /// A secret of an API key that is not revoked, by the part that is no secret; ended or not.
    async fn api_key_secret(&self, id: &str) -> Result<Option<CredentialRecord>>;
    /// An access token of an API key that is not revoked, by the part that is no secret; ended or not.
    async fn access_token(&self, id: &str) -> Result<Option<CredentialRecord>>;
    /// An API key that signs and is not revoked, by its client id, whatever its organization; ended or not.
    async fn client(&self, id: ApiKeyId) -> Result<Option<ClientRecord>>;
    /// Spends an assertion for an access token; each is good once per API key. Forgets what of both has ended, and
    /// notes that the key was used.
    async fn grant_access_token(&self, client: ClientRecord, new: NewAccessToken) -> Result<Grant>;
    /// Notes that an API key was used, and with which secret.
    async fn touch_api_key(
        &self,
        org: OrganizationId,
        id: ApiKeyId,
        secret: Option<&str>,
        now: Time,
    ) -> Result<()>;
    /// Notes, once a minute at most, that a connection was used with a secret or key pair of an API key.
    async fn note_key_use(
        &self,
        org: OrganizationId,
        key: ApiKeyId,
        connection: ConnectionId,
        credential: &str,
        now: Time,
    ) -> Result<()>;
    /// Your auth credentials, by name and id.
    async fn auth_credentials(
        &self,
        org: OrganizationId,
        environment: Option<EnvironmentId>,
    ) -> Result<Vec<AuthCredential>>;
    /// One auth credential.
    async fn auth_credential(
        &self,
        org: OrganizationId,
        id: AuthCredentialId,
    ) -> Result<Option<AuthCredential>>;
    /// What a change of an auth credential starts from.
    async fn auth_credential_settings(
        &self,
        org: OrganizationId,
        id: AuthCredentialId,
    ) -> Result<Option<SealedSettings>>;
    /// Makes an auth credential. The environment must exist.
    async fn create_auth_credential(
        &self,
        org: OrganizationId,
        by: By,
        new: AuthCredentialRecord,
        repetition: Option<Repetition>,
        now: Time,
    ) -> Result<Created<AuthCredential>>;
    /// Writes name and settings of an auth credential; environment and strategy stay.
    async fn update_auth_credential(
        &self,
        org: OrganizationId,
        by: By,
        precondition: Precondition,
        new: AuthCredentialRecord,
        now: Time,
    ) -> Result<Write<AuthCredential>>;
    /// Deletes an auth credential. One that endpoints use only when it is confirmed by its name: they are left with the
    /// verification token alone, unverified.
    async fn delete_auth_credential(
        &self,
        org: OrganizationId,
        by: By,
        id: AuthCredentialId,
        precondition: Precondition,
        confirm: Option<String>,
        now: Time,
    ) -> Result<Write<()>>;
    /// Your embeds, by name and id.
    async fn embeds(&self, org: OrganizationId, environment: Option<EnvironmentId>) -> Result<Vec<Embed>>;
    /// One embed.
    async fn embed(&self, org: OrganizationId, id: EmbedId) -> Result<Option<Embed>>;
    /// Which of these connections an environment has not got.
    async fn missing_connections(
        &self,
        org: OrganizationId,
        environment: EnvironmentId,
        asked: Vec<ConnectionId>,
    ) -> Result<Vec<ConnectionId>>;
    /// Makes an embed. The environment must exist.
    async fn create_embed(
        &self,
        org: OrganizationId,
        by: By,
        new: EmbedRecord,
        repetition: Option<Repetition>,
        now: Time,
    ) -> Result<Created<Embed>>;
    /// Changes an embed that is not revoked; tokens for connections that leave it end.
    async fn update_embed(
        &self,
        org: OrganizationId,
        by: By,
        id: EmbedId,
        precondition: Precondition,
        change: EmbedChange,
        now: Time,
    ) -> Result<Write<Embed>>;
    /// Ends an embed with its tokens.
    async fn revoke_embed(
        &self,
        org: OrganizationId,
        by: By,
        id: EmbedId,
        precondition: Precondition,
        now: Time,
    ) -> Result<Write<Embed>>;
    /// Forgets an embed with its tokens.
    async fn delete_embed(
        &self,
        org: OrganizationId,
        by: By,
        id: EmbedId,
        precondition: Precondition,
        now: Time,
    ) -> Result<Write<()>>;
    /// Adds a token of an embed that is not revoked, for a connection it has; forgets the ended ones.
    async fn add_embed_token(
        &self,
        org: OrganizationId,
        id: EmbedId,
        new: NewEmbedTokenRecord,
    ) -> Result<Write<()>>;
    /// A token of an embed that is not revoked, by the part that is no secret, whatever its organization; ended or not.
    async fn embed_token(&self, id: &str) -> Result<Option<EmbedTokenRecord>>;
    /// Who may frame an embed, whatever its organization; `None` when there is none or it is revoked.
    async fn framed_by(&self, id: EmbedId) -> Result<Option<Vec<String>>>;
    /// Notes that a picture of an embed was asked for.
    async fn touch_embed(&self, org: OrganizationId, id: EmbedId, now: Time) -> Result<()>;
    /// What was done, the latest first; before the event of this id.
    async fn audit_events(
        &self,
        org: OrganizationId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<AuditEvent>>;
    /// What depends on an API key or endpoint.
    async fn usage(&self, org: OrganizationId, end: End) -> Result<Usage>;

    /// Makes or updates everything a plan names, all or nothing; `None` when there is no such environment.
    async fn apply_import(
        &self,
        org: OrganizationId,
        environment: EnvironmentId,
        plan: ImportPlan,
        now: Time,
        progress: Progress,
    ) -> Result<Option<Applied>>;
}
