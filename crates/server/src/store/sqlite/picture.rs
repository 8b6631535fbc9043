//! The data-flow picture of one connection: cards left and right, one arrow per flow.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use causeway_model::{
    CardKind, Connection, ConnectionDataFlow, ConnectionId, DataFlow, DataFlowId, Endpoint, ExchangeKind,
    FlowCard, Initiator, OrganizationId, Status, Verb, VpnState,
};
use rusqlite::{Connection as Database, Row};
use serde::de::DeserializeOwned;

use super::{api_keys, connections, endpoints, rows};
use crate::clock::Time;
use crate::store::Result;

const FLOWS: &str = "SELECT id, initiator, exchange, data_type, event_types, \
     COALESCE(your_api_key_id, your_endpoint_id), their_endpoint_id, status, last_message_at FROM data_flow \
     WHERE org_id = ?1 AND connection_id = ?2 ORDER BY data_type, exchange, initiator DESC, id";

#[cfg(test)]
pub(super) const SQL: &[&str] = &[FLOWS];

pub(super) fn get(
    db: &Database,
    org: OrganizationId,
    id: ConnectionId,
    now: Time,
) -> Result<Option<ConnectionDataFlow>> {
    let Some(connection) = connections::with_vpn(db, org, id, now)? else { return Ok(None) };
    let mut statement = db.prepare_cached(FLOWS)?;
    let flows = statement.query_map([org.to_string(), id.to_string()], flow)?;
    let flows = flows.collect::<rusqlite::Result<Vec<_>>>()?;
    let shared = |cards: Vec<FlowCard>| cards.into_iter().map(Arc::new).collect();
    let left = shared(left(db, org, &connection, &flows, now)?);
    let right = shared(right(&endpoints::of_connection(db, org, id, now)?, &flows, now));
    Ok(Some(ConnectionDataFlow { connection, left, right, flows }))
}

fn flow(row: &Row<'_>) -> rusqlite::Result<DataFlow> {
    let initiator = Initiator::from(rows::text(row, 1)?);
    let exchange = ExchangeKind::from(rows::text(row, 2)?);
    Ok(DataFlow {
        id: DataFlowId(rows::parse(row, 0)?),
        verb: Verb::derive(&initiator, &exchange),
        data_type: row.get(3)?,
        event_types: event_types(rows::text(row, 4)?),
        left: key(rows::text(row, 5)?, &exchange),
        right: key(rows::text(row, 6)?, &exchange),
        status: Status::from(rows::text(row, 7)?),
        last_message_at: rows::optional_time(row, 8)?,
    })
}

/// Event types as stored. They are written by this program alone; should one row be damaged, it shows none.
pub(super) fn event_types<T: Default + DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap_or_default()
}

fn key(id: &str, exchange: &ExchangeKind) -> Arc<str> {
    format!("{id}/{exchange}").into()
}

/// Which exchange kinds each object is used for, from the card keys of one side.
fn used<'a>(keys: impl Iterator<Item = &'a Arc<str>>) -> BTreeMap<&'a str, BTreeSet<ExchangeKind>> {
    let mut used: BTreeMap<&str, BTreeSet<ExchangeKind>> = BTreeMap::new();
    for (id, exchange) in keys.filter_map(|key| key.split_once('/')) {
        used.entry(id).or_default().insert(ExchangeKind::from(exchange));
    }
    used
}

/// Your API keys, then your endpoints, each by name.
fn left(
    db: &Database,
    org: OrganizationId,
    connection: &Connection,
    flows: &[DataFlow],
    now: Time,
) -> Result<Vec<FlowCard>> {
    let used = used(flows.iter().map(|flow| &flow.left));
    let mut cards = Vec::new();
    if used.is_empty() {
        return Ok(cards);
    }
    for (api_key, name) in api_keys::names(db, org, connection.environment_id)? {
        let id = api_key.to_string();
        cards.extend(used.get(id.as_str()).into_iter().flatten().map(|exchange| FlowCard {
            key: key(&id, exchange),
            kind: CardKind::ApiKey,
            id: api_key.0,
            exchange: exchange.clone(),
            name: name.clone(),
            url: None,
            connection_type: None,
            state: None,
            editable: false,
            vpn: None,
            id_hidden: false,
            url_hidden: false,
        }));
    }
    for endpoint in endpoints::yours(db, org, Some(connection.environment_id), now)? {
        let exchanges = used.get(endpoint.id.to_string().as_str()).into_iter().flatten();
        cards.extend(exchanges.map(|exchange| card(&endpoint, exchange, now)));
    }
    Ok(cards)
}

fn right(endpoints: &[Endpoint], flows: &[DataFlow], now: Time) -> Vec<FlowCard> {
    let used = used(flows.iter().map(|flow| &flow.right));
    let mut cards = Vec::new();
    for endpoint in endpoints {
        match used.get(endpoint.id.to_string().as_str()) {
            Some(exchanges) => cards.extend(exchanges.iter().map(|exchange| card(endpoint, exchange, now))),
            None => cards.push(card(endpoint, &known_exchange(endpoint.connection_type.as_deref()), now)),
        }
    }
    cards
}

fn card(endpoint: &Endpoint, exchange: &ExchangeKind, now: Time) -> FlowCard {
    FlowCard {
        key: key(&endpoint.id.to_string(), exchange),
        kind: CardKind::Endpoint,
        id: endpoint.id.0,
        exchange: exchange.clone(),
        name: endpoint.name.clone(),
        url: endpoint.url.clone(),
        connection_type: endpoint.connection_type.clone(),
        state: Some(endpoint.state.clone()),
        editable: endpoint.editable,
        vpn: endpoint.vpn.as_ref().and_then(|vpn| VpnState::of(&vpn.tests, &now.timestamp())),
        id_hidden: false,
        url_hidden: false,
    }
}

/// The exchange kind an endpoint without flows is shown under. Of the FHIR `endpoint-connection-type` codes these
/// carry messages one way; all others answer queries or may do either.
fn known_exchange(connection_type: Option<&str>) -> ExchangeKind {
    match connection_type {
        Some("direct-project" | "hl7-fhir-msg" | "hl7v2-mllp" | "ihe-xdm" | "ihe-xdr") => {
            ExchangeKind::OneWay
        }
        _ => ExchangeKind::TwoWay,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_way_types_are_shown_one_way_and_everything_else_two_way() {
        assert_eq!(known_exchange(Some("hl7v2-mllp")), ExchangeKind::OneWay);
        assert_eq!(known_exchange(Some("hl7-fhir-rest")), ExchangeKind::TwoWay);
        assert_eq!(known_exchange(None), ExchangeKind::TwoWay);
    }

    #[test]
    fn damaged_event_types_show_none() {
        assert_eq!(event_types::<Vec<String>>("[\"read\"]"), ["read"]);
        assert!(event_types::<Vec<String>>("{").is_empty());
    }
}
