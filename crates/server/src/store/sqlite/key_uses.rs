//! Which secret or key pair of an API key each connection was last used with.

use causeway_model::{ApiKeyId, ConnectionId, KeyUse, OrganizationId};
use rusqlite::{Connection, OptionalExtension, Row};

use super::rows;
use crate::clock::Time;
use crate::store::Result;

/// How long a use is remembered, in microseconds: 90 days, longer than any overlap.
const MEMORY: i64 = 90 * 24 * 60 * 60 * 1_000_000;

const LAST: &str = "SELECT used_at FROM key_use \
     WHERE org_id = ?1 AND api_key_id = ?2 AND connection_id = ?3 AND credential = ?4";
/// Nothing is noted of a connection of another environment, or of a secret that has gone meanwhile.
const NOTE: &str = "INSERT INTO key_use (org_id, api_key_id, connection_id, credential, used_at) \
     SELECT k.org_id, k.id, c.id, ?4, ?5 FROM api_key k \
     JOIN connection c ON c.org_id = k.org_id AND c.environment_id = k.environment_id \
     WHERE k.org_id = ?1 AND k.id = ?2 AND c.id = ?3 AND k.revoked_at IS NULL AND (k.kind = 'publicKey' \
     OR EXISTS (SELECT 1 FROM api_key_secret s WHERE s.org_id = k.org_id AND s.id = ?4 AND s.api_key_id = k.id)) \
     ON CONFLICT (org_id, api_key_id, connection_id, credential) DO UPDATE SET used_at = excluded.used_at \
     WHERE excluded.used_at > key_use.used_at";
const FORGET: &str =
    "DELETE FROM key_use WHERE org_id = ?1 AND api_key_id = ?2 AND connection_id = ?3 AND used_at < ?4";
const OF_CONNECTION: &str = "SELECT u.credential, s.last4, u.used_at FROM key_use u \
     LEFT JOIN api_key_secret s ON s.org_id = u.org_id AND s.id = u.credential AND s.api_key_id = u.api_key_id \
     WHERE u.org_id = ?1 AND u.api_key_id = ?2 AND u.connection_id = ?3 ORDER BY u.used_at DESC, u.credential";
const DELETE_WITHOUT_SECRET: &str = "DELETE FROM key_use WHERE org_id = ?1 AND api_key_id = ?2 AND credential NOT IN \
     (SELECT id FROM api_key_secret WHERE org_id = ?1 AND api_key_id = ?2)";

/// What has to go before an API key can.
pub(super) const DELETE_OF_KEY: &str = "DELETE FROM key_use WHERE org_id = ?1 AND api_key_id = ?2";
/// What has to go before a connection can.
pub(super) const DELETE_OF_CONNECTION: &str = "DELETE FROM key_use WHERE org_id = ?1 AND connection_id = ?2";

#[cfg(test)]
pub(super) const SQL: &[&str] =
    &[LAST, NOTE, FORGET, OF_CONNECTION, DELETE_WITHOUT_SECRET, DELETE_OF_KEY, DELETE_OF_CONNECTION];

/// When this was last noted.
pub(super) fn last(
    db: &Connection,
    org: OrganizationId,
    key: ApiKeyId,
    connection: ConnectionId,
    credential: &str,
) -> Result<Option<Time>> {
    let args = (org.to_string(), key.to_string(), connection.to_string(), credential);
    Ok(db.prepare_cached(LAST)?.query_row(args, |row| row.get(0).map(Time)).optional()?)
}

pub(super) fn note(
    db: &Connection,
    org: OrganizationId,
    key: ApiKeyId,
    connection: ConnectionId,
    credential: &str,
    now: Time,
) -> Result<()> {
    let at = (org.to_string(), key.to_string(), connection.to_string());
    db.prepare_cached(NOTE)?.execute((&at.0, &at.1, &at.2, credential, now.0))?;
    db.prepare_cached(FORGET)?.execute((&at.0, &at.1, &at.2, now.0 - MEMORY))?;
    Ok(())
}

pub(super) fn of_connection(db: &Connection, key: [&String; 3]) -> Result<Vec<KeyUse>> {
    let read = |row: &Row<'_>| {
        let last4: Option<String> = row.get(1)?;
        let kid = if last4.is_none() { Some(row.get(0)?) } else { None };
        Ok(KeyUse { last4, kid, at: rows::time(row, 2)? })
    };
    let mut statement = db.prepare_cached(OF_CONNECTION)?;
    let uses = statement.query_map(key, read)?;
    Ok(uses.collect::<rusqlite::Result<_>>()?)
}

/// Forgets what was done with secrets that are forgotten.
pub(super) fn follow_secrets(db: &Connection, org: &str, key: &str) -> Result<()> {
    db.prepare_cached(DELETE_WITHOUT_SECRET)?.execute([org, key])?;
    Ok(())
}
