//! Your auth credentials: how whoever calls an endpoint of yours proves itself there. Secrets go in and never out.

mod checks;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod get;
mod headers;
pub(crate) mod list;
pub(crate) mod update;
pub(crate) mod usage;

use causeway_model::{AuthCredentialId, AuthStrategy, OrganizationId};

use crate::app::App;
use crate::problem::Result;

/// The headers by which callers prove themselves, with their values; none unless the strategy is `headers`.
pub(super) async fn headers_of(
    app: &App,
    org: OrganizationId,
    id: AuthCredentialId,
) -> Result<Vec<(String, String)>> {
    let found = app.store.auth_credential_settings(org, id).await?;
    let Some(found) = found.filter(|found| found.credential.strategy == AuthStrategy::Headers) else {
        return Ok(Vec::new());
    };
    let names = found.credential.headers.into_iter().map(|header| header.name).collect();
    Ok(headers::Headers::stored(names, checks::unsealed(app, id, &found.secrets)?).pairs())
}
