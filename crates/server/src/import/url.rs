//! Rules for the addresses of endpoints: absolute `http` or `https` URLs (RFC 3986) that every reader splits alike.
//! Nothing here calls or resolves an address.

use std::net::Ipv6Addr;

use super::text::is_invisible;

/// The longest URL, in characters; the same limit as everywhere in the API.
const MAX_URL: usize = 2_048;

/// The parts of a good URL that name it for people.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address<'a> {
    /// Host, and port if there is one, as written.
    pub(super) authority: &'a str,
    /// From the first slash to the query.
    pub(super) path: &'a str,
}

/// Checks an address that has no white space around it. The error is a reason with its fix, to follow the field's
/// name; it never repeats the address, which may hold a password.
pub(super) fn parse(url: &str) -> Result<Address<'_>, String> {
    let length = url.chars().count();
    if length > MAX_URL {
        return Err(format!("has {length} characters; shorten it to {MAX_URL}"));
    }
    if let Some(bad) = url.chars().find(|c| !is_allowed(*c)) {
        return Err(if bad.is_ascii_graphic() {
            format!("has the character {bad}, which no URL may have; remove or percent-encode it")
        } else {
            format!("has white space or an invisible character (U+{:04X}); remove it", u32::from(bad))
        });
    }
    let rest = after_scheme(url)?;
    let (authority, tail) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    if authority.contains('@') {
        return Err("has a user name or password before the host; remove it".to_owned());
    }
    check_authority(authority)?;
    let path = tail.split(['?', '#']).next().unwrap_or_default();
    Ok(Address { authority, path })
}

/// RFC 3986 allows none of the five: browsers read `\` as `/`, so that `https://a\@b` would have two hosts.
fn is_allowed(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_graphic() && !matches!(c, '\\' | '<' | '>' | '"' | '`')
    } else {
        !c.is_whitespace() && !c.is_control() && !is_invisible(c)
    }
}

fn after_scheme(url: &str) -> Result<&str, String> {
    const FIX: &str = "write an absolute URL such as https://fhir.example.org/r4";
    let Some((scheme, rest)) = url.split_once(':') else {
        return Err(format!("does not start with https:// or http://; {FIX}"));
    };
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return Err(format!("does not start with https:// or http://; {FIX}"));
    }
    rest.strip_prefix("//").ok_or_else(|| format!("lacks // after {scheme}:; {FIX}"))
}

fn check_authority(authority: &str) -> Result<(), String> {
    let (host, port) = match authority.strip_prefix('[').map(|inner| inner.split_once(']')) {
        Some(Some((address, port))) => {
            if address.parse::<Ipv6Addr>().is_err() {
                return Err("has no valid IPv6 address between [ and ]; correct it".to_owned());
            }
            (address, port)
        }
        Some(None) => return Err("has [ without ] in its host; correct it".to_owned()),
        None => {
            let (host, port) = authority.split_at(authority.find(':').unwrap_or(authority.len()));
            check_host(host)?;
            (host, port)
        }
    };
    if host.len() > 253 {
        return Err("has a host longer than 253 characters; correct it".to_owned());
    }
    match port.strip_prefix(':') {
        None if port.is_empty() => Ok(()),
        Some("") => Ok(()),
        Some(digits)
            if digits.bytes().all(|b| b.is_ascii_digit()) && digits.parse::<u16>().is_ok_and(|p| p > 0) =>
        {
            Ok(())
        }
        _ => Err("has a port that is not a number from 1 to 65535; correct it".to_owned()),
    }
}

fn check_host(host: &str) -> Result<(), String> {
    if host.chars().all(|c| c == '.') {
        return Err("has no host; write it after https://".to_owned());
    }
    // Underscores are no host name by RFC 952, yet stand in real DNS names; beyond ASCII are internationalized names.
    match host.chars().find(|c| c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-' | '_')) {
        Some(bad) => Err(format!("has the character {bad} in its host; correct it")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_addresses_are_split() {
        let address = parse("https://FHIR.example.org:8443/api/FHIR/R4/?a=b@c#d").unwrap();
        assert_eq!(address, Address { authority: "FHIR.example.org:8443", path: "/api/FHIR/R4/" });
        for good in [
            "http://localhost",
            "HTTPS://a/@b",
            "https://[::1]:443/x",
            "https://münchen.example",
            "http://a:",
        ] {
            assert!(parse(good).is_ok(), "{good}");
        }
        assert!(parse(&format!("https://a/{}", "x".repeat(2_038))).is_ok());
    }

    #[test]
    fn bad_addresses_are_refused_with_their_reason() {
        for (bad, reason) in [
            ("javascript:alert(1)", "does not start with https://"),
            ("data:text/html,x", "does not start with https://"),
            ("file:///etc/passwd", "does not start with https://"),
            ("ftp://a/b", "does not start with https://"),
            ("mailto:a@b.example", "does not start with https://"),
            ("fhir.example.org/r4", "does not start with https://"),
            ("//fhir.example.org/r4", "does not start with https://"),
            ("https:fhir.example.org", "lacks //"),
            ("https:/fhir.example.org", "lacks //"),
            ("https://", "no host"),
            ("https:///r4", "no host"),
            ("https://:443/r4", "no host"),
            ("https://..", "no host"),
            ("https://user:secret@a/b", "user name or password"),
            ("https://a\\@b", "character \\"),
            ("https://a b", "U+0020"),
            ("https://a/\u{7}", "U+0007"),
            ("https://a/\u{202E}b", "U+202E"),
            ("https://a%2Eb/", "character % in its host"),
            ("https://a:0/", "port"),
            ("https://a:65536/", "port"),
            ("https://a:+80/", "port"),
            ("https://[::1/", "without ]"),
            ("https://[::g]/", "IPv6"),
            ("https://[::1]x/", "port"),
        ] {
            let found = parse(bad).unwrap_err();
            assert!(found.contains(reason), "{bad}: {found}");
        }
        assert!(parse(&format!("https://a/{}", "x".repeat(2_039))).unwrap_err().contains("2049 characters"));
        assert!(!parse("https://user:secret@a/b").unwrap_err().contains("secret"));
    }
}
