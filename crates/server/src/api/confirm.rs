//! Deleting what is in use: only for somebody who names it.

use serde::Deserialize;

/// Query of deletions that take something along.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Confirm {
    /// The object's name, exactly. Needed when it is in use; see its usage for what goes with it.
    pub(crate) confirm: Option<String>,
}
