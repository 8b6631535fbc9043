//! Organizations and what a new one has; settings of the installation.

use causeway_model::{ExchangeKind, FlowCounts, Initiator, OrganizationRef, Verb, normalize_search};
use rusqlite::{Connection, OptionalExtension};

use super::{rows, write};
use crate::store::defaults::{NewConnection, NewOrganization, YOURS};
use crate::store::filter::kind_rank;
use crate::store::rollup::{EndpointFacts, FlowPart, rollup, status_of_flow};
use crate::store::{Result, StoreError};

const OLDEST: &str = "SELECT org_id, name FROM organization ORDER BY created_at, org_id LIMIT 1";
const ADD: &str = "INSERT INTO organization (org_id, name, created_at) VALUES (?1, ?2, ?3)";
const ADD_ENVIRONMENT: &str = "INSERT INTO environment (org_id, id, name, flag, position, created_at, version) \
     VALUES (?1, ?2, ?3, ?3, ?4, ?5, 1)";
const SETTING: &str = "SELECT value FROM server_setting WHERE name = ?1";
const SET: &str = "INSERT INTO server_setting (name, value) VALUES (?1, ?2) \
     ON CONFLICT (name) DO UPDATE SET value = excluded.value";

#[cfg(test)]
pub(super) const SQL: &[&str] = &[OLDEST, ADD, ADD_ENVIRONMENT, SETTING, SET];

const BASE_URL: &str = "base_url";

pub(super) fn local(db: &Connection) -> Result<Option<OrganizationRef>> {
    Ok(db.prepare_cached(OLDEST)?.query_row([], |row| rows::organization(row, 0)).optional()?)
}

pub(super) fn base_url(db: &Connection) -> Result<Option<String>> {
    Ok(db.prepare_cached(SETTING)?.query_row([BASE_URL], |row| row.get(0)).optional()?)
}

pub(super) fn set_base_url(db: &Connection, url: &str) -> Result<()> {
    db.prepare_cached(SET)?.execute((BASE_URL, url))?;
    Ok(())
}

pub(super) fn add(db: &Connection, new: &NewOrganization) -> Result<OrganizationRef> {
    let org = new.id.to_string();
    db.prepare_cached(ADD)?.execute((&org, &new.name, new.created_at.0))?;
    for (position, environment) in (0_i64..).zip(&new.environments) {
        let row = (&org, environment.id.to_string(), environment.flag.as_str(), position, new.created_at.0);
        db.prepare_cached(ADD_ENVIRONMENT)?.execute(row)?;
    }
    let Some(first) = new.environments.first() else {
        return Err(StoreError::Internal("an organization needs an environment".to_owned()));
    };
    let environment = first.id.to_string();
    let mut yours = Yours { key: FlowCounts::default(), endpoint: FlowCounts::default() };
    for connection in &new.connections {
        add_connection(db, new, &org, &environment, connection, &mut yours)?;
    }
    write::insert_api_key(
        db,
        &write::ApiKeyRow {
            org: &org,
            environment: &environment,
            id: &new.api_key_id.to_string(),
            name: YOURS,
            counts: yours.key,
            now: new.created_at.0,
        },
    )?;
    write::insert_endpoint(
        db,
        &write::EndpointRow {
            org: &org,
            environment: &environment,
            connection: None,
            id: &new.endpoint_id.to_string(),
            position: 0,
            name: YOURS,
            url: None,
            connection_type: None,
            fhir_version: None,
            state: "active",
            counts: yours.endpoint,
            now: new.created_at.0,
        },
    )?;
    Ok(OrganizationRef { id: causeway_model::OrganizationId(new.id), name: new.name.clone() })
}

/// Data flows of your API key and your endpoint, counted while connections are made.
struct Yours {
    key: FlowCounts,
    endpoint: FlowCounts,
}

fn add_connection(
    db: &Connection,
    new: &NewOrganization,
    org: &str,
    environment: &str,
    connection: &NewConnection,
    yours: &mut Yours,
) -> Result<()> {
    let (id, endpoint) = (connection.id.to_string(), connection.endpoint_id.to_string());
    let (key, your_endpoint) = (new.api_key_id.to_string(), new.endpoint_id.to_string());
    // Who starts with your API key; who is started against meets your endpoint. Every new endpoint is active.
    let status = status_of_flow(Some(&connection.endpoint_state), None);
    let facts = EndpointFacts {
        id: endpoint.clone(),
        name: connection.endpoint_name.to_owned(),
        url: Some(connection.endpoint_url.to_owned()),
        state: connection.endpoint_state.clone(),
    };
    let parts = connection.flows.iter().map(|flow| FlowPart {
        initiator: flow.initiator.clone(),
        exchange: flow.exchange.clone(),
        data_type: flow.data_type,
        status: status.clone(),
        yours: if flow.initiator == Initiator::You { &key } else { &your_endpoint },
        last_message_at: None,
    });
    let rollup = rollup(connection.name, &id, &[facts], parts);
    write::insert_connection(
        db,
        &write::ConnectionRow {
            org,
            environment,
            id: &id,
            kind: connection.kind.as_str(),
            kind_rank: kind_rank(&connection.kind),
            name: connection.name,
            sort_name: &normalize_search(connection.name),
            fhir_version: None,
            rollup: &rollup,
            now: new.created_at.0,
        },
    )?;
    write::insert_endpoint(
        db,
        &write::EndpointRow {
            org,
            environment,
            connection: Some(&id),
            id: &endpoint,
            position: 0,
            name: connection.endpoint_name,
            url: Some(connection.endpoint_url),
            connection_type: None,
            fhir_version: None,
            state: connection.endpoint_state.as_str(),
            counts: rollup.counts,
            now: new.created_at.0,
        },
    )?;
    for flow in &connection.flows {
        let (your_key, your_end) = match flow.initiator {
            Initiator::You => (Some(key.as_str()), None),
            _ => (None, Some(your_endpoint.as_str())),
        };
        count(yours, &flow.initiator, &flow.exchange);
        write::insert_flow(
            db,
            &write::FlowRow {
                org,
                connection: &id,
                data_type: flow.data_type,
                exchange: flow.exchange.as_str(),
                initiator: flow.initiator.as_str(),
                id: &flow.id.to_string(),
                event_types: &write::event_types(&flow.event_types),
                your_api_key: your_key,
                your_endpoint: your_end,
                their_endpoint: &endpoint,
                status: status.as_str(),
            },
        )?;
    }
    Ok(())
}

fn count(yours: &mut Yours, initiator: &Initiator, exchange: &ExchangeKind) {
    let counts = if *initiator == Initiator::You { &mut yours.key } else { &mut yours.endpoint };
    counts.add(&Verb::derive(initiator, exchange));
}
