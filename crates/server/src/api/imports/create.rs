//! `POST /api/v1/imports`: a provider directory becomes connections.

use axum::extract::State;
use causeway_model::{ImportReport, ImportRequest};

use crate::api::fields;
use crate::app::App;
use crate::auth::Identity;
use crate::extract::Json;
use crate::import::{Capability, Directory, ImportError, capability_from_value, directory_from_value};
use crate::importing;
use crate::problem::{ApiError, Result, field, internal};
use crate::store::Progress;

/// Imports a provider directory.
///
/// One connection per organization, with its endpoints; with a capability statement also one data flow per resource.
/// Rows that cannot be used are listed and left out; a directory or statement that cannot be read is refused whole,
/// and nothing is written. Importing the same twice changes nothing, so the request may be repeated as it is: an
/// `Idempotency-Key` is accepted and not needed.
#[utoipa::path(
    post, path = "/api/v1/imports", tag = "imports", operation_id = "createImport",
    request_body = ImportRequest,
    responses(
        (status = 200, description = "What was made, and which rows were left out", body = ImportReport),
        (status = 413, description = "The body is larger than 64 MiB"),
        (status = 415, description = "The body is not declared as JSON"),
        (status = 422, description = "The directory or the statement is refused whole; `errors` names the place"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Json(request): Json<ImportRequest>,
) -> Result<axum::Json<ImportReport>> {
    let ImportRequest { environment_id, directory, capability } = request;
    if !identity.sees(environment_id) {
        return Err(fields::unknown_environment());
    }
    // Reading a large directory takes longer than other requests should wait for this thread.
    let read = move || read(&directory, capability.as_ref());
    let (directory, capability) =
        tokio::task::spawn_blocking(read).await.map_err(|error| internal(&error))??;
    let report = importing::apply(
        &*app.store,
        identity.org(),
        environment_id,
        importing::Parts { directory, capability },
        &*app.clock,
        &*app.random,
        Progress::silent(),
    )
    .await?;
    report.map(axum::Json).ok_or_else(fields::unknown_environment)
}

fn read(
    directory: &serde_json::Value,
    capability: Option<&serde_json::Value>,
) -> Result<(Directory, Option<Capability>)> {
    let directory = directory_from_value(directory).map_err(|error| refused("/directory", error))?;
    let capability = capability.map(capability_from_value).transpose();
    Ok((directory, capability.map_err(|error| refused("/capability", error))?))
}

fn refused(part: &str, error: ImportError) -> ApiError {
    ApiError::validation(vec![field(format!("{part}{}", error.pointer), "refused", error.message)])
}
