//! Applies an import. Ids follow from names and URLs, so the same file finds what it made the last time and an import
//! that is repeated changes nothing. What is in the database but not in the file stays.

use std::collections::HashMap;

use causeway_model::{EnvironmentId, OrganizationId, Tally};
use rusqlite::{Connection, OptionalExtension};

use super::import_connection::{Context, apply_one};
use super::{environments, write};
use crate::clock::Time;
use crate::store::defaults::YOURS;
use crate::store::{Applied, ImportPlan, Progress, Result};

const YOUR_KEY: &str = "SELECT id FROM api_key WHERE org_id = ?1 AND environment_id = ?2 AND revoked_at IS NULL ORDER BY created_at, id LIMIT 1";
const MORE_FOR_KEY: &str = "UPDATE api_key SET flows_request = flows_request + ?3, updated_at = ?4, \
     version = version + 1 WHERE org_id = ?1 AND id = ?2";

#[cfg(test)]
pub(super) const SQL: &[&str] = &[YOUR_KEY, MORE_FOR_KEY];

/// How often progress is told: often enough for a smooth bar, seldom enough to cost nothing.
const REPORT_EVERY: usize = 64;

pub(super) fn apply(
    db: &Connection,
    org: OrganizationId,
    environment: EnvironmentId,
    plan: &ImportPlan,
    now: Time,
    progress: &mut Progress,
) -> Result<Option<Applied>> {
    if environments::get(db, org, environment)?.is_none() {
        return Ok(None);
    }
    let (org, environment_text) = (org.to_string(), environment.to_string());
    let your_key = match &plan.capability {
        Some(_) => Some(your_key(db, &org, &environment_text, plan, now)?),
        None => None,
    };
    let context = Context {
        org: &org,
        environment: environment.0,
        environment_text: &environment_text,
        capability: plan.capability.as_ref(),
        // The same for every connection, so they are written out once.
        event_types: plan.capability.iter().flat_map(|capability| &capability.resources).fold(
            HashMap::new(),
            |mut all, resource| {
                all.insert(resource.resource.as_str(), write::event_types(&resource.interactions));
                all
            },
        ),
        your_key: your_key.as_deref(),
        now: now.0,
    };
    let mut applied = Applied::default();
    let organizations = &plan.directory.organizations;
    for (done, organization) in organizations.iter().enumerate() {
        if done % REPORT_EVERY == 0 {
            progress.report(done, organizations.len());
        }
        let one = apply_one(db, &context, organization)?;
        add(&mut applied.connections, one.connections);
        add(&mut applied.endpoints, one.endpoints);
        add(&mut applied.data_flows, one.data_flows);
    }
    if let Some(key) = &your_key
        && applied.data_flows.created > 0
    {
        db.prepare_cached(MORE_FOR_KEY)?.execute((&org, key, applied.data_flows.created, now.0))?;
    }
    progress.report(organizations.len(), organizations.len());
    Ok(Some(applied))
}

/// The API key that starts the imported requests: the oldest of the environment, or a new one.
fn your_key(db: &Connection, org: &str, environment: &str, plan: &ImportPlan, now: Time) -> Result<String> {
    let found = db.prepare_cached(YOUR_KEY)?.query_row([org, environment], |row| row.get(0)).optional()?;
    if let Some(id) = found {
        return Ok(id);
    }
    let id = plan.new_api_key_id.to_string();
    let row = write::ApiKeyRow {
        org,
        environment,
        id: &id,
        name: YOURS,
        counts: causeway_model::FlowCounts::default(),
        now: now.0,
    };
    write::insert_api_key(db, &row)?;
    Ok(id)
}

fn add(total: &mut Tally, more: Tally) {
    total.created += more.created;
    total.updated += more.updated;
    total.unchanged += more.unchanged;
}
