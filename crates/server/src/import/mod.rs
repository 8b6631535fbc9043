//! Reads provider directories and FHIR capability statements: bytes or a JSON value in, a checked plan out.
//!
//! A file is either refused whole ([`ImportError`], one sentence) or read row by row: good rows are kept, bad rows
//! are listed with position, JSON Pointer, reason and fix. This module is pure and panics on no input. It must not
//! know the database, HTTP or the command line: who calls it decides where the bytes come from and what is stored.
//!
//! - `json`: bytes to JSON, with the limits and the errors of a whole file
//! - `directory`: which kind of directory a value is
//! - `endpoint_list`: `{"Endpoints":[…]}`
//! - `bundle`, `endpoint_resource`, `owner`, `reference`: FHIR Bundles of Endpoint and Organization resources
//! - `capability`: `CapabilityStatement` and `Conformance`
//! - `text`, `url`: the rules for names and addresses; `naming`: names for endpoints that have none
//! - `plan`: gathers rows into organizations, counts, lists problems

mod bundle;
mod capability;
mod directory;
mod endpoint_list;
mod endpoint_resource;
mod error;
mod json;
mod naming;
mod owner;
mod plan;
mod reference;
mod text;
mod url;

pub use capability::{Capability, CapabilityResource, capability_from_value, read_capability};
pub use directory::{
    Directory, DirectoryEndpoint, DirectoryOrganization, directory_from_value, read_directory,
};
pub use error::ImportError;
pub use json::check_size;

/// The largest file that is read, in bytes (64 MiB): twenty times the largest public directory known. Callers refuse
/// a larger file before reading it, with [`ImportError::too_large`].
pub const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// The most rows of one directory, and the most endpoints that its organizations have together.
pub const MAX_ROWS: usize = 200_000;

/// How many problems of rows are listed; all of them are counted.
pub const MAX_LISTED_PROBLEMS: usize = 1_000;
