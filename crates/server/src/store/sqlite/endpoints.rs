//! Endpoints of both sides; yours can be changed.

use causeway_model::{
    ConnectionId, Endpoint, EndpointId, EndpointState, EnvironmentId, FlowCounts, OrganizationId,
    VerificationMethod,
};
use rusqlite::{Connection, OptionalExtension};

use super::{creations, dependents, rows, vpn, write};
use crate::clock::Time;
use crate::store::{
    Created, EndpointChange, EndpointRecord, Precondition, Repetition, Result, SealedToken,
    VerificationResult, Write,
};

const FROM: &str = "FROM endpoint e LEFT JOIN connection c ON c.org_id = e.org_id AND c.id = e.connection_id \
     LEFT JOIN auth_credential a ON a.org_id = e.org_id AND a.id = e.auth_credential_id WHERE e.org_id = ?1";
const YOURS: &str = "AND e.connection_id IS NULL ORDER BY e.name, e.id";
const YOURS_OF: &str = "AND e.connection_id IS NULL AND e.environment_id = ?2 ORDER BY e.name, e.id";
const THEIRS: &str = "AND e.connection_id = ?2 ORDER BY e.position, e.id";
const ONE: &str = "AND e.id = ?2";
const UPDATE: &str = "UPDATE endpoint SET name = ?3, url = ?4, search_text = ?5, verification_method = ?6, \
     updated_at = ?7, version = version + 1 WHERE org_id = ?1 AND id = ?2";
const NEW_CREDENTIAL: &str = "UPDATE endpoint SET auth_credential_id = ?3 WHERE org_id = ?1 AND id = ?2";
const NEW_TOKEN: &str = "UPDATE endpoint SET verification_token = ?3 WHERE org_id = ?1 AND id = ?2";
const UNVERIFY: &str = "UPDATE endpoint SET verification_state = 'unverified', verification_outcome = NULL, \
     verification_detail = NULL, verification_at = NULL WHERE org_id = ?1 AND id = ?2";
const VERIFIED: &str = "UPDATE endpoint SET verification_state = ?3, verification_outcome = ?4, \
     verification_detail = ?5, verification_at = ?6, updated_at = ?6, version = version + 1 \
     WHERE org_id = ?1 AND id = ?2";
const TOKEN: &str = "SELECT verification_token, version FROM endpoint \
     WHERE org_id = ?1 AND id = ?2 AND connection_id IS NULL";
const MADE: &str = "UPDATE endpoint SET kind = ?3, verification_token = ?4, verification_method = ?5 \
     WHERE org_id = ?1 AND id = ?2";
const DELETE: &str = "DELETE FROM endpoint WHERE org_id = ?1 AND id = ?2";

const IN_USE: &str =
    "Data flows end at this endpoint. They are deleted with it once you confirm by its name.";

fn statement(rest: &str) -> String {
    format!("SELECT {} {FROM} {rest}", rows::ENDPOINT)
}

#[cfg(test)]
pub(super) fn sql() -> Vec<String> {
    let mut all = [YOURS, YOURS_OF, THEIRS, ONE].map(statement).to_vec();
    let fixed = [UPDATE, NEW_CREDENTIAL, NEW_TOKEN, UNVERIFY, VERIFIED, TOKEN, MADE, DELETE];
    all.extend(fixed.map(str::to_owned));
    all
}

fn list(db: &Connection, rest: &str, args: &[String]) -> Result<Vec<Endpoint>> {
    let mut statement = db.prepare_cached(&statement(rest))?;
    let rows = statement.query_map(rusqlite::params_from_iter(args), rows::endpoint)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn yours(
    db: &Connection,
    org: OrganizationId,
    environment: Option<EnvironmentId>,
    now: Time,
) -> Result<Vec<Endpoint>> {
    let found = match environment {
        Some(environment) => list(db, YOURS_OF, &[org.to_string(), environment.to_string()]),
        None => list(db, YOURS, &[org.to_string()]),
    };
    vpn::on_endpoints(db, org, None, found?, now)
}

pub(super) fn of_connection(
    db: &Connection,
    org: OrganizationId,
    id: ConnectionId,
    now: Time,
) -> Result<Vec<Endpoint>> {
    let found = list(db, THEIRS, &[org.to_string(), id.to_string()])?;
    vpn::on_endpoints(db, org, Some(id), found, now)
}

/// An endpoint as answers have it.
pub(super) fn with_vpn(
    db: &Connection,
    org: OrganizationId,
    id: EndpointId,
    now: Time,
) -> Result<Option<Endpoint>> {
    vpn::on_endpoint(db, org, get(db, org, id)?, now)
}

/// An endpoint without its VPN, to check and change it.
pub(super) fn get(db: &Connection, org: OrganizationId, id: EndpointId) -> Result<Option<Endpoint>> {
    let mut statement = db.prepare_cached(&statement(ONE))?;
    Ok(statement.query_row([org.to_string(), id.to_string()], rows::endpoint).optional()?)
}

pub(super) fn update(
    db: &Connection,
    org: OrganizationId,
    id: EndpointId,
    precondition: &Precondition,
    change: &EndpointChange,
    now: Time,
) -> Result<Write<Endpoint>> {
    let Some(endpoint) = get(db, org, id)? else { return Ok(Write::NotFound) };
    if !endpoint.editable {
        return Ok(Write::Forbidden);
    }
    if !precondition.allows(endpoint.version) {
        return Ok(Write::Stale { current: endpoint.version });
    }
    let name = change.name.as_ref().unwrap_or(&endpoint.name);
    let url = change.url.as_ref().unwrap_or(&endpoint.url);
    let method_before = endpoint.verification.as_ref().map(|verification| &verification.method);
    let method = change.verification_method.as_ref().or(method_before).unwrap_or(&VerificationMethod::Post);
    let key = (org.to_string(), id.to_string());
    if *url != endpoint.url || change.verification_token.is_some() {
        db.prepare_cached(UNVERIFY)?.execute((&key.0, &key.1))?;
    }
    if let Some(token) = &change.verification_token {
        db.prepare_cached(NEW_TOKEN)?.execute((&key.0, &key.1, token))?;
    }
    let credential_before = endpoint.auth_credential.as_ref().map(|credential| credential.id);
    let credential = change.auth_credential.unwrap_or(credential_before);
    if credential != credential_before {
        let credential = credential.map(|id| id.to_string());
        db.prepare_cached(NEW_CREDENTIAL)?.execute((&key.0, &key.1, credential))?;
    }
    let is_new = *name != endpoint.name
        || *url != endpoint.url
        || method_before.is_some_and(|before| before != method)
        || change.verification_token.is_some()
        || credential != credential_before;
    if is_new {
        let search_text = write::endpoint_search_text(name, url.as_deref());
        let row = (key.0, key.1, name, url, search_text, method.as_str(), now.0);
        db.prepare_cached(UPDATE)?.execute(row)?;
    }
    // Connections are not searched by your endpoint's name or URL, and pictures are put together when asked for, so
    // nothing else has to follow.
    Ok(with_vpn(db, org, id, now)?.map_or(Write::NotFound, Write::Done))
}

pub(super) fn create(
    db: &Connection,
    org: OrganizationId,
    new: &EndpointRecord,
    repetition: Option<&Repetition>,
    now: Time,
) -> Result<Created<Endpoint>> {
    let make = || {
        let (org, id) = (org.to_string(), new.id.to_string());
        let row = write::EndpointRow {
            org: &org,
            environment: &new.environment.to_string(),
            connection: None,
            id: &id,
            position: 0,
            name: &new.name,
            url: new.url.as_deref(),
            connection_type: None,
            fhir_version: None,
            state: EndpointState::Active.as_str(),
            counts: FlowCounts::default(),
            now: now.0,
        };
        write::insert_endpoint(db, &row)?;
        let method = new.verification_method.as_str();
        db.prepare_cached(MADE)?.execute((&org, &id, new.kind.as_str(), &new.verification_token, method))?;
        Ok(new.id)
    };
    creations::once(db, org, repetition, now, |id| with_vpn(db, org, id, now), make)
}

pub(super) fn delete(
    db: &Connection,
    org: OrganizationId,
    id: EndpointId,
    precondition: &Precondition,
    confirm: Option<&str>,
    now: Time,
) -> Result<Write<()>> {
    let Some(endpoint) = get(db, org, id)? else { return Ok(Write::NotFound) };
    if !endpoint.editable {
        return Ok(Write::Forbidden);
    }
    if !precondition.allows(endpoint.version) {
        return Ok(Write::Stale { current: endpoint.version });
    }
    let in_use = endpoint.flow_counts.total() > 0;
    if let Some(refusal) = dependents::unconfirmed(&endpoint.name, in_use, confirm, IN_USE) {
        return Ok(refusal);
    }
    if in_use {
        dependents::delete_flows(db, org, endpoint.environment_id, dependents::Of::Endpoint(id), now)?;
    }
    for statement in [vpn::DELETE_OF_ENDPOINT, DELETE] {
        db.prepare_cached(statement)?.execute((org.to_string(), id.to_string()))?;
    }
    Ok(Write::Done(()))
}

pub(super) fn verification_token(
    db: &Connection,
    org: OrganizationId,
    id: EndpointId,
) -> Result<Option<SealedToken>> {
    let read =
        |row: &rusqlite::Row<'_>| Ok(SealedToken { token: row.get(0)?, version: rows::count(row, 1)? });
    Ok(db.prepare_cached(TOKEN)?.query_row([org.to_string(), id.to_string()], read).optional()?)
}

pub(super) fn record_verification(
    db: &Connection,
    org: OrganizationId,
    id: EndpointId,
    version: u64,
    result: &VerificationResult,
) -> Result<Write<Endpoint>> {
    let Some(endpoint) = get(db, org, id)? else { return Ok(Write::NotFound) };
    if endpoint.version != version {
        return Ok(Write::Stale { current: endpoint.version });
    }
    let VerificationResult { state, outcome, detail, at } = result;
    let row = (org.to_string(), id.to_string(), state.as_str(), outcome, detail, at.0);
    db.prepare_cached(VERIFIED)?.execute(row)?;
    Ok(with_vpn(db, org, id, *at)?.map_or(Write::NotFound, Write::Done))
}
