//! API keys: what your system uses to start traffic.

use serde::{Deserialize, Serialize};

use crate::{ApiKeyId, EnvironmentId, FlowCounts, Timestamp};

/// One API key of yours. It carries no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ApiKey {
    /// Its id; not a secret.
    pub id: ApiKeyId,
    /// The environment it belongs to.
    pub environment_id: EnvironmentId,
    /// Its name.
    pub name: String,
    /// Data flows that start here, per verb.
    pub flow_counts: FlowCounts,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Counts up with every change; also the ETag.
    pub version: u64,
}

crate::read::readable! {
    ApiKey { id, environment_id, name, flow_counts, created_at, updated_at, version }
}
