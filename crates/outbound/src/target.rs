//! A URL as a user gave it: read, and checked as far as the text alone can tell. It looks nothing up.

use url::{Host, Url};

use crate::refusal::{Refusal, UrlFault};

/// The longest URL that is taken, in bytes. What is longer is cut off or refused by servers and gateways on the way
/// (RFC 9110 section 4.1 asks for at least 8,000 in protocol elements, many of them take a quarter of that).
pub const URL_LIMIT: usize = 2048;

/// A URL that can be called if the addresses of its host may be.
///
/// It is read by the rules of the WHATWG URL standard, once: the form that is judged is the form that is called. These
/// rules turn `0x7f.1`, `2130706433`, `127。0。0。1` and `%31%32%37.0.0.1` into 127.0.0.1 before anybody looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    url: Url,
}

impl Target {
    /// Reads and checks a URL.
    ///
    /// # Errors
    ///
    /// [`Refusal::BadUrl`] or [`Refusal::NotHttps`]. Ports are judged with the address, by [`crate::Policy::permit`].
    pub fn parse(text: &str, plain_http: bool) -> Result<Self, Refusal> {
        if text.len() > URL_LIMIT {
            return Err(Refusal::BadUrl(UrlFault::TooLong));
        }
        // The standard drops line breaks and tabs and takes a backslash for a slash. Whoever reads the stored text
        // later may do neither and see another host.
        if text.chars().any(|it| it.is_control() || it.is_whitespace() || it == '\\') {
            return Err(Refusal::BadUrl(UrlFault::Characters));
        }
        let url = Url::parse(text).map_err(|_| Refusal::BadUrl(UrlFault::Unreadable))?;
        match url.scheme() {
            "https" => {}
            "http" if plain_http => {}
            _ => return Err(Refusal::NotHttps),
        }
        // Likewise: the standard takes `https:host` and `https:///host` for `https://host`.
        let rest = text.split_once(':').and_then(|(_, rest)| rest.strip_prefix("//")).unwrap_or("/");
        if rest.starts_with('/') {
            return Err(Refusal::BadUrl(UrlFault::Unreadable));
        }
        // Also an empty one, as in `https://@host`.
        if rest.split(['/', '?', '#']).next().is_some_and(|authority| authority.contains('@')) {
            return Err(Refusal::BadUrl(UrlFault::Userinfo));
        }
        if url.fragment().is_some() {
            return Err(Refusal::BadUrl(UrlFault::Fragment));
        }
        Ok(Self { url })
    }

    /// The URL in the spelling in which it is called.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// A name or an address; the schemes that [`Target::parse`] lets through always have one.
    pub(crate) fn host(&self) -> Option<Host<&str>> {
        self.url.host()
    }

    /// The port of the URL, or of its scheme.
    pub(crate) fn port(&self) -> Option<u16> {
        self.url.port_or_known_default()
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use proptest::prelude::*;

    use super::*;

    fn fault(text: &str) -> Refusal {
        Target::parse(text, false).expect_err(text)
    }

    #[test]
    fn ordinary_urls_are_taken() {
        for text in [
            "https://example.org",
            "HTTPS://Example.ORG/fhir/R4?tenant=7",
            "https://example.org.:8443/",
            "https://bücher.example/",
            "https://intranet/hl7",
            "https://[2606:4700::1111]/",
            "https://example.org/a@b?mail=c@d",
        ] {
            assert!(Target::parse(text, false).is_ok(), "{text}");
        }
        assert!(Target::parse("http://example.org", true).is_ok());
    }

    #[test]
    fn the_host_is_what_browsers_would_call() {
        for text in
            ["0x7f.1", "0177.0.0.1", "2130706433", "127.0.0.1.", "%31%32%37.0.0.1", "127。0。0。1", "127.1"]
        {
            let target = Target::parse(&format!("https://{text}/"), false).unwrap();
            assert_eq!(target.host(), Some(Host::Ipv4([127, 0, 0, 1].into())), "{text}");
        }
        let target = Target::parse("https://BÜCHER.example", false).unwrap();
        assert_eq!(target.host(), Some(Host::Domain("xn--bcher-kva.example")));
    }

    #[test]
    fn what_has_no_place_in_it_is_named() {
        assert_eq!(fault("http://example.org"), Refusal::NotHttps);
        assert_eq!(fault("ftp://example.org"), Refusal::NotHttps);
        assert_eq!(fault("javascript:alert(1)"), Refusal::NotHttps);
        for (text, reason) in [
            ("", UrlFault::Unreadable),
            ("example.org", UrlFault::Unreadable),
            ("https://", UrlFault::Unreadable),
            ("https:example.org", UrlFault::Unreadable),
            ("https:/example.org", UrlFault::Unreadable),
            ("https:///example.org", UrlFault::Unreadable),
            ("https://exa mple.org", UrlFault::Characters),
            ("https://example.org/a\nb", UrlFault::Characters),
            ("https:\\\\example.org", UrlFault::Characters),
            ("https://example.org\\@example.com", UrlFault::Characters),
            ("https://[fe80::1%25eth0]/", UrlFault::Unreadable),
            ("https://256.1.1.1/", UrlFault::Unreadable),
            ("https://example.org:65536/", UrlFault::Unreadable),
            ("https://user@example.org/", UrlFault::Userinfo),
            ("https://:secret@example.org/", UrlFault::Userinfo),
            ("https://@example.org/", UrlFault::Userinfo),
            ("https://example.org/#", UrlFault::Fragment),
            ("https://example.org/#part", UrlFault::Fragment),
        ] {
            assert_eq!(fault(text), Refusal::BadUrl(reason), "{text}");
        }
    }

    #[test]
    fn length_is_counted_in_bytes() {
        let of = |length: usize| format!("https://example.org/{}", "a".repeat(length - 20));
        assert!(Target::parse(&of(URL_LIMIT), false).is_ok());
        assert_eq!(fault(&of(URL_LIMIT + 1)), Refusal::BadUrl(UrlFault::TooLong));
        assert_eq!(
            fault(&format!("https://example.org/{}", "é".repeat(1015))),
            Refusal::BadUrl(UrlFault::TooLong)
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in r"(https?:)?(//)?([^/]{0,20}@)?(\[.{0,20}\]|.{0,30})(:[0-9]{0,6})?(/.{0,20})?") {
            let _ = Target::parse(&text, true);
        }

        /// Whoever connects reads the host again; were a name an address to them, it would go unjudged.
        #[test]
        fn no_name_reads_as_an_address(host in "[0-9a-fxX.%\u{3002}\u{ff10}-\u{ff19}]{1,24}") {
            if let Ok(target) = Target::parse(&format!("https://{host}/"), false)
                && let Some(Host::Domain(name)) = target.host()
            {
                prop_assert!(name.parse::<IpAddr>().is_err(), "{name}");
            }
        }
    }
}
