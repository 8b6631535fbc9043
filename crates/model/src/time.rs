//! Points in time, as text.

use serde::{Deserialize, Serialize};

/// A point in time: RFC 3339, UTC, milliseconds, as in `2026-11-24T08:15:30.123Z`.
/// Text on purpose: the browser formats it with its own locale data, so no date library is loaded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
#[serde(transparent)]
pub struct Timestamp(pub String);

impl crate::Read for Timestamp {
    fn read(source: impl crate::Source) -> Option<Self> {
        crate::Read::read(source).map(Self)
    }
}
