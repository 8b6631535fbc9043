//! What the fields of an endpoint must be. Each refusal names the field and the fix.

use axum::http::Uri;
use causeway_model::{EndpointKind, EnvironmentFlag, FieldError, VerificationMethod};

use crate::auth::Secret;
use crate::problem::field;

/// Longest URL, in bytes.
const LONGEST_URL: usize = 2048;
/// Verification tokens, in characters.
const TOKEN: std::ops::RangeInclusive<usize> = 8..=256;

/// A URL in the form its kind asks for.
pub(super) fn url(
    text: &str,
    kind: &EndpointKind,
    flag: &EnvironmentFlag,
    errors: &mut Vec<FieldError>,
) -> String {
    let text = text.trim();
    if let Err(error) = check_url(text, kind, *flag == EnvironmentFlag::Development) {
        errors.push(error);
    }
    text.to_owned()
}

/// A token for the verification handshake; only HTTPS endpoints have one.
pub(super) fn token(text: String, kind: &EndpointKind, errors: &mut Vec<FieldError>) -> Option<Secret> {
    if !is_verified(kind, "/verificationToken", errors) {
        return None;
    }
    let printable = text.chars().all(|char| char.is_ascii_graphic());
    if !TOKEN.contains(&text.len()) || !printable {
        let message = "Give 8 to 256 ASCII characters without spaces; a long random text is best.";
        errors.push(field("/verificationToken", "token", message));
        return None;
    }
    Some(Secret::new(text))
}

/// How the handshake is done; only HTTPS endpoints have one.
pub(super) fn method(
    method: VerificationMethod,
    kind: &EndpointKind,
    errors: &mut Vec<FieldError>,
) -> Option<VerificationMethod> {
    if !is_verified(kind, "/verificationMethod", errors) {
        return None;
    }
    if !method.is_known() {
        errors.push(field("/verificationMethod", "invalid", "Use POST or GET."));
    }
    Some(method)
}

fn is_verified(kind: &EndpointKind, pointer: &str, errors: &mut Vec<FieldError>) -> bool {
    let verified = *kind == EndpointKind::Https;
    if !verified {
        errors.push(field(pointer, "notForKind", "Only HTTPS endpoints are verified. Leave it out."));
    }
    verified
}

/// The schemes of a kind, and an example.
fn form(kind: &EndpointKind, http_allowed: bool) -> (&'static [&'static str], &'static str) {
    match kind {
        EndpointKind::Mllp => (&["mllp"], "mllp://10.20.30.40:2575"),
        EndpointKind::Sftp => (&["sftp"], "sftp://causeway@files.example.org/inbox"),
        EndpointKind::Cloud => (&["s3", "gs", "azure"], "s3://bucket/prefix"),
        _ if http_allowed => (&["https", "http"], "https://example.org/receive"),
        _ => (&["https"], "https://example.org/receive"),
    }
}

/// What a URL must be: absolute, TLS outside Development, no password (it would be shown to whoever sees the
/// endpoint), no fragment (it is never sent).
fn check_url(url: &str, kind: &EndpointKind, http_allowed: bool) -> Result<(), FieldError> {
    let error = |code, message: &str| Err(field("/url", code, message));
    let (schemes, example) = form(kind, http_allowed);
    if url.len() > LONGEST_URL {
        return error("length", "Give a URL of at most 2,048 characters.");
    }
    if url.contains('#') {
        return error("urlFragment", "Leave out # and what follows: it is never sent.");
    }
    let Ok(uri) = url.parse::<Uri>() else {
        return error("url", &format!("This is not a URL. Write it like {example}, names in ASCII."));
    };
    let scheme = uri.scheme_str().unwrap_or_default();
    if !schemes.contains(&scheme) {
        if scheme == "http" && *kind == EndpointKind::Https {
            return error("urlScheme", "Outside Development the URL must start with https://.");
        }
        let wanted = schemes.iter().map(|scheme| format!("{scheme}://")).collect::<Vec<_>>().join(" or ");
        return error("urlScheme", &format!("The URL must start with {wanted}, as in {example}."));
    }
    let Some(authority) = uri.authority() else { return error("url", "The URL names no host.") };
    if let Some((user, _)) = authority.as_str().split_once('@') {
        let only_a_name = *kind == EndpointKind::Sftp && !user.is_empty() && !user.contains(':');
        if !only_a_name {
            let message = "Leave out the user name and password; set up authentication instead.";
            return error("urlUserInfo", message);
        }
    }
    // `Uri` keeps a port it cannot read to itself.
    let host_and_port = authority.as_str().rsplit('@').next().unwrap_or_default();
    let port = host_and_port.strip_prefix(authority.host()).unwrap_or_default();
    let port_is_good = port.is_empty() || port[1..].parse::<u16>().is_ok_and(|port| port > 0);
    if authority.host().is_empty() || !port_is_good {
        return error("url", "The URL names no host, or a port that does not exist.");
    }
    if *kind == EndpointKind::Mllp && port.is_empty() {
        return error("urlPort", &format!("MLLP has no standard port. Name it, as in {example}."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(url: &str, kind: &EndpointKind, http_allowed: bool) -> Option<String> {
        check_url(url, kind, http_allowed).err().map(|error| error.code)
    }

    #[test]
    fn urls_are_checked() {
        let https = |url: &str| code(url, &EndpointKind::Https, false);
        assert_eq!(https("https://example.org/a?b=c"), None);
        assert_eq!(code("http://localhost:3000/a", &EndpointKind::Https, true), None);
        assert_eq!(https("https://[::1]:8443/a"), None);
        let wrong = [
            ("http://example.org", "urlScheme"),
            ("ftp://example.org", "urlScheme"),
            ("javascript:alert(1)", "urlScheme"),
            ("example.org/a", "url"),
            ("/a", "urlScheme"),
            ("", "url"),
            ("https://u:p@example.org", "urlUserInfo"),
            ("https://u@example.org", "urlUserInfo"),
            ("https://example.org/#a", "urlFragment"),
            ("https://exa mple.org", "url"),
            ("https://ärzte.example", "url"),
            ("https://example.org:99999/", "url"),
            ("https:///a", "url"),
        ];
        for (url, expected) in wrong {
            assert_eq!(https(url).as_deref(), Some(expected), "{url}");
        }
        assert_eq!(https(&format!("https://example.org/{}", "a".repeat(2048))).as_deref(), Some("length"));
    }

    #[test]
    fn each_kind_has_a_form_of_its_own() {
        let (mllp, sftp, cloud) = (EndpointKind::Mllp, EndpointKind::Sftp, EndpointKind::Cloud);
        assert_eq!(code("mllp://10.20.30.40:2575", &mllp, false), None);
        assert_eq!(code("mllp://10.20.30.40", &mllp, false).as_deref(), Some("urlPort"));
        assert_eq!(code("https://example.org", &mllp, true).as_deref(), Some("urlScheme"));
        assert_eq!(code("sftp://causeway@files.example.org:22/inbox", &sftp, false), None);
        assert_eq!(code("sftp://a:b@files.example.org/inbox", &sftp, false).as_deref(), Some("urlUserInfo"));
        for good in ["s3://bucket/prefix", "gs://bucket", "azure://account/container"] {
            assert_eq!(code(good, &cloud, false), None, "{good}");
        }
        assert_eq!(code("ftp://bucket", &cloud, false).as_deref(), Some("urlScheme"));
    }

    #[test]
    fn tokens_are_long_enough_and_only_for_https() {
        let taken = |text: &str, kind: &EndpointKind| {
            let mut errors = Vec::new();
            token(text.to_owned(), kind, &mut errors);
            errors.first().map(|error| error.code.clone())
        };
        assert_eq!(taken("12345678", &EndpointKind::Https), None);
        assert_eq!(taken("1234567", &EndpointKind::Https).as_deref(), Some("token"));
        assert_eq!(taken("1234 5678", &EndpointKind::Https).as_deref(), Some("token"));
        assert_eq!(taken("12345678", &EndpointKind::Mllp).as_deref(), Some("notForKind"));
    }
}
