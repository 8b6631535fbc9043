//! What an embed may be told to show, and to whom.

use causeway_model::{ConnectionId, Environment, EnvironmentFlag, FieldError, OrganizationId, Reveal};

use crate::app::App;
use crate::embed::origin::{self, NotAnOrigin};
use crate::problem::{Result, field};

const MOST_ORIGINS: usize = 20;
const MOST_CONNECTIONS: usize = 200;

/// Origins as browsers write them, each once.
pub(super) fn origins(asked: &[String], flag: &EnvironmentFlag, errors: &mut Vec<FieldError>) -> Vec<String> {
    if asked.is_empty() || asked.len() > MOST_ORIGINS {
        errors.push(field("/allowedOrigins", "count", format!("Give 1 to {MOST_ORIGINS} origins.")));
        return Vec::new();
    }
    let mut origins = Vec::new();
    for (place, text) in asked.iter().enumerate() {
        let pointer = format!("/allowedOrigins/{place}");
        match one(&pointer, text, flag) {
            Ok(origin) if origins.contains(&origin) => {}
            Ok(origin) => origins.push(origin),
            Err(error) => errors.push(error),
        }
    }
    origins
}

/// One origin.
pub(super) fn one(pointer: &str, text: &str, flag: &EnvironmentFlag) -> Result<String, FieldError> {
    origin::parse(text, *flag == EnvironmentFlag::Development).map_err(|why| match why {
        NotAnOrigin::Form => field(pointer, "origin", origin::WANTED),
        NotAnOrigin::Insecure => field(pointer, "notHttps", origin::WANTED_SECURE),
    })
}

/// A level that is known.
pub(super) fn reveal(asked: &Reveal, errors: &mut Vec<FieldError>) {
    if !asked.is_known() {
        errors.push(field("/reveal", "invalid", "Use `names`, `noAddresses` or `everything`."));
    }
}

/// Connections of the environment, each once.
pub(super) async fn connections(
    app: &App,
    org: OrganizationId,
    environment: &Environment,
    asked: &[ConnectionId],
    errors: &mut Vec<FieldError>,
) -> Result<Vec<ConnectionId>> {
    if asked.is_empty() || asked.len() > MOST_CONNECTIONS {
        let message = format!("Give 1 to {MOST_CONNECTIONS} connections.");
        errors.push(field("/connectionIds", "count", message));
        return Ok(Vec::new());
    }
    let missing = app.store.missing_connections(org, environment.id, asked.to_vec()).await?;
    let mut connections = Vec::new();
    for (place, id) in asked.iter().enumerate() {
        if missing.contains(id) {
            let message = format!("{} has no such connection.", environment.name);
            errors.push(field(format!("/connectionIds/{place}"), "unknownConnection", message));
        } else if !connections.contains(id) {
            connections.push(*id);
        }
    }
    Ok(connections)
}
