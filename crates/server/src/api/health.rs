//! `GET /healthz`, `GET /readyz`: for whoever keeps the server running. They say nothing about what it holds.

use axum::extract::State;
use axum::http::StatusCode;

use crate::app::App;
use crate::problem::Result;

/// The process answers.
#[utoipa::path(
    get, path = "/healthz", tag = "health", operation_id = "healthz", security(()),
    responses((status = 200, description = "It runs", body = String, content_type = "text/plain")),
)]
pub(crate) async fn live() -> &'static str {
    "ok\n"
}

/// It can also reach its data.
#[utoipa::path(
    get, path = "/readyz", tag = "health", operation_id = "readyz", security(()),
    responses((status = 200, description = "It can serve requests", body = String, content_type = "text/plain")),
)]
pub(crate) async fn ready(State(app): State<App>) -> Result<(StatusCode, &'static str)> {
    app.store.ready().await?;
    Ok((StatusCode::OK, "ready\n"))
}
