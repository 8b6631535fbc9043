//! Imports of provider directories.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::EnvironmentId;

/// Body of `POST /api/v1/imports`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportRequest {
    /// Where the connections are made.
    pub environment_id: EnvironmentId,
    /// A FHIR Bundle of Endpoint and Organization resources, or `{"Endpoints":[…]}`.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub directory: Value,
    /// A FHIR CapabilityStatement (R4, STU3) or Conformance (DSTU2) that holds for every imported connection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub capability: Option<Value>,
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ImportReport {
    /// Rows of the file.
    pub rows: ImportCounts,
    /// Connections.
    pub connections: Tally,
    /// Their endpoints.
    pub endpoints: Tally,
    /// Data flows, one per connection and FHIR resource of the capability statement.
    pub data_flows: Tally,
    /// The rows left out, in file order; at most 1,000 are listed, `rows.rejected` counts all.
    pub problems: Vec<ImportProblem>,
}

/// Rows of an imported file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ImportCounts {
    /// Rows read.
    pub total: u32,
    /// Rows used.
    pub accepted: u32,
    /// Rows left out; each has a problem.
    pub rejected: u32,
}

/// How many objects were made, and how many were there already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Tally {
    /// Made by this import.
    pub created: u32,
    /// Changed by this import.
    pub updated: u32,
    /// Found as they should be.
    pub unchanged: u32,
}

/// One row that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ImportProblem {
    /// Position of the row in the file, counted from 1.
    pub position: u32,
    /// JSON Pointer to what is wrong, such as `/Endpoints/16/URL`.
    pub pointer: String,
    /// The reason and the fix.
    pub reason: String,
}

crate::read::readable! {
    ImportReport { rows, connections, endpoints, data_flows, problems }
    ImportCounts { total, accepted, rejected }
    Tally { created, updated, unchanged }
    ImportProblem { position, pointer, reason }
}
