//! Origins of web pages, as browsers write them (RFC 6454 section 6.2, HTML "serialization of an origin").

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use causeway_outbound::Target;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// What is told of a text that is no origin.
pub(crate) const WANTED: &str =
    "Give scheme, host and port only, such as https://portal.example; no path, no wildcard.";
/// What is told of an origin without TLS.
pub(crate) const WANTED_SECURE: &str = "Give an origin with https://. Plain http:// is for http://localhost and http://127.0.0.1 in Development.";

/// Why a text is not the origin of a page that may show an embed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotAnOrigin {
    /// It is no origin at all.
    Form,
    /// It is one without TLS, where there has to be TLS.
    Insecure,
}

/// The origin that a text names, as browsers write it: host in small letters and ASCII, no port that goes without
/// saying. `plain_http` accepts this machine without TLS, as in Development.
pub(crate) fn parse(text: &str, plain_http: bool) -> Result<String, NotAnOrigin> {
    // One reading of URLs for the whole server; what it refuses has no place in an origin either.
    let target = Target::parse(text.trim(), true).map_err(|_| NotAnOrigin::Form)?;
    let url = target.url();
    let host = url.host_str().unwrap_or_default();
    // Narrower than URLs: only what a policy can name, so that no origin becomes two words or two directives of one
    // (CSP 3 section 2.3.1). That leaves out addresses of IPv6, which no policy can name.
    let nameable = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
    if url.path() != "/" || url.query().is_some() || text.contains(['?', '*']) || host.is_empty() || !nameable
    {
        return Err(NotAnOrigin::Form);
    }
    match (url.scheme(), host) {
        ("https", _) => {}
        ("http", "localhost" | "127.0.0.1") if plain_http => {}
        _ => return Err(NotAnOrigin::Insecure),
    }
    Ok(url.origin().ascii_serialization())
}

/// Where a request comes from, as the browser says; no script can change it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Caller {
    /// A page of this origin.
    Page(String),
    /// A page of this server: the frame page.
    Own,
    /// Nothing that says so: no browser, an opaque origin (`null`), or several origins.
    Nobody,
}

impl Caller {
    /// From what a browser sends along.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let mut origins = headers.get_all(header::ORIGIN).iter();
        match (origins.next(), origins.next()) {
            // A browser leaves `Origin` out when a page reads from its own server.
            (None, _) if headers.get(SEC_FETCH_SITE).is_some_and(|site| site == "same-origin") => Self::Own,
            (Some(origin), None) => {
                // As browsers write it or not at all: it is compared letter for letter, and repeated in an answer.
                let origin = origin.to_str().ok().filter(|text| is_serialized(text));
                origin.map_or(Self::Nobody, |text| Self::Page(text.to_owned()))
            }
            _ => Self::Nobody,
        }
    }

    /// Whether it may show what is for these origins. The frame page may: who frames it is limited by its policy.
    pub(crate) fn is_among(&self, origins: &[String]) -> bool {
        match self {
            Self::Page(origin) => origins.contains(origin),
            Self::Own => true,
            Self::Nobody => false,
        }
    }

    /// Its origin as a header, if it has one.
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        let Self::Page(origin) = self else { return None };
        HeaderValue::try_from(origin).ok()
    }
}

fn is_serialized(text: &str) -> bool {
    let plain = text.strip_prefix("http://").is_some();
    let parsed = if plain { Target::parse(text, true).ok() } else { Target::parse(text, false).ok() };
    parsed.is_some_and(|target| target.url().origin().ascii_serialization() == text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_origin_is_kept_as_browsers_write_it() {
        for (text, origin) in [
            ("https://portal.example", "https://portal.example"),
            (" HTTPS://Portal.Example:443/ ", "https://portal.example"),
            ("https://portal.example:8443", "https://portal.example:8443"),
            ("https://bücher.example", "https://xn--bcher-kva.example"),
            ("https://10.0.0.1", "https://10.0.0.1"),
        ] {
            assert_eq!(parse(text, false).as_deref(), Ok(origin), "{text}");
        }
        for text in ["http://localhost", "http://localhost:3000", "http://127.0.0.1:8080"] {
            assert_eq!(parse(text, true).as_deref(), Ok(text));
            assert_eq!(parse(text, false), Err(NotAnOrigin::Insecure), "{text}");
        }
        assert_eq!(parse("http://portal.example", true), Err(NotAnOrigin::Insecure));
        assert_eq!(parse("http://127.0.0.2", true), Err(NotAnOrigin::Insecure));
    }

    #[test]
    fn what_is_more_or_less_than_an_origin_is_refused() {
        for text in [
            "",
            "*",
            "null",
            "portal.example",
            "https://",
            "https://*.example",
            "https://*",
            "https://a.example/b",
            "https://a.example/?",
            "https://a.example?b",
            "https://a.example#",
            "https://u@a.example",
            "https://a.example, https://b.example",
            "https://a.example https://b.example",
            "https://a;sandbox",
            "https://a,b",
            "https://a'b",
            "https://a\"b",
            "https://a&b",
            "https://[::1]",
            "https://a_b.example",
            "ftp://a.example",
            "file:///a",
            "javascript:alert(1)",
            "data:text/html,x",
            "https:\\\\a.example",
        ] {
            assert_eq!(parse(text, true), Err(NotAnOrigin::Form), "{text}");
        }
    }

    #[test]
    fn the_caller_is_who_the_browser_says() {
        let of = |pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.append(*name, HeaderValue::from_static(value));
            }
            Caller::of(&headers)
        };
        let page = |origin: &str| Caller::Page(origin.to_owned());
        assert_eq!(of(&[("origin", "https://a.example")]), page("https://a.example"));
        assert_eq!(of(&[("origin", "http://localhost:3000")]), page("http://localhost:3000"));
        assert_eq!(of(&[("sec-fetch-site", "same-origin")]), Caller::Own);
        for nobody in [
            &[][..],
            &[("origin", "null")],
            &[("origin", "null"), ("sec-fetch-site", "same-origin")],
            &[("origin", "https://a.example/")],
            &[("origin", "https://A.example")],
            &[("origin", "https://a.example:443")],
            &[("origin", "https://a.example https://b.example")],
            &[("origin", "https://a.example"), ("origin", "https://a.example")],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "none")],
        ] {
            assert_eq!(of(nobody), Caller::Nobody, "{nobody:?}");
        }
        let origins = ["https://a.example".to_owned()];
        assert!(page("https://a.example").is_among(&origins) && Caller::Own.is_among(&origins));
        assert!(!page("https://a.example.evil").is_among(&origins) && !Caller::Nobody.is_among(&origins));
    }

    proptest! {
        /// What is accepted can stand in a policy and in markup as it is, and is read back as itself.
        #[test]
        fn an_origin_is_one_word_of_a_policy(text in r"https?://[ -~é]{1,20}(:[0-9]{1,5})?/?") {
            if let Ok(origin) = parse(&text, true) {
                let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:/".contains(&byte);
                prop_assert!(origin.bytes().all(safe), "{origin}");
                prop_assert_eq!(parse(&origin, true), Ok(origin.clone()));
                prop_assert!(is_serialized(&origin));
            }
        }
    }
}
