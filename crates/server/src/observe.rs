//! The outermost layer: gives every request an id, finishes refusals, adds the common headers, writes one log line.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use crate::app::App;
use crate::{headers, problem};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub(crate) async fn observe(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    // A request is served even when it cannot be given a number of its own.
    let id = app.random.uuid(app.clock.now()).unwrap_or_default().to_string();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    // The template, never the path or the query itself: what people type and search for is not for the log.
    let route =
        request.extensions().get::<MatchedPath>().map_or("(dashboard)", MatchedPath::as_str).to_owned();
    let mut response = problem::finish(next.run(request).await, &id);
    headers::add(response.headers_mut(), &path, app.site.https);
    if let Ok(value) = HeaderValue::try_from(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let status = response.status().as_u16();
    let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(request.id = id, %method, route, status, duration_ms, "answered");
    response
}
