//! Another API key or endpoint of yours for one arrow; everything derived follows in the same transaction.

use causeway_model::{
    ConnectionId, DataFlow, DataFlowId, EndpointState, FlowCounts, Initiator, OrganizationId, Status, Verb,
};
use rusqlite::{Connection, OptionalExtension, Row};
use uuid::Uuid;

use super::{connections, endpoints, picture, rows};
use crate::clock::Time;
use crate::store::rollup::{EndpointFacts, FlowPart, rollup, status_of_flow};
use crate::store::{Result, Write};

const FLOW: &str = "SELECT initiator, exchange, COALESCE(your_api_key_id, your_endpoint_id), last_message_at \
     FROM data_flow WHERE org_id = ?1 AND connection_id = ?2 AND id = ?3";
const TO_KEY: &str =
    "UPDATE data_flow SET your_api_key_id = ?4 WHERE org_id = ?1 AND connection_id = ?2 AND id = ?3";
const TO_ENDPOINT: &str = "UPDATE data_flow SET your_endpoint_id = ?4, status = ?5 \
     WHERE org_id = ?1 AND connection_id = ?2 AND id = ?3";
const KEY_FITS: &str = "SELECT 1 FROM api_key k JOIN connection c ON c.org_id = k.org_id \
     AND c.environment_id = k.environment_id WHERE k.org_id = ?1 AND c.id = ?2 AND k.id = ?3 AND k.revoked_at IS NULL";
const ENDPOINT_FITS: &str = "SELECT 1 FROM endpoint e JOIN connection c ON c.org_id = e.org_id \
     AND c.environment_id = e.environment_id WHERE e.org_id = ?1 AND c.id = ?2 AND e.id = ?3 \
     AND e.connection_id IS NULL";
const STATE: &str = "SELECT state FROM endpoint WHERE org_id = ?1 AND id = ?2";
const PARTS: &str = "SELECT initiator, exchange, data_type, status, COALESCE(your_api_key_id, your_endpoint_id), \
     last_message_at FROM data_flow WHERE org_id = ?1 AND connection_id = ?2 \
     ORDER BY data_type, exchange, initiator DESC, id";
const DERIVED: &str = "UPDATE connection SET status = ?3, search_ids = ?4, updated_at = ?5, version = version + 1 \
     WHERE org_id = ?1 AND id = ?2";

#[cfg(test)]
pub(super) const SQL: &[&str] = &[FLOW, TO_KEY, TO_ENDPOINT, KEY_FITS, ENDPOINT_FITS, STATE, PARTS, DERIVED];

const GONE: &str = "The one it shall use is gone, or revoked, by now. Choose another one.";
const MOVED: &str = "This data flow uses another API key or endpoint of yours by now. Read it again.";

struct Part {
    initiator: Initiator,
    exchange: causeway_model::ExchangeKind,
    data_type: String,
    status: Status,
    yours: String,
    last_message_at: Option<i64>,
}

pub(super) fn reroute(
    db: &Connection,
    org: OrganizationId,
    connection: ConnectionId,
    flow: DataFlowId,
    [from, to]: [Uuid; 2],
    now: Time,
) -> Result<Write<DataFlow>> {
    let key = (org.to_string(), connection.to_string(), flow.to_string());
    let read = |row: &Row<'_>| {
        let verb = Verb::derive(&Initiator::from(rows::text(row, 0)?), &rows::text(row, 1)?.into());
        Ok((
            verb,
            Initiator::from(rows::text(row, 0)?),
            row.get::<_, String>(2)?,
            row.get::<_, Option<i64>>(3)?,
        ))
    };
    let found = db.prepare_cached(FLOW)?.query_row((&key.0, &key.1, &key.2), read).optional()?;
    let Some((verb, initiator, present, last_message_at)) = found else { return Ok(Write::NotFound) };
    if present != from.to_string() {
        return Ok(Write::Conflict(MOVED));
    }
    if from != to && !fits(db, org, connection, &initiator, to)? {
        return Ok(Write::Conflict(GONE));
    }
    if from != to {
        let (from, to) = (from.to_string(), to.to_string());
        if initiator == Initiator::You {
            db.prepare_cached(TO_KEY)?.execute((&key.0, &key.1, &key.2, &to))?;
        } else {
            let state: Option<String> =
                db.prepare_cached(STATE)?.query_row((&key.0, &to), |row| row.get(0)).optional()?;
            let state = state.as_deref().map(EndpointState::from);
            let status = status_of_flow(state.as_ref(), last_message_at);
            db.prepare_cached(TO_ENDPOINT)?.execute((&key.0, &key.1, &key.2, &to, status.as_str()))?;
        }
        let mut one = FlowCounts::default();
        one.add(&verb);
        connections::count_for_end(db, &key.0, &initiator, &from, &one, -1, now)?;
        connections::count_for_end(db, &key.0, &initiator, &to, &one, 1, now)?;
        derive(db, org, connection, now)?;
    }
    let drawn = picture::get(db, org, connection, now)?;
    let flow = drawn.and_then(|drawn| drawn.flows.into_iter().find(|known| known.id == flow));
    Ok(flow.map_or(Write::NotFound, Write::Done))
}

/// Whether an arrow can use it at this moment: what was checked before may have been deleted or revoked since.
fn fits(
    db: &Connection,
    org: OrganizationId,
    connection: ConnectionId,
    initiator: &Initiator,
    to: Uuid,
) -> Result<bool> {
    let statement = if *initiator == Initiator::You { KEY_FITS } else { ENDPOINT_FITS };
    let args = (org.to_string(), connection.to_string(), to.to_string());
    Ok(db.prepare_cached(statement)?.exists(args)?)
}

/// Status and the GUIDs that the connection is found by.
fn derive(db: &Connection, org: OrganizationId, id: ConnectionId, now: Time) -> Result<()> {
    let Some(connection) = connections::get(db, org, id)? else { return Ok(()) };
    let theirs = endpoints::of_connection(db, org, id, now)?;
    let facts: Vec<_> = theirs
        .into_iter()
        .map(|endpoint| EndpointFacts {
            id: endpoint.id.to_string(),
            name: endpoint.name,
            url: endpoint.url,
            state: endpoint.state,
        })
        .collect();
    let key = (org.to_string(), id.to_string());
    let read = |row: &Row<'_>| {
        Ok(Part {
            initiator: Initiator::from(rows::text(row, 0)?),
            exchange: rows::text(row, 1)?.into(),
            data_type: row.get(2)?,
            status: Status::from(rows::text(row, 3)?),
            yours: row.get(4)?,
            last_message_at: row.get(5)?,
        })
    };
    let mut statement = db.prepare_cached(PARTS)?;
    let parts = statement.query_map((&key.0, &key.1), read)?.collect::<rusqlite::Result<Vec<_>>>()?;
    let parts = parts.iter().map(|part| FlowPart {
        initiator: part.initiator.clone(),
        exchange: part.exchange.clone(),
        data_type: &part.data_type,
        status: part.status.clone(),
        yours: &part.yours,
        last_message_at: part.last_message_at,
    });
    let rollup = rollup(&connection.name, &key.1, &facts, parts);
    db.prepare_cached(DERIVED)?.execute((key.0, key.1, rollup.status.as_str(), rollup.search_ids, now.0))?;
    Ok(())
}
