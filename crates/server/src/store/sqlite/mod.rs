//! The store in an embedded SQLite file: no set-up, one writer, a few readers.

mod api_key_secrets;
mod api_keys;
mod audit;
mod auth_credentials;
mod clients;
mod connect;
mod connections;
mod creations;
mod data_flows;
mod dependents;
mod embed_connections;
mod embed_tokens;
mod embeds;
mod endpoints;
mod environments;
mod identity;
mod import;
mod import_connection;
mod import_known;
mod import_write;
mod key_uses;
mod migrate;
mod organizations;
mod picture;
mod pool;
mod query;
mod reroute;
mod rows;
mod usage;
mod vpn;
mod write;

use std::path::Path;

use async_trait::async_trait;
use causeway_model::{
    ApiKey, ApiKeyId, AuditAction, AuditEvent, AuthCredential, AuthCredentialId, Connection,
    ConnectionDataFlow, ConnectionId, DataFlow, DataFlowId, Embed, EmbedId, Endpoint, EndpointId,
    Environment, EnvironmentId, EnvironmentSummary, OrganizationId, OrganizationRef, Usage, VpnTest,
    VpnTestKind,
};
use uuid::Uuid;

use super::{
    ApiKeyChange, ApiKeyRecord, Applied, AuthCredentialRecord, By, ClientRecord, ConnectionFilter,
    ConnectionKey, Created, CredentialRecord, DataFlowFilter, DataFlowKey, EmbedChange, EmbedRecord,
    EmbedTokenRecord, End, EndpointChange, EndpointRecord, Grant, ImportPlan, KeyedDataFlow, NewAccessToken,
    NewEmbedTokenRecord, NewOrganization, NewSecret, NewSession, NewSignInCode, NewToken, Precondition,
    Progress, Repetition, Result, SealedSettings, SealedToken, SearchTerms, SessionRecord, Store, StoreError,
    TokenRecord, VerificationResult, VpnTestRecord, Write,
};
use crate::clock::Time;
use crate::config::KEY_TOUCH;
use connect::Mode;
use pool::{Readers, Writer};

/// Reading threads: enough that a slow search holds up nobody, few enough for a small machine.
const READERS: usize = 3;

/// An open database.
pub struct SqliteStore {
    readers: Readers,
    writer: Writer,
}

impl std::fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SqliteStore")
    }
}

impl SqliteStore {
    /// Opens the file, brings it to the present schema, and gives it `first` when it has no organization yet. Safe
    /// while other programs open or use the same file.
    ///
    /// # Errors
    /// When the file cannot be opened, is busy for too long, or was written by a newer version.
    pub fn open(path: &Path, now: Time, first: &NewOrganization) -> Result<Self> {
        if rusqlite::version_number() < connect::OLDEST_SQLITE {
            let reason =
                format!("SQLite {} can damage its files; 3.51.3 or newer is needed", rusqlite::version());
            return Err(StoreError::Internal(reason));
        }
        let connection = connect::open(path, Mode::Write)?;
        migrate::migrate(&connection, now)?;
        connection.execute_batch("BEGIN IMMEDIATE")?;
        let made = match organizations::local(&connection) {
            Ok(None) => organizations::add(&connection, first).map(|_| ()),
            other => other.map(|_| ()),
        };
        connection.execute_batch(if made.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
        made?;
        Ok(Self { readers: Readers::start(path, READERS)?, writer: Writer::start(connection)? })
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn ready(&self) -> Result<()> {
        self.readers.run(|db| organizations::local(db).map(|_| ())).await
    }

    async fn holds_secrets(&self) -> Result<bool> {
        self.readers.run(auth_credentials::any_sealed).await
    }

    async fn local_organization(&self) -> Result<OrganizationRef> {
        let found = self.readers.run(organizations::local).await?;
        found.ok_or_else(|| StoreError::Internal("there is no organization".to_owned()))
    }

    async fn add_organization(&self, new: NewOrganization) -> Result<OrganizationRef> {
        self.writer.run(move |db| organizations::add(db, &new)).await
    }

    async fn base_url(&self) -> Result<Option<String>> {
        self.readers.run(organizations::base_url).await
    }

    async fn set_base_url(&self, url: &str) -> Result<()> {
        let url = url.to_owned();
        self.writer.run(move |db| organizations::set_base_url(db, &url)).await
    }

    async fn add_sign_in_code(&self, org: OrganizationId, new: NewSignInCode) -> Result<()> {
        self.writer.run(move |db| identity::add_sign_in_code(db, org, &new)).await
    }

    async fn redeem_sign_in_code(
        &self,
        code_hash: &str,
        session: NewSession,
    ) -> Result<Option<SessionRecord>> {
        let code_hash = code_hash.to_owned();
        self.writer.run(move |db| identity::redeem_sign_in_code(db, &code_hash, &session)).await
    }

    async fn session(&self, token_hash: &str) -> Result<Option<SessionRecord>> {
        let token_hash = token_hash.to_owned();
        self.readers.run(move |db| identity::session(db, &token_hash)).await
    }

    async fn touch_session(&self, token_hash: &str, now: Time) -> Result<()> {
        let token_hash = token_hash.to_owned();
        self.writer.run(move |db| identity::touch_session(db, &token_hash, now)).await
    }

    async fn end_session(&self, token_hash: &str) -> Result<()> {
        let token_hash = token_hash.to_owned();
        self.writer.run(move |db| identity::end_session(db, &token_hash)).await
    }

    async fn add_token(&self, org: OrganizationId, new: NewToken) -> Result<()> {
        self.writer.run(move |db| identity::add_token(db, org, &new)).await
    }

    async fn token(&self, id: &str) -> Result<Option<TokenRecord>> {
        let id = id.to_owned();
        self.readers.run(move |db| identity::token(db, &id)).await
    }

    async fn environments(&self, org: OrganizationId) -> Result<Vec<Environment>> {
        self.readers.run(move |db| environments::list(db, org)).await
    }

    async fn environment(&self, org: OrganizationId, id: EnvironmentId) -> Result<Option<Environment>> {
        self.readers.run(move |db| environments::get(db, org, id)).await
    }

    async fn environment_summary(
        &self,
        org: OrganizationId,
        id: EnvironmentId,
        search: SearchTerms,
    ) -> Result<Option<EnvironmentSummary>> {
        self.readers.run(move |db| environments::summary(db, org, id, &search)).await
    }

    async fn connections(
        &self,
        org: OrganizationId,
        filter: ConnectionFilter,
        after: Option<ConnectionKey>,
        limit: u32,
        now: Time,
    ) -> Result<Vec<Connection>> {
        self.readers.run(move |db| connections::list(db, org, &filter, after.as_ref(), limit, now)).await
    }

    async fn connection(
        &self,
        org: OrganizationId,
        id: ConnectionId,
        now: Time,
    ) -> Result<Option<Connection>> {
        self.readers.run(move |db| connections::with_vpn(db, org, id, now)).await
    }

    async fn delete_connection(
        &self,
        org: OrganizationId,
        id: ConnectionId,
        precondition: Precondition,
        now: Time,
    ) -> Result<Write<()>> {
        self.writer.run(move |db| connections::delete(db, org, id, &precondition, now)).await
    }

    async fn data_flow(
        &self,
        org: OrganizationId,
        id: ConnectionId,
        now: Time,
    ) -> Result<Option<ConnectionDataFlow>> {
        self.readers.run(move |db| picture::get(db, org, id, now)).await
    }

    async fn reroute(
        &self,
        org: OrganizationId,
        connection: ConnectionId,
        flow: DataFlowId,
        ends: [Uuid; 2],
        now: Time,
    ) -> Result<Write<DataFlow>> {
        self.writer.run(move |db| reroute::reroute(db, org, connection, flow, ends, now)).await
    }

    async fn data_flows(
        &self,
        org: OrganizationId,
        filter: DataFlowFilter,
        after: Option<DataFlowKey>,
        limit: u32,
        now: Time,
    ) -> Result<Vec<KeyedDataFlow>> {
        self.readers.run(move |db| data_flows::list(db, org, &filter, after.as_ref(), limit, now)).await
    }

    async fn your_endpoints(
        &self,
        org: OrganizationId,
        environment: Option<EnvironmentId>,
        now: Time,
    ) -> Result<Vec<Endpoint>> {
        self.readers.run(move |db| endpoints::yours(db, org, environment, now)).await
    }

    async fn endpoint(&self, org: OrganizationId, id: EndpointId, now: Time) -> Result<Option<Endpoint>> {
        self.readers.run(move |db| endpoints::with_vpn(db, org, id, now)).await
    }

    async fn update_endpoint(
        &self,
        org: OrganizationId,
        by: By,
        id: EndpointId,
        precondition: Precondition,
        change: EndpointChange,
        now: Time,
    ) -> Result<Write<Endpoint>> {
        self.writer
            .run(move |db| {
                let act = || endpoints::update(db, org, id, &precondition, &change, now);
                audit::changed(
                    db,
                    org,
                    &by,
                    &AuditAction::EndpointChanged,
                    now,
                    || endpoints::get(db, org, id),
                    act,
                )
            })
            .await
    }

    async fn create_endpoint(
        &self,
        org: OrganizationId,
        by: By,
        new: EndpointRecord,
        repetition: Option<Repetition>,
        now: Time,
    ) -> Result<Created<Endpoint>> {
        self.writer
            .run(move |db| {
                let act = || endpoints::create(db, org, &new, repetition.as_ref(), now);
                audit::created(db, org, &by, &AuditAction::EndpointCreated, now, act)
            })
            .await
    }

    async fn delete_endpoint(
        &self,
        org: OrganizationId,
        by: By,
        id: EndpointId,
        precondition: Precondition,
        confirm: Option<String>,
        now: Time,
    ) -> Result<Write<()>> {
        self.writer
            .run(move |db| {
                let act = || endpoints::delete(db, org, id, &precondition, confirm.as_deref(), now);
                audit::changed(
                    db,
                    org,
                    &by,
                    &AuditAction::EndpointDeleted,
                    now,
                    || endpoints::get(db, org, id),
                    act,
                )
            })
            .await
    }

    async fn verification_token(&self, org: OrganizationId, id: EndpointId) -> Result<Option<SealedToken>> {
        self.readers.run(move |db| endpoints::verification_token(db, org, id)).await
    }

    async fn record_verification(
        &self,
        org: OrganizationId,
        id: EndpointId,
        version: u64,
        result: VerificationResult,
    ) -> Result<Write<Endpoint>> {
        self.writer.run(move |db| endpoints::record_verification(db, org, id, version, &result)).await
    }

    async fn record_vpn_test(
        &self,
        org: OrganizationId,
        endpoint: EndpointId,
        test: VpnTestRecord,
    ) -> Result<Option<VpnTest>> {
        self.writer.run(move |db| vpn::record(db, org, endpoint, &test)).await
    }

    async fn delete_vpn_test(
        &self,
        org: OrganizationId,
        endpoint: EndpointId,
        kind: VpnTestKind,
    ) -> Result<bool> {
        self.writer.run(move |db| vpn::delete(db, org, endpoint, &kind)).await
    }

    async fn api_keys(&self, org: OrganizationId, environment: Option<EnvironmentId>) -> Result<Vec<ApiKey>> {
        self.readers.run(move |db| api_keys::list(db, org, environment)).await
    }

    async fn api_key(&self, org: OrganizationId, id: ApiKeyId) -> Result<Option<ApiKey>> {
        self.readers.run(move |db| api_keys::get(db, org, id)).await
    }

    async fn create_api_key(
        &self,
        org: OrganizationId,
        by: By,
        new: ApiKeyRecord,
        secret: Option<NewSecret>,
        repetition: Option<Repetition>,
        now: Time,
    ) -> Result<Created<ApiKey>> {
        self.writer
            .run(move |db| {
                let act = || api_keys::create(db, org, &new, secret.as_ref(), repetition.as_ref(), now);
                audit::created(db, org, &by, &AuditAction::ApiKeyCreated, now, act)
            })
            .await
    }

    async fn update_api_key(
        &self,
        org: OrganizationId,
        by: By,
        id: ApiKeyId,
        precondition: Precondition,
        change: ApiKeyChange,
        now: Time,
    ) -> Result<Write<ApiKey>> {
        self.writer
            .run(move |db| {
                let act = || api_keys::update(db, org, id, &precondition, &change, now);
                audit::changed(
                    db,
                    org,
                    &by,
                    &AuditAction::ApiKeyChanged,
                    now,
                    || api_keys::get(db, org, id),
                    act,
                )
            })
            .await
    }

    async fn rotate_api_key(
        &self,
        org: OrganizationId,
        by: By,
        id: ApiKeyId,
        precondition: Precondition,
        secret: NewSecret,
        overlap_until: Time,
    ) -> Result<Write<ApiKey>> {
        let now = secret.created_at;
        self.writer
            .run(move |db| {
                let act = || api_keys::rotate(db, org, id, &precondition, &secret, overlap_until, now);
                audit::changed(
                    db,
                    org,
                    &by,
                    &AuditAction::ApiKeyRotated,
                    now,
                    || api_keys::get(db, org, id),
                    act,
                )
            })
            .await
    }

    async fn revoke_api_key(
        &self,
        org: OrganizationId,
        by: By,
        id: ApiKeyId,
        precondition: Precondition,
        now: Time,
    ) -> Result<Write<ApiKey>> {
        self.writer
            .run(move |db| {
                let act = || api_keys::revoke(db, org, id, &precondition, now);
                audit::changed(
                    db,
                    org,
                    &by,
                    &AuditAction::ApiKeyRevoked,
                    now,
                    || api_keys::get(db, org, id),
                    act,
                )
            })
            .await
    }

    async fn delete_api_key(
        &self,
        org: OrganizationId,
        by: By,
        id: ApiKeyId,
        precondition: Precondition,
        confirm: Option<String>,
        now: Time,
    ) -> Result<Write<()>> {
        self.writer
            .run(move |db| {
                let act = || api_keys::delete(db, org, id, &precondition, confirm.as_deref(), now);
                audit::changed(
                    db,
                    org,
                    &by,
                    &AuditAction::ApiKeyDeleted,
                    now,
                    || api_keys::get(db, org, id),
                    act,
                )
            })
            .await
    }

    async fn api_key_secret(&self, id: &str) -> Result<Option<CredentialRecord>> {
        let id = id.to_owned();
        self.readers.run(move |db| api_key_secrets::secret(db, &id)).await
    }

    async fn access_token(&self, id: &str) -> Result<Option<CredentialRecord>> {
        let id = id.to_owned();
        self.readers.run(move |db| api_key_secrets::access_token(db, &id)).await
    }

    async fn client(&self, id: ApiKeyId) -> Result<Option<ClientRecord>> {
        self.readers.run(move |db| clients::get(db, id)).await
    }

    async fn grant_access_token(&self, client: ClientRecord, new: NewAccessToken) -> Result<Grant> {
        self.writer.run(move |db| clients::grant(db, &client, &new)).await
    }

    async fn touch_api_key(
        &self,
        org: OrganizationId,
        id: ApiKeyId,
        secret: Option<&str>,
        now: Time,
    ) -> Result<()> {
        let secret = secret.map(str::to_owned);
        self.writer.run(move |db| api_key_secrets::touch(db, org, id, secret.as_deref(), now)).await
    }

    async fn note_key_use(
        &self,
        org: OrganizationId,
        key: ApiKeyId,
        connection: ConnectionId,
        credential: &str,
        now: Time,
    ) -> Result<()> {
        let name = credential.to_owned();
        let last = self.readers.run(move |db| key_uses::last(db, org, key, connection, &name)).await?;
        if last.is_some_and(|last| now.since(last) < KEY_TOUCH) {
            return Ok(());
        }
        let name = credential.to_owned();
        self.writer.run(move |db| key_uses::note(db, org, key, connection, &name, now)).await
    }

    async fn auth_credentials(
        &self,
        org: OrganizationId,
        environment: Option<EnvironmentId>,
    ) -> Result<Vec<AuthCredential>> {
        self.readers.run(move |db| auth_credentials::list(db, org, environment)).await
    }

    async fn auth_credential(
        &self,
        org: OrganizationId,
        id: AuthCredentialId,
    ) -> Result<Option<AuthCredential>> {
        self.readers.run(move |db| auth_credentials::get(db, org, id)).await
    }

    async fn auth_credential_settings(
        &self,
        org: OrganizationId,
        id: AuthCredentialId,
    ) -> Result<Option<SealedSettings>> {
        self.readers.run(move |db| auth_credentials::settings(db, org, id)).await
    }

    async fn create_auth_credential(
        &self,
        org: OrganizationId,
        by: By,
        new: AuthCredentialRecord,
        repetition: Option<Repetition>,
        now: Time,
    ) -> Result<Created<AuthCredential>> {
        self.writer
            .run(move |db| {
                let act = || auth_credentials::create(db, org, &new, repetition.as_ref(), now);
                audit::created(db, org, &by, &AuditAction::AuthCredentialCreated, now, act)
            })
            .await
    }

    async fn update_auth_credential(
        &self,
        org: OrganizationId,
        by: By,
        precondition: Precondition,
        new: AuthCredentialRecord,
        now: Time,
    ) -> Result<Write<AuthCredential>> {
        self.writer
            .run(move |db| {
                let act = || auth_credentials::update(db, org, &precondition, &new, now);
                audit::changed(
                    db,
                    org,
                    &by,
                    &AuditAction::AuthCredentialChanged,
                    now,
                    || auth_credentials::get(db, org, new.id),
                    act,
                )
            })
            .await
    }

    async fn delete_auth_credential(
        &self,
        org: OrganizationId,
        by: By,
        id: AuthCredentialId,
        precondition: Precondition,
        confirm: Option<String>,
        now: Time,
    ) -> Result<Write<()>> {
        self.writer
            .run(move |db| {
                let act = || auth_credentials::delete(db, org, id, &precondition, confirm.as_deref(), now);
                audit::changed(
                    db,
                    org,
                    &by,
                    &AuditAction::AuthCredentialDeleted,
                    now,
                    || auth_credentials::get(db, org, id),
                    act,
                )
            })
            .await
    }

    async fn audit_events(
        &self,
        org: OrganizationId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<AuditEvent>> {
        self.readers.run(move |db| audit::page(db, org, before, limit)).await
    }

    async fn embeds(&self, org: OrganizationId, environment: Option<EnvironmentId>) -> Result<Vec<Embed>> {
        self.readers.run(move |db| embeds::list(db, org, environment)).await
    }

    async fn embed(&self, org: OrganizationId, id: EmbedId) -> Result<Option<Embed>> {
        self.readers.run(move |db| embeds::get(db, org, id)).await
    }

    async fn missing_connections(
        &self,
        org: OrganizationId,
        environment: EnvironmentId,
        asked: Vec<ConnectionId>,
    ) -> Result<Vec<ConnectionId>> {
        self.readers.run(move |db| embed_connections::missing(db, org, environment, &asked)).await
    }

    async fn create_embed(
        &self,
        org: OrganizationId,
        by: By,
        new: EmbedRecord,
        repetition: Option<Repetition>,
        now: Time,
    ) -> Result<Created<Embed>> {
        self.writer
            .run(move |db| {
                let act = || embeds::create(db, org, &new, repetition.as_ref(), now);
                audit::created(db, org, &by, &AuditAction::EmbedCreated, now, act)
            })
            .await
    }

    async fn update_embed(
        &self,
        org: OrganizationId,
        by: By,
        id: EmbedId,
        precondition: Precondition,
        change: EmbedChange,
        now: Time,
    ) -> Result<Write<Embed>> {
        self.writer
            .run(move |db| {
                let act = || embeds::update(db, org, id, &precondition, &change, now);
                let read = || embeds::get(db, org, id);
                audit::changed(db, org, &by, &AuditAction::EmbedChanged, now, read, act)
            })
            .await
    }

    async fn revoke_embed(
        &self,
        org: OrganizationId,
        by: By,
        id: EmbedId,
        precondition: Precondition,
        now: Time,
    ) -> Result<Write<Embed>> {
        self.writer
            .run(move |db| {
                let act = || embeds::revoke(db, org, id, &precondition, now);
                let read = || embeds::get(db, org, id);
                audit::changed(db, org, &by, &AuditAction::EmbedRevoked, now, read, act)
            })
            .await
    }

    async fn delete_embed(
        &self,
        org: OrganizationId,
        by: By,
        id: EmbedId,
        precondition: Precondition,
        now: Time,
    ) -> Result<Write<()>> {
        self.writer
            .run(move |db| {
                let act = || embeds::delete(db, org, id, &precondition);
                let read = || embeds::get(db, org, id);
                audit::changed(db, org, &by, &AuditAction::EmbedDeleted, now, read, act)
            })
            .await
    }

    async fn add_embed_token(
        &self,
        org: OrganizationId,
        id: EmbedId,
        new: NewEmbedTokenRecord,
    ) -> Result<Write<()>> {
        self.writer.run(move |db| embed_tokens::add(db, org, id, &new)).await
    }

    async fn embed_token(&self, id: &str) -> Result<Option<EmbedTokenRecord>> {
        let id = id.to_owned();
        self.readers.run(move |db| embed_tokens::get(db, &id)).await
    }

    async fn framed_by(&self, id: EmbedId) -> Result<Option<Vec<String>>> {
        self.readers.run(move |db| embeds::framed_by(db, id)).await
    }

    async fn touch_embed(&self, org: OrganizationId, id: EmbedId, now: Time) -> Result<()> {
        self.writer.run(move |db| embeds::touch(db, org, id, now)).await
    }

    async fn usage(&self, org: OrganizationId, end: End) -> Result<Usage> {
        self.readers.run(move |db| usage::of(db, org, end)).await
    }

    async fn apply_import(
        &self,
        org: OrganizationId,
        environment: EnvironmentId,
        plan: ImportPlan,
        now: Time,
        mut progress: Progress,
    ) -> Result<Option<Applied>> {
        self.writer.run(move |db| import::apply(db, org, environment, &plan, now, &mut progress)).await
    }
}

#[cfg(test)]
mod tests;
