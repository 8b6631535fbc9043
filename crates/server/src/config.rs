//! What can be configured, and every limit, in one place.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use axum::http::Uri;
use causeway_outbound::{Network, Roots};

/// Where `serve` listens when it is not told.
pub const DEFAULT_LISTEN: &str = "127.0.0.1:8080";

/// How long a printed sign-in link is good.
pub const SIGN_IN_CODE_LIFE: Duration = Duration::from_secs(24 * 60 * 60);
/// A session ends when it was not used for this long (OWASP ASVS 5.0, 7.3.1).
pub const SESSION_IDLE: Duration = Duration::from_secs(12 * 60 * 60);
/// A session ends this long after signing in, used or not (OWASP ASVS 5.0, 7.3.2).
pub const SESSION_LIFE: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// How exactly it is known when a session was last used; finer would mean a write per request.
pub const SESSION_TOUCH: Duration = Duration::from_secs(5 * 60);

/// How exactly it is known when an API key was last used.
pub const KEY_TOUCH: Duration = Duration::from_secs(60);
/// How long an access token of `POST /oauth/token` is good (SMART App Launch 2.2, "Backend Services": at most 300 s).
pub const ACCESS_TOKEN_LIFE: Duration = Duration::from_secs(5 * 60);
/// How often one API key may be given an access token within a minute.
pub const ACCESS_TOKENS: usize = 60;
/// How long a key set that was fetched is used before it is fetched again.
pub const KEY_SET_LIFE: Duration = Duration::from_secs(5 * 60);
/// How long a key set is left alone after it was fetched or could not be, whoever asks for what.
pub const KEY_SET_REST: Duration = Duration::from_secs(60);
/// How often key sets may be fetched for one organization within a minute.
pub const KEY_SET_CALLS: usize = 30;
/// How many fetched key sets are kept; one has 64 KiB at most.
pub const KEY_SETS: usize = 256;
/// Longest time that an old secret goes on working after a rotation.
pub const LONGEST_OVERLAP: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// Most secrets of one API key that work at the same time.
pub const MOST_SECRETS: usize = 5;

/// Longest life of a token for an embed.
pub const EMBED_TOKEN_LIFE: Duration = Duration::from_secs(15 * 60);
/// Shortest life of a token for an embed.
pub const SHORTEST_EMBED_TOKEN_LIFE: Duration = Duration::from_secs(1);
/// How many tokens an embed may give out within a minute.
pub const EMBED_TOKENS: usize = 600;

/// Largest request body.
pub const BODY_LIMIT: usize = 256 * 1024;
/// Largest body of an import: the file limit, plus the capability statement and the wrapping.
pub const IMPORT_BODY_LIMIT: usize = 64 * 1024 * 1024;
/// How long a request may take, its body included; longer than a change waits for another program that writes (30 s),
/// so that the caller learns the true reason.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(40);
/// How long an import may take.
pub const IMPORT_TIMEOUT: Duration = Duration::from_secs(10 * 60);
/// How long the head of a request may take to arrive.
pub const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// How many headers a request may have.
pub const HEADER_COUNT: usize = 64;
/// How large the head of a request may be.
pub const HEADER_BYTES: usize = 32 * 1024;
/// How long running requests may take to finish when the server stops.
pub const DRAIN: Duration = Duration::from_secs(10);

/// How often one endpoint may be verified within a minute.
pub const VERIFICATIONS: usize = 5;
/// How often all endpoints of an organization may be verified within a minute.
pub const VERIFICATIONS_OF_ALL: usize = 30;

/// What `serve` is told.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// The data directory.
    pub data: PathBuf,
    /// Where browsers reach the server, when that is not the address it listens on.
    pub public_url: Option<PublicUrl>,
    /// Networks of your own that endpoints may be in, besides public addresses. Empty: none.
    pub allowed_networks: Vec<Network>,
    /// Authorities that endpoints' certificates may be of, besides the public ones.
    pub extra_roots: Roots,
}

/// Scheme, host and port under which the server is reached, such as `https://causeway.example.org`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
    host: String,
}

impl PublicUrl {
    /// Without a trailing slash, as browsers send it in `Origin`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The host alone.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether browsers reach it over TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.origin.starts_with("https://")
    }
}

impl FromStr for PublicUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        const WANTED: &str = "give scheme, host and port only, such as https://causeway.example.org";
        let uri: Uri = text.parse().map_err(|_| format!("not a URL; {WANTED}"))?;
        let scheme = uri.scheme_str().unwrap_or_default();
        let (Some(authority), true) = (uri.authority(), matches!(scheme, "http" | "https")) else {
            return Err(format!("not an http or https URL; {WANTED}"));
        };
        if authority.as_str().contains('@') || !matches!(uri.path(), "" | "/") || uri.query().is_some() {
            return Err(format!("more than an origin; {WANTED}"));
        }
        let host = authority.host().to_ascii_lowercase();
        // Browsers leave out the port that goes without saying.
        let port = authority.port_u16().filter(|port| *port != if scheme == "https" { 443 } else { 80 });
        let port = port.map_or_else(String::new, |port| format!(":{port}"));
        Ok(Self { origin: format!("{scheme}://{host}{port}"), host })
    }
}

/// Name of the database in the data directory.
#[must_use]
pub fn database_path(data: &Path) -> PathBuf {
    data.join("causeway.db")
}

/// The data directory when none is given: `$CAUSEWAY_DATA` is read by the command line; else the XDG base directory
/// (XDG Base Directory Specification 0.8). `None` when not even a home directory is known.
#[must_use]
pub fn default_data_dir() -> Option<PathBuf> {
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base =
        absolute("XDG_DATA_HOME").or_else(|| absolute("HOME").map(|home| home.join(".local/share")))?;
    Some(base.join("causeway"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_is_an_origin_as_browsers_write_it() {
        let origin = |text: &str| text.parse::<PublicUrl>().map(|url| url.origin().to_owned());
        assert_eq!(origin("https://Causeway.Example.org:443/").unwrap(), "https://causeway.example.org");
        assert_eq!(origin("http://localhost:8080").unwrap(), "http://localhost:8080");
        for wrong in ["causeway", "ftp://a", "https://a/b", "https://u@a", "https://a?b", "/a", ""] {
            assert!(origin(wrong).is_err(), "{wrong}");
        }
    }
}
