//! Environments and the counts over their connections.

use causeway_model::{Environment, EnvironmentId, EnvironmentSummary, OrganizationId, Status, StatusCount};
use rusqlite::{Connection, OptionalExtension};

use super::query::Query;
use super::rows;
use crate::store::{Result, SearchTerms};

fn statement(rest: &str) -> String {
    format!("SELECT {} FROM environment WHERE org_id = ?1 {rest}", rows::ENVIRONMENT)
}

#[cfg(test)]
pub(super) fn sql() -> Vec<String> {
    let terms = SearchTerms::parse("patient 0191f0e2").unwrap_or_default();
    let (org, id) = (OrganizationId(uuid::Uuid::nil()), EnvironmentId(uuid::Uuid::nil()));
    vec![statement("ORDER BY position, id"), statement("AND id = ?2"), counts(org, id, &terms).sql]
}

pub(super) fn list(db: &Connection, org: OrganizationId) -> Result<Vec<Environment>> {
    let mut statement = db.prepare_cached(&statement("ORDER BY position, id"))?;
    let rows = statement.query_map([org.to_string()], rows::environment)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn get(db: &Connection, org: OrganizationId, id: EnvironmentId) -> Result<Option<Environment>> {
    let mut statement = db.prepare_cached(&statement("AND id = ?2"))?;
    Ok(statement.query_row([org.to_string(), id.to_string()], rows::environment).optional()?)
}

fn counts(org: OrganizationId, id: EnvironmentId, search: &SearchTerms) -> Query {
    let mut query =
        Query::new("SELECT c.status, COUNT(*), SUM(c.flow_count) FROM connection c WHERE c.org_id = ");
    query.bind(org.to_string()).push(" AND c.environment_id = ").bind(id.to_string());
    query.search(search, "c.search_text", "c.search_ids").push(" GROUP BY c.status");
    query
}

pub(super) fn summary(
    db: &Connection,
    org: OrganizationId,
    id: EnvironmentId,
    search: &SearchTerms,
) -> Result<Option<EnvironmentSummary>> {
    if get(db, org, id)?.is_none() {
        return Ok(None);
    }
    let query = counts(org, id, search);
    let mut statement = db.prepare_cached(&query.sql)?;
    let mut rows = statement.query(query.params())?;
    let mut summary = EnvironmentSummary { connections: 0, by_status: Vec::new(), data_flows: 0 };
    while let Some(row) = rows.next()? {
        let count: u32 = rows::count(row, 1)?;
        summary.connections += count;
        summary.data_flows += rows::count::<u32>(row, 2)?;
        summary.by_status.push(StatusCount { status: Status::from(rows::text(row, 0)?), count });
    }
    let place =
        |status: &Status| Status::KNOWN.iter().position(|known| known == status).unwrap_or(usize::MAX);
    summary.by_status.sort_by_key(|entry| place(&entry.status));
    Ok(Some(summary))
}
