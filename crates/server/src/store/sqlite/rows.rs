//! Rows to contract types. Columns are read by position, and each list of columns stands beside its reader.

use std::str::FromStr;

use causeway_assertion::KeySet;
use causeway_model::{
    ApiKey, ApiKeyId, ApiKeyKind, AuthCredentialId, AuthCredentialRef, Connection, ConnectionId,
    ConnectionRef, Endpoint, EndpointId, EndpointKind, EndpointState, Environment, EnvironmentFlag,
    EnvironmentId, FlowCounts, OrganizationId, OrganizationRef, Owner, PublicKey, Scope, Status, Timestamp,
    Verification, VerificationMethod, VerificationState,
};
use rusqlite::types::Type;
use rusqlite::{Result, Row};

use crate::clock::Time;

pub(super) const ENVIRONMENT: &str = "id, name, flag, created_at, version";

pub(super) fn environment(row: &Row<'_>) -> Result<Environment> {
    Ok(Environment {
        id: EnvironmentId(parse(row, 0)?),
        name: row.get(1)?,
        flag: EnvironmentFlag::from(text(row, 2)?),
        created_at: time(row, 3)?,
        version: count(row, 4)?,
    })
}

pub(super) const CONNECTION: &str = "c.id, c.environment_id, c.name, c.kind, c.status, c.fhir_version, c.flows_send, \
     c.flows_receive, c.flows_request, c.flows_respond, c.endpoint_count, c.last_message_at, c.created_at, \
     c.updated_at, c.version";

pub(super) fn connection(row: &Row<'_>) -> Result<Connection> {
    Ok(Connection {
        id: ConnectionId(parse(row, 0)?),
        environment_id: EnvironmentId(parse(row, 1)?),
        name: row.get(2)?,
        kind: text(row, 3)?.into(),
        status: Status::from(text(row, 4)?),
        fhir_version: row.get(5)?,
        flow_counts: flow_counts(row, 6)?,
        endpoint_count: count(row, 10)?,
        last_message_at: optional_time(row, 11)?,
        vpn: None,
        created_at: time(row, 12)?,
        updated_at: time(row, 13)?,
        version: count(row, 14)?,
    })
}

/// Of `endpoint e LEFT JOIN connection c`.
pub(super) const ENDPOINT: &str = "e.id, e.environment_id, e.connection_id, c.name, e.name, e.url, \
     e.connection_type, e.fhir_version, e.state, e.flows_send, e.flows_receive, e.flows_request, e.flows_respond, \
     e.created_at, e.updated_at, e.version, e.kind, e.verification_state, e.verification_method, \
     e.verification_token IS NOT NULL, e.verification_at, e.verification_outcome, e.verification_detail, a.id, a.name";

pub(super) fn endpoint(row: &Row<'_>) -> Result<Endpoint> {
    let connection = match row.get_ref(2)?.as_str_or_null().map_err(|error| invalid(2, error))? {
        Some(_) => Some(ConnectionRef { id: ConnectionId(parse(row, 2)?), name: row.get(3)? }),
        None => None,
    };
    let owner = if connection.is_none() { Owner::You } else { Owner::Connection };
    let kind = EndpointKind::from(text(row, 16)?);
    let is_verified = owner == Owner::You && kind == EndpointKind::Https;
    let auth_credential = match row.get_ref(23)?.as_str_or_null().map_err(|error| invalid(23, error))? {
        Some(_) => Some(AuthCredentialRef { id: AuthCredentialId(parse(row, 23)?), name: row.get(24)? }),
        None => None,
    };
    let verification = if is_verified { Some(verification(row, 17)?) } else { None };
    Ok(Endpoint {
        id: EndpointId(parse(row, 0)?),
        environment_id: EnvironmentId(parse(row, 1)?),
        editable: owner == Owner::You,
        owner,
        connection,
        name: row.get(4)?,
        kind,
        url: row.get(5)?,
        verification,
        auth_credential,
        connection_type: row.get(6)?,
        fhir_version: row.get(7)?,
        state: EndpointState::from(text(row, 8)?),
        vpn: None,
        flow_counts: flow_counts(row, 9)?,
        created_at: time(row, 13)?,
        updated_at: time(row, 14)?,
        version: count(row, 15)?,
    })
}

fn verification(row: &Row<'_>, first: usize) -> Result<Verification> {
    Ok(Verification {
        state: VerificationState::from(text(row, first)?),
        method: VerificationMethod::from(text(row, first + 1)?),
        has_token: row.get(first + 2)?,
        checked_at: optional_time(row, first + 3)?,
        outcome: row.get(first + 4)?,
        detail: row.get(first + 5)?,
    })
}

pub(super) const API_KEY: &str = "id, environment_id, name, flows_send, flows_receive, flows_request, flows_respond, \
     created_at, updated_at, version, kind, scopes, expires_at, revoked_at, last_used_at, jwk_set, jwks_url";

/// An API key without its secrets, which are in a table of their own.
pub(super) fn api_key(row: &Row<'_>) -> Result<ApiKey> {
    Ok(ApiKey {
        id: ApiKeyId(parse(row, 0)?),
        environment_id: EnvironmentId(parse(row, 1)?),
        name: row.get(2)?,
        flow_counts: flow_counts(row, 3)?,
        created_at: time(row, 7)?,
        updated_at: time(row, 8)?,
        version: count(row, 9)?,
        kind: ApiKeyKind::from(text(row, 10)?),
        scopes: scopes(text(row, 11)?),
        expires_at: optional_time(row, 12)?,
        revoked_at: optional_time(row, 13)?,
        last_used_at: optional_time(row, 14)?,
        secrets: Vec::new(),
        public_keys: row.get::<_, Option<String>>(15)?.as_deref().map(public_keys).unwrap_or_default(),
        jwks_url: row.get(16)?,
    })
}

/// Scopes as stored, a JSON list. They are written by this program alone; a damaged row allows nothing.
pub(super) fn scopes(json: &str) -> Vec<Scope> {
    serde_json::from_str(json).unwrap_or_default()
}

/// What is shown of a JWK Set that was checked when it was stored.
fn public_keys(jwk_set: &str) -> Vec<PublicKey> {
    let set = KeySet::parse(jwk_set).ok();
    let keys = set.iter().flat_map(KeySet::keys);
    keys.map(|key| PublicKey {
        kid: key.kid().to_owned(),
        description: key.kind(),
        thumbprint: key.thumbprint(),
    })
    .collect()
}

pub(super) fn organization(row: &Row<'_>, first: usize) -> Result<OrganizationRef> {
    Ok(OrganizationRef { id: OrganizationId(parse(row, first)?), name: row.get(first + 1)? })
}

/// Text without a copy.
pub(super) fn text<'a>(row: &'a Row<'_>, index: usize) -> Result<&'a str> {
    row.get_ref(index)?.as_str().map_err(|error| invalid(index, error))
}

/// An id, or anything else that is parsed from text.
pub(super) fn parse<T>(row: &Row<'_>, index: usize) -> Result<T>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    text(row, index)?.parse().map_err(|error| invalid(index, error))
}

pub(super) fn time(row: &Row<'_>, index: usize) -> Result<Timestamp> {
    Ok(Time(row.get(index)?).timestamp())
}

pub(super) fn optional_time(row: &Row<'_>, index: usize) -> Result<Option<Timestamp>> {
    Ok(row.get::<_, Option<i64>>(index)?.map(|at| Time(at).timestamp()))
}

/// A number that is never negative.
pub(super) fn count<T: TryFrom<i64>>(row: &Row<'_>, index: usize) -> Result<T> {
    let number: i64 = row.get(index)?;
    T::try_from(number).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(index, number))
}

pub(super) fn flow_counts(row: &Row<'_>, first: usize) -> Result<FlowCounts> {
    Ok(FlowCounts {
        send: count(row, first)?,
        receive: count(row, first + 1)?,
        request: count(row, first + 2)?,
        respond: count(row, first + 3)?,
    })
}

fn invalid(index: usize, error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(index, Type::Text, Box::new(error))
}
