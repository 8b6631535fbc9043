//! Your API keys.

use causeway_model::{ApiKey, ApiKeyId, EnvironmentId, OrganizationId};
use rusqlite::{Connection, OptionalExtension};

use super::rows;
use crate::store::Result;

const ALL: &str = "ORDER BY name, id";
const OF: &str = "AND environment_id = ?2 ORDER BY name, id";
const ONE: &str = "AND id = ?2";

fn statement(rest: &str) -> String {
    format!("SELECT {} FROM api_key WHERE org_id = ?1 {rest}", rows::API_KEY)
}

#[cfg(test)]
pub(super) fn sql() -> Vec<String> {
    [ALL, OF, ONE].map(statement).to_vec()
}

pub(super) fn list(
    db: &Connection,
    org: OrganizationId,
    environment: Option<EnvironmentId>,
) -> Result<Vec<ApiKey>> {
    let (rest, args) = match environment {
        Some(environment) => (OF, vec![org.to_string(), environment.to_string()]),
        None => (ALL, vec![org.to_string()]),
    };
    let mut statement = db.prepare_cached(&statement(rest))?;
    let rows = statement.query_map(rusqlite::params_from_iter(args), rows::api_key)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn get(db: &Connection, org: OrganizationId, id: ApiKeyId) -> Result<Option<ApiKey>> {
    let mut statement = db.prepare_cached(&statement(ONE))?;
    Ok(statement.query_row([org.to_string(), id.to_string()], rows::api_key).optional()?)
}
