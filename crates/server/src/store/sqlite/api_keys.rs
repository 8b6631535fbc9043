//! Your API keys.

use causeway_model::{ApiKey, ApiKeyId, EnvironmentId, OrganizationId, Scope, Timestamp};
use rusqlite::{Connection, OptionalExtension};

use super::{api_key_secrets as secrets, creations, dependents, rows};
use crate::clock::Time;
use crate::config::MOST_SECRETS;
use crate::store::{
    ApiKeyChange, ApiKeyRecord, Created, NewSecret, Precondition, Repetition, Result, StoreError, Write,
};

const NAMES: &str =
    "SELECT id, name FROM api_key WHERE org_id = ?1 AND environment_id = ?2 ORDER BY name, id";
const ALL: &str = "ORDER BY name, id";
const OF: &str = "AND environment_id = ?2 ORDER BY name, id";
const ONE: &str = "AND id = ?2";
const ADD: &str = "INSERT INTO api_key (org_id, id, environment_id, name, kind, scopes, expires_at, jwk_set, jwks_url, \
     flows_send, flows_receive, flows_request, flows_respond, created_at, updated_at, version) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, 0, 0, 0, ?10, ?10, 1)";
const RENAME: &str = "UPDATE api_key SET name = ?3 WHERE org_id = ?1 AND id = ?2";
const SCOPES: &str = "UPDATE api_key SET scopes = ?3 WHERE org_id = ?1 AND id = ?2";
const EXPIRES: &str = "UPDATE api_key SET expires_at = ?3 WHERE org_id = ?1 AND id = ?2";
const PUBLIC_KEYS: &str = "UPDATE api_key SET jwk_set = ?3, jwks_url = ?4 WHERE org_id = ?1 AND id = ?2";
const REVOKE: &str = "UPDATE api_key SET revoked_at = ?3 WHERE org_id = ?1 AND id = ?2";
const CHANGED: &str =
    "UPDATE api_key SET updated_at = ?3, version = version + 1 WHERE org_id = ?1 AND id = ?2";
const DELETE: &str = "DELETE FROM api_key WHERE org_id = ?1 AND id = ?2";

const REVOKED: &str = "This API key is revoked, for good. Make a new one.";
const IN_USE: &str =
    "Data flows start with this API key. They are deleted with it once you confirm by its name.";
const TOO_MANY: &str =
    "Too many secrets of this API key still work. Wait until one ends, or rotate without overlap.";

fn statement(rest: &str) -> String {
    format!("SELECT {} FROM api_key WHERE org_id = ?1 {rest}", rows::API_KEY)
}

#[cfg(test)]
pub(super) fn sql() -> Vec<String> {
    let mut all = [ALL, OF, ONE].map(statement).to_vec();
    let fixed = [NAMES, ADD, RENAME, SCOPES, EXPIRES, PUBLIC_KEYS, REVOKE, CHANGED, DELETE];
    all.extend(fixed.map(str::to_owned));
    all
}

pub(super) fn list(
    db: &Connection,
    org: OrganizationId,
    environment: Option<EnvironmentId>,
) -> Result<Vec<ApiKey>> {
    let (rest, args) = match environment {
        Some(environment) => (OF, vec![org.to_string(), environment.to_string()]),
        None => (ALL, vec![org.to_string()]),
    };
    let mut statement = db.prepare_cached(&statement(rest))?;
    let rows = statement.query_map(rusqlite::params_from_iter(args), rows::api_key)?;
    let mut keys = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    for key in &mut keys {
        key.secrets = secrets::of_key(db, org, key.id)?;
    }
    Ok(keys)
}

/// Ids and names in the order of lists: all that a picture needs.
pub(super) fn names(
    db: &Connection,
    org: OrganizationId,
    environment: EnvironmentId,
) -> Result<Vec<(ApiKeyId, String)>> {
    let mut statement = db.prepare_cached(NAMES)?;
    let read = |row: &rusqlite::Row<'_>| Ok((ApiKeyId(rows::parse(row, 0)?), row.get(1)?));
    let rows = statement.query_map([org.to_string(), environment.to_string()], read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn get(db: &Connection, org: OrganizationId, id: ApiKeyId) -> Result<Option<ApiKey>> {
    let mut statement = db.prepare_cached(&statement(ONE))?;
    let found = statement.query_row([org.to_string(), id.to_string()], rows::api_key).optional()?;
    let Some(mut key) = found else { return Ok(None) };
    key.secrets = secrets::of_key(db, org, id)?;
    Ok(Some(key))
}

fn there(db: &Connection, org: OrganizationId, id: ApiKeyId) -> Result<ApiKey> {
    get(db, org, id)?
        .ok_or_else(|| StoreError::Internal("an API key has gone while it was written".to_owned()))
}

/// Scopes as stored, a JSON list.
pub(super) fn scopes_as_stored(scopes: &[Scope]) -> String {
    serde_json::Value::from(scopes.iter().map(|scope| scope.as_str().to_owned()).collect::<Vec<_>>())
        .to_string()
}

pub(super) fn create(
    db: &Connection,
    org: OrganizationId,
    new: &ApiKeyRecord,
    secret: Option<&NewSecret>,
    repetition: Option<&Repetition>,
    now: Time,
) -> Result<Created<ApiKey>> {
    let make = || {
        db.prepare_cached(ADD)?.execute((
            org.to_string(),
            new.id.to_string(),
            new.environment.to_string(),
            &new.name,
            new.kind.as_str(),
            scopes_as_stored(&new.scopes),
            new.expires_at.map(|at| at.0),
            &new.jwk_set,
            &new.jwks_url,
            now.0,
        ))?;
        if let Some(secret) = secret {
            secrets::add(db, org, new.id, secret)?;
        }
        Ok(new.id)
    };
    creations::once(db, org, repetition, now, |id| get(db, org, id), make)
}

/// The key, if it may be changed; else why not.
fn changeable(
    db: &Connection,
    org: OrganizationId,
    id: ApiKeyId,
    precondition: &Precondition,
) -> Result<std::result::Result<ApiKey, Write<ApiKey>>> {
    let Some(key) = get(db, org, id)? else { return Ok(Err(Write::NotFound)) };
    if !precondition.allows(key.version) {
        return Ok(Err(Write::Stale { current: key.version }));
    }
    if key.revoked_at.is_some() {
        return Ok(Err(Write::Conflict(REVOKED)));
    }
    Ok(Ok(key))
}

fn changed(db: &Connection, org: OrganizationId, id: ApiKeyId, now: Time) -> Result<Write<ApiKey>> {
    db.prepare_cached(CHANGED)?.execute((org.to_string(), id.to_string(), now.0))?;
    Ok(Write::Done(there(db, org, id)?))
}

pub(super) fn update(
    db: &Connection,
    org: OrganizationId,
    id: ApiKeyId,
    precondition: &Precondition,
    change: &ApiKeyChange,
    now: Time,
) -> Result<Write<ApiKey>> {
    let before = match changeable(db, org, id, precondition)? {
        Ok(key) => key,
        Err(refusal) => return Ok(refusal),
    };
    let key = (org.to_string(), id.to_string());
    if let Some(name) = &change.name {
        db.prepare_cached(RENAME)?.execute((&key.0, &key.1, name))?;
    }
    if let Some(scopes) = &change.scopes {
        db.prepare_cached(SCOPES)?.execute((&key.0, &key.1, scopes_as_stored(scopes)))?;
    }
    if let Some(expires_at) = &change.expires_at {
        db.prepare_cached(EXPIRES)?.execute((&key.0, &key.1, expires_at.map(|at| at.0)))?;
    }
    if let Some((jwk_set, jwks_url)) = &change.public_keys {
        db.prepare_cached(PUBLIC_KEYS)?.execute((&key.0, &key.1, jwk_set, jwks_url))?;
    }
    if there(db, org, id)? == before {
        return Ok(Write::Done(before));
    }
    changed(db, org, id, now)
}

pub(super) fn rotate(
    db: &Connection,
    org: OrganizationId,
    id: ApiKeyId,
    precondition: &Precondition,
    secret: &NewSecret,
    overlap_until: Time,
    now: Time,
) -> Result<Write<ApiKey>> {
    let key = match changeable(db, org, id, precondition)? {
        Ok(key) => key,
        Err(refusal) => return Ok(refusal),
    };
    // Before anything is written: a refusal must change nothing.
    let now_text = now.timestamp();
    let works = |end: &Option<Timestamp>| end.as_ref().is_none_or(|end| *end > now_text);
    let working = key.secrets.iter().filter(|secret| works(&secret.expires_at)).count();
    if overlap_until > now && working >= MOST_SECRETS {
        return Ok(Write::Conflict(TOO_MANY));
    }
    secrets::end(db, org, id, overlap_until, now)?;
    secrets::add(db, org, id, secret)?;
    changed(db, org, id, now)
}

pub(super) fn revoke(
    db: &Connection,
    org: OrganizationId,
    id: ApiKeyId,
    precondition: &Precondition,
    now: Time,
) -> Result<Write<ApiKey>> {
    if let Err(refusal) = changeable(db, org, id, precondition)? {
        return Ok(refusal);
    }
    db.prepare_cached(REVOKE)?.execute((org.to_string(), id.to_string(), now.0))?;
    secrets::delete(db, org, id)?;
    changed(db, org, id, now)
}

pub(super) fn delete(
    db: &Connection,
    org: OrganizationId,
    id: ApiKeyId,
    precondition: &Precondition,
    confirm: Option<&str>,
    now: Time,
) -> Result<Write<()>> {
    let Some(key) = get(db, org, id)? else { return Ok(Write::NotFound) };
    if !precondition.allows(key.version) {
        return Ok(Write::Stale { current: key.version });
    }
    let in_use = key.flow_counts.total() > 0;
    if let Some(refusal) = dependents::unconfirmed(&key.name, in_use, confirm, IN_USE) {
        return Ok(refusal);
    }
    if in_use {
        dependents::delete_flows(db, org, key.environment_id, dependents::Of::ApiKey(id), now)?;
    }
    secrets::delete(db, org, id)?;
    db.prepare_cached(DELETE)?.execute((org.to_string(), id.to_string()))?;
    Ok(Write::Done(()))
}
