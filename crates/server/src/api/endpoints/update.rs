//! `PATCH /api/v1/endpoints/{id}`: changes one of your endpoints.

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use causeway_model::{Endpoint, EndpointId, EndpointPatch, EnvironmentFlag, FieldError};

use crate::app::App;
use crate::auth::Identity;
use crate::etag;
use crate::extract::{Id, Json};
use crate::problem::{ApiError, Result, field};
use crate::store::{EndpointChange, Write};

/// Longest name, in characters.
const LONGEST_NAME: usize = 120;
/// Longest URL, in bytes.
const LONGEST_URL: usize = 2048;
const THEIRS: &str = "This endpoint belongs to the connection. You can look at it, not change it.";

/// Changes an endpoint of yours.
///
/// JSON Merge Patch (RFC 7396): a field that is left out stays, `null` removes the URL. The endpoints of your
/// connections are read-only.
#[utoipa::path(
    patch, path = "/api/v1/endpoints/{id}", tag = "endpoints", operation_id = "updateEndpoint",
    params(
        ("id" = EndpointId, Path, description = "The endpoint"),
        ("If-Match" = String, Header, description = "The ETag it was read with"),
    ),
    request_body = EndpointPatch,
    responses(
        (status = 200, description = "The endpoint as it is now", body = Endpoint,
            headers(("ETag" = String, description = "Its version"))),
        (status = 403, description = "It belongs to a connection"),
        (status = 404, description = "No such endpoint of yours or of a connection of yours"),
        (status = 412, description = "It changed since; ETag has the present version"),
        (status = 415, description = "The body is not declared as JSON"),
        (status = 422, description = "A field is not valid; `errors` names it"),
        (status = 428, description = "If-Match is missing"),
    ),
)]
pub(crate) async fn handler(
    State(app): State<App>,
    identity: Identity,
    Id(id): Id<EndpointId>,
    headers: HeaderMap,
    Json(patch): Json<EndpointPatch>,
) -> Result {
    let org = identity.org();
    let precondition = etag::precondition(&headers)?;
    let endpoint = app.store.endpoint(org, id).await?.ok_or_else(ApiError::not_found)?;
    if !endpoint.editable {
        return Err(ApiError::forbidden(THEIRS));
    }
    // An endpoint never moves to another environment, so what is read here still holds when it is written.
    let environment =
        app.store.environment(org, endpoint.environment_id).await?.ok_or_else(ApiError::not_found)?;
    let change = validate(patch, &environment.flag).map_err(ApiError::validation)?;
    match app.store.update_endpoint(org, id, precondition, change, app.clock.now()).await? {
        Write::Done(endpoint) => etag::object(&HeaderMap::new(), endpoint.version, &endpoint),
        Write::NotFound => Err(ApiError::not_found()),
        Write::Forbidden => Err(ApiError::forbidden(THEIRS)),
        Write::Stale { current } => Err(ApiError::stale(current)),
    }
}

fn validate(patch: EndpointPatch, flag: &EnvironmentFlag) -> Result<EndpointChange, Vec<FieldError>> {
    let mut errors = Vec::new();
    let name = patch.name.map(|name| name.trim().to_owned());
    if let Some(name) = &name {
        let length = name.chars().count();
        if length == 0 || length > LONGEST_NAME {
            errors.push(field("/name", "length", format!("Give a name of 1 to {LONGEST_NAME} characters.")));
        } else if name.chars().any(char::is_control) {
            errors.push(field(
                "/name",
                "characters",
                "Give a name without line breaks and control characters.",
            ));
        }
    }
    let url = patch.url.map(|url| url.map(|url| url.trim().to_owned()));
    if let Some(Some(url)) = &url
        && let Err(error) = check_url(url, *flag == EnvironmentFlag::Development)
    {
        errors.push(error);
    }
    if errors.is_empty() { Ok(EndpointChange { name, url }) } else { Err(errors) }
}

/// What a receiving URL must be: absolute, TLS outside Development, no user name or password (they would be shown to
/// whoever sees the endpoint), no fragment (it is never sent).
fn check_url(url: &str, http_allowed: bool) -> Result<(), FieldError> {
    let error = |code, message: &str| Err(field("/url", code, message));
    if url.len() > LONGEST_URL {
        return error("length", "Give a URL of at most 2,048 characters.");
    }
    let (wanted, example) = if http_allowed {
        ("https:// or http://", "https://example.org/receive")
    } else {
        ("https://", "https://example.org/receive")
    };
    if url.contains('#') {
        return error("urlFragment", "Leave out # and what follows: it is never sent.");
    }
    let Ok(uri) = url.parse::<Uri>() else {
        return error("url", &format!("This is not a URL. Write it like {example}, names in ASCII."));
    };
    match uri.scheme_str() {
        Some("https") => {}
        Some("http") if http_allowed => {}
        Some("http") => return error("urlScheme", "Outside Development the URL must start with https://."),
        _ => return error("urlScheme", &format!("The URL must start with {wanted}.")),
    }
    let Some(authority) = uri.authority() else { return error("url", "The URL names no host.") };
    if authority.as_str().contains('@') {
        return error("urlUserInfo", "Leave out the user name and password; set up authentication instead.");
    }
    // `Uri` keeps a port it cannot read to itself.
    let port = authority.as_str().strip_prefix(authority.host()).unwrap_or_default();
    let port_is_good = port.is_empty() || port[1..].parse::<u16>().is_ok_and(|port| port > 0);
    if authority.host().is_empty() || !port_is_good {
        return error("url", "The URL names no host, or a port that does not exist.");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(url: &str, http_allowed: bool) -> Option<String> {
        check_url(url, http_allowed).err().map(|error| error.code)
    }

    #[test]
    fn urls_are_checked() {
        assert_eq!(code("https://example.org/a?b=c", false), None);
        assert_eq!(code("http://localhost:3000/a", true), None);
        assert_eq!(code("https://[::1]:8443/a", false), None);
        let wrong = [
            ("http://example.org", "urlScheme"),
            ("ftp://example.org", "urlScheme"),
            ("javascript:alert(1)", "urlScheme"),
            ("example.org/a", "url"),
            ("/a", "urlScheme"),
            ("", "url"),
            ("https://u:p@example.org", "urlUserInfo"),
            ("https://example.org/#a", "urlFragment"),
            ("https://exa mple.org", "url"),
            ("https://ärzte.example", "url"),
            ("https://example.org:99999/", "url"),
            ("https:///a", "url"),
        ];
        for (url, expected) in wrong {
            assert_eq!(code(url, false).as_deref(), Some(expected), "{url}");
        }
        assert_eq!(
            code(&format!("https://example.org/{}", "a".repeat(2048)), false).as_deref(),
            Some("length")
        );
    }

    #[test]
    fn names_are_trimmed_and_checked() {
        let named = |name: &str| {
            let patch = EndpointPatch { name: Some(name.to_owned()), url: None };
            validate(patch, &EnvironmentFlag::Production).map(|change| change.name)
        };
        assert_eq!(named("  Intake ").unwrap(), Some("Intake".to_owned()));
        assert!(named(&"ä".repeat(120)).is_ok());
        for wrong in ["", "   ", "a\nb", &"a".repeat(121)] {
            assert_eq!(named(wrong).unwrap_err()[0].pointer, "/name", "{wrong:?}");
        }
    }
}
