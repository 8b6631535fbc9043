//! `POST /api/v1/connections/{id}/data-flows/{flow}/reroute`: another API key or endpoint of yours for one arrow.

use axum::extract::State;
use causeway_model::{ApiKeyId, DataFlow, EndpointId, Reroute, Verb};

use crate::app::App;
use crate::auth::Identity;
use crate::extract::{Json, TwoIds};
use crate::problem::{ApiError, Result, field};

/// Re-routes a data flow.
///
/// What you start (SEND, REQUEST) starts with an API key of yours, what they start ends at an endpoint of yours; `to` is
/// another of the same environment. `from` is the present one, so that nobody's change is overwritten unseen.
#[utoipa::path(
    post, path = "/api/v1/connections/{id}/data-flows/{flow}/reroute", tag = "connections", operation_id = "rerouteDataFlow",
    params(
        ("id" = causeway_model::ConnectionId, Path, description = "The connection"),
        ("flow" = causeway_model::DataFlowId, Path, description = "The data flow"),
    ),
    request_body = Reroute,
    responses(
        (status = 200, description = "The data flow as it is now", body = DataFlow),
        (status = 404, description = "No such data flow of a connection of yours"),
        (status = 409, description = "`from` is not the present one"),
        (status = 415, description = "The body is not declared as JSON"),
        (status = 422, description = "`to` cannot take this data flow; `errors` says why"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    TwoIds(id, flow): TwoIds<causeway_model::ConnectionId, causeway_model::DataFlowId>,
    Json(Reroute { from, to }): Json<Reroute>,
) -> Result<axum::Json<DataFlow>> {
    let org = identity.org();
    let picture = app.store.data_flow(org, id, app.clock.now()).await?;
    let picture = picture.filter(|it| identity.sees(it.connection.environment_id));
    let picture = picture.ok_or_else(ApiError::not_found)?;
    let verb = picture.flows.iter().find(|known| known.id == flow).map(|known| &known.verb);
    let environment = picture.connection.environment_id;
    let fits = match verb.ok_or_else(ApiError::not_found)? {
        Verb::Send | Verb::Request => {
            let key = app.store.api_key(org, ApiKeyId(to)).await?;
            key.is_some_and(|key| key.environment_id == environment && key.revoked_at.is_none())
        }
        _ => {
            let endpoint = app.store.endpoint(org, EndpointId(to), app.clock.now()).await?;
            endpoint.is_some_and(|endpoint| endpoint.environment_id == environment && endpoint.editable)
        }
    };
    if !fits {
        let message = "Give an API key of yours for what you start, that is not revoked, or an endpoint of yours for \
                       what they start; of the same environment.";
        return Err(ApiError::validation(vec![field("/to", "unfit", message)]));
    }
    let written = app.store.reroute(org, id, flow, [from, to], app.clock.now()).await?;
    written.done("").map(axum::Json)
}
