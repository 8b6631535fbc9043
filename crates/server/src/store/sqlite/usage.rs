//! What depends on an API key or endpoint.

use causeway_model::{
    ConnectionId, ConnectionRef, ConnectionUse, DataFlowId, ExchangeKind, FlowRef, Initiator, OrganizationId,
    Usage, Verb,
};
use rusqlite::Connection;

use super::{key_uses, rows};
use crate::store::{End, Result};

/// Connections listed; the counts are of all.
const MOST_CONNECTIONS: usize = 50;
/// Data flows listed per connection.
const MOST_FLOWS: u32 = 20;

const KEY: &str = "f.your_api_key_id = ?2";
const ENDPOINT: &str = "f.your_endpoint_id = ?2";
const CREDENTIAL: &str = "f.your_endpoint_id IN \
     (SELECT e.id FROM endpoint e WHERE e.org_id = ?1 AND e.auth_credential_id = ?2)";
const THEIRS: &str = "f.their_endpoint_id = ?2 AND f.connection_id = ?3";

fn connections(filter: &str) -> String {
    format!(
        "SELECT c.id, c.name, u.flows FROM (SELECT f.connection_id, COUNT(*) AS flows FROM data_flow f \
         WHERE f.org_id = ?1 AND {filter} GROUP BY f.connection_id) u \
         JOIN connection c ON c.org_id = ?1 AND c.id = u.connection_id ORDER BY c.kind_rank, c.sort_name, c.id"
    )
}

fn flows(filter: &str) -> String {
    format!(
        "SELECT f.id, f.initiator, f.exchange, f.data_type FROM data_flow f WHERE f.org_id = ?1 AND {filter} \
         AND f.connection_id = ?3 ORDER BY f.data_type, f.exchange, f.initiator DESC, f.id LIMIT {MOST_FLOWS}"
    )
}

#[cfg(test)]
pub(super) fn sql() -> Vec<String> {
    [KEY, ENDPOINT, CREDENTIAL, THEIRS]
        .into_iter()
        .flat_map(|filter| [connections(filter), flows(filter)])
        .collect()
}

pub(super) fn of(db: &Connection, org: OrganizationId, end: End) -> Result<Usage> {
    let (filter, id, connection) = match end {
        End::ApiKey(id) => (KEY, id.to_string(), None),
        End::Endpoint(id) => (ENDPOINT, id.to_string(), None),
        End::Credential(id) => (CREDENTIAL, id.to_string(), None),
        End::Theirs(connection, id) => (THEIRS, id.to_string(), Some(connection.to_string())),
    };
    let org = org.to_string();
    let mut usage = Usage::default();
    let mut statement = db.prepare_cached(&connections(filter))?;
    let mut args = vec![&org, &id];
    args.extend(&connection);
    let mut rows = statement.query(rusqlite::params_from_iter(args))?;
    while let Some(row) = rows.next()? {
        let data_flows: u32 = rows::count(row, 2)?;
        usage.connections += 1;
        usage.data_flows += data_flows;
        if usage.items.len() < MOST_CONNECTIONS {
            let connection = ConnectionRef { id: ConnectionId(rows::parse(row, 0)?), name: row.get(1)? };
            let flows = flows_of(db, filter, [&org, &id, &connection.id.to_string()])?;
            let last_uses = match end {
                End::ApiKey(_) => key_uses::of_connection(db, [&org, &id, &connection.id.to_string()])?,
                _ => Vec::new(),
            };
            usage.items.push(ConnectionUse { connection, data_flows, flows, last_uses });
        }
    }
    Ok(usage)
}

fn flows_of(db: &Connection, filter: &str, key: [&String; 3]) -> Result<Vec<FlowRef>> {
    let mut statement = db.prepare_cached(&flows(filter))?;
    let read = |row: &rusqlite::Row<'_>| {
        let initiator = Initiator::from(rows::text(row, 1)?);
        let exchange = ExchangeKind::from(rows::text(row, 2)?);
        Ok(FlowRef {
            id: DataFlowId(rows::parse(row, 0)?),
            verb: Verb::derive(&initiator, &exchange),
            data_type: row.get(3)?,
        })
    };
    let flows = statement.query_map(key, read)?;
    Ok(flows.collect::<rusqlite::Result<_>>()?)
}
