//! Every operation of the API, by name; those of embeds are in `embeds`. Paths are written in these two files and nowhere
//! else on the client's side.

use causeway_model::{
    ApiKey, ApiKeyId, ApiKeyPatch, ApiKeyWithSecret, AuditEvent, AuditEventsQuery, AuthCredential,
    AuthCredentialId, AuthCredentialPatch, Connection, ConnectionDataFlow, ConnectionId, ConnectionsQuery,
    DataFlow, DataFlowId, DataFlowRow, DataFlowsQuery, Endpoint, EndpointId, EndpointPatch, Environment,
    EnvironmentId, EnvironmentSummary, ImportReport, ImportRequest, NewApiKey, NewAuthCredential,
    NewEndpoint, Page, Reroute, Rotation, Session, SignIn, Status, Usage, Verb, VpnTest, VpnTestKind,
    VpnTestReport, YourEnd,
};

use crate::query::query;
use crate::{Client, ClientError, Versioned};

/// A change is made only to the version it was made from.
pub(crate) fn if_match(etag: &str) -> Option<(&'static str, &str)> {
    Some(("If-Match", etag))
}

pub(crate) fn idempotency(key: &str) -> Option<(&'static str, &str)> {
    Some(("Idempotency-Key", key))
}

impl Client {
    async fn delete_confirmed(
        &self,
        mut path: String,
        etag: &str,
        confirm: Option<&str>,
    ) -> Result<(), ClientError> {
        path.push_str(&query(&[("confirm", confirm)]));
        self.send("DELETE", &path, if_match(etag), None).await.map(|_| ())
    }

    /// `POST /session`: signs in with the code of a printed link.
    ///
    /// # Errors
    /// A problem `unauthenticated` when the code is unknown, used or expired.
    pub async fn sign_in(&self, code: &str) -> Result<Session, ClientError> {
        self.write("POST", "/session", None, &SignIn { code: code.to_owned() }).await?.json()
    }

    /// `GET /session`: who am I?
    ///
    /// # Errors
    /// A problem `unauthenticated` without a valid session or token.
    pub async fn session(&self) -> Result<Session, ClientError> {
        self.get("/session").await
    }

    /// `DELETE /session`: signs out.
    ///
    /// # Errors
    /// See [`ClientError`].
    pub async fn sign_out(&self) -> Result<(), ClientError> {
        self.send("DELETE", "/session", None, None).await.map(|_| ())
    }

    /// `GET /environments`.
    ///
    /// # Errors
    /// See [`ClientError`].
    pub async fn environments(&self) -> Result<Page<Environment>, ClientError> {
        self.get("/environments").await
    }

    /// `GET /environments/{id}/summary`: counts of the connections that match `search`.
    ///
    /// # Errors
    /// A problem `notFound` for an environment that is not yours.
    pub async fn summary(
        &self,
        environment: EnvironmentId,
        search: Option<&str>,
    ) -> Result<EnvironmentSummary, ClientError> {
        self.get(&format!("/environments/{environment}/summary{}", query(&[("search", search)]))).await
    }

    /// `GET /connections`: one page.
    ///
    /// # Errors
    /// A problem `badRequest` for a cursor that is not of this list.
    pub async fn connections(&self, ask: &ConnectionsQuery) -> Result<Page<Connection>, ClientError> {
        let environment = ask.environment.map(|id| id.to_string());
        let limit = ask.limit.map(|limit| limit.to_string());
        let pairs = [
            ("environment", environment.as_deref()),
            ("search", ask.search.as_deref()),
            ("status", ask.status.as_ref().map(Status::as_str)),
            ("limit", limit.as_deref()),
            ("cursor", ask.cursor.as_deref()),
        ];
        self.get(&format!("/connections{}", query(&pairs))).await
    }

    /// `GET /connections/{id}`.
    ///
    /// # Errors
    /// A problem `notFound` for a connection that is not yours.
    pub async fn connection(&self, id: ConnectionId) -> Result<Versioned<Connection>, ClientError> {
        self.get_versioned(&format!("/connections/{id}")).await
    }

    /// `DELETE /connections/{id}`, with its endpoints and data flows.
    ///
    /// # Errors
    /// Problems `stale` when it changed since `etag`, `forbidden` for a default connection.
    pub async fn delete_connection(&self, id: ConnectionId, etag: &str) -> Result<(), ClientError> {
        self.send("DELETE", &format!("/connections/{id}"), if_match(etag), None).await.map(|_| ())
    }

    /// `GET /connections/{id}/data-flow`: the whole picture.
    ///
    /// # Errors
    /// A problem `notFound` for a connection that is not yours.
    pub async fn data_flow(&self, id: ConnectionId) -> Result<Versioned<ConnectionDataFlow>, ClientError> {
        self.get_versioned(&format!("/connections/{id}/data-flow")).await
    }

    /// What an arrow can be routed to: your API keys for what you start, your endpoints for what they start. From
    /// `GET /api-keys` or `GET /endpoints`, read no further than needed.
    ///
    /// # Errors
    /// See [`ClientError`].
    pub async fn your_ends(
        &self,
        verb: &Verb,
        environment: EnvironmentId,
    ) -> Result<Page<YourEnd>, ClientError> {
        let list = if matches!(verb, Verb::Send | Verb::Request) { "api-keys" } else { "endpoints" };
        self.get(&format!("/{list}?environment={environment}")).await
    }

    /// `POST /connections/{id}/data-flows/{flow}/reroute`: another API key or endpoint of yours for an arrow.
    ///
    /// # Errors
    /// Problems `conflict` when it uses another one by now, `validation` when the new one does not fit.
    pub async fn reroute(
        &self,
        connection: ConnectionId,
        flow: DataFlowId,
        reroute: &Reroute,
    ) -> Result<DataFlow, ClientError> {
        let path = format!("/connections/{connection}/data-flows/{flow}/reroute");
        self.write("POST", &path, None, reroute).await?.json()
    }

    /// `GET /data-flows`: one page of all data flows.
    ///
    /// # Errors
    /// A problem `badRequest` for a cursor that is not of this list.
    pub async fn data_flows(&self, ask: &DataFlowsQuery) -> Result<Page<DataFlowRow>, ClientError> {
        let environment = ask.environment.map(|id| id.to_string());
        let limit = ask.limit.map(|limit| limit.to_string());
        let pairs = [
            ("environment", environment.as_deref()),
            ("search", ask.search.as_deref()),
            ("status", ask.status.as_ref().map(Status::as_str)),
            ("verb", ask.verb.as_ref().map(Verb::as_str)),
            ("limit", limit.as_deref()),
            ("cursor", ask.cursor.as_deref()),
        ];
        self.get(&format!("/data-flows{}", query(&pairs))).await
    }

    /// `GET /endpoints`: your endpoints of an environment.
    ///
    /// # Errors
    /// See [`ClientError`].
    pub async fn endpoints(&self, environment: EnvironmentId) -> Result<Page<Endpoint>, ClientError> {
        self.get(&format!("/endpoints?environment={environment}")).await
    }

    /// `GET /endpoints/{id}`: yours or a connection's.
    ///
    /// # Errors
    /// A problem `notFound` for an endpoint you have no connection to.
    pub async fn endpoint(&self, id: EndpointId) -> Result<Versioned<Endpoint>, ClientError> {
        self.get_versioned(&format!("/endpoints/{id}")).await
    }

    /// `PATCH /endpoints/{id}`: changes one of yours.
    ///
    /// # Errors
    /// Problems `stale`, `validation`, and `forbidden` for a connection's endpoint.
    pub async fn update_endpoint(
        &self,
        id: EndpointId,
        etag: &str,
        patch: &EndpointPatch,
    ) -> Result<Versioned<Endpoint>, ClientError> {
        self.write("PATCH", &format!("/endpoints/{id}"), if_match(etag), patch).await?.versioned()
    }

    /// `GET /api-keys`: your API keys of an environment.
    ///
    /// # Errors
    /// See [`ClientError`].
    pub async fn api_keys(&self, environment: EnvironmentId) -> Result<Page<ApiKey>, ClientError> {
        self.get(&format!("/api-keys?environment={environment}")).await
    }

    /// `GET /api-keys/{id}`.
    ///
    /// # Errors
    /// A problem `notFound` for an API key that is not yours.
    pub async fn api_key(&self, id: ApiKeyId) -> Result<Versioned<ApiKey>, ClientError> {
        self.get_versioned(&format!("/api-keys/{id}")).await
    }

    /// `GET /api-keys/{id}/usage`: what depends on an API key.
    ///
    /// # Errors
    /// A problem `notFound` for an API key that is not yours.
    pub async fn api_key_usage(&self, id: ApiKeyId) -> Result<Usage, ClientError> {
        self.get(&format!("/api-keys/{id}/usage")).await
    }

    /// `POST /api-keys`: makes an API key. `once` is a text of your making, such as a UUID: the same request with the
    /// same text makes nothing new.
    ///
    /// # Errors
    /// A problem `validation`.
    pub async fn create_api_key(&self, once: &str, new: &NewApiKey) -> Result<ApiKeyWithSecret, ClientError> {
        self.write("POST", "/api-keys", idempotency(once), new).await?.json()
    }

    /// `PATCH /api-keys/{id}`: changes an API key.
    ///
    /// # Errors
    /// Problems `stale`, `validation`, and `conflict` for one that is revoked.
    pub async fn update_api_key(
        &self,
        id: ApiKeyId,
        etag: &str,
        patch: &ApiKeyPatch,
    ) -> Result<Versioned<ApiKey>, ClientError> {
        self.write("PATCH", &format!("/api-keys/{id}"), if_match(etag), patch).await?.versioned()
    }

    /// `POST /api-keys/{id}/rotate`: makes a new secret.
    ///
    /// # Errors
    /// Problems `stale`, and `conflict` for one that is revoked or signs with public keys.
    pub async fn rotate_api_key(
        &self,
        id: ApiKeyId,
        etag: &str,
        rotation: &Rotation,
    ) -> Result<ApiKeyWithSecret, ClientError> {
        self.write("POST", &format!("/api-keys/{id}/rotate"), if_match(etag), rotation).await?.json()
    }

    /// `POST /api-keys/{id}/revoke`: ends an API key for good.
    ///
    /// # Errors
    /// Problems `stale` and `conflict`.
    pub async fn revoke_api_key(&self, id: ApiKeyId, etag: &str) -> Result<Versioned<ApiKey>, ClientError> {
        self.send("POST", &format!("/api-keys/{id}/revoke"), if_match(etag), None).await?.versioned()
    }

    /// `DELETE /api-keys/{id}`, with the data flows that start with it when `confirm` is its name.
    ///
    /// # Errors
    /// Problems `stale`, `conflict` while data flows start with it, and `validation` for another name.
    pub async fn delete_api_key(
        &self,
        id: ApiKeyId,
        etag: &str,
        confirm: Option<&str>,
    ) -> Result<(), ClientError> {
        self.delete_confirmed(format!("/api-keys/{id}"), etag, confirm).await
    }

    /// `POST /endpoints`: makes an endpoint of yours. `once` as of [`Self::create_api_key`].
    ///
    /// # Errors
    /// A problem `validation`.
    pub async fn create_endpoint(&self, once: &str, new: &NewEndpoint) -> Result<Endpoint, ClientError> {
        self.write("POST", "/endpoints", idempotency(once), new).await?.json()
    }

    /// `DELETE /endpoints/{id}`, with the data flows that end at it when `confirm` is its name.
    ///
    /// # Errors
    /// Problems `stale`, `forbidden` for a connection's, `conflict` while data flows end at it, and `validation` for
    /// another name.
    pub async fn delete_endpoint(
        &self,
        id: EndpointId,
        etag: &str,
        confirm: Option<&str>,
    ) -> Result<(), ClientError> {
        self.delete_confirmed(format!("/endpoints/{id}"), etag, confirm).await
    }

    /// `POST /endpoints/{id}/verify`: does the verification handshake; what came of it is in the answer.
    ///
    /// # Errors
    /// Problems `conflict` without a URL or token, `tooManyRequests`.
    pub async fn verify_endpoint(&self, id: EndpointId) -> Result<Versioned<Endpoint>, ClientError> {
        self.send("POST", &format!("/endpoints/{id}/verify"), None, None).await?.versioned()
    }

    /// `GET /endpoints/{id}/usage`: what depends on an endpoint.
    ///
    /// # Errors
    /// A problem `notFound` for an endpoint you have no connection to.
    pub async fn endpoint_usage(&self, id: EndpointId) -> Result<Usage, ClientError> {
        self.get(&format!("/endpoints/{id}/usage")).await
    }

    /// `GET /auth-credentials`: your auth credentials of an environment.
    ///
    /// # Errors
    /// See [`ClientError`].
    pub async fn auth_credentials(
        &self,
        environment: EnvironmentId,
    ) -> Result<Page<AuthCredential>, ClientError> {
        self.get(&format!("/auth-credentials?environment={environment}")).await
    }

    /// `GET /auth-credentials/{id}`.
    ///
    /// # Errors
    /// A problem `notFound` for one that is not yours.
    pub async fn auth_credential(
        &self,
        id: AuthCredentialId,
    ) -> Result<Versioned<AuthCredential>, ClientError> {
        self.get_versioned(&format!("/auth-credentials/{id}")).await
    }

    /// `GET /auth-credentials/{id}/usage`: what depends on an auth credential.
    ///
    /// # Errors
    /// A problem `notFound` for one that is not yours.
    pub async fn auth_credential_usage(&self, id: AuthCredentialId) -> Result<Usage, ClientError> {
        self.get(&format!("/auth-credentials/{id}/usage")).await
    }

    /// `POST /auth-credentials`: makes an auth credential. `once` as of [`Self::create_api_key`].
    ///
    /// # Errors
    /// A problem `validation`.
    pub async fn create_auth_credential(
        &self,
        once: &str,
        new: &NewAuthCredential,
    ) -> Result<AuthCredential, ClientError> {
        self.write("POST", "/auth-credentials", idempotency(once), new).await?.json()
    }

    /// `PATCH /auth-credentials/{id}`.
    ///
    /// # Errors
    /// Problems `stale` and `validation`.
    pub async fn update_auth_credential(
        &self,
        id: AuthCredentialId,
        etag: &str,
        patch: &AuthCredentialPatch,
    ) -> Result<Versioned<AuthCredential>, ClientError> {
        self.write("PATCH", &format!("/auth-credentials/{id}"), if_match(etag), patch).await?.versioned()
    }

    /// `DELETE /auth-credentials/{id}`, though endpoints use it when `confirm` is its name.
    ///
    /// # Errors
    /// Problems `stale`, `conflict` while endpoints use it, and `validation` for another name.
    pub async fn delete_auth_credential(
        &self,
        id: AuthCredentialId,
        etag: &str,
        confirm: Option<&str>,
    ) -> Result<(), ClientError> {
        self.delete_confirmed(format!("/auth-credentials/{id}"), etag, confirm).await
    }

    /// `GET /audit-events`: one page of who did what, the latest first.
    ///
    /// # Errors
    /// A problem `forbidden` for an API key, `badRequest` for a cursor that is not of this list.
    pub async fn audit_events(&self, ask: &AuditEventsQuery) -> Result<Page<AuditEvent>, ClientError> {
        let limit = ask.limit.map(|limit| limit.to_string());
        let pairs = [("limit", limit.as_deref()), ("cursor", ask.cursor.as_deref())];
        self.get(&format!("/audit-events{}", query(&pairs))).await
    }

    /// `PUT /endpoints/{id}/vpn-tests/{kind}`: records the result of a VPN test; the answer is the newest one there is.
    ///
    /// # Errors
    /// Problems `validation`, and `notFound` for an endpoint you have no connection to.
    pub async fn record_vpn_test(
        &self,
        id: EndpointId,
        kind: &VpnTestKind,
        report: &VpnTestReport,
    ) -> Result<VpnTest, ClientError> {
        self.write("PUT", &format!("/endpoints/{id}/vpn-tests/{kind}"), None, report).await?.json()
    }

    /// `DELETE /endpoints/{id}/vpn-tests/{kind}`: forgets a VPN test.
    ///
    /// # Errors
    /// A problem `notFound` when there is no such endpoint or test.
    pub async fn delete_vpn_test(&self, id: EndpointId, kind: &VpnTestKind) -> Result<(), ClientError> {
        self.send("DELETE", &format!("/endpoints/{id}/vpn-tests/{kind}"), None, None).await.map(|_| ())
    }

    /// `POST /imports`: imports a provider directory, with a capability statement if there is one.
    ///
    /// # Errors
    /// A problem `validation` when the directory or the statement is refused whole; nothing is written then.
    pub async fn import(&self, request: &ImportRequest) -> Result<ImportReport, ClientError> {
        self.write("POST", "/imports", None, request).await?.json()
    }

    /// `POST /imports` with documents that are JSON texts already, sent as they are. The caller has checked that each
    /// is one JSON document.
    ///
    /// # Errors
    /// As of [`Self::import`].
    pub async fn import_documents(
        &self,
        environment: EnvironmentId,
        directory: &str,
        capability: Option<&str>,
    ) -> Result<ImportReport, ClientError> {
        let mut body = String::with_capacity(directory.len() + capability.map_or(0, str::len) + 100);
        body.push_str("{\"environmentId\":\"");
        body.push_str(&environment.to_string());
        body.push_str("\",\"directory\":");
        body.push_str(directory);
        if let Some(capability) = capability {
            body.push_str(",\"capability\":");
            body.push_str(capability);
        }
        body.push('}');
        self.send("POST", "/imports", None, Some(body)).await?.json()
    }
}
