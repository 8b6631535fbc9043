//! What a directory is, and which reader a value goes to.

use causeway_model::{EndpointState, ImportProblem};
use serde_json::Value;

use super::error::{kind, resource_type_for_people};
use super::{ImportError, bundle, endpoint_list, json};

/// A provider directory, checked and ready to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directory {
    /// One connection each, in the order of their first appearance in the file; no name occurs twice.
    pub organizations: Vec<DirectoryOrganization>,
    /// Rows of the file: `accepted_rows` and `rejected_rows` together.
    pub total_rows: u32,
    /// Rows used.
    pub accepted_rows: u32,
    /// Rows left out.
    pub rejected_rows: u32,
    /// Why rows were left out, in file order; at most [`super::MAX_LISTED_PROBLEMS`].
    pub problems: Vec<ImportProblem>,
}

/// An organization of a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryOrganization {
    /// Its name as written, without surrounding white space; 1 to 200 characters.
    pub name: String,
    /// Its endpoints in file order; no URL occurs twice. Only a Bundle can have an organization with none.
    pub endpoints: Vec<DirectoryEndpoint>,
}

/// An endpoint of an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryEndpoint {
    /// FHIR `Endpoint.name`, or a short name made from the URL.
    pub name: String,
    /// An absolute `http` or `https` URL as written, at most 2,048 characters.
    pub url: String,
    /// FHIR `Endpoint.connectionType` code; `None` when the file does not say.
    pub connection_type: Option<String>,
    /// FHIR `Endpoint.status`; active when the file does not say.
    pub state: EndpointState,
}

/// Reads a directory from the bytes of a file.
pub fn read_directory(bytes: &[u8]) -> Result<Directory, ImportError> {
    directory_from_value(&json::parse(bytes)?)
}

/// Reads a directory from JSON that is parsed already.
pub fn directory_from_value(value: &Value) -> Result<Directory, ImportError> {
    const WANTED: &str =
        "a directory is a FHIR Bundle of Endpoint and Organization resources, or {\"Endpoints\":[…]}";
    let Value::Object(object) = value else {
        return Err(ImportError::whole(format!("the file is {}, not a directory; {WANTED}", kind(value))));
    };
    match object.get("resourceType") {
        Some(Value::String(name)) if name == "Bundle" => bundle::read(object),
        Some(Value::String(name)) if name == "CapabilityStatement" || name == "Conformance" => {
            Err(ImportError::at("/resourceType", format!("this is a {name}; pass it with --capability")))
        }
        Some(Value::String(name)) if name == "Endpoint" || name == "Organization" => Err(ImportError::at(
            "/resourceType",
            format!("this is a single FHIR {name}; put it into a Bundle, as `entry[].resource`"),
        )),
        Some(other) => Err(ImportError::at(
            "/resourceType",
            format!("this is a {}, not a directory; {WANTED}", resource_type_for_people(Some(other))),
        )),
        None => match object.get("Endpoints") {
            Some(Value::Array(rows)) => endpoint_list::read(rows),
            Some(other) => Err(ImportError::at(
                "/Endpoints",
                format!("`Endpoints` is {}, not a list of rows", kind(other)),
            )),
            None => Err(ImportError::whole(format!(
                "the file has neither `Endpoints` nor `resourceType`, so it is not a directory; {WANTED}"
            ))),
        },
    }
}
