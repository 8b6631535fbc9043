//! Your auth credentials; their secrets are sealed before they come here.

use std::collections::BTreeMap;

use causeway_model::{
    AuthCredential, AuthCredentialId, AuthHeader, AuthSetting, AuthStrategy, EndpointId, EndpointUse,
    EnvironmentId, OrganizationId,
};
use rusqlite::{Connection, OptionalExtension, Row};

use super::{creations, dependents, rows};
use crate::clock::Time;
use crate::store::{
    AuthCredentialRecord, Created, Precondition, Repetition, Result, SealedSettings, StoreError, Write,
};

const COLUMNS: &str =
    "id, environment_id, name, strategy, settings, secret_names, created_at, updated_at, version, secrets";
const ALL: &str = "ORDER BY name, id";
const OF: &str = "AND environment_id = ?2 ORDER BY name, id";
const ONE: &str = "AND id = ?2";
const ENDPOINTS: &str = "SELECT id, name, flows_send + flows_receive + flows_request + flows_respond FROM endpoint \
     WHERE org_id = ?1 AND auth_credential_id = ?2 ORDER BY name, id";
const ADD: &str = "INSERT INTO auth_credential (org_id, id, environment_id, name, strategy, settings, secrets, \
     secret_names, created_at, updated_at, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, 1)";
const UPDATE: &str = "UPDATE auth_credential SET name = ?3, settings = ?4, secrets = ?5, secret_names = ?6, \
     updated_at = ?7, version = version + 1 WHERE org_id = ?1 AND id = ?2";
const DELETE: &str = "DELETE FROM auth_credential WHERE org_id = ?1 AND id = ?2";
/// What was verified was verified with it.
const RELEASE: &str = "UPDATE endpoint SET auth_credential_id = NULL, verification_state = 'unverified', \
     verification_outcome = NULL, verification_detail = NULL, verification_at = NULL, updated_at = ?3, \
     version = version + 1 WHERE org_id = ?1 AND auth_credential_id = ?2";

const SEALED: &str = "SELECT 1 WHERE EXISTS (SELECT 1 FROM auth_credential) \
     OR EXISTS (SELECT 1 FROM endpoint WHERE verification_token IS NOT NULL)";

const IN_USE: &str = "Endpoints use this auth credential. Give them another one, or confirm by its name: they are left with \
     their verification token alone.";

fn statement(rest: &str) -> String {
    format!("SELECT {COLUMNS} FROM auth_credential WHERE org_id = ?1 {rest}")
}

#[cfg(test)]
pub(super) fn sql() -> Vec<String> {
    let mut all = [ALL, OF, ONE].map(statement).to_vec();
    all.extend([ENDPOINTS, ADD, UPDATE, DELETE, RELEASE, SEALED].map(str::to_owned));
    all
}

/// Columns as stored.
struct Stored {
    credential: AuthCredential,
    shown: BTreeMap<String, String>,
    secrets: String,
}

fn read(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let strategy = AuthStrategy::from(rows::text(row, 3)?);
    // Both are written by this program alone; a damaged row has no settings.
    let shown: BTreeMap<String, String> = serde_json::from_str(rows::text(row, 4)?).unwrap_or_default();
    let names: Vec<String> = serde_json::from_str(rows::text(row, 5)?).unwrap_or_default();
    let setting = |name: &'static str| {
        let value = shown.get(name).cloned();
        let is_set = value.is_some() || names.iter().any(|known| known == name);
        is_set.then(|| AuthSetting { name: name.to_owned(), value })
    };
    let settings = strategy.fields().iter().filter_map(|field| setting(field.name)).collect();
    // Of headers all that is secret is the values, so these names are theirs.
    let headers = match strategy {
        AuthStrategy::Headers => names.into_iter().map(|name| AuthHeader { name }).collect(),
        _ => Vec::new(),
    };
    let credential = AuthCredential {
        id: AuthCredentialId(rows::parse(row, 0)?),
        environment_id: EnvironmentId(rows::parse(row, 1)?),
        name: row.get(2)?,
        strategy,
        settings,
        headers,
        endpoints: Vec::new(),
        created_at: rows::time(row, 6)?,
        updated_at: rows::time(row, 7)?,
        version: rows::count(row, 8)?,
    };
    Ok(Stored { credential, shown, secrets: row.get(9)? })
}

/// Whether there is anything that was sealed: here, or a verification token of an endpoint.
pub(super) fn any_sealed(db: &Connection) -> Result<bool> {
    Ok(db.prepare_cached(SEALED)?.exists([])?)
}

fn endpoints(db: &Connection, org: OrganizationId, id: AuthCredentialId) -> Result<Vec<EndpointUse>> {
    let read = |row: &Row<'_>| {
        Ok(EndpointUse {
            id: EndpointId(rows::parse(row, 0)?),
            name: row.get(1)?,
            data_flows: rows::count(row, 2)?,
        })
    };
    let mut statement = db.prepare_cached(ENDPOINTS)?;
    let rows = statement.query_map([org.to_string(), id.to_string()], read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn list(
    db: &Connection,
    org: OrganizationId,
    environment: Option<EnvironmentId>,
) -> Result<Vec<AuthCredential>> {
    let (rest, args) = match environment {
        Some(environment) => (OF, vec![org.to_string(), environment.to_string()]),
        None => (ALL, vec![org.to_string()]),
    };
    let mut statement = db.prepare_cached(&statement(rest))?;
    let rows = statement.query_map(rusqlite::params_from_iter(args), read)?;
    let mut all = Vec::new();
    for stored in rows {
        let mut credential = stored?.credential;
        credential.endpoints = endpoints(db, org, credential.id)?;
        all.push(credential);
    }
    Ok(all)
}

fn stored(db: &Connection, org: OrganizationId, id: AuthCredentialId) -> Result<Option<Stored>> {
    let mut statement = db.prepare_cached(&statement(ONE))?;
    Ok(statement.query_row([org.to_string(), id.to_string()], read).optional()?)
}

pub(super) fn get(
    db: &Connection,
    org: OrganizationId,
    id: AuthCredentialId,
) -> Result<Option<AuthCredential>> {
    let Some(Stored { mut credential, .. }) = stored(db, org, id)? else { return Ok(None) };
    credential.endpoints = endpoints(db, org, id)?;
    Ok(Some(credential))
}

/// What a change starts from: settings that may be shown, and the sealed rest.
pub(super) fn settings(
    db: &Connection,
    org: OrganizationId,
    id: AuthCredentialId,
) -> Result<Option<SealedSettings>> {
    let found = stored(db, org, id)?;
    Ok(found.map(|Stored { credential, shown, secrets }| SealedSettings { credential, shown, secrets }))
}

fn json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Internal(error.to_string()))
}

pub(super) fn create(
    db: &Connection,
    org: OrganizationId,
    new: &AuthCredentialRecord,
    repetition: Option<&Repetition>,
    now: Time,
) -> Result<Created<AuthCredential>> {
    let make = || {
        db.prepare_cached(ADD)?.execute((
            org.to_string(),
            new.id.to_string(),
            new.environment.to_string(),
            &new.name,
            new.strategy.as_str(),
            json(&new.shown)?,
            &new.secrets,
            json(&new.secret_names)?,
            now.0,
        ))?;
        Ok(new.id)
    };
    creations::once(db, org, repetition, now, |id| get(db, org, id), make)
}

pub(super) fn update(
    db: &Connection,
    org: OrganizationId,
    precondition: &Precondition,
    new: &AuthCredentialRecord,
    now: Time,
) -> Result<Write<AuthCredential>> {
    let Some(before) = get(db, org, new.id)? else { return Ok(Write::NotFound) };
    if !precondition.allows(before.version) {
        return Ok(Write::Stale { current: before.version });
    }
    db.prepare_cached(UPDATE)?.execute((
        org.to_string(),
        new.id.to_string(),
        &new.name,
        json(&new.shown)?,
        &new.secrets,
        json(&new.secret_names)?,
        now.0,
    ))?;
    Ok(get(db, org, new.id)?.map_or(Write::NotFound, Write::Done))
}

pub(super) fn delete(
    db: &Connection,
    org: OrganizationId,
    id: AuthCredentialId,
    precondition: &Precondition,
    confirm: Option<&str>,
    now: Time,
) -> Result<Write<()>> {
    let Some(credential) = get(db, org, id)? else { return Ok(Write::NotFound) };
    if !precondition.allows(credential.version) {
        return Ok(Write::Stale { current: credential.version });
    }
    let in_use = !credential.endpoints.is_empty();
    if let Some(refusal) = dependents::unconfirmed(&credential.name, in_use, confirm, IN_USE) {
        return Ok(refusal);
    }
    db.prepare_cached(RELEASE)?.execute((org.to_string(), id.to_string(), now.0))?;
    db.prepare_cached(DELETE)?.execute((org.to_string(), id.to_string()))?;
    Ok(Write::Done(()))
}
