//! Tokens of embeds: only hashes are stored, and none for longer than until the next one is made after its end.

use causeway_model::{ConnectionId, EmbedId, OrganizationId, Reveal};
use rusqlite::{Connection, OptionalExtension, Row};

use super::{embeds, rows};
use crate::clock::Time;
use crate::store::{EmbedTokenRecord, NewEmbedTokenRecord, Result, Write};

const FORGET_ENDED: &str = "DELETE FROM embed_token WHERE org_id = ?1 AND embed_id = ?2 AND expires_at <= ?3";
const ADD: &str = "INSERT INTO embed_token (org_id, id, embed_id, connection_id, secret_hash, created_at, expires_at) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
const FORGET: &str = "DELETE FROM embed_token WHERE org_id = ?1 AND embed_id = ?2";
const FORGET_OF_CONNECTION: &str =
    "DELETE FROM embed_token WHERE org_id = ?1 AND embed_id = ?2 AND connection_id = ?3";
const FORGET_EVERYWHERE: &str = "DELETE FROM embed_token WHERE org_id = ?1 AND connection_id = ?2";
const TOKEN: &str = "SELECT t.org_id, t.embed_id, t.connection_id, t.secret_hash, t.expires_at, e.allowed_origins, \
     e.reveal, e.last_used_at FROM embed_token t JOIN embed e ON e.org_id = t.org_id AND e.id = t.embed_id \
     WHERE t.id = ?1 AND e.revoked_at IS NULL";

#[cfg(test)]
pub(super) const SQL: &[&str] = &[FORGET_ENDED, ADD, FORGET, FORGET_OF_CONNECTION, FORGET_EVERYWHERE, TOKEN];

/// Adds a token and forgets those of the embed that have ended.
pub(super) fn add(
    db: &Connection,
    org: OrganizationId,
    embed: EmbedId,
    new: &NewEmbedTokenRecord,
) -> Result<Write<()>> {
    if let Err(refusal) = embeds::may_mint(db, org, embed, new.connection)? {
        return Ok(refusal);
    }
    let (org, embed) = (org.to_string(), embed.to_string());
    db.prepare_cached(FORGET_ENDED)?.execute((&org, &embed, new.created_at.0))?;
    let NewEmbedTokenRecord { id, secret_hash, connection, created_at, expires_at } = new;
    let row = (&org, id, &embed, connection.to_string(), secret_hash, created_at.0, expires_at.0);
    db.prepare_cached(ADD)?.execute(row)?;
    Ok(Write::Done(()))
}

/// A token by the part that is no secret, whatever its organization.
pub(super) fn get(db: &Connection, id: &str) -> Result<Option<EmbedTokenRecord>> {
    let read = |row: &Row<'_>| {
        Ok(EmbedTokenRecord {
            org: OrganizationId(rows::parse(row, 0)?),
            embed: EmbedId(rows::parse(row, 1)?),
            connection: ConnectionId(rows::parse(row, 2)?),
            secret_hash: row.get(3)?,
            ends_at: Time(row.get(4)?),
            allowed_origins: embeds::origins(rows::text(row, 5)?),
            reveal: Reveal::from(rows::text(row, 6)?),
            last_used_at: row.get::<_, Option<i64>>(7)?.map(Time),
        })
    };
    Ok(db.prepare_cached(TOKEN)?.query_row([id], read).optional()?)
}

/// Ends all tokens of an embed.
pub(super) fn forget(db: &Connection, org: OrganizationId, embed: EmbedId) -> Result<()> {
    db.prepare_cached(FORGET)?.execute((org.to_string(), embed.to_string()))?;
    Ok(())
}

/// Ends the tokens of an embed for one connection.
pub(super) fn forget_of_connection(
    db: &Connection,
    org: OrganizationId,
    embed: EmbedId,
    connection: ConnectionId,
) -> Result<()> {
    let key = (org.to_string(), embed.to_string(), connection.to_string());
    db.prepare_cached(FORGET_OF_CONNECTION)?.execute(key)?;
    Ok(())
}

/// Ends the tokens of all embeds for one connection.
pub(super) fn forget_everywhere(db: &Connection, org: &str, connection: &str) -> Result<()> {
    db.prepare_cached(FORGET_EVERYWHERE)?.execute((org, connection))?;
    Ok(())
}
