//! Refuses requests for foreign hosts, so that no page of another site can make a browser talk to a server on this
//! machine under a name of its own (DNS rebinding).

use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use causeway_model::ProblemCode;

use crate::app::{App, Site};
use crate::problem::ApiError;

/// Middleware: 421 (RFC 9110 section 15.5.20) unless the request is for a host this server answers for.
pub(crate) async fn known_host(State(app): State<App>, request: Request, next: Next) -> Response {
    if is_known(&app.site, &request) {
        return next.run(request).await;
    }
    let detail = format!("This server does not answer for that host. Open {} instead.", app.site.base_url);
    ApiError::new(StatusCode::MISDIRECTED_REQUEST, ProblemCode::Misdirected, detail).into_response()
}

fn is_known(site: &Site, request: &Request) -> bool {
    // Reached from elsewhere, it may have any name; identity decides there.
    if !site.loopback {
        return true;
    }
    let mut names = request.headers().get_all(header::HOST).iter();
    let (Some(name), None) = (names.next(), names.next()) else { return false };
    let header = name.to_str().ok().and_then(|name| name.parse::<Authority>().ok());
    let known = |authority: &Authority| {
        let host = authority.host().to_ascii_lowercase();
        matches!(host.as_str(), "localhost" | "127.0.0.1" | "[::1]")
            || site.public_host.as_ref() == Some(&host)
    };
    // An absolute target (`GET http://host/ HTTP/1.1`) has to be for us as well.
    header.as_ref().is_some_and(known) && request.uri().authority().is_none_or(known)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn known(listen: &str, host: &str) -> bool {
        let public = "https://causeway.example.org".parse().unwrap();
        let site = Site::new(listen.parse().unwrap(), Some(&public));
        is_known(&site, &Request::builder().header(header::HOST, host).body(Body::empty()).unwrap())
    }

    #[test]
    fn on_loopback_only_loopback_names_and_the_public_name_are_known() {
        for host in ["localhost:8080", "LOCALHOST", "127.0.0.1:8080", "[::1]:8080", "causeway.example.org"] {
            assert!(known("127.0.0.1:8080", host), "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "",
            "a@localhost/",
            "0.0.0.0",
        ] {
            assert!(!known("127.0.0.1:8080", host), "{host}");
        }
    }

    #[test]
    fn elsewhere_any_name_will_do() {
        assert!(known("0.0.0.0:8080", "causeway.lan"));
    }
}
