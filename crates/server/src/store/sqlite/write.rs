//! Inserts of the four kinds of rows, shared by new organizations and imports.

use causeway_model::{FlowCounts, normalize_search};
use rusqlite::{Connection, params};

use crate::store::Result;
use crate::store::rollup::Rollup;

const CONNECTION: &str = "INSERT INTO connection (org_id, id, environment_id, kind, kind_rank, name, sort_name, \
     status, fhir_version, flows_send, flows_receive, flows_request, flows_respond, flow_count, endpoint_count, \
     last_message_at, created_at, updated_at, version, search_ids, search_names, search_text) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?17, 1, ?18, ?19, ?20)";
const ENDPOINT: &str = "INSERT INTO endpoint (org_id, id, environment_id, connection_id, position, name, url, \
     connection_type, fhir_version, state, flows_send, flows_receive, flows_request, flows_respond, created_at, \
     updated_at, version, search_text) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?15, 1, ?16)";
const API_KEY: &str = "INSERT INTO api_key (org_id, id, environment_id, name, flows_send, flows_receive, \
     flows_request, flows_respond, created_at, updated_at, version) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, 1)";
const FLOW: &str = "INSERT INTO data_flow (org_id, connection_id, data_type, exchange, initiator, id, event_types, \
     your_api_key_id, your_endpoint_id, their_endpoint_id, status, last_message_at) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, NULL)";

#[cfg(test)]
pub(super) const SQL: &[&str] = &[CONNECTION, ENDPOINT, API_KEY, FLOW];

pub(super) struct ConnectionRow<'a> {
    pub(super) org: &'a str,
    pub(super) environment: &'a str,
    pub(super) id: &'a str,
    pub(super) kind: &'a str,
    pub(super) kind_rank: i64,
    pub(super) name: &'a str,
    pub(super) sort_name: &'a str,
    pub(super) fhir_version: Option<&'a str>,
    pub(super) rollup: &'a Rollup,
    pub(super) now: i64,
}

pub(super) fn insert_connection(db: &Connection, row: &ConnectionRow<'_>) -> Result<()> {
    let ConnectionRow { org, environment, id, kind, kind_rank, name, sort_name, fhir_version, rollup, now } =
        row;
    let counts = &rollup.counts;
    db.prepare_cached(CONNECTION)?.execute(params![
        org,
        id,
        environment,
        kind,
        kind_rank,
        name,
        sort_name,
        rollup.status.as_str(),
        fhir_version,
        counts.send,
        counts.receive,
        counts.request,
        counts.respond,
        counts.total(),
        rollup.endpoint_count,
        rollup.last_message_at,
        now,
        rollup.search_ids,
        rollup.search_names,
        rollup.search_text,
    ])?;
    Ok(())
}

pub(super) struct EndpointRow<'a> {
    pub(super) org: &'a str,
    pub(super) environment: &'a str,
    /// `None` for yours.
    pub(super) connection: Option<&'a str>,
    pub(super) id: &'a str,
    pub(super) position: i64,
    pub(super) name: &'a str,
    pub(super) url: Option<&'a str>,
    pub(super) connection_type: Option<&'a str>,
    pub(super) fhir_version: Option<&'a str>,
    pub(super) state: &'a str,
    pub(super) counts: FlowCounts,
    pub(super) now: i64,
}

pub(super) fn insert_endpoint(db: &Connection, row: &EndpointRow<'_>) -> Result<()> {
    db.prepare_cached(ENDPOINT)?.execute(params![
        row.org,
        row.id,
        row.environment,
        row.connection,
        row.position,
        row.name,
        row.url,
        row.connection_type,
        row.fhir_version,
        row.state,
        row.counts.send,
        row.counts.receive,
        row.counts.request,
        row.counts.respond,
        row.now,
        endpoint_search_text(row.name, row.url),
    ])?;
    Ok(())
}

/// What an endpoint is found by, besides its id.
pub(super) fn endpoint_search_text(name: &str, url: Option<&str>) -> String {
    normalize_search(&format!("{name} {}", url.unwrap_or_default()))
}

pub(super) struct ApiKeyRow<'a> {
    pub(super) org: &'a str,
    pub(super) environment: &'a str,
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) counts: FlowCounts,
    pub(super) now: i64,
}

pub(super) fn insert_api_key(db: &Connection, row: &ApiKeyRow<'_>) -> Result<()> {
    let ApiKeyRow { org, environment, id, name, counts, now } = row;
    let FlowCounts { send, receive, request, respond } = counts;
    let row = params![org, id, environment, name, send, receive, request, respond, now];
    db.prepare_cached(API_KEY)?.execute(row)?;
    Ok(())
}

pub(super) struct FlowRow<'a> {
    pub(super) org: &'a str,
    pub(super) connection: &'a str,
    pub(super) data_type: &'a str,
    pub(super) exchange: &'a str,
    pub(super) initiator: &'a str,
    pub(super) id: &'a str,
    pub(super) event_types: &'a str,
    pub(super) your_api_key: Option<&'a str>,
    pub(super) your_endpoint: Option<&'a str>,
    pub(super) their_endpoint: &'a str,
    pub(super) status: &'a str,
}

pub(super) fn insert_flow(db: &Connection, row: &FlowRow<'_>) -> Result<()> {
    db.prepare_cached(FLOW)?.execute(params![
        row.org,
        row.connection,
        row.data_type,
        row.exchange,
        row.initiator,
        row.id,
        row.event_types,
        row.your_api_key,
        row.your_endpoint,
        row.their_endpoint,
        row.status,
    ])?;
    Ok(())
}

/// Event types as stored: a JSON list.
pub(super) fn event_types(list: &[impl AsRef<str>]) -> String {
    serde_json::Value::from(list.iter().map(|event| event.as_ref().to_owned()).collect::<Vec<_>>())
        .to_string()
}
