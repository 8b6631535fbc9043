//! Whose the endpoints of a Bundle are.
//!
//! An endpoint belongs to the organization that manages it (`Endpoint.managingOrganization`) and to every organization
//! of the Bundle that lists it (`Organization.endpoint`). In FHIR the two may differ; either is a reason to know it.

use std::collections::HashMap;

use serde_json::Value;

use super::bundle::{Entry, Resource};
use super::plan::Rejection;
use super::reference::{self, Index};
use super::{ImportError, MAX_ROWS, text};

pub(super) struct Owners<'a, 'e> {
    entries: &'e [Entry<'a>],
    index: Index<'a>,
    /// Names of the organizations that list an endpoint, by the endpoint's place in the Bundle.
    listed_by: HashMap<usize, Vec<&'a str>>,
}

impl<'a, 'e> Owners<'a, 'e> {
    pub(super) fn of(entries: &'e [Entry<'a>]) -> Result<Self, ImportError> {
        let mut index = Index::default();
        for (place, entry) in entries.iter().enumerate() {
            if let Entry::Endpoint(resource) | Entry::Organization(resource) = entry {
                index.add(place, resource.full_url, resource.body);
            }
        }
        let mut listed_by: HashMap<usize, Vec<&'a str>> = HashMap::new();
        let mut count = 0;
        for entry in entries {
            let Entry::Organization(resource) = entry else { continue };
            count += reference::contained_all(resource.body, "Endpoint").count();
            let Ok(name) = text::name(resource.body.get("name"), "name") else { continue };
            for endpoint in listed(resource) {
                if let Some(place) = index.find(endpoint, resource.full_url, "Endpoint") {
                    listed_by.entry(place).or_default().push(name);
                    count += 1;
                }
            }
        }
        // A file of a few megabytes can link every organization with every endpoint.
        if count > MAX_ROWS {
            return Err(ImportError::too_many("/entry", "endpoints of organizations", count));
        }
        Ok(Self { entries, index, listed_by })
    }

    /// Names of the organizations that the endpoint at `place` belongs to: at least one.
    pub(super) fn names(&self, place: usize, endpoint: &Resource<'a>) -> Result<Vec<&'a str>, Rejection> {
        let pointer = format!("/entry/{place}/resource");
        let mut names = Vec::new();
        if let Some((value, pointer)) = self.managing(endpoint, &pointer) {
            names.push(
                text::name(Some(value), "name of the organization")
                    .map_err(|why| Rejection::new(pointer, why))?,
            );
        }
        names.extend(self.listed_by.get(&place).into_iter().flatten());
        if names.is_empty() {
            let name = text::name(endpoint.body.get("name"), "name").map_err(|_| {
                let reason =
                    "no organization is named; give `managingOrganization`, its `display` or a `name`";
                Rejection::new(format!("{pointer}/managingOrganization"), reason)
            })?;
            names.push(name);
        }
        Ok(names)
    }

    /// The name of the managing organization and where it stands: in the resource referred to, else in the reference.
    fn managing(&self, endpoint: &Resource<'a>, pointer: &str) -> Option<(&'a Value, String)> {
        let managing = endpoint.body.get("managingOrganization")?;
        let target = managing.get("reference").and_then(Value::as_str);
        target
            .and_then(|target| {
                if let Some((index, found)) = reference::contained(endpoint.body, target, "Organization") {
                    return Some((found.get("name")?, format!("{pointer}/contained/{index}/name")));
                }
                let place = self.index.find(target, endpoint.full_url, "Organization")?;
                let Entry::Organization(found) = self.entries.get(place)? else { return None };
                Some((found.body.get("name")?, format!("/entry/{place}/resource/name")))
            })
            .filter(|(name, _)| text::is_present(Some(name)))
            .or_else(|| {
                let display = managing.get("display").filter(|display| text::is_present(Some(display)))?;
                Some((display, format!("{pointer}/managingOrganization/display")))
            })
    }
}

/// The references of `Organization.endpoint`.
fn listed<'a>(organization: &Resource<'a>) -> impl Iterator<Item = &'a str> {
    let list =
        organization.body.get("endpoint").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(|target| target.get("reference").and_then(Value::as_str))
}
