//! One request to a URL that was approved, and one answer, read as far as it may be.
//!
//! It must not decide what may be called: it takes an `Approved` and connects to nothing else.

use std::error::Error;
use std::io;
use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect;
use rustls::CertificateError;
use tokio::time::timeout;

use crate::guard::Approved;
use crate::policy::Policy;
use crate::refusal::{Refusal, TlsFault, UrlFault};
use crate::trust;

/// How much of an answer is read, in bytes. A challenge has 36; a set of keys some hundreds each.
pub const BODY_CAP: usize = 64 * 1024;

/// What is sent to an approved URL.
pub(crate) struct Request {
    /// Added to the query of the URL. It may hold secrets, so the URL with it is never shown or kept.
    pub(crate) query: Vec<(&'static str, String)>,
    /// JSON to post; without it the request is a GET.
    pub(crate) json: Option<String>,
    pub(crate) accept: &'static str,
    /// Further headers, names and values. They hold secrets, and never take the place of what the request itself needs.
    pub(crate) headers: Vec<(String, String)>,
}

/// An answer with a status of success.
pub(crate) struct Answer {
    response: reqwest::Response,
    /// What was read so far, never more than [`BODY_CAP`].
    pub(crate) body: Vec<u8>,
}

/// Where reading has come to.
pub(crate) enum Progress {
    /// There may be more.
    More,
    /// That was all.
    End,
    /// There is more, and it will not be read.
    CutOff,
}

impl Answer {
    /// The values of a header that are text.
    pub(crate) fn header(&self, name: &HeaderName) -> Vec<String> {
        let values = self.response.headers().get_all(name).iter();
        values.filter_map(|value| value.to_str().ok()).map(str::to_owned).collect()
    }

    /// Reads a further piece of the body.
    pub(crate) async fn read(&mut self) -> Result<Progress, Refusal> {
        let piece = self.response.chunk().await.map_err(|error| refusal_of(&error))?;
        let Some(piece) = piece else { return Ok(Progress::End) };
        let room = BODY_CAP - self.body.len();
        self.body.extend_from_slice(&piece[..piece.len().min(room)]);
        Ok(if piece.len() > room { Progress::CutOff } else { Progress::More })
    }
}

/// Sends a request; an answer with another status than one of success is a refusal.
pub(crate) async fn send(approved: &Approved, request: Request, policy: &Policy) -> Result<Answer, Refusal> {
    let mut url = approved.target().url().clone();
    if !request.query.is_empty() {
        url.query_pairs_mut().extend_pairs(&request.query);
    }
    let client = client(approved, policy)?;
    let mut headers = further(&request.headers);
    headers.insert(ACCEPT, HeaderValue::from_static(request.accept));
    let call = match request.json {
        None => client.get(url),
        Some(json) => {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            client.post(url).body(json)
        }
    };
    let sent = call.headers(headers).send().await;
    let response = sent.map_err(|error| {
        // The library is told the time to connect only; that of the whole call is limited by `in_time`.
        let late = error.is_timeout();
        if late { Refusal::Timeout(policy.timeouts.connect) } else { refusal_of(&error) }
    })?;
    match response.status().as_u16() {
        200..=299 => Ok(Answer { response, body: Vec::new() }),
        status @ (301 | 302 | 303 | 307 | 308) => Err(Refusal::Redirect(status)),
        status => Err(Refusal::HttpStatus(status)),
    }
}

/// Headers of a caller, as HTTP has them.
fn further(headers: &[(String, String)]) -> HeaderMap {
    let mut all = HeaderMap::new();
    for (name, value) in headers {
        if let (Ok(name), Ok(mut value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            // Logs leave it out.
            value.set_sensitive(true);
            all.insert(name, value);
        }
    }
    // Ours, whatever was asked for: a small answer could unpack to a large one.
    all.remove(ACCEPT_ENCODING);
    all
}

/// Limits the time of a whole call, from looking the name up to the end of the answer.
pub(crate) async fn in_time<T>(
    policy: &Policy,
    call: impl Future<Output = Result<T, Refusal>>,
) -> Result<T, Refusal> {
    let limit = policy.timeouts.total;
    timeout(limit, call).await.unwrap_or(Err(Refusal::Timeout(limit)))
}

/// A client for this one call, so that no connection, cookie or TLS session outlives it.
fn client(approved: &Approved, policy: &Policy) -> Result<reqwest::Client, Refusal> {
    // The certificates were read when the policy was made, so this does not fail.
    let tls = trust::client_config(&policy.extra_roots).map_err(|_| Refusal::Tls(TlsFault::Handshake))?;
    let mut headers = HeaderMap::new();
    headers.insert("application-name", HeaderValue::from_static("Causeway"));
    // A small answer could unpack to a large one.
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .dns_resolver(Checked(approved.addresses().to_vec()))
        .connect_timeout(policy.timeouts.connect)
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .no_proxy()
        .referer(false)
        .user_agent("Causeway")
        .default_headers(headers)
        // Off already, because this crate does not ask for them; another crate of the program might.
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .http1_only()
        .pool_max_idle_per_host(0)
        .build()
        .map_err(|_| Refusal::Tls(TlsFault::Handshake))
}

/// Answers every question with the addresses that were checked, whatever the name.
///
/// A host that is an address is never looked up by the client; it is the one that was checked, for both come out of
/// the same `Url`.
struct Checked(Vec<SocketAddr>);

impl Resolve for Checked {
    fn resolve(&self, _: Name) -> Resolving {
        let addresses: Addrs = Box::new(self.0.clone().into_iter());
        Box::pin(std::future::ready(Ok(addresses)))
    }
}

/// What a failed request means. The error itself goes no further: it names the URL, with its query.
fn refusal_of(error: &reqwest::Error) -> Refusal {
    if let Some(error) = tls_error(error) {
        Refusal::Tls(tls_fault(error))
    } else if error.is_builder() {
        // The HTTP library reads URLs by RFC 3986, which is narrower than the WHATWG standard.
        Refusal::BadUrl(UrlFault::Unreadable)
    } else {
        Refusal::ConnectFailed
    }
}

/// The error of TLS somewhere within an error.
fn tls_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        // The source of an io::Error is the source of what it wraps; what it wraps would be passed over.
        next = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped),
            None => error.source(),
        };
    }
    None
}

fn tls_fault(error: &rustls::Error) -> TlsFault {
    let rustls::Error::InvalidCertificate(error) = error else { return TlsFault::Handshake };
    match error {
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => TlsFault::Dates,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            TlsFault::WrongName
        }
        // A wrong signature: the issuer has the name of one that is trusted, but another key.
        CertificateError::UnknownIssuer | CertificateError::BadSignature => TlsFault::UnknownIssuer,
        _ => TlsFault::Certificate,
    }
}
