//! Your embeds; which connections they show is in `embed_connections`.

use causeway_model::{ConnectionId, Embed, EmbedId, EnvironmentId, OrganizationId, Reveal};
use rusqlite::{Connection, OptionalExtension, Row};

use super::embed_connections::{connect, of_embed};
use super::{creations, embed_tokens, rows};
use crate::clock::Time;
use crate::store::{Created, EmbedChange, EmbedRecord, Precondition, Repetition, Result, StoreError, Write};

const COLUMNS: &str = "id, environment_id, name, allowed_origins, reveal, revoked_at, last_used_at, created_at, updated_at, \
     version";
const ALL: &str = "ORDER BY name, id";
const OF: &str = "AND environment_id = ?2 ORDER BY name, id";
const ONE: &str = "AND id = ?2";
const ADD: &str = "INSERT INTO embed (org_id, id, environment_id, name, allowed_origins, reveal, created_at, \
     updated_at, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, 1)";
const UPDATE: &str =
    "UPDATE embed SET name = ?3, allowed_origins = ?4, reveal = ?5 WHERE org_id = ?1 AND id = ?2";
const REVOKE: &str = "UPDATE embed SET revoked_at = ?3 WHERE org_id = ?1 AND id = ?2";
const CHANGED: &str = "UPDATE embed SET updated_at = ?3, version = version + 1 WHERE org_id = ?1 AND id = ?2";
const TOUCH: &str = "UPDATE embed SET last_used_at = ?3 WHERE org_id = ?1 AND id = ?2 \
     AND (last_used_at IS NULL OR last_used_at < ?3)";
const DELETE: &str = "DELETE FROM embed WHERE org_id = ?1 AND id = ?2";
/// Whoever shows the frame page has no organization.
const ORIGINS: &str = "SELECT allowed_origins FROM embed WHERE id = ?1 AND revoked_at IS NULL";

const REVOKED: &str = "This embed is revoked, for good. Make a new one.";

fn statement(rest: &str) -> String {
    format!("SELECT {COLUMNS} FROM embed WHERE org_id = ?1 {rest}")
}

#[cfg(test)]
pub(super) fn sql() -> Vec<String> {
    let mut all = [ALL, OF, ONE].map(statement).to_vec();
    let fixed = [ADD, UPDATE, REVOKE, CHANGED, TOUCH, DELETE, ORIGINS];
    all.extend(fixed.map(str::to_owned));
    all
}

/// Origins as stored. They are written by this program alone; a damaged row allows none.
pub(super) fn origins(json: &str) -> Vec<String> {
    serde_json::from_str(json).unwrap_or_default()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Embed> {
    Ok(Embed {
        id: EmbedId(rows::parse(row, 0)?),
        environment_id: EnvironmentId(rows::parse(row, 1)?),
        name: row.get(2)?,
        allowed_origins: origins(rows::text(row, 3)?),
        connection_ids: Vec::new(),
        reveal: Reveal::from(rows::text(row, 4)?),
        revoked_at: rows::optional_time(row, 5)?,
        last_used_at: rows::optional_time(row, 6)?,
        created_at: rows::time(row, 7)?,
        updated_at: rows::time(row, 8)?,
        version: rows::count(row, 9)?,
    })
}

pub(super) fn list(
    db: &Connection,
    org: OrganizationId,
    environment: Option<EnvironmentId>,
) -> Result<Vec<Embed>> {
    let (rest, args) = match environment {
        Some(environment) => (OF, vec![org.to_string(), environment.to_string()]),
        None => (ALL, vec![org.to_string()]),
    };
    let mut statement = db.prepare_cached(&statement(rest))?;
    let rows = statement.query_map(rusqlite::params_from_iter(args), read)?;
    let mut embeds = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    for embed in &mut embeds {
        embed.connection_ids = of_embed(db, org, embed.id)?;
    }
    Ok(embeds)
}

pub(super) fn get(db: &Connection, org: OrganizationId, id: EmbedId) -> Result<Option<Embed>> {
    let mut statement = db.prepare_cached(&statement(ONE))?;
    let found = statement.query_row([org.to_string(), id.to_string()], read).optional()?;
    let Some(mut embed) = found else { return Ok(None) };
    embed.connection_ids = of_embed(db, org, id)?;
    Ok(Some(embed))
}

fn there(db: &Connection, org: OrganizationId, id: EmbedId) -> Result<Embed> {
    get(db, org, id)?.ok_or_else(|| StoreError::Internal("an embed has gone while it was written".to_owned()))
}

/// Who may frame an embed, whatever its organization.
pub(super) fn framed_by(db: &Connection, id: EmbedId) -> Result<Option<Vec<String>>> {
    let read = |row: &Row<'_>| Ok(origins(rows::text(row, 0)?));
    Ok(db.prepare_cached(ORIGINS)?.query_row([id.to_string()], read).optional()?)
}

fn json(origins: &[String]) -> String {
    serde_json::Value::from(origins).to_string()
}

pub(super) fn create(
    db: &Connection,
    org: OrganizationId,
    new: &EmbedRecord,
    repetition: Option<&Repetition>,
    now: Time,
) -> Result<Created<Embed>> {
    let make = || {
        db.prepare_cached(ADD)?.execute((
            org.to_string(),
            new.id.to_string(),
            new.environment.to_string(),
            &new.name,
            json(&new.allowed_origins),
            new.reveal.as_str(),
            now.0,
        ))?;
        connect(db, org, new.id, &new.connections)?;
        Ok(new.id)
    };
    creations::once(db, org, repetition, now, |id| get(db, org, id), make)
}

/// The embed, if it may be changed; else why not.
fn changeable(
    db: &Connection,
    org: OrganizationId,
    id: EmbedId,
    precondition: &Precondition,
) -> Result<std::result::Result<Embed, Write<Embed>>> {
    let Some(embed) = get(db, org, id)? else { return Ok(Err(Write::NotFound)) };
    if !precondition.allows(embed.version) {
        return Ok(Err(Write::Stale { current: embed.version }));
    }
    if embed.revoked_at.is_some() {
        return Ok(Err(Write::Conflict(REVOKED)));
    }
    Ok(Ok(embed))
}

fn changed(db: &Connection, org: OrganizationId, id: EmbedId, now: Time) -> Result<Write<Embed>> {
    db.prepare_cached(CHANGED)?.execute((org.to_string(), id.to_string(), now.0))?;
    Ok(Write::Done(there(db, org, id)?))
}

pub(super) fn update(
    db: &Connection,
    org: OrganizationId,
    id: EmbedId,
    precondition: &Precondition,
    change: &EmbedChange,
    now: Time,
) -> Result<Write<Embed>> {
    let before = match changeable(db, org, id, precondition)? {
        Ok(embed) => embed,
        Err(refusal) => return Ok(refusal),
    };
    db.prepare_cached(UPDATE)?.execute((
        org.to_string(),
        id.to_string(),
        change.name.as_ref().unwrap_or(&before.name),
        json(change.allowed_origins.as_ref().unwrap_or(&before.allowed_origins)),
        change.reveal.as_ref().unwrap_or(&before.reveal).as_str(),
    ))?;
    if let Some(wanted) = &change.connections {
        connect(db, org, id, wanted)?;
    }
    if there(db, org, id)? == before {
        return Ok(Write::Done(before));
    }
    changed(db, org, id, now)
}

pub(super) fn revoke(
    db: &Connection,
    org: OrganizationId,
    id: EmbedId,
    precondition: &Precondition,
    now: Time,
) -> Result<Write<Embed>> {
    if let Err(refusal) = changeable(db, org, id, precondition)? {
        return Ok(refusal);
    }
    db.prepare_cached(REVOKE)?.execute((org.to_string(), id.to_string(), now.0))?;
    embed_tokens::forget(db, org, id)?;
    changed(db, org, id, now)
}

pub(super) fn delete(
    db: &Connection,
    org: OrganizationId,
    id: EmbedId,
    precondition: &Precondition,
) -> Result<Write<()>> {
    let Some(embed) = get(db, org, id)? else { return Ok(Write::NotFound) };
    if !precondition.allows(embed.version) {
        return Ok(Write::Stale { current: embed.version });
    }
    embed_tokens::forget(db, org, id)?;
    connect(db, org, id, &[])?;
    db.prepare_cached(DELETE)?.execute((org.to_string(), id.to_string()))?;
    Ok(Write::Done(()))
}

pub(super) fn touch(db: &Connection, org: OrganizationId, id: EmbedId, now: Time) -> Result<()> {
    db.prepare_cached(TOUCH)?.execute((org.to_string(), id.to_string(), now.0))?;
    Ok(())
}

/// The embed if it may give out a token for a connection; else why not.
pub(super) fn may_mint(
    db: &Connection,
    org: OrganizationId,
    id: EmbedId,
    connection: ConnectionId,
) -> Result<std::result::Result<(), Write<()>>> {
    let Some(embed) = get(db, org, id)? else { return Ok(Err(Write::NotFound)) };
    if embed.revoked_at.is_some() {
        return Ok(Err(Write::Conflict(REVOKED)));
    }
    // Checked before; it left the embed meanwhile.
    if !embed.connection_ids.contains(&connection) { Ok(Err(Write::NotFound)) } else { Ok(Ok(())) }
}
