//! Why a whole file is refused.

use serde_json::Value;

use super::{MAX_FILE_BYTES, MAX_ROWS};

/// The file is not imported at all; nothing of it may be stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ImportError {
    /// One sentence for people: what is wrong and what to do.
    pub message: String,
    /// JSON Pointer (RFC 6901) to what is wrong; empty when it is the whole file.
    pub pointer: String,
}

impl ImportError {
    pub(super) fn whole(message: impl Into<String>) -> Self {
        Self::at("", message)
    }

    pub(super) fn at(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { message: message.into(), pointer: pointer.into() }
    }

    /// The file has more than [`MAX_FILE_BYTES`] bytes.
    #[must_use]
    pub fn too_large(bytes: u64) -> Self {
        let mebibytes = bytes.div_ceil(1024 * 1024);
        let limit = MAX_FILE_BYTES / (1024 * 1024);
        Self::whole(format!("the file has {mebibytes} MiB, more than the limit of {limit} MiB; split it"))
    }

    pub(super) fn too_many(pointer: &str, what: &str, count: usize) -> Self {
        Self::at(pointer, format!("the file has {count} {what}, more than the limit of {MAX_ROWS}; split it"))
    }
}

/// What kind of JSON a value is, in words that fit after "it is".
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// The `resourceType` of a FHIR resource, fit to be shown: text that no FHIR version would use is not repeated.
pub(super) fn resource_type_for_people(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(name)) if is_type_name(name) => format!("FHIR {name}"),
        Some(Value::Null) | None => "resource without `resourceType`".to_owned(),
        Some(_) => "resource of an unknown `resourceType`".to_owned(),
    }
}

/// Whether text can be the name of a FHIR resource type: a letter, then at most 63 letters and digits.
pub(super) fn is_type_name(text: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
