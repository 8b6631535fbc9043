//! What was made under an Idempotency-Key, remembered for a day.

use causeway_model::OrganizationId;
use rusqlite::{Connection, OptionalExtension};

use crate::clock::Time;
use crate::store::{Repetition, Result};

const FORGET: &str = "DELETE FROM creation WHERE org_id = ?1 AND created_at < ?2";
const FIND: &str = "SELECT fingerprint, object_id FROM creation WHERE org_id = ?1 AND idempotency_key = ?2";
const ADD: &str = "INSERT INTO creation (org_id, idempotency_key, fingerprint, object_id, created_at) \
     VALUES (?1, ?2, ?3, ?4, ?5)";

#[cfg(test)]
pub(super) const SQL: &[&str] = &[FORGET, FIND, ADD];

const MEMORY: i64 = 24 * 60 * 60 * 1_000_000;

/// What an earlier request with the same key did.
pub(super) enum Before {
    /// There was none.
    Nothing,
    /// It was the same request, and made this object.
    Made(String),
    /// It was another request.
    Other,
}

pub(super) fn find(
    db: &Connection,
    org: OrganizationId,
    repetition: Option<&Repetition>,
    now: Time,
) -> Result<Before> {
    let Some(Repetition { key, fingerprint }) = repetition else { return Ok(Before::Nothing) };
    let org = org.to_string();
    db.prepare_cached(FORGET)?.execute((&org, now.0 - MEMORY))?;
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
    let found = db.prepare_cached(FIND)?.query_row((&org, key), read).optional()?;
    Ok(match found {
        None => Before::Nothing,
        Some((known, id)) if known == *fingerprint => Before::Made(id),
        Some(_) => Before::Other,
    })
}

pub(super) fn add(
    db: &Connection,
    org: OrganizationId,
    repetition: Option<&Repetition>,
    id: &str,
    now: Time,
) -> Result<()> {
    if let Some(Repetition { key, fingerprint }) = repetition {
        db.prepare_cached(ADD)?.execute((org.to_string(), key, fingerprint, id, now.0))?;
    }
    Ok(())
}
