//! What the database holds of a connection before an import touches it.

use causeway_model::{EndpointState, ExchangeKind, FlowCounts, Initiator, Status};
use rusqlite::{Connection, OptionalExtension, Row};

use super::rows;
use crate::store::Result;
use crate::store::rollup::Rollup;

const CONNECTION: &str = "SELECT fhir_version, status, flows_send, flows_receive, flows_request, flows_respond, \
     endpoint_count, last_message_at, search_text, search_ids, search_names FROM connection WHERE org_id = ?1 AND id = ?2";
const ENDPOINTS: &str = "SELECT id, position, url, name, connection_type, fhir_version, state, flows_send, \
     flows_receive, flows_request, flows_respond FROM endpoint WHERE org_id = ?1 AND connection_id = ?2 \
     ORDER BY position, id";
const FLOWS: &str = "SELECT id, initiator, exchange, data_type, COALESCE(your_api_key_id, your_endpoint_id), \
     last_message_at, event_types, their_endpoint_id, status FROM data_flow WHERE org_id = ?1 AND connection_id = ?2";

#[cfg(test)]
pub(super) const SQL: &[&str] = &[CONNECTION, ENDPOINTS, FLOWS];

/// A connection as it is, or nothing of it.
#[derive(Default)]
pub(super) struct Known {
    pub(super) connection: Option<KnownConnection>,
    pub(super) endpoints: Vec<KnownEndpoint>,
    pub(super) flows: Vec<KnownFlow>,
}

pub(super) struct KnownConnection {
    pub(super) fhir_version: Option<String>,
    pub(super) rollup: Rollup,
}

pub(super) struct KnownEndpoint {
    pub(super) id: String,
    pub(super) position: i64,
    pub(super) url: Option<String>,
    /// Whether the file names it.
    pub(super) planned: bool,
    /// As stored; `None` when it is new.
    pub(super) before: Option<EndpointContent>,
    /// As it shall be.
    pub(super) now: EndpointContent,
}

/// What an import can change of an endpoint.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct EndpointContent {
    pub(super) name: String,
    pub(super) connection_type: Option<String>,
    pub(super) fhir_version: Option<String>,
    pub(super) state: EndpointState,
    pub(super) counts: FlowCounts,
}

impl KnownEndpoint {
    pub(super) fn new(id: String, position: i64, url: String) -> Self {
        let now = EndpointContent {
            name: String::new(),
            connection_type: None,
            fhir_version: None,
            state: EndpointState::Active,
            counts: FlowCounts::default(),
        };
        Self { id, position, url: Some(url), planned: true, before: None, now }
    }
}

pub(super) struct KnownFlow {
    pub(super) id: String,
    pub(super) initiator: Initiator,
    pub(super) exchange: ExchangeKind,
    pub(super) data_type: String,
    /// Your API key or endpoint; stays what it is.
    pub(super) yours: String,
    pub(super) last_message_at: Option<i64>,
    /// Whether the file names it.
    pub(super) planned: bool,
    /// As stored; `None` when it is new.
    pub(super) before: Option<FlowContent>,
    /// As it shall be.
    pub(super) now: FlowContent,
}

/// What an import can change of a data flow.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct FlowContent {
    pub(super) event_types: String,
    pub(super) their_endpoint: String,
    pub(super) status: String,
}

impl KnownFlow {
    /// A new arrow on which you request.
    pub(super) fn request(id: String, data_type: String, yours: String) -> Self {
        let now = FlowContent {
            event_types: "[]".to_owned(),
            their_endpoint: String::new(),
            status: Status::NoTraffic.as_str().to_owned(),
        };
        Self {
            id,
            initiator: Initiator::You,
            exchange: ExchangeKind::TwoWay,
            data_type,
            yours,
            last_message_at: None,
            planned: true,
            before: None,
            now,
        }
    }
}

pub(super) fn read(db: &Connection, org: &str, id: &str) -> Result<Known> {
    let connection = db.prepare_cached(CONNECTION)?.query_row([org, id], connection).optional()?;
    if connection.is_none() {
        return Ok(Known::default());
    }
    let endpoints = {
        let mut statement = db.prepare_cached(ENDPOINTS)?;
        statement.query_map([org, id], endpoint)?.collect::<rusqlite::Result<_>>()?
    };
    let mut statement = db.prepare_cached(FLOWS)?;
    let flows = statement.query_map([org, id], flow)?.collect::<rusqlite::Result<_>>()?;
    Ok(Known { connection, endpoints, flows })
}

fn connection(row: &Row<'_>) -> rusqlite::Result<KnownConnection> {
    let rollup = Rollup {
        status: Status::from(rows::text(row, 1)?),
        counts: rows::flow_counts(row, 2)?,
        endpoint_count: rows::count(row, 6)?,
        last_message_at: row.get(7)?,
        search_text: row.get(8)?,
        search_ids: row.get(9)?,
        search_names: row.get(10)?,
    };
    Ok(KnownConnection { fhir_version: row.get(0)?, rollup })
}

fn endpoint(row: &Row<'_>) -> rusqlite::Result<KnownEndpoint> {
    let content = EndpointContent {
        name: row.get(3)?,
        connection_type: row.get(4)?,
        fhir_version: row.get(5)?,
        state: EndpointState::from(rows::text(row, 6)?),
        counts: rows::flow_counts(row, 7)?,
    };
    Ok(KnownEndpoint {
        id: row.get(0)?,
        position: row.get(1)?,
        url: row.get(2)?,
        planned: false,
        before: Some(content.clone()),
        now: content,
    })
}

fn flow(row: &Row<'_>) -> rusqlite::Result<KnownFlow> {
    let content = FlowContent { event_types: row.get(6)?, their_endpoint: row.get(7)?, status: row.get(8)? };
    Ok(KnownFlow {
        id: row.get(0)?,
        initiator: Initiator::from(rows::text(row, 1)?),
        exchange: ExchangeKind::from(rows::text(row, 2)?),
        data_type: row.get(3)?,
        yours: row.get(4)?,
        last_message_at: row.get(5)?,
        planned: false,
        before: Some(content.clone()),
        now: content,
    })
}
