//! The pages the server has of its own: signing in has to work before the dashboard may be loaded, paper needs no
//! program, and pages of others frame the widget alone.

mod embed;
mod print;

use axum::http::{HeaderName, HeaderValue, header};

pub(crate) use embed::{page as frame, script as frame_script, style as frame_style};
pub(crate) use print::{page as print, script as print_script, style as print_style};

type Headers = [(HeaderName, HeaderValue); 2];

/// Small, and rarely loaded: always asked for again, so that a new version of the server is never half an old one.
fn headers(content_type: &'static str) -> Headers {
    [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ]
}

/// `GET /sign-in`.
pub(crate) async fn sign_in() -> (Headers, &'static str) {
    (headers("text/html; charset=utf-8"), include_str!("sign-in.html"))
}

/// `GET /sign-in.js`.
pub(crate) async fn script() -> (Headers, &'static str) {
    (headers("text/javascript; charset=utf-8"), include_str!("sign-in.js"))
}

/// `GET /sign-in.css`.
pub(crate) async fn style() -> (Headers, &'static str) {
    (headers("text/css; charset=utf-8"), include_str!("sign-in.css"))
}

/// `GET /favicon.svg`.
pub(crate) async fn favicon() -> (Headers, &'static str) {
    (headers("image/svg+xml"), include_str!("../../../../public/icon.svg"))
}
