//! FHIR Bundles of `Endpoint` and `Organization` resources. Each entry is a row.

use serde_json::{Map, Value};

use super::directory::Directory;
use super::error::{kind, resource_type_for_people};
use super::owner::Owners;
use super::plan::{NewEndpoint, Plan, Rejection};
use super::{ImportError, MAX_ROWS, endpoint_resource, reference, text};

pub(super) fn read(bundle: &Map<String, Value>) -> Result<Directory, ImportError> {
    let values = entries(bundle)?;
    let entries: Vec<Entry<'_>> = values.iter().map(Entry::of).collect();
    if entries.iter().all(|entry| matches!(entry, Entry::Other)) {
        return Err(ImportError::at("/entry", "the Bundle has no Endpoint and no Organization resource"));
    }
    let owners = Owners::of(&entries)?;
    let mut plan = Plan::for_rows(values.len());
    for (place, (entry, value)) in entries.iter().zip(values).enumerate() {
        let row = match entry {
            Entry::Endpoint(resource) => endpoint(place, resource, &owners),
            Entry::Organization(resource) => organization(place, resource),
            Entry::Other => Err(unusable(place, value)),
        };
        match row {
            Ok(row) => {
                for name in row.organizations {
                    let organization = plan.organization(name);
                    for endpoint in &row.endpoints {
                        plan.endpoint(organization, endpoint.clone());
                    }
                }
                plan.accept();
            }
            Err(rejection) => plan.reject(place, rejection),
        }
    }
    Ok(plan.finish())
}

fn entries(bundle: &Map<String, Value>) -> Result<&[Value], ImportError> {
    match bundle.get("entry") {
        Some(Value::Array(entries)) if entries.len() > MAX_ROWS => {
            Err(ImportError::too_many("/entry", "entries", entries.len()))
        }
        Some(Value::Array(entries)) if !entries.is_empty() => Ok(entries),
        None | Some(Value::Null | Value::Array(_)) => {
            Err(ImportError::at("/entry", "the Bundle has no entries; there is nothing to import"))
        }
        Some(other) => Err(ImportError::at("/entry", format!("`entry` is {}, not a list", kind(other)))),
    }
}

/// What an entry holds.
pub(super) enum Entry<'a> {
    Endpoint(Resource<'a>),
    Organization(Resource<'a>),
    Other,
}

pub(super) struct Resource<'a> {
    pub(super) full_url: Option<&'a str>,
    pub(super) body: &'a Map<String, Value>,
}

impl<'a> Entry<'a> {
    fn of(entry: &'a Value) -> Self {
        let Some(body) = entry.get("resource").and_then(Value::as_object) else { return Self::Other };
        let resource = Resource { full_url: entry.get("fullUrl").and_then(Value::as_str), body };
        match reference::text(body, "resourceType") {
            Some("Endpoint") => Self::Endpoint(resource),
            Some("Organization") => Self::Organization(resource),
            _ => Self::Other,
        }
    }
}

/// What a good row adds: each of its endpoints to each of its organizations.
struct Row<'a> {
    organizations: Vec<&'a str>,
    endpoints: Vec<NewEndpoint>,
}

fn endpoint<'a>(
    place: usize,
    resource: &Resource<'a>,
    owners: &Owners<'a, '_>,
) -> Result<Row<'a>, Rejection> {
    let endpoint = endpoint_resource::read(resource.body, &format!("/entry/{place}/resource"))?;
    Ok(Row { organizations: owners.names(place, resource)?, endpoints: vec![endpoint] })
}

fn organization<'a>(place: usize, resource: &Resource<'a>) -> Result<Row<'a>, Rejection> {
    let pointer = format!("/entry/{place}/resource");
    let name = text::name(resource.body.get("name"), "name")
        .map_err(|reason| Rejection::new(format!("{pointer}/name"), reason))?;
    let endpoints = reference::contained_all(resource.body, "Endpoint").map(|(index, contained)| {
        endpoint_resource::read(contained, &format!("{pointer}/contained/{index}"))
    });
    Ok(Row { organizations: vec![name], endpoints: endpoints.collect::<Result<_, _>>()? })
}

fn unusable(place: usize, entry: &Value) -> Rejection {
    const ONLY: &str = "only Endpoint and Organization resources are imported";
    let (field, what) = match entry.get("resource") {
        Some(Value::Object(body)) => {
            ("/resource", format!("a {}", resource_type_for_people(body.get("resourceType"))))
        }
        Some(other) => ("/resource", kind(other).to_owned()),
        None => ("", "an entry without `resource`".to_owned()),
    };
    Rejection::new(format!("/entry/{place}{field}"), format!("{ONLY}; this is {what}"))
}
