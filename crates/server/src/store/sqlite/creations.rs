//! What was made under an Idempotency-Key, remembered for a day.

use std::str::FromStr;

use causeway_model::OrganizationId;
use rusqlite::{Connection, OptionalExtension, Row};

use crate::clock::Time;
use crate::store::{Created, Repetition, Result, StoreError};

const FORGET: &str = "DELETE FROM creation WHERE org_id = ?1 AND created_at < ?2";
const FIND: &str = "SELECT fingerprint, object_id FROM creation WHERE org_id = ?1 AND idempotency_key = ?2";
const ADD: &str = "INSERT INTO creation (org_id, idempotency_key, fingerprint, object_id, created_at) \
     VALUES (?1, ?2, ?3, ?4, ?5)";

#[cfg(test)]
pub(super) const SQL: &[&str] = &[FORGET, FIND, ADD];

const MEMORY: i64 = 24 * 60 * 60 * 1_000_000;

/// Makes an object once: `make` it and give its id, unless an earlier request with the same key did. `read` finds it.
pub(super) fn once<Id, T>(
    db: &Connection,
    org: OrganizationId,
    repetition: Option<&Repetition>,
    now: Time,
    read: impl Fn(Id) -> Result<Option<T>>,
    make: impl FnOnce() -> Result<Id>,
) -> Result<Created<T>>
where
    Id: Copy + FromStr + ToString,
{
    let org = org.to_string();
    if let Some(Repetition { key, fingerprint }) = repetition {
        db.prepare_cached(FORGET)?.execute((&org, now.0 - MEMORY))?;
        let found = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
        match db.prepare_cached(FIND)?.query_row((&org, key), found).optional()? {
            None => {}
            Some((known, id)) if known == *fingerprint => {
                let found = id.parse().ok().map(read).transpose()?.flatten();
                // Made and deleted since: the key has done its work, and means nothing new.
                return Ok(found.map_or(Created::Other, Created::Before));
            }
            Some(_) => return Ok(Created::Other),
        }
    }
    let id = make()?;
    if let Some(Repetition { key, fingerprint }) = repetition {
        db.prepare_cached(ADD)?.execute((&org, key, fingerprint, id.to_string(), now.0))?;
    }
    let made =
        read(id)?.ok_or_else(|| StoreError::Internal("an object has gone while it was made".to_owned()))?;
    Ok(Created::New(made))
}
