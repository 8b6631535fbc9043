//! One organization of a directory becomes one connection: what is there is read, what the plan wants is laid over it,
//! and only differences are written.

use std::collections::HashMap;

use causeway_model::{FlowCounts, Initiator, Tally, Verb};
use rusqlite::Connection;
use uuid::Uuid;

use super::import_known::{Known, KnownEndpoint, KnownFlow, read};
use super::import_write::{Written, write_connection, write_endpoint, write_flow};
use crate::import::{Capability, DirectoryOrganization};
use crate::store::rollup::{EndpointFacts, FlowPart, Rollup, rollup, status_of_flow};
use crate::store::{Applied, Result};

/// What is the same for every connection of an import, or of a deletion.
pub(super) struct Context<'a> {
    pub(super) org: &'a str,
    pub(super) environment: Uuid,
    pub(super) environment_text: &'a str,
    pub(super) capability: Option<&'a Capability>,
    /// Event types as stored, by resource.
    pub(super) event_types: HashMap<&'a str, String>,
    /// The API key that starts the requests; there when a capability statement is.
    pub(super) your_key: Option<&'a str>,
    pub(super) now: i64,
}

pub(super) fn apply_one(
    db: &Connection,
    context: &Context<'_>,
    plan: &DirectoryOrganization,
) -> Result<Applied> {
    let namespace = Uuid::new_v5(&context.environment, plan.name.as_bytes());
    let id = namespace.to_string();
    let mut known = read(db, context.org, &id)?;
    let fhir_version = context.capability.map(|capability| capability.fhir_version.as_str());
    lay_endpoints(&mut known, plan, namespace, fhir_version);
    lay_flows(&mut known, plan, namespace, context);
    refresh(&mut known);

    let rollup = roll_up(&known, &plan.name, &id);
    let mut applied = Applied::default();
    let written = write_connection(db, context, &plan.name, &id, known.connection.as_ref(), &rollup)?;
    count(&mut applied.connections, true, &written);
    for endpoint in &known.endpoints {
        let written = write_endpoint(db, context, &id, endpoint)?;
        count(&mut applied.endpoints, endpoint.planned, &written);
    }
    for flow in &known.flows {
        let written = write_flow(db, context, &id, flow)?;
        count(&mut applied.data_flows, flow.planned, &written);
    }
    Ok(applied)
}

/// Brings everything derived of a connection up to date after data flows of it have gone.
pub(super) fn follow(db: &Connection, context: &Context<'_>, name: &str, id: &str) -> Result<()> {
    let mut known = read(db, context.org, id)?;
    refresh(&mut known);
    let rollup = roll_up(&known, name, id);
    write_connection(db, context, name, id, known.connection.as_ref(), &rollup)?;
    for endpoint in &known.endpoints {
        write_endpoint(db, context, id, endpoint)?;
    }
    for flow in &known.flows {
        write_flow(db, context, id, flow)?;
    }
    Ok(())
}

/// The endpoints of the plan; new ones go to the end, known ones keep their place.
fn lay_endpoints(
    known: &mut Known,
    plan: &DirectoryOrganization,
    namespace: Uuid,
    fhir_version: Option<&str>,
) {
    let mut position = known.endpoints.iter().map(|endpoint| endpoint.position + 1).max().unwrap_or(0);
    for wanted in &plan.endpoints {
        let id = Uuid::new_v5(&namespace, wanted.url.as_bytes()).to_string();
        let place = known.endpoints.iter().position(|endpoint| endpoint.id == id).unwrap_or_else(|| {
            known.endpoints.push(KnownEndpoint::new(id, position, wanted.url.clone()));
            position += 1;
            known.endpoints.len() - 1
        });
        let endpoint = &mut known.endpoints[place];
        endpoint.planned = true;
        endpoint.now.name.clone_from(&wanted.name);
        endpoint.now.connection_type.clone_from(&wanted.connection_type);
        endpoint.now.state = wanted.state.clone();
        if let Some(version) = fhir_version {
            endpoint.now.fhir_version = Some(version.to_owned());
        }
    }
}

/// One arrow per resource: you request, their first endpoint answers. An organization without any endpoint has none.
fn lay_flows(known: &mut Known, plan: &DirectoryOrganization, namespace: Uuid, context: &Context<'_>) {
    let (Some(capability), Some(your_key)) = (context.capability, context.your_key) else { return };
    let first =
        plan.endpoints.first().map(|first| Uuid::new_v5(&namespace, first.url.as_bytes()).to_string());
    let Some(theirs) = first.or_else(|| known.endpoints.first().map(|endpoint| endpoint.id.clone())) else {
        return;
    };
    let mut places: HashMap<String, usize> =
        known.flows.iter().enumerate().map(|(place, flow)| (flow.id.clone(), place)).collect();
    for resource in &capability.resources {
        let data_type = format!("FHIR.{}", resource.resource);
        let id = Uuid::new_v5(&namespace, format!("{} {data_type}", Verb::Request).as_bytes()).to_string();
        let place = *places.entry(id).or_insert_with_key(|id| {
            known.flows.push(KnownFlow::request(id.clone(), data_type, your_key.to_owned()));
            known.flows.len() - 1
        });
        let flow = &mut known.flows[place];
        flow.planned = true;
        flow.now.their_endpoint.clone_from(&theirs);
        if let Some(event_types) = context.event_types.get(resource.resource.as_str()) {
            flow.now.event_types.clone_from(event_types);
        }
    }
}

/// Brings everything that is derived within the connection up to date: flow statuses and the endpoints' counts.
fn refresh(known: &mut Known) {
    let Known { endpoints, flows, .. } = known;
    for endpoint in endpoints.iter_mut() {
        endpoint.now.counts = FlowCounts::default();
    }
    for flow in flows {
        let Some(endpoint) = endpoints.iter_mut().find(|endpoint| endpoint.id == flow.now.their_endpoint)
        else {
            continue;
        };
        endpoint.now.counts.add(&Verb::derive(&flow.initiator, &flow.exchange));
        // When they start it, your endpoint decides, and an import does not touch yours.
        if flow.initiator == Initiator::You {
            flow.now.status =
                status_of_flow(Some(&endpoint.now.state), flow.last_message_at).as_str().to_owned();
        }
    }
}

fn roll_up(known: &Known, name: &str, id: &str) -> Rollup {
    let endpoints: Vec<_> = known
        .endpoints
        .iter()
        .map(|endpoint| EndpointFacts {
            id: endpoint.id.clone(),
            name: endpoint.now.name.clone(),
            url: endpoint.url.clone(),
            state: endpoint.now.state.clone(),
        })
        .collect();
    let flows = known.flows.iter().map(|flow| FlowPart {
        initiator: flow.initiator.clone(),
        exchange: flow.exchange.clone(),
        data_type: &flow.data_type,
        status: flow.now.status.as_str().into(),
        yours: &flow.yours,
        last_message_at: flow.last_message_at,
    });
    rollup(name, id, &endpoints, flows)
}

/// What the file names is counted; what only lay beside it is counted when it had to follow.
fn count(tally: &mut Tally, planned: bool, written: &Written) {
    match written {
        Written::Created => tally.created += 1,
        Written::Updated => tally.updated += 1,
        Written::Unchanged if planned => tally.unchanged += 1,
        Written::Unchanged => {}
    }
}
