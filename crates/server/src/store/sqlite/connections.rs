//! Connections: pages of them, one of them, the end of one.

use causeway_model::{Connection, ConnectionId, ConnectionKind, FlowCounts, Initiator, OrganizationId, Verb};
use rusqlite::types::Value;
use rusqlite::{Connection as Database, OptionalExtension};

use super::query::Query;
use super::{embed_connections, key_uses, rows, vpn};
use crate::clock::Time;
use crate::store::{ConnectionFilter, ConnectionKey, Precondition, Result, Write};

/// The order of lists; the indexes `connection_order…` hold it.
pub(super) const ORDER: &str = "c.kind_rank, c.sort_name, c.id";

const GET: &str = "FROM connection c WHERE c.org_id = ?1 AND c.id = ?2";
const YOUR_ENDS: &str = "SELECT your_api_key_id, your_endpoint_id, initiator, exchange, COUNT(*) FROM data_flow \
     WHERE org_id = ?1 AND connection_id = ?2 GROUP BY your_api_key_id, your_endpoint_id, initiator, exchange";
const LESS_FOR_KEY: &str = "UPDATE api_key SET flows_send = flows_send - ?3, flows_receive = flows_receive - ?4, \
     flows_request = flows_request - ?5, flows_respond = flows_respond - ?6, updated_at = ?7, version = version + 1 \
     WHERE org_id = ?1 AND id = ?2";
const LESS_FOR_ENDPOINT: &str = "UPDATE endpoint SET flows_send = flows_send - ?3, \
     flows_receive = flows_receive - ?4, flows_request = flows_request - ?5, flows_respond = flows_respond - ?6, \
     updated_at = ?7, version = version + 1 WHERE org_id = ?1 AND id = ?2";
const DELETE: &[&str] = &[
    "DELETE FROM data_flow WHERE org_id = ?1 AND connection_id = ?2",
    vpn::DELETE_OF_CONNECTION,
    key_uses::DELETE_OF_CONNECTION,
    "DELETE FROM endpoint WHERE org_id = ?1 AND connection_id = ?2",
    "DELETE FROM connection WHERE org_id = ?1 AND id = ?2",
];

#[cfg(test)]
pub(super) const SQL: &[&str] =
    &[YOUR_ENDS, LESS_FOR_KEY, LESS_FOR_ENDPOINT, DELETE[0], DELETE[3], DELETE[4]];

/// The WHERE clause that both lists (connections, data flows) share.
pub(super) fn filtered(query: &mut Query, org: OrganizationId, filter: &ConnectionFilter) {
    query.push(" WHERE c.org_id = ").bind(org.to_string());
    if let Some(environment) = filter.environment {
        query.push(" AND c.environment_id = ").bind(environment.to_string());
    }
    if let Some(status) = &filter.status {
        query.push(" AND c.status = ").bind(status.as_str().to_owned());
    }
    query.search(&filter.search, "c.search_text", "c.search_ids");
}

/// What comes after a place in the order.
pub(super) fn after(query: &mut Query, key: &ConnectionKey) {
    let key = [Value::from(key.rank), Value::from(key.name.clone()), Value::from(key.id.clone())];
    query.push(" AND (").push(ORDER).push(") > ").tuple(key);
}

pub(super) fn page(
    org: OrganizationId,
    filter: &ConnectionFilter,
    place: Option<&ConnectionKey>,
    limit: u32,
) -> Query {
    let mut query = Query::new(format!("SELECT {} FROM connection c", rows::CONNECTION));
    filtered(&mut query, org, filter);
    if let Some(key) = place {
        after(&mut query, key);
    }
    query.push(" ORDER BY ").push(ORDER).push(" LIMIT ").bind(i64::from(limit));
    query
}

pub(super) fn list(
    db: &Database,
    org: OrganizationId,
    filter: &ConnectionFilter,
    place: Option<&ConnectionKey>,
    limit: u32,
    now: Time,
) -> Result<Vec<Connection>> {
    let query = page(org, filter, place, limit);
    let mut statement = db.prepare_cached(&query.sql)?;
    let rows = statement.query_map(query.params(), rows::connection)?;
    vpn::on_connections(db, org, rows.collect::<rusqlite::Result<_>>()?, now)
}

/// A connection as answers have it.
pub(super) fn with_vpn(
    db: &Database,
    org: OrganizationId,
    id: ConnectionId,
    now: Time,
) -> Result<Option<Connection>> {
    let found = get(db, org, id)?.into_iter().collect();
    Ok(vpn::on_connections(db, org, found, now)?.pop())
}

/// A connection without the state of its VPNs, to check it.
pub(super) fn get(db: &Database, org: OrganizationId, id: ConnectionId) -> Result<Option<Connection>> {
    let mut statement = db.prepare_cached(&format!("SELECT {} {GET}", rows::CONNECTION))?;
    Ok(statement.query_row([org.to_string(), id.to_string()], rows::connection).optional()?)
}

pub(super) fn delete(
    db: &Database,
    org: OrganizationId,
    id: ConnectionId,
    precondition: &Precondition,
    now: Time,
) -> Result<Write<()>> {
    let Some(connection) = get(db, org, id)? else { return Ok(Write::NotFound) };
    if connection.kind == ConnectionKind::Default {
        return Ok(Write::Forbidden);
    }
    if !precondition.allows(connection.version) {
        return Ok(Write::Stale { current: connection.version });
    }
    let key = [org.to_string(), id.to_string()];
    release_your_ends(db, &key, now)?;
    embed_connections::leave(db, &key[0], &key[1], now)?;
    for statement in DELETE {
        db.prepare_cached(statement)?.execute([&key[0], &key[1]])?;
    }
    Ok(Write::Done(()))
}

/// Takes the connection's data flows out of the counts of your API keys and endpoints.
fn release_your_ends(db: &Database, key: &[String; 2], now: Time) -> Result<()> {
    let mut statement = db.prepare_cached(YOUR_ENDS)?;
    let mut rows = statement.query([&key[0], &key[1]])?;
    while let Some(row) = rows.next()? {
        let (api_key, endpoint): (Option<String>, Option<String>) = (row.get(0)?, row.get(1)?);
        let verb = Verb::derive(&Initiator::from(rows::text(row, 2)?), &rows::text(row, 3)?.into());
        let count: u32 = rows::count(row, 4)?;
        let mut less = FlowCounts::default();
        match verb {
            Verb::Send => less.send = count,
            Verb::Receive => less.receive = count,
            Verb::Request => less.request = count,
            Verb::Respond => less.respond = count,
            Verb::Other(_) => {}
        }
        for (statement, end) in [(LESS_FOR_KEY, api_key), (LESS_FOR_ENDPOINT, endpoint)] {
            if let Some(end) = end {
                let args = (&key[0], end, less.send, less.receive, less.request, less.respond, now.0);
                db.prepare_cached(statement)?.execute(args)?;
            }
        }
    }
    Ok(())
}

/// Changes the counts of your API key or endpoint, which `initiator` tells apart: by `counts`, once for each `sign`.
pub(super) fn count_for_end(
    db: &Database,
    org: &str,
    initiator: &Initiator,
    end: &str,
    counts: &FlowCounts,
    sign: i64,
    now: Time,
) -> Result<()> {
    let statement = if *initiator == Initiator::You { LESS_FOR_KEY } else { LESS_FOR_ENDPOINT };
    let less = |count: u32| -sign * i64::from(count);
    let FlowCounts { send, receive, request, respond } = counts;
    let args = (org, end, less(*send), less(*receive), less(*request), less(*respond), now.0);
    db.prepare_cached(statement)?.execute(args)?;
    Ok(())
}
