//! Secrets and access tokens of API keys: only hashes are stored.

use causeway_model::{ApiKeyId, ApiKeySecret, EnvironmentId, OrganizationId};
use rusqlite::{Connection, OptionalExtension, Row};

use super::{key_uses, rows};
use crate::clock::Time;
use crate::store::{CredentialRecord, KeyRecord, NewSecret, Result};

const ADD: &str = "INSERT INTO api_key_secret (org_id, id, api_key_id, secret_hash, prefix, last4, created_at) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
/// Newest first; those that ended are history nobody needs.
const OF_KEY: &str = "SELECT prefix, last4, created_at, expires_at, last_used_at FROM api_key_secret \
     WHERE org_id = ?1 AND api_key_id = ?2 ORDER BY created_at DESC, id";
const END: &str = "UPDATE api_key_secret SET expires_at = ?3 \
     WHERE org_id = ?1 AND api_key_id = ?2 AND (expires_at IS NULL OR expires_at > ?3)";
const FORGET: &str = "DELETE FROM api_key_secret WHERE org_id = ?1 AND api_key_id = ?2 AND expires_at IS NOT NULL AND expires_at <= ?3";
const DELETE: &str = "DELETE FROM api_key_secret WHERE org_id = ?1 AND api_key_id = ?2";
const DELETE_TOKENS: &str = "DELETE FROM access_token WHERE org_id = ?1 AND api_key_id = ?2";
const DELETE_ASSERTIONS: &str = "DELETE FROM used_assertion WHERE org_id = ?1 AND api_key_id = ?2";
const SECRET: &str = "SELECT o.org_id, o.name, k.id, k.name, k.environment_id, k.scopes, s.secret_hash, \
     s.expires_at, k.expires_at, s.last_used_at, s.id FROM api_key_secret s \
     JOIN api_key k ON k.org_id = s.org_id AND k.id = s.api_key_id JOIN organization o ON o.org_id = s.org_id \
     WHERE s.id = ?1 AND k.revoked_at IS NULL";
const ACCESS_TOKEN: &str = "SELECT o.org_id, o.name, k.id, k.name, k.environment_id, k.scopes, t.secret_hash, \
     t.expires_at, k.expires_at, k.last_used_at, t.kid, t.scopes FROM access_token t \
     JOIN api_key k ON k.org_id = t.org_id AND k.id = t.api_key_id JOIN organization o ON o.org_id = t.org_id \
     WHERE t.id = ?1 AND k.revoked_at IS NULL";
const TOUCH_KEY: &str = "UPDATE api_key SET last_used_at = ?3 WHERE org_id = ?1 AND id = ?2 \
     AND (last_used_at IS NULL OR last_used_at < ?3)";
const TOUCH_SECRET: &str = "UPDATE api_key_secret SET last_used_at = ?3 WHERE org_id = ?1 AND id = ?2 \
     AND (last_used_at IS NULL OR last_used_at < ?3)";

#[cfg(test)]
pub(super) const SQL: &[&str] = &[
    ADD,
    OF_KEY,
    END,
    FORGET,
    DELETE,
    DELETE_TOKENS,
    DELETE_ASSERTIONS,
    SECRET,
    ACCESS_TOKEN,
    TOUCH_KEY,
    TOUCH_SECRET,
];

pub(super) fn add(db: &Connection, org: OrganizationId, key: ApiKeyId, secret: &NewSecret) -> Result<()> {
    let NewSecret { id, secret_hash, prefix, last4, created_at } = secret;
    let row = (org.to_string(), id, key.to_string(), secret_hash, prefix, last4, created_at.0);
    db.prepare_cached(ADD)?.execute(row)?;
    Ok(())
}

pub(super) fn of_key(db: &Connection, org: OrganizationId, key: ApiKeyId) -> Result<Vec<ApiKeySecret>> {
    let read = |row: &Row<'_>| {
        Ok(ApiKeySecret {
            prefix: row.get(0)?,
            last4: row.get(1)?,
            created_at: rows::time(row, 2)?,
            expires_at: rows::optional_time(row, 3)?,
            last_used_at: rows::optional_time(row, 4)?,
        })
    };
    let mut statement = db.prepare_cached(OF_KEY)?;
    let secrets = statement.query_map([org.to_string(), key.to_string()], read)?;
    Ok(secrets.collect::<rusqlite::Result<_>>()?)
}

/// Forgets the secrets that have ended by `now`, and has the others end at `at` at the latest.
pub(super) fn end(db: &Connection, org: OrganizationId, key: ApiKeyId, at: Time, now: Time) -> Result<()> {
    let (org, key) = (org.to_string(), key.to_string());
    db.prepare_cached(END)?.execute((&org, &key, at.0))?;
    db.prepare_cached(FORGET)?.execute((&org, &key, now.0))?;
    key_uses::follow_secrets(db, &org, &key)
}

/// Forgets all secrets, access tokens and spent assertions of a key that never works again.
pub(super) fn delete(db: &Connection, org: OrganizationId, key: ApiKeyId) -> Result<()> {
    for statement in [key_uses::DELETE_OF_KEY, DELETE, DELETE_TOKENS, DELETE_ASSERTIONS] {
        db.prepare_cached(statement)?.execute((org.to_string(), key.to_string()))?;
    }
    Ok(())
}

fn credential(row: &Row<'_>) -> rusqlite::Result<CredentialRecord> {
    let ends: [Option<i64>; 2] = [row.get(7)?, row.get(8)?];
    Ok(CredentialRecord {
        key: KeyRecord {
            organization: rows::organization(row, 0)?,
            id: ApiKeyId(rows::parse(row, 2)?),
            name: row.get(3)?,
            environment: EnvironmentId(rows::parse(row, 4)?),
            scopes: rows::scopes(rows::text(row, 5)?),
        },
        secret_hash: row.get(6)?,
        ends_at: ends.into_iter().flatten().min().map(Time),
        last_used_at: row.get::<_, Option<i64>>(9)?.map(Time),
        credential: row.get(10)?,
    })
}

pub(super) fn secret(db: &Connection, id: &str) -> Result<Option<CredentialRecord>> {
    Ok(db.prepare_cached(SECRET)?.query_row([id], credential).optional()?)
}

/// An access token opens what it was asked for, as far as its key still may.
pub(super) fn access_token(db: &Connection, id: &str) -> Result<Option<CredentialRecord>> {
    let read = |row: &Row<'_>| {
        let mut found = credential(row)?;
        let asked = rows::scopes(rows::text(row, 11)?);
        found.key.scopes.retain(|scope| asked.contains(scope));
        Ok(found)
    };
    Ok(db.prepare_cached(ACCESS_TOKEN)?.query_row([id], read).optional()?)
}

pub(super) fn touch(
    db: &Connection,
    org: OrganizationId,
    key: ApiKeyId,
    secret: Option<&str>,
    now: Time,
) -> Result<()> {
    db.prepare_cached(TOUCH_KEY)?.execute((org.to_string(), key.to_string(), now.0))?;
    if let Some(secret) = secret {
        db.prepare_cached(TOUCH_SECRET)?.execute((org.to_string(), secret, now.0))?;
    }
    Ok(())
}
