//! VPN tests: the newest result of each, and what they say of endpoints and connections.

use std::collections::BTreeMap;

use causeway_model::{
    Connection, ConnectionId, Endpoint, EndpointId, OrganizationId, STALE_AFTER, Timestamp, Vpn, VpnResult,
    VpnState, VpnTest, VpnTestKind,
};
use rusqlite::{Connection as Database, OptionalExtension, Row};
use uuid::Uuid;

use super::{endpoints, rows};
use crate::clock::Time;
use crate::store::{KeyedDataFlow, Result, VpnTestRecord};

/// All readers below select these first.
macro_rules! tests {
    ($rest:literal) => {
        concat!(
            "SELECT v.kind, v.result, v.sending_ip, v.receiving_ip, v.receiving_port, v.checked_at, v.message, \
             v.endpoint_id FROM vpn_test v WHERE v.org_id = ?1 AND ",
            $rest
        )
    };
}

const OF_ENDPOINT: &str = tests!("v.endpoint_id = ?2");
const ONE: &str = tests!("v.endpoint_id = ?2 AND v.kind = ?3");
const YOURS: &str = tests!("v.connection_id IS NULL");
const THEIRS: &str = tests!("v.connection_id = ?2");
/// Of your endpoints that data flows of a connection end at.
const YOURS_WITH: &str = tests!(
    "v.connection_id IS NULL AND EXISTS (SELECT 1 FROM data_flow f WHERE f.org_id = ?1 \
     AND f.your_endpoint_id = v.endpoint_id AND f.connection_id = ?2)"
);
const ANY: &str = "SELECT 1 FROM vpn_test WHERE org_id = ?1 LIMIT 1";
/// An older result than the one that is there changes nothing.
const RECORD: &str = "INSERT INTO vpn_test (org_id, endpoint_id, kind, connection_id, result, sending_ip, \
     receiving_ip, receiving_port, checked_at, message) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) \
     ON CONFLICT (org_id, endpoint_id, kind) DO UPDATE SET result = excluded.result, \
     sending_ip = excluded.sending_ip, receiving_ip = excluded.receiving_ip, \
     receiving_port = excluded.receiving_port, checked_at = excluded.checked_at, message = excluded.message \
     WHERE excluded.checked_at >= vpn_test.checked_at";
const DELETE: &str = "DELETE FROM vpn_test WHERE org_id = ?1 AND endpoint_id = ?2 AND kind = ?3";

/// What has to go before an endpoint can.
pub(super) const DELETE_OF_ENDPOINT: &str = "DELETE FROM vpn_test WHERE org_id = ?1 AND endpoint_id = ?2";
/// What has to go before the endpoints of a connection can.
pub(super) const DELETE_OF_CONNECTION: &str = "DELETE FROM vpn_test WHERE org_id = ?1 AND connection_id = ?2";

#[cfg(test)]
pub(super) const SQL: &[&str] = &[
    OF_ENDPOINT,
    ONE,
    YOURS,
    THEIRS,
    YOURS_WITH,
    ANY,
    RECORD,
    DELETE,
    DELETE_OF_ENDPOINT,
    DELETE_OF_CONNECTION,
];

fn test(row: &Row<'_>) -> rusqlite::Result<VpnTest> {
    let checked_at = Time(row.get(5)?);
    Ok(VpnTest {
        kind: VpnTestKind::from(rows::text(row, 0)?),
        result: VpnResult::from(rows::text(row, 1)?),
        sending_ip: row.get(2)?,
        receiving_ip: row.get(3)?,
        receiving_port: row.get(4)?,
        checked_at: checked_at.timestamp(),
        stale_at: checked_at.after(STALE_AFTER).timestamp(),
        message: row.get(6)?,
    })
}

fn tests(db: &Database, sql: &str, args: &[String]) -> Result<Vec<(EndpointId, VpnTest)>> {
    let mut statement = db.prepare_cached(sql)?;
    let read = |row: &Row<'_>| Ok((EndpointId(rows::parse(row, 7)?), test(row)?));
    let found =
        statement.query_map(rusqlite::params_from_iter(args), read)?.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(found)
}

/// Puts tests in the order they are shown in, and the moment's status on them.
fn vpn(mut tests: Vec<VpnTest>, now: &Timestamp) -> Option<Vpn> {
    tests.sort_by(|one, other| one.kind.cmp(&other.kind));
    Vpn::of(tests, now)
}

/// Gives an endpoint its VPN.
pub(super) fn on_endpoint(
    db: &Database,
    org: OrganizationId,
    endpoint: Option<Endpoint>,
    now: Time,
) -> Result<Option<Endpoint>> {
    let Some(mut endpoint) = endpoint else { return Ok(None) };
    let found = tests(db, OF_ENDPOINT, &[org.to_string(), endpoint.id.to_string()])?;
    endpoint.vpn = vpn(found.into_iter().map(|(_, test)| test).collect(), &now.timestamp());
    Ok(Some(endpoint))
}

/// Gives endpoints their VPNs: yours, or those of one connection.
pub(super) fn on_endpoints(
    db: &Database,
    org: OrganizationId,
    of: Option<ConnectionId>,
    mut endpoints: Vec<Endpoint>,
    now: Time,
) -> Result<Vec<Endpoint>> {
    let found = match of {
        Some(connection) => tests(db, THEIRS, &[org.to_string(), connection.to_string()])?,
        None => tests(db, YOURS, &[org.to_string()])?,
    };
    let mut by_endpoint: BTreeMap<EndpointId, Vec<VpnTest>> = BTreeMap::new();
    for (endpoint, test) in found {
        by_endpoint.entry(endpoint).or_default().push(test);
    }
    if by_endpoint.is_empty() {
        return Ok(endpoints);
    }
    let now = now.timestamp();
    for endpoint in &mut endpoints {
        endpoint.vpn = vpn(by_endpoint.remove(&endpoint.id).unwrap_or_default(), &now);
    }
    Ok(endpoints)
}

/// Gives connections the state of their VPNs. An organization without any pays for one look.
pub(super) fn on_connections(
    db: &Database,
    org: OrganizationId,
    mut connections: Vec<Connection>,
    now: Time,
) -> Result<Vec<Connection>> {
    let org = org.to_string();
    if db.prepare_cached(ANY)?.exists([&org])? {
        let now = now.timestamp();
        for connection in &mut connections {
            let key = [org.clone(), connection.id.to_string()];
            let mut found = tests(db, THEIRS, &key)?;
            found.extend(tests(db, YOURS_WITH, &key)?);
            let found: Vec<_> = found.into_iter().map(|(_, test)| test).collect();
            connection.vpn = VpnState::of(&found, &now);
        }
    }
    Ok(connections)
}

/// Gives the endpoints of data flows the state of their VPNs. An organization without any pays for one look, another for
/// one per endpoint of the page.
pub(super) fn on_rows(
    db: &Database,
    org: OrganizationId,
    mut found: Vec<KeyedDataFlow>,
    now: Time,
) -> Result<Vec<KeyedDataFlow>> {
    let org = org.to_string();
    if db.prepare_cached(ANY)?.exists([&org])? {
        let now = now.timestamp();
        let mut known: BTreeMap<Uuid, Option<VpnState>> = BTreeMap::new();
        for KeyedDataFlow { row, .. } in &mut found {
            for party in [&mut row.yours, &mut row.theirs] {
                party.vpn = match known.get(&party.id) {
                    Some(state) => state.clone(),
                    None => {
                        let found = tests(db, OF_ENDPOINT, &[org.clone(), party.id.to_string()])?;
                        let found: Vec<_> = found.into_iter().map(|(_, test)| test).collect();
                        let state = VpnState::of(&found, &now);
                        known.insert(party.id, state.clone());
                        state
                    }
                };
            }
        }
    }
    Ok(found)
}

/// Records a result; `None` when there is no such endpoint. What is stored then is the answer.
pub(super) fn record(
    db: &Database,
    org: OrganizationId,
    id: EndpointId,
    new: &VpnTestRecord,
) -> Result<Option<VpnTest>> {
    let Some(endpoint) = endpoints::get(db, org, id)? else { return Ok(None) };
    let key = (org.to_string(), id.to_string(), new.kind.as_str());
    db.prepare_cached(RECORD)?.execute((
        &key.0,
        &key.1,
        key.2,
        endpoint.connection.map(|connection| connection.id.to_string()),
        new.result.as_str(),
        new.sending_ip.map(|ip| ip.to_string()),
        new.receiving_ip.map(|ip| ip.to_string()),
        new.receiving_port,
        new.checked_at.0,
        &new.message,
    ))?;
    Ok(db.prepare_cached(ONE)?.query_row(key, test).optional()?)
}

/// Forgets a test; false when there is none.
pub(super) fn delete(db: &Database, org: OrganizationId, id: EndpointId, kind: &VpnTestKind) -> Result<bool> {
    let deleted = db.prepare_cached(DELETE)?.execute((org.to_string(), id.to_string(), kind.as_str()))?;
    Ok(deleted > 0)
}
