//! `PUT` and `DELETE /api/v1/endpoints/{id}/vpn-tests/{kind}`: results of VPN tests, recorded by whoever watches the
//! tunnels. Nothing here runs a test.

use std::net::IpAddr;
use std::time::Duration;

use axum::extract::{FromRequestParts, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use causeway_model::{EndpointId, FieldError, Owner, VpnResult, VpnTest, VpnTestKind, VpnTestReport};

use crate::api::fields;
use crate::app::App;
use crate::auth::Identity;
use crate::clock::Time;
use crate::extract::Json;
use crate::problem::{ApiError, Result, field};
use crate::store::VpnTestRecord;

/// How far the clock of a monitor may be ahead of the server's.
const CLOCKS_DIFFER: Duration = Duration::from_secs(5 * 60);
/// Longest message, in characters.
const LONGEST_MESSAGE: usize = 500;

/// Which test of which endpoint. An endpoint or kind that there is not names nothing.
pub(crate) struct Place(EndpointId, VpnTestKind);

impl<S: Send + Sync> FromRequestParts<S> for Place {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let path = Path::<(String, String)>::from_request_parts(parts, state).await;
        let Path((id, kind)) = path.map_err(|_| ApiError::not_found())?;
        let kind = VpnTestKind::from(kind.as_str());
        let id = id.parse().map_err(|_| ApiError::not_found())?;
        if kind.is_known() { Ok(Self(id, kind)) } else { Err(ApiError::not_found()) }
    }
}

/// Records the result of a VPN test at an endpoint of either side.
///
/// The newest result counts: one with an older `checkedAt` than what is there changes nothing. 15 minutes after
/// `checkedAt` a result counts as not tested. `securityAssociation` can be `passed` or `down`; `tcpHeartbeat` and `ping`
/// can be `passed`, `notTested` and, at a connection's endpoint, `noAnswer`. Neither the endpoint's `version` nor what
/// `If-Match` compares changes, so there is no If-Match here either.
#[utoipa::path(
    put, path = "/api/v1/endpoints/{id}/vpn-tests/{kind}", tag = "endpoints", operation_id = "recordVpnTest",
    params(
        ("id" = EndpointId, Path, description = "The endpoint"),
        ("kind" = VpnTestKind, Path, description = "What was tested"),
    ),
    request_body = VpnTestReport,
    responses(
        (status = 200, description = "What is stored now", body = VpnTest),
        (status = 404, description = "No such endpoint of yours or of a connection of yours, or no such kind"),
        (status = 415, description = "The body is not declared as JSON"),
        (status = 422, description = "A field is not valid; `errors` names it"),
    ),
)]
pub(crate) async fn record(
    State(app): State<App>,
    identity: Identity,
    Place(id, kind): Place,
    Json(report): Json<VpnTestReport>,
) -> Result<axum::Json<VpnTest>> {
    let owner = owner(&app, &identity, id).await?;
    let record = checked(report, kind, &owner, app.clock.now()).map_err(ApiError::validation)?;
    let stored = app.store.record_vpn_test(identity.org(), id, record).await?;
    stored.map(axum::Json).ok_or_else(ApiError::not_found)
}

/// Forgets a VPN test.
///
/// An endpoint without any has no VPN.
#[utoipa::path(
    delete, path = "/api/v1/endpoints/{id}/vpn-tests/{kind}", tag = "endpoints", operation_id = "deleteVpnTest",
    params(
        ("id" = EndpointId, Path, description = "The endpoint"),
        ("kind" = VpnTestKind, Path, description = "What was tested"),
    ),
    responses(
        (status = 204, description = "Forgotten"),
        (status = 404, description = "No such endpoint of yours or of a connection of yours, or no such test of it"),
    ),
)]
pub(crate) async fn remove(
    State(app): State<App>,
    identity: Identity,
    Place(id, kind): Place,
) -> Result<StatusCode> {
    owner(&app, &identity, id).await?;
    let deleted = app.store.delete_vpn_test(identity.org(), id, kind).await?;
    if deleted { Ok(StatusCode::NO_CONTENT) } else { Err(ApiError::not_found()) }
}

/// Whose the endpoint is. It never changes side or environment, so what is read here still holds at the writing.
async fn owner(app: &App, identity: &Identity, id: EndpointId) -> Result<Owner> {
    let found = app.store.endpoint(identity.org(), id, app.clock.now()).await?;
    let found = found.filter(|found| identity.sees(found.environment_id));
    found.map(|found| found.owner).ok_or_else(ApiError::not_found)
}

fn checked(
    report: VpnTestReport,
    kind: VpnTestKind,
    owner: &Owner,
    now: Time,
) -> Result<VpnTestRecord, Vec<FieldError>> {
    let VpnTestReport { result, sending_ip, receiving_ip, receiving_port, checked_at, message } = report;
    let mut errors = Vec::new();
    let possible = kind.results(owner);
    if !possible.contains(&result) {
        errors.push(field("/result", "invalid", not_possible(possible)));
    }
    let sending_ip = address("/sendingIp", sending_ip, &mut errors);
    let receiving_ip = address("/receivingIp", receiving_ip, &mut errors);
    if receiving_port == Some(0) {
        errors.push(field("/receivingPort", "port", "Give a port from 1 to 65535."));
    }
    let checked_at = match &checked_at {
        Some(text) => fields::moment("/checkedAt", text, &mut errors),
        None => Some(now),
    };
    if checked_at.is_some_and(|at| at > now.after(CLOCKS_DIFFER)) {
        let message =
            "This is more than five minutes ahead of the server's clock. Set the clock of the monitor.";
        errors.push(field("/checkedAt", "future", message));
    }
    let message = message.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    if let Some(text) = &message {
        if text.chars().count() > LONGEST_MESSAGE {
            errors.push(field("/message", "length", "Give at most 500 characters."));
        } else if text.chars().any(char::is_control) {
            errors.push(field("/message", "characters", "Give one line without control characters."));
        }
    }
    match checked_at {
        Some(checked_at) if errors.is_empty() => {
            Ok(VpnTestRecord { kind, result, sending_ip, receiving_ip, receiving_port, checked_at, message })
        }
        _ => Err(errors),
    }
}

fn not_possible(possible: &[VpnResult]) -> String {
    let names: Vec<_> = possible.iter().map(|result| format!("`{result}`")).collect();
    format!("This test at this endpoint can be {}.", names.join(", "))
}

fn address(pointer: &str, text: Option<String>, errors: &mut Vec<FieldError>) -> Option<IpAddr> {
    let address = text?.trim().parse().ok();
    if address.is_none() {
        errors.push(field(pointer, "address", "Give an IPv4 or IPv6 address, as in 10.153.0.7."));
    }
    address
}
