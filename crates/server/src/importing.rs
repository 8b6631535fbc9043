//! From a checked plan to a report: what the API and the command line share.

use causeway_model::{ApiKeyId, EnvironmentId, ImportCounts, ImportReport, OrganizationId};

use crate::clock::Clock;
use crate::import::{Capability, Directory};
use crate::random::{Random, RandomError};
use crate::store::{ImportPlan, Progress, Store, StoreError};

/// What was read from the files.
pub(crate) struct Parts {
    pub(crate) directory: Directory,
    pub(crate) capability: Option<Capability>,
}

/// Why a plan could not be applied.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Random(#[from] RandomError),
}

impl From<Error> for crate::problem::ApiError {
    fn from(error: Error) -> Self {
        match error {
            Error::Store(error) => error.into(),
            Error::Random(error) => error.into(),
        }
    }
}

/// Applies a plan, all or nothing; `None` when the organization has no such environment.
pub(crate) async fn apply(
    store: &dyn Store,
    org: OrganizationId,
    environment: EnvironmentId,
    parts: Parts,
    clock: &dyn Clock,
    random: &dyn Random,
    progress: Progress,
) -> Result<Option<ImportReport>, Error> {
    let now = clock.now();
    let Parts { mut directory, capability } = parts;
    let rows = ImportCounts {
        total: directory.total_rows,
        accepted: directory.accepted_rows,
        rejected: directory.rejected_rows,
    };
    let problems = std::mem::take(&mut directory.problems);
    let plan = ImportPlan { directory, capability, new_api_key_id: ApiKeyId(random.uuid(now)?) };
    let applied = store.apply_import(org, environment, plan, now, progress).await?;
    Ok(applied.map(|applied| ImportReport {
        rows,
        connections: applied.connections,
        endpoints: applied.endpoints,
        data_flows: applied.data_flows,
        problems,
    }))
}
