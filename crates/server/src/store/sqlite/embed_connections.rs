//! The connections that embeds show.

use causeway_model::{ConnectionId, EmbedId, EnvironmentId, OrganizationId};
use rusqlite::{Connection, Row};

use super::{embed_tokens, rows};
use crate::clock::Time;
use crate::store::Result;

const CONNECTIONS: &str =
    "SELECT connection_id FROM embed_connection WHERE org_id = ?1 AND embed_id = ?2 ORDER BY place";
/// One that is deleted at this moment is left out, as if it were deleted in the next.
const CONNECT: &str = "INSERT INTO embed_connection (org_id, embed_id, connection_id, place) \
     SELECT c.org_id, e.id, c.id, ?4 FROM embed e JOIN connection c ON c.org_id = e.org_id \
     AND c.environment_id = e.environment_id WHERE e.org_id = ?1 AND e.id = ?2 AND c.id = ?3";
const PLACE: &str =
    "UPDATE embed_connection SET place = ?4 WHERE org_id = ?1 AND embed_id = ?2 AND connection_id = ?3";
const DISCONNECT: &str =
    "DELETE FROM embed_connection WHERE org_id = ?1 AND embed_id = ?2 AND connection_id = ?3";
const IS_THERE: &str = "SELECT 1 FROM connection WHERE org_id = ?1 AND id = ?2 AND environment_id = ?3";

const WITH_CONNECTION: &str = "UPDATE embed SET updated_at = ?3, version = version + 1 WHERE org_id = ?1 AND id IN \
     (SELECT embed_id FROM embed_connection WHERE org_id = ?1 AND connection_id = ?2)";
const LEAVE: &str = "DELETE FROM embed_connection WHERE org_id = ?1 AND connection_id = ?2";

#[cfg(test)]
pub(super) const SQL: &[&str] = &[CONNECTIONS, CONNECT, PLACE, DISCONNECT, IS_THERE, WITH_CONNECTION, LEAVE];

/// In the order they were given.
pub(super) fn of_embed(db: &Connection, org: OrganizationId, id: EmbedId) -> Result<Vec<ConnectionId>> {
    let mut statement = db.prepare_cached(CONNECTIONS)?;
    let read = |row: &Row<'_>| Ok(ConnectionId(rows::parse(row, 0)?));
    let rows = statement.query_map([org.to_string(), id.to_string()], read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Which of these connections an environment has not got.
pub(super) fn missing(
    db: &Connection,
    org: OrganizationId,
    environment: EnvironmentId,
    asked: &[ConnectionId],
) -> Result<Vec<ConnectionId>> {
    let mut statement = db.prepare_cached(IS_THERE)?;
    let mut missing = Vec::new();
    for id in asked {
        if !statement.exists([org.to_string(), id.to_string(), environment.to_string()])? {
            missing.push(*id);
        }
    }
    Ok(missing)
}

/// Makes these the connections of an embed. Tokens for others end.
pub(super) fn connect(
    db: &Connection,
    org: OrganizationId,
    id: EmbedId,
    wanted: &[ConnectionId],
) -> Result<()> {
    let key = (org.to_string(), id.to_string());
    let present = of_embed(db, org, id)?;
    for gone in present.iter().filter(|present| !wanted.contains(present)) {
        embed_tokens::forget_of_connection(db, org, id, *gone)?;
        db.prepare_cached(DISCONNECT)?.execute((&key.0, &key.1, gone.to_string()))?;
    }
    for (place, connection) in (0_i64..).zip(wanted) {
        let statement = if present.contains(connection) { PLACE } else { CONNECT };
        db.prepare_cached(statement)?.execute((&key.0, &key.1, connection.to_string(), place))?;
    }
    Ok(())
}

/// A connection that is deleted leaves all embeds, and its tokens end.
pub(super) fn leave(db: &Connection, org: &str, connection: &str, now: Time) -> Result<()> {
    db.prepare_cached(WITH_CONNECTION)?.execute((org, connection, now.0))?;
    embed_tokens::forget_everywhere(db, org, connection)?;
    db.prepare_cached(LEAVE)?.execute((org, connection))?;
    Ok(())
}
