//! FHIR capability statements: `CapabilityStatement` (STU3, R4, R4B, R5) and DSTU2's `Conformance`. Of either, what a
//! server answers: resources and their interactions.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::error::{is_type_name, kind, resource_type_for_people};
use super::{ImportError, json, text};

/// FHIR R4 value set `type-restful-interaction` (<http://hl7.org/fhir/R4/valueset-type-restful-interaction.html>), in
/// its order. DSTU2, STU3 and R5 use codes of the same list.
const INTERACTIONS: [&str; 9] = [
    "read",
    "vread",
    "update",
    "patch",
    "delete",
    "history-instance",
    "history-type",
    "create",
    "search-type",
];

/// The most resource types; FHIR R5, the largest version, defines 157. Every connection gets a data flow for each.
const MAX_RESOURCES: usize = 500;

/// The most interactions of one resource, known and unknown.
const MAX_INTERACTIONS: usize = 50;

/// What a server answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capability {
    /// Its FHIR version, such as `4.0.1`.
    pub fhir_version: String,
    /// The resources with at least one interaction, sorted by name; at least one.
    pub resources: Vec<CapabilityResource>,
}

/// A resource that a server answers for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CapabilityResource {
    /// Its FHIR type, such as `Patient`.
    pub resource: String,
    /// Codes of its interactions, in FHIR's order, unknown ones last; at least one, none twice.
    pub interactions: Vec<String>,
}

/// Reads a capability statement from the bytes of a file.
pub fn read_capability(bytes: &[u8]) -> Result<Capability, ImportError> {
    capability_from_value(&json::parse(bytes)?)
}

/// Reads a capability statement from JSON that is parsed already.
pub fn capability_from_value(value: &Value) -> Result<Capability, ImportError> {
    let statement = statement(value)?;
    let fhir_version = fhir_version(statement)?;
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut servers = 0;
    for (index, rest) in list(statement, "rest", "")?.iter().enumerate() {
        // FHIR value set `restful-capability-mode`: client or server. What a client asks for, nobody answers.
        if rest.get("mode").and_then(Value::as_str) == Some("server") {
            servers += 1;
            collect(rest, &format!("/rest/{index}"), &mut found)?;
        }
    }
    if servers == 0 {
        return Err(ImportError::at(
            "/rest",
            "the statement describes no server (`rest` with `mode` \"server\")",
        ));
    }
    found.retain(|_, interactions| !interactions.is_empty());
    if found.is_empty() {
        return Err(ImportError::at("/rest", "the statement has no resource with an interaction"));
    }
    let resources = found.into_iter().map(|(resource, mut interactions)| {
        interactions
            .sort_by_key(|code| INTERACTIONS.iter().position(|known| known == code).unwrap_or(usize::MAX));
        CapabilityResource {
            resource: resource.to_owned(),
            interactions: interactions.into_iter().map(str::to_owned).collect(),
        }
    });
    Ok(Capability { fhir_version, resources: resources.collect() })
}

fn statement(value: &Value) -> Result<&Map<String, Value>, ImportError> {
    const WANTED: &str = "a capability statement is a FHIR CapabilityStatement or a DSTU2 Conformance";
    let Value::Object(object) = value else {
        return Err(ImportError::whole(format!("the file is {}; {WANTED}", kind(value))));
    };
    match object.get("resourceType") {
        Some(Value::String(name)) if name == "CapabilityStatement" || name == "Conformance" => Ok(object),
        Some(Value::String(name)) if name == "Bundle" => {
            Err(ImportError::at("/resourceType", "this is a Bundle; pass it as the directory"))
        }
        None if object.contains_key("Endpoints") => {
            Err(ImportError::at("/Endpoints", "this is a list of endpoints; pass it as the directory"))
        }
        other => Err(ImportError::at(
            if other.is_some() { "/resourceType" } else { "" },
            format!("this is a {}; {WANTED}", resource_type_for_people(other)),
        )),
    }
}

fn fhir_version(statement: &Map<String, Value>) -> Result<String, ImportError> {
    let version = text::required(statement.get("fhirVersion"), "fhirVersion", "give it, such as 4.0.1")
        .map_err(|reason| ImportError::at("/fhirVersion", reason))?;
    if version.len() > 40
        || !version.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'+'))
    {
        return Err(ImportError::at(
            "/fhirVersion",
            "`fhirVersion` is no FHIR version; give one such as 4.0.1",
        ));
    }
    Ok(version.to_owned())
}

/// Adds the resources of one server to `found`.
fn collect<'a>(
    rest: &'a Value,
    pointer: &str,
    found: &mut BTreeMap<&'a str, Vec<&'a str>>,
) -> Result<(), ImportError> {
    let Some(rest) = rest.as_object() else { return Ok(()) };
    for (index, resource) in list(rest, "resource", pointer)?.iter().enumerate() {
        let pointer = format!("{pointer}/resource/{index}");
        let name = resource.get("type").and_then(Value::as_str).filter(|name| is_type_name(name));
        let (Some(name), Some(resource)) = (name, resource.as_object()) else {
            let message = "`type` is no FHIR resource type; use letters and digits, such as Patient";
            return Err(ImportError::at(format!("{pointer}/type"), message));
        };
        let interactions = found.entry(name).or_default();
        for (index, interaction) in list(resource, "interaction", &pointer)?.iter().enumerate() {
            let Some(code) = text::code(interaction.get("code")) else {
                let message = "`code` is no interaction; use a code such as read or search-type";
                return Err(ImportError::at(format!("{pointer}/interaction/{index}/code"), message));
            };
            if !interactions.contains(&code) {
                interactions.push(code);
            }
            if interactions.len() > MAX_INTERACTIONS {
                let message = format!("{name} has more than {MAX_INTERACTIONS} interactions");
                return Err(ImportError::at(format!("{pointer}/interaction"), message));
            }
        }
        if found.len() > MAX_RESOURCES {
            let message = format!("the statement has more than {MAX_RESOURCES} resources");
            return Err(ImportError::at("/rest", message));
        }
    }
    Ok(())
}

/// The list in a field; an absent one is empty.
fn list<'a>(object: &'a Map<String, Value>, field: &str, pointer: &str) -> Result<&'a [Value], ImportError> {
    match object.get(field) {
        None | Some(Value::Null) => Ok(&[]),
        Some(Value::Array(list)) => Ok(list),
        Some(other) => {
            let message = format!("`{field}` is {}, not a list", kind(other));
            Err(ImportError::at(format!("{pointer}/{field}"), message))
        }
    }
}
