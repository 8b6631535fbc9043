//! Environments of an organization.

use serde::{Deserialize, Serialize};

use crate::open_enum::open_enum;
use crate::{EnvironmentId, Timestamp};

open_enum! {
    /// What an environment is for.
    EnvironmentFlag {
        /// For building; safe to break.
        Development = "Development", "Development";
        /// A mirror of production.
        Staging = "Staging", "Staging";
        /// Real patients' data.
        Production = "Production", "Production";
    }
}

/// One environment; every connection, endpoint, API key and data flow belongs to exactly one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Environment {
    /// Its id.
    pub id: EnvironmentId,
    /// Its name, unique within the organization.
    pub name: String,
    /// What it is for.
    pub flag: EnvironmentFlag,
    /// When it was made.
    pub created_at: Timestamp,
    /// Counts up with every change; also the ETag.
    pub version: u64,
}

crate::read::readable! {
    Environment { id, name, flag, created_at, version }
}
