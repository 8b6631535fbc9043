//! Response headers that hold for every answer: one table for the API, one for pages.

use std::borrow::Cow;

use axum::http::{HeaderMap, HeaderValue, header};

/// Policy of pages. The dashboard is WebAssembly, hence `wasm-unsafe-eval`; nothing inline, nothing from elsewhere, and
/// no text that becomes markup or script (W3C Trusted Types).
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; \
     form-action 'self'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; \
     trusted-types 'none'";

/// Policy of data: opened as a page, it may do nothing.
const API_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// Everything a page could ask a browser for is off, except writing to the clipboard: copying GUIDs needs it.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), clipboard-write=(self), \
     display-capture=(), encrypted-media=(), fullscreen=(self), geolocation=(), gyroscope=(), magnetometer=(), \
     microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), \
     usb=(), xr-spatial-tracking=()";

/// Files of the widget: pages of any site load them.
const FOR_ALL: HeaderValue = HeaderValue::from_static("cross-origin");

const EVERYWHERE: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", PERMISSIONS),
];

/// One year, for servers reached over TLS (OWASP ASVS 5.0, 3.4.1).
const TRANSPORT: &str = "max-age=31536000; includeSubDomains";

/// Adds the headers that belong to an answer for this path.
pub(crate) fn add(headers: &mut HeaderMap, path: &str, https: bool) {
    for (name, value) in EVERYWHERE {
        headers.insert(*name, HeaderValue::from_static(value));
    }
    if https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(TRANSPORT));
    }
    let policy = if is_data(path) || is_embed(path) { API_POLICY } else { PAGE_POLICY };
    // The frame page is the only answer that brings a policy of its own: see `framed_by`.
    if !(is_embed(path) && headers.contains_key(header::CONTENT_SECURITY_POLICY)) {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    }
    if is_embed(path) && !path.starts_with("/embed/v1/connections/") {
        headers.insert("cross-origin-resource-policy", FOR_ALL);
    }
    // Data is never kept by a cache; pages and their files say themselves how long they are good.
    if is_data(path) || !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// Policy of the frame page of an embed: that of pages, but pages of these origins may frame it.
pub(crate) fn framed_by(origins: &[String]) -> Cow<'static, str> {
    if origins.is_empty() {
        return Cow::Borrowed(PAGE_POLICY);
    }
    // Origins were checked to be one word each when they were stored.
    Cow::Owned(PAGE_POLICY.replace("frame-ancestors 'none'", &frame_ancestors(origins)))
}

/// Who may frame the frame page of an embed.
pub(crate) fn frame_ancestors(origins: &[String]) -> String {
    format!("frame-ancestors {}", if origins.is_empty() { "'none'".to_owned() } else { origins.join(" ") })
}

/// What pages of others load.
fn is_embed(path: &str) -> bool {
    path.starts_with("/embed/")
}

fn is_data(path: &str) -> bool {
    let below = ["/api/", "/oauth/", "/.well-known/"];
    below.iter().any(|start| path.starts_with(start)) || matches!(path, "/api" | "/healthz" | "/readyz")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str, https: bool) -> HeaderMap {
        let mut headers = HeaderMap::new();
        add(&mut headers, path, https);
        headers
    }

    #[test]
    fn pages_may_run_the_dashboard_and_nothing_else() {
        let headers = of("/connections", false);
        assert_eq!(
            headers[header::CONTENT_SECURITY_POLICY],
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
             font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
             frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
        );
        assert!(!headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
        assert_eq!(headers[header::REFERRER_POLICY], "no-referrer");
    }

    #[test]
    fn data_may_do_nothing_and_is_never_kept() {
        for path in ["/api/v1/connections", "/api/none", "/healthz", "/oauth/token"] {
            let headers = of(path, true);
            assert_eq!(headers[header::CONTENT_SECURITY_POLICY], API_POLICY);
            assert_eq!(headers[header::CACHE_CONTROL], "no-store");
            assert!(headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
        }
    }

    #[test]
    fn files_for_pages_of_others_may_be_loaded_there_and_their_data_is_for_who_may_read_it() {
        let of_all = |path: &str| of(path, false)["cross-origin-resource-policy"] == "cross-origin";
        for path in ["/embed/v1/causeway-data-flow.js", "/embed/v1/a/b.wasm", "/embed/v1/frame/7"] {
            assert!(of_all(path), "{path}");
        }
        for path in ["/embed/v1/connections/7/data-flow", "/embed", "/connections", "/api/v1/embeds", "/"] {
            assert!(!of_all(path), "{path}");
        }
        assert_eq!(of("/embed/v1/frame/7", false)[header::CONTENT_SECURITY_POLICY], API_POLICY);
    }

    #[test]
    fn the_frame_page_may_be_framed_by_its_origins_and_nobody_else_and_differs_in_nothing_else() {
        let origins = ["https://a.example", "http://localhost:3000"].map(str::to_owned);
        let policy = framed_by(&origins);
        assert!(policy.contains("; frame-ancestors https://a.example http://localhost:3000; "), "{policy}");
        let words = "frame-ancestors https://a.example http://localhost:3000";
        assert_eq!(policy.replace(words, "frame-ancestors 'none'"), PAGE_POLICY);
        assert_eq!(framed_by(&[]), PAGE_POLICY);
        let mut headers = HeaderMap::new();
        let own = HeaderValue::try_from(&*policy).unwrap();
        headers.insert(header::CONTENT_SECURITY_POLICY, own.clone());
        let mut elsewhere = headers.clone();
        add(&mut headers, "/embed/v1/frame/7", false);
        assert_eq!(headers[header::CONTENT_SECURITY_POLICY], own);
        add(&mut elsewhere, "/connections", false);
        assert_eq!(elsewhere[header::CONTENT_SECURITY_POLICY], PAGE_POLICY, "nowhere else");
    }

    #[test]
    fn a_page_may_say_how_long_it_is_good() {
        let mut headers =
            HeaderMap::from_iter([(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))]);
        add(&mut headers, "/index.html", false);
        assert_eq!(headers[header::CACHE_CONTROL], "no-cache");
    }
}
