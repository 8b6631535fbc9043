//! Writes what an import changed: new rows, and only those old ones that differ.

use causeway_model::{ConnectionKind, normalize_search};
use rusqlite::{Connection, params};

use super::import_connection::Context;
use super::import_known::{KnownConnection, KnownEndpoint, KnownFlow};
use super::write;
use crate::store::Result;
use crate::store::filter::kind_rank;
use crate::store::rollup::Rollup;

const UPDATE_CONNECTION: &str = "UPDATE connection SET status = ?3, fhir_version = ?4, flows_send = ?5, \
     flows_receive = ?6, flows_request = ?7, flows_respond = ?8, flow_count = ?9, endpoint_count = ?10, \
     last_message_at = ?11, search_ids = ?12, search_names = ?13, search_text = ?14, updated_at = ?15, version = version + 1 \
     WHERE org_id = ?1 AND id = ?2";
const UPDATE_ENDPOINT: &str = "UPDATE endpoint SET name = ?3, connection_type = ?4, fhir_version = ?5, state = ?6, \
     flows_send = ?7, flows_receive = ?8, flows_request = ?9, flows_respond = ?10, search_text = ?11, \
     updated_at = ?12, version = version + 1 WHERE org_id = ?1 AND id = ?2";
const UPDATE_FLOW: &str = "UPDATE data_flow SET event_types = ?7, their_endpoint_id = ?8, status = ?9 \
     WHERE org_id = ?1 AND connection_id = ?2 AND data_type = ?3 AND exchange = ?4 AND initiator = ?5 AND id = ?6";

#[cfg(test)]
pub(super) const SQL: &[&str] = &[UPDATE_CONNECTION, UPDATE_ENDPOINT, UPDATE_FLOW];

/// What happened to one object.
pub(super) enum Written {
    Created,
    Updated,
    Unchanged,
}

pub(super) fn write_connection(
    db: &Connection,
    context: &Context<'_>,
    name: &str,
    id: &str,
    before: Option<&KnownConnection>,
    rollup: &Rollup,
) -> Result<Written> {
    let version = context.capability.map(|capability| capability.fhir_version.as_str());
    let Some(before) = before else {
        let row = write::ConnectionRow {
            org: context.org,
            environment: context.environment_text,
            id,
            kind: ConnectionKind::Partner.as_str(),
            kind_rank: kind_rank(&ConnectionKind::Partner),
            name,
            sort_name: &normalize_search(name),
            fhir_version: version,
            rollup,
            now: context.now,
        };
        write::insert_connection(db, &row)?;
        return Ok(Written::Created);
    };
    let version = version.or(before.fhir_version.as_deref());
    if before.rollup == *rollup && before.fhir_version.as_deref() == version {
        return Ok(Written::Unchanged);
    }
    let counts = &rollup.counts;
    db.prepare_cached(UPDATE_CONNECTION)?.execute(params![
        context.org,
        id,
        rollup.status.as_str(),
        version,
        counts.send,
        counts.receive,
        counts.request,
        counts.respond,
        counts.total(),
        rollup.endpoint_count,
        rollup.last_message_at,
        rollup.search_ids,
        rollup.search_names,
        rollup.search_text,
        context.now,
    ])?;
    Ok(Written::Updated)
}

pub(super) fn write_endpoint(
    db: &Connection,
    context: &Context<'_>,
    connection: &str,
    endpoint: &KnownEndpoint,
) -> Result<Written> {
    let now = &endpoint.now;
    if endpoint.before.as_ref() == Some(now) {
        return Ok(Written::Unchanged);
    }
    if endpoint.before.is_none() {
        let row = write::EndpointRow {
            org: context.org,
            environment: context.environment_text,
            connection: Some(connection),
            id: &endpoint.id,
            position: endpoint.position,
            name: &now.name,
            url: endpoint.url.as_deref(),
            connection_type: now.connection_type.as_deref(),
            fhir_version: now.fhir_version.as_deref(),
            state: now.state.as_str(),
            counts: now.counts,
            now: context.now,
        };
        write::insert_endpoint(db, &row)?;
        return Ok(Written::Created);
    }
    db.prepare_cached(UPDATE_ENDPOINT)?.execute(params![
        context.org,
        endpoint.id,
        now.name,
        now.connection_type,
        now.fhir_version,
        now.state.as_str(),
        now.counts.send,
        now.counts.receive,
        now.counts.request,
        now.counts.respond,
        write::endpoint_search_text(&now.name, endpoint.url.as_deref()),
        context.now,
    ])?;
    Ok(Written::Updated)
}

pub(super) fn write_flow(
    db: &Connection,
    context: &Context<'_>,
    connection: &str,
    flow: &KnownFlow,
) -> Result<Written> {
    let now = &flow.now;
    if flow.before.as_ref() == Some(now) {
        return Ok(Written::Unchanged);
    }
    let (exchange, initiator) = (flow.exchange.as_str(), flow.initiator.as_str());
    if flow.before.is_none() {
        let row = write::FlowRow {
            org: context.org,
            connection,
            data_type: &flow.data_type,
            exchange,
            initiator,
            id: &flow.id,
            event_types: &now.event_types,
            your_api_key: Some(&flow.yours),
            your_endpoint: None,
            their_endpoint: &now.their_endpoint,
            status: &now.status,
        };
        write::insert_flow(db, &row)?;
        return Ok(Written::Created);
    }
    let key = (context.org, connection, &flow.data_type, exchange, initiator, &flow.id);
    db.prepare_cached(UPDATE_FLOW)?.execute(params![
        key.0,
        key.1,
        key.2,
        key.3,
        key.4,
        key.5,
        now.event_types,
        now.their_endpoint,
        now.status,
    ])?;
    Ok(Written::Updated)
}
