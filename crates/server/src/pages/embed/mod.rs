//! `GET /embed/v1/frame/{embed}`: a page with the widget and nothing else, for pages of others to frame. Its policy names
//! who may; the picture itself is behind a token that the framing page gives.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use causeway_model::EmbedId;

use super::{Headers, headers};
use crate::app::App;
use crate::extract::Id;
use crate::headers::framed_by;
use crate::problem::{ApiError, Result, internal};

/// Where the origins stand in the page.
const ORIGINS: &str = "{origins}";

/// `GET /embed/v1/frame.js`.
pub(crate) async fn script() -> (Headers, &'static str) {
    (headers("text/javascript; charset=utf-8"), include_str!("frame.js"))
}

/// `GET /embed/v1/frame.css`.
pub(crate) async fn style() -> (Headers, &'static str) {
    (headers("text/css; charset=utf-8"), include_str!("frame.css"))
}

/// The page. What the picture shows is told to the script by the query; the server does not look at it.
pub(crate) async fn page(State(app): State<App>, Id(embed): Id<EmbedId>) -> Result {
    let origins = app.store.framed_by(embed).await?.ok_or_else(ApiError::not_found)?;
    let policy = HeaderValue::try_from(&*framed_by(&origins)).map_err(|error| internal(&error))?;
    // Never kept: an origin that is taken away must not frame it from a cache.
    let own = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_SECURITY_POLICY, policy),
    ];
    let html = include_str!("frame.html").replace(ORIGINS, &origins.join(" "));
    Ok((headers("text/html; charset=utf-8"), own, html).into_response())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_page_has_one_place_for_origins_and_nothing_inline() {
        let page = include_str!("frame.html");
        assert_eq!(page.matches(super::ORIGINS).count(), 1);
        for script in page.split("<script").skip(1) {
            assert!(script.split('>').next().is_some_and(|tag| tag.contains("src=")), "{script}");
        }
        assert!(!page.contains("<style") && !page.contains("style=") && !page.contains(" on"));
    }
}
