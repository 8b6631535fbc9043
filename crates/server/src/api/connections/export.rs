//! `GET /api/v1/connections/{id}/data-flow.svg` and `.csv`: the picture and its table as files.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use causeway_data_flow::{Drawing, Options, Structure, Table, layout};
use causeway_model::{ConnectionDataFlow, ConnectionId, ViewQuery};

use crate::app::App;
use crate::auth::Identity;
use crate::extract::{Id, Query};
use crate::problem::{ApiError, Result, internal};
use crate::view::View;

/// Wide enough for labels of one line, narrow enough for a slide or a sheet of paper.
const WIDTH: i32 = 1240;

/// The data-flow picture of a connection as a drawing.
#[utoipa::path(
    get, path = "/api/v1/connections/{id}/data-flow.svg", tag = "connections", operation_id = "exportDataFlowSvg",
    params(("id" = ConnectionId, Path, description = "The connection"), ViewQuery),
    responses(
        (status = 200, description = "The drawing, to be saved", content_type = "image/svg+xml", body = String),
        (status = 400, description = "The query cannot be read"),
        (status = 404, description = "No such connection of yours"),
    ),
)]
pub(crate) async fn svg(
    State(app): State<App>,
    identity: Identity,
    Id(id): Id<ConnectionId>,
    Query(query): Query<ViewQuery>,
) -> Result {
    let view = View::of(query)?;
    let picture = picture_of(&app, &identity, id).await?;
    let structure = Structure::chosen(&picture, &view.choice, view.selected);
    let layout = layout(&structure, &Options::for_width(WIDTH));
    let svg = Drawing { picture: &picture, structure: &structure, layout: &layout }.svg();
    file(&picture, "svg", "image/svg+xml", svg)
}

/// The data flows of a connection as a table.
#[utoipa::path(
    get, path = "/api/v1/connections/{id}/data-flow.csv", tag = "connections", operation_id = "exportDataFlowCsv",
    params(("id" = ConnectionId, Path, description = "The connection"), ViewQuery),
    responses(
        (status = 200, description = "The table (RFC 4180, UTF-8), to be saved", content_type = "text/csv", body = String),
        (status = 400, description = "The query cannot be read"),
        (status = 404, description = "No such connection of yours"),
    ),
)]
pub(crate) async fn csv(
    State(app): State<App>,
    identity: Identity,
    Id(id): Id<ConnectionId>,
    Query(query): Query<ViewQuery>,
) -> Result {
    let view = View::of(query)?;
    let picture = picture_of(&app, &identity, id).await?;
    // The mark tells spreadsheets that it is UTF-8.
    let csv = String::from('\u{feff}') + &Table::of(&picture, &view.choice, view.selected).csv();
    file(&picture, "csv", "text/csv; charset=utf-8", csv)
}

async fn picture_of(app: &App, identity: &Identity, id: ConnectionId) -> Result<ConnectionDataFlow> {
    let found = app.store.data_flow(identity.org(), id, app.clock.now()).await?;
    found.filter(|found| identity.sees(found.connection.environment_id)).ok_or_else(ApiError::not_found)
}

/// An answer that browsers save under a name of its own.
fn file(picture: &ConnectionDataFlow, ending: &str, media_type: &'static str, content: String) -> Result {
    let saved = format!("attachment; filename=\"{}.{ending}\"", View::file_name(picture));
    let saved = HeaderValue::try_from(saved).map_err(|error| internal(&error))?;
    let media_type = HeaderValue::from_static(media_type);
    Ok(([(header::CONTENT_TYPE, media_type), (header::CONTENT_DISPOSITION, saved)], content).into_response())
}
