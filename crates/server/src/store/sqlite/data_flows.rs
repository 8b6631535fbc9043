//! The table of all data flows, over all connections.
//!
//! A flow matches a search when every word is found in it or in its connection. Connections are asked first: their
//! search text covers all their flows, so most of them are skipped without looking at a flow.

use causeway_model::{
    CardKind, ConnectionId, ConnectionRef, DataFlowId, DataFlowRow, ExchangeKind, Initiator, OrganizationId,
    PartyRef, Status, Verb,
};
use rusqlite::types::Value;
use rusqlite::{Connection, Row};

use super::query::Query;
use super::{connections, picture, rows, vpn};
use crate::clock::Time;
use crate::store::{
    ConnectionFilter, ConnectionKey, DataFlowFilter, DataFlowKey, KeyedDataFlow, Result, SearchTerms,
};

const SELECT: &str = "SELECT f.id, c.id, c.name, f.initiator, f.exchange, f.data_type, f.event_types, k.id, k.name, \
     y.id, y.name, y.url, t.id, t.name, t.url, f.status, f.last_message_at, c.kind_rank, c.sort_name \
     FROM connection c CROSS JOIN data_flow f CROSS JOIN endpoint t \
     LEFT JOIN api_key k ON k.org_id = f.org_id AND k.id = f.your_api_key_id \
     LEFT JOIN endpoint y ON y.org_id = f.org_id AND y.id = f.your_endpoint_id";

/// CROSS JOIN keeps the order written: connections one after the other as their index has them, then the flows of each.
/// Left to itself SQLite starts elsewhere, and has to sort all flows before the first page.
const JOIN: &str = " AND f.org_id = c.org_id AND f.connection_id = c.id \
     AND t.org_id = f.org_id AND t.id = f.their_endpoint_id";

/// Within a connection: data type, then one-way before two-way, what you start before what they start.
const ORDER: &str = "f.data_type, f.exchange, f.initiator DESC, f.id";

/// What a word may be found in, of the flow alone. All of it is also in its connection's search text, else the
/// connections asked first would hide it. `api key source`: flows that you start are found by these words too.
macro_rules! flow_text {
    () => {
        "lower(f.data_type) || CASE \
         WHEN f.initiator = 'you' AND f.exchange = 'oneWay' THEN ' send api key source ' \
         WHEN f.initiator = 'you' THEN ' request api key source ' \
         WHEN f.exchange = 'oneWay' THEN ' receive ' ELSE ' respond ' END"
    };
}

/// The flow, its connection's name and its endpoint.
const TEXT: &str = concat!("(", flow_text!(), " || c.sort_name || ' ' || t.search_text)");
const IDS: &str =
    "(c.id || ' ' || f.their_endpoint_id || ' ' || COALESCE(f.your_api_key_id, f.your_endpoint_id))";

/// A superset of [`TEXT`] that needs neither the flow's row nor its endpoint: most flows that do not match are passed
/// over on the index alone.
const ROUGH_TEXT: &str = concat!("(", flow_text!(), " || c.search_names)");
const ROUGH_IDS: &str = "c.search_ids";

/// Words that every flow is found by.
const ALWAYS: &str = "data flow subscription connection connected org endpoint destination";

/// Statuses a connection can have when one of its flows has this one: the worst part decides.
fn possible(status: &Status) -> &'static [Status] {
    match status {
        Status::Down => &[Status::Down],
        Status::Attention => &[Status::Down, Status::Attention],
        Status::Healthy => &[Status::Down, Status::Attention, Status::Healthy],
        _ => &[],
    }
}

fn select(org: OrganizationId, filter: &DataFlowFilter) -> Query {
    let mut query = Query::new(SELECT);
    let connection =
        ConnectionFilter { environment: filter.environment, search: filter.search.clone(), status: None };
    connections::filtered(&mut query, org, &connection);
    query.push(JOIN);
    if let Some(verb) = &filter.verb {
        query.push(match verb {
            Verb::Send => " AND c.flows_send > 0",
            Verb::Receive => " AND c.flows_receive > 0",
            Verb::Request => " AND c.flows_request > 0",
            Verb::Respond => " AND c.flows_respond > 0",
            Verb::Other(_) => "",
        });
        let initiator = verb.initiator().map_or(String::new(), |initiator| initiator.as_str().to_owned());
        let exchange = verb.exchange().map_or(String::new(), |exchange| exchange.as_str().to_owned());
        query.push(" AND f.initiator = ").bind(initiator).push(" AND f.exchange = ").bind(exchange);
    }
    if let Some(status) = &filter.status {
        query.push(" AND f.status = ").bind(status.as_str().to_owned());
        let possible = possible(status);
        if !possible.is_empty() {
            query
                .push(" AND c.status IN ")
                .tuple(possible.iter().map(|status| Value::from(status.as_str().to_owned())));
        }
    }
    let particular = particular(&filter.search);
    query.search(&particular, ROUGH_TEXT, ROUGH_IDS).search(&particular, TEXT, IDS);
    query
}

/// The words that not every flow is found by.
fn particular(search: &SearchTerms) -> SearchTerms {
    let words = search.iter().filter(|term| !ALWAYS.contains(*term)).collect::<Vec<_>>().join(" ");
    SearchTerms::parse(&words).unwrap_or_default()
}

/// The rest of the connection in which the page before ended.
pub(super) fn rest(org: OrganizationId, filter: &DataFlowFilter, place: &DataFlowKey, limit: u32) -> Query {
    let mut query = select(org, filter);
    let [data_type, exchange, initiator, id] =
        [&place.data_type, &place.exchange, &place.initiator, &place.id]
            .map(|text| Value::from(text.clone()));
    query.push(" AND c.id = ").bind(place.connection.id.clone());
    query.push(" AND (f.data_type > ").bind(data_type.clone());
    query.push(" OR f.data_type = ").bind(data_type).push(" AND (f.exchange > ").bind(exchange.clone());
    query.push(" OR f.exchange = ").bind(exchange).push(" AND (f.initiator < ").bind(initiator.clone());
    query.push(" OR f.initiator = ").bind(initiator).push(" AND f.id > ").bind(id).push(")))");
    query.push(" ORDER BY ").push(ORDER).push(" LIMIT ").bind(i64::from(limit));
    query
}

/// The connections after a place.
pub(super) fn page(
    org: OrganizationId,
    filter: &DataFlowFilter,
    place: Option<&ConnectionKey>,
    limit: u32,
) -> Query {
    let mut query = select(org, filter);
    if let Some(place) = place {
        connections::after(&mut query, place);
    }
    query.push(" ORDER BY ").push(connections::ORDER).push(", ").push(ORDER);
    query.push(" LIMIT ").bind(i64::from(limit));
    query
}

pub(super) fn list(
    db: &Connection,
    org: OrganizationId,
    filter: &DataFlowFilter,
    place: Option<&DataFlowKey>,
    limit: u32,
    now: Time,
) -> Result<Vec<KeyedDataFlow>> {
    let mut found = Vec::new();
    if let Some(place) = place {
        found = run(db, &rest(org, filter, place, limit))?;
    }
    let missing = limit - u32::try_from(found.len()).unwrap_or(limit);
    if missing > 0 {
        found.extend(run(db, &page(org, filter, place.map(|place| &place.connection), missing))?);
    }
    vpn::on_rows(db, org, found, now)
}

fn run(db: &Connection, query: &Query) -> Result<Vec<KeyedDataFlow>> {
    let mut statement = db.prepare_cached(&query.sql)?;
    let rows = statement.query_map(query.params(), keyed)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn keyed(row: &Row<'_>) -> rusqlite::Result<KeyedDataFlow> {
    let initiator = Initiator::from(rows::text(row, 3)?);
    let exchange = ExchangeKind::from(rows::text(row, 4)?);
    let data_type: String = row.get(5)?;
    let yours = if row.get_ref(7)?.as_str_or_null().is_ok_and(|id| id.is_some()) {
        PartyRef { kind: CardKind::ApiKey, id: rows::parse(row, 7)?, name: row.get(8)?, url: None, vpn: None }
    } else {
        PartyRef {
            kind: CardKind::Endpoint,
            id: rows::parse(row, 9)?,
            name: row.get(10)?,
            url: row.get(11)?,
            vpn: None,
        }
    };
    let key = DataFlowKey {
        connection: ConnectionKey { rank: row.get(17)?, name: row.get(18)?, id: row.get(1)? },
        data_type: data_type.clone(),
        exchange: exchange.to_string(),
        initiator: initiator.to_string(),
        id: row.get(0)?,
    };
    let row = DataFlowRow {
        id: DataFlowId(rows::parse(row, 0)?),
        connection: ConnectionRef { id: ConnectionId(rows::parse(row, 1)?), name: row.get(2)? },
        verb: Verb::derive(&initiator, &exchange),
        data_type,
        event_types: picture::event_types(rows::text(row, 6)?),
        yours,
        theirs: PartyRef {
            kind: CardKind::Endpoint,
            id: rows::parse(row, 12)?,
            name: row.get(13)?,
            url: row.get(14)?,
            vpn: None,
        },
        status: Status::from(rows::text(row, 15)?),
        last_message_at: rows::optional_time(row, 16)?,
    };
    Ok(KeyedDataFlow { row, key })
}
