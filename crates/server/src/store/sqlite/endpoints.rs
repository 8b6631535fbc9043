//! Endpoints of both sides; yours can be changed.

use causeway_model::{ConnectionId, Endpoint, EndpointId, EnvironmentId, OrganizationId};
use rusqlite::{Connection, OptionalExtension};

use super::{rows, write};
use crate::clock::Time;
use crate::store::{EndpointChange, Precondition, Result, Write};

const FROM: &str = "FROM endpoint e LEFT JOIN connection c ON c.org_id = e.org_id AND c.id = e.connection_id \
     WHERE e.org_id = ?1";
const YOURS: &str = "AND e.connection_id IS NULL ORDER BY e.name, e.id";
const YOURS_OF: &str = "AND e.connection_id IS NULL AND e.environment_id = ?2 ORDER BY e.name, e.id";
const THEIRS: &str = "AND e.connection_id = ?2 ORDER BY e.position, e.id";
const ONE: &str = "AND e.id = ?2";
const UPDATE: &str = "UPDATE endpoint SET name = ?3, url = ?4, search_text = ?5, updated_at = ?6, \
     version = version + 1 WHERE org_id = ?1 AND id = ?2";

fn statement(rest: &str) -> String {
    format!("SELECT {} {FROM} {rest}", rows::ENDPOINT)
}

#[cfg(test)]
pub(super) fn sql() -> Vec<String> {
    let mut all = [YOURS, YOURS_OF, THEIRS, ONE].map(statement).to_vec();
    all.push(UPDATE.to_owned());
    all
}

fn list(db: &Connection, rest: &str, args: &[String]) -> Result<Vec<Endpoint>> {
    let mut statement = db.prepare_cached(&statement(rest))?;
    let rows = statement.query_map(rusqlite::params_from_iter(args), rows::endpoint)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn yours(
    db: &Connection,
    org: OrganizationId,
    environment: Option<EnvironmentId>,
) -> Result<Vec<Endpoint>> {
    match environment {
        Some(environment) => list(db, YOURS_OF, &[org.to_string(), environment.to_string()]),
        None => list(db, YOURS, &[org.to_string()]),
    }
}

pub(super) fn of_connection(db: &Connection, org: OrganizationId, id: ConnectionId) -> Result<Vec<Endpoint>> {
    list(db, THEIRS, &[org.to_string(), id.to_string()])
}

pub(super) fn get(db: &Connection, org: OrganizationId, id: EndpointId) -> Result<Option<Endpoint>> {
    let mut statement = db.prepare_cached(&statement(ONE))?;
    Ok(statement.query_row([org.to_string(), id.to_string()], rows::endpoint).optional()?)
}

pub(super) fn update(
    db: &Connection,
    org: OrganizationId,
    id: EndpointId,
    precondition: &Precondition,
    change: &EndpointChange,
    now: Time,
) -> Result<Write<Endpoint>> {
    let Some(endpoint) = get(db, org, id)? else { return Ok(Write::NotFound) };
    if !endpoint.editable {
        return Ok(Write::Forbidden);
    }
    if !precondition.allows(endpoint.version) {
        return Ok(Write::Stale { current: endpoint.version });
    }
    let name = change.name.as_ref().unwrap_or(&endpoint.name);
    let url = change.url.as_ref().unwrap_or(&endpoint.url);
    if *name != endpoint.name || *url != endpoint.url {
        let search_text = write::endpoint_search_text(name, url.as_deref());
        let row = (org.to_string(), id.to_string(), name, url, search_text, now.0);
        db.prepare_cached(UPDATE)?.execute(row)?;
    }
    // Connections are not searched by your endpoint's name or URL, and pictures are put together when asked for, so
    // nothing else has to follow.
    Ok(get(db, org, id)?.map_or(Write::NotFound, Write::Done))
}
