//! Reading JSON in a native program.

pub(crate) use serde_json::from_str;
