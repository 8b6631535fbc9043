//! The embedded dashboard: the files Trunk built, and `index.html` for every path that is a page of it.
//!
//! The gate stands in front: nobody gets a file without an identity, hence `private`. Only the widget, which pages of
//! others load, is public.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::IntoResponse;

use crate::etag;
use crate::problem::{ApiError, Result, internal};

/// One file, as `build.rs` embeds it.
struct File {
    /// With a leading slash.
    path: &'static str,
    /// Hash of the content.
    hash: &'static str,
    plain: &'static [u8],
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

const FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/dashboard.rs"));

const NO_DASHBOARD: &str = "This build has no dashboard. Build it with `cargo xtask serve`.\n";

/// Whatever no route of the API or of the sign-in page has taken.
pub(crate) async fn handler(method: Method, uri: Uri, headers: HeaderMap) -> Result {
    let path = uri.path();
    if path == "/api" || path.starts_with("/api/") {
        return Err(ApiError::not_found());
    }
    if !matches!(method, Method::GET | Method::HEAD) {
        let allow = HeaderValue::from_static("GET, HEAD");
        return Err(ApiError::from_status(StatusCode::METHOD_NOT_ALLOWED).header(header::ALLOW, allow));
    }
    match find(FILES, path) {
        Some(file) => respond(file, &headers),
        None if is_page(path) && FILES.is_empty() => {
            Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], NO_DASHBOARD).into_response())
        }
        None => Err(ApiError::not_found()),
    }
}

/// `GET /embed/v1/…`: the widget's files, for everybody, under names that never change. It reads no cookie.
pub(crate) async fn embedded(uri: Uri, headers: HeaderMap) -> Result {
    let file = FILES.iter().find(|file| file.path == uri.path() && is_embedded(file.path));
    let mut response = respond(file.ok_or_else(ApiError::not_found)?, &headers)?;
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(response)
}

fn is_embedded(path: &str) -> bool {
    path.starts_with("/embed/v1/")
}

/// Where the pages of the dashboard's second program are; all others are of the first.
const DEVELOPER: [&str; 5] = ["developer", "api-keys", "endpoints", "auth-credentials", "embeds"];

/// The file of a path; pages are `index.html` or `developer.html`, the programs read the path themselves.
fn find<'a>(files: &'a [File], path: &str) -> Option<&'a File> {
    let is_developers = || path.split('/').nth(1).is_some_and(|first| DEVELOPER.contains(&first));
    let wanted = match is_page(path) {
        true if is_developers() => "/developer.html",
        true => "/index.html",
        false => path,
    };
    files.iter().find(|file| file.path == wanted)
}

/// Pages have no file extension.
fn is_page(path: &str) -> bool {
    !path.rsplit('/').next().unwrap_or_default().contains('.')
}

fn respond(file: &File, request: &HeaderMap) -> Result {
    let (encoding, content) = negotiate(file, request);
    // A strong tag is of one representation: each encoding has its own (RFC 9110 section 8.8.3.3).
    let tag =
        HeaderValue::try_from(format!("\"{}{}\"", file.hash, encoding.map_or("", |(_, suffix)| suffix)))
            .map_err(|error| internal(&error))?;
    let cache = match file.path {
        // Kept by all, asked for each time: a new version is never half an old one.
        path if is_embedded(path) => "public, no-cache",
        path if is_hashed(path) => "private, max-age=31536000, immutable",
        _ => "no-cache",
    };
    let mut response = if etag::has(request, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        // Answers to HEAD lose their body on the way out and keep its length.
        Bytes::from_static(content).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, tag);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(file.path)));
    if let Some((name, _)) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    Ok(response)
}

type Encoding = (&'static str, &'static str);

/// The smallest representation the caller takes (RFC 9110 section 12.5.3). Only `q=0` matters here: a caller that
/// takes an encoding at all is served well with it.
fn negotiate(file: &File, request: &HeaderMap) -> (Option<Encoding>, &'static [u8]) {
    let accepted = request.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let accepted: Vec<String> =
        accepted.flat_map(|value| value.split(',')).map(str::to_ascii_lowercase).collect();
    let takes = |name: &str| {
        accepted.iter().any(|offer| {
            let mut parts = offer.split(';').map(str::trim);
            let quality = |part: &str| {
                part.strip_prefix("q=").is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0))
            };
            parts.next() == Some(name) && !parts.any(quality)
        })
    };
    match file {
        File { brotli: Some(content), .. } if takes("br") => (Some(("br", "-br")), content),
        File { gzip: Some(content), .. } if takes("gzip") => (Some(("gzip", "-gz")), content),
        File { plain, .. } => (None, plain),
    }
}

/// Whether Trunk put a hash of the content into the name: `-`, 16 hexadecimal digits, then the rest. Such a name never
/// stands for anything else.
fn is_hashed(path: &str) -> bool {
    path.rsplit('/').next().unwrap_or_default().split('-').skip(1).any(|piece| {
        let digits = piece.bytes().take_while(u8::is_ascii_hexdigit).count();
        digits == 16 && piece[digits..].starts_with(['.', '_'])
    })
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        // Exactly this type: browsers compile while they load only then.
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use axum::response::Response;

    use super::*;

    const SOME: &[File] = &[
        File { path: "/index.html", hash: "aa", plain: b"<!doctype html>", brotli: None, gzip: None },
        File {
            path: "/embed/v1/causeway-data-flow_bg.wasm",
            hash: "dd",
            plain: b"plain",
            brotli: None,
            gzip: None,
        },
        File { path: "/developer.html", hash: "cc", plain: b"<!doctype html>", brotli: None, gzip: None },
        File {
            path: "/app-0123456789abcdef_bg.wasm",
            hash: "bb",
            plain: b"plain",
            brotli: Some(b"br"),
            gzip: Some(b"gz"),
        },
    ];

    fn answer(path: &str, accept_encoding: &'static str, if_none_match: &'static str) -> Option<Response> {
        let request = HeaderMap::from_iter([
            (header::ACCEPT_ENCODING, HeaderValue::from_static(accept_encoding)),
            (header::IF_NONE_MATCH, HeaderValue::from_static(if_none_match)),
        ]);
        find(SOME, path).map(|file| respond(file, &request).unwrap())
    }

    #[test]
    fn pages_are_index_html_and_unknown_files_are_nothing() {
        for path in ["/", "/connections", "/connections/0191f0e2-7c1a-7000-8000-000000000000", "/index.html"]
        {
            let response = answer(path, "", "").unwrap();
            assert_eq!(response.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
            assert_eq!(response.headers()[header::CACHE_CONTROL], "no-cache");
        }
        let program = |path: &str| find(SOME, path).map(|file| file.path);
        for path in
            ["/developer", "/developer/", "/endpoints/1", "/auth-credentials/1", "/api-keys/1", "/embeds/1"]
        {
            assert_eq!(program(path), Some("/developer.html"), "{path}");
        }
        for path in ["/", "/connections", "/developers", "/x/developer", "/embed"] {
            assert_eq!(program(path), Some("/index.html"), "{path}");
        }
        assert!(answer("/missing.js", "", "").is_none());
        assert!(answer("/../Cargo.toml", "", "").is_none());
    }

    #[test]
    fn the_best_encoding_the_caller_takes_is_sent() {
        let path = "/app-0123456789abcdef_bg.wasm";
        let encoding = |accept| {
            let response = answer(path, accept, "").unwrap();
            assert_eq!(response.headers()[header::CONTENT_TYPE], "application/wasm");
            assert_eq!(response.headers()[header::VARY], "Accept-Encoding");
            assert_eq!(response.headers()[header::CACHE_CONTROL], "private, max-age=31536000, immutable");
            let tag = response.headers()[header::ETAG].to_str().unwrap().to_owned();
            let encoding = response.headers().get(header::CONTENT_ENCODING).cloned();
            (encoding.map(|value| value.to_str().unwrap().to_owned()), tag)
        };
        assert_eq!(encoding("gzip, deflate, br, zstd"), (Some("br".to_owned()), "\"bb-br\"".to_owned()));
        assert_eq!(encoding("gzip;q=0.5, br;q=0"), (Some("gzip".to_owned()), "\"bb-gz\"".to_owned()));
        assert_eq!(encoding("identity"), (None, "\"bb\"".to_owned()));
    }

    #[test]
    fn files_of_the_widget_may_be_kept_by_all_and_are_asked_for_each_time() {
        let path = "/embed/v1/causeway-data-flow_bg.wasm";
        let response = answer(path, "", "").unwrap();
        assert_eq!(response.headers()[header::CACHE_CONTROL], "public, no-cache");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/wasm");
        assert_eq!(answer(path, "", "\"dd\"").unwrap().status(), StatusCode::NOT_MODIFIED);
        assert!(!is_embedded("/embed/v2/a.js") && !is_embedded("/app.js"));
    }

    #[test]
    fn what_the_caller_has_is_not_sent_again() {
        let response = answer("/app-0123456789abcdef_bg.wasm", "br", "\"bb-br\"").unwrap();
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(answer("/", "br", "\"bb-br\"").unwrap().status(), StatusCode::OK);
    }

    #[test]
    fn hashed_names_are_told_from_others() {
        for path in ["/a-0123456789abcdef.js", "/a-b-0123456789abcdef_bg.wasm", "/x/y-0123456789abcdef.css"] {
            assert!(is_hashed(path), "{path}");
        }
        for path in
            ["/index.html", "/a-0123456789abcde.js", "/a-0123456789abcdef0.js", "/0123456789abcdef.js"]
        {
            assert!(!is_hashed(path), "{path}");
        }
    }
}
