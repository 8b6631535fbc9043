//! The typed client of Causeway's REST API: one method per operation, the same in a browser and natively.
//!
//! In the browser it rides on `fetch` and the session cookie; natively (scripts, API tests) on `reqwest` and a bearer
//! token. It knows URLs, headers and errors; it must not know a view, a cache or a retry policy.

mod embeds;
mod error;
mod json;
mod json_parser;
mod operations;
mod query;
#[cfg_attr(target_arch = "wasm32", path = "transport_browser.rs")]
#[cfg_attr(not(target_arch = "wasm32"), path = "transport_native.rs")]
mod transport;

pub use error::ClientError;
pub use json::read;

use causeway_model::Read;
use serde::Serialize;

use transport::{Pending, RawRequest, Transport};

/// An object as it was read: its value, and the ETag to send back with a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versioned<T> {
    /// The object.
    pub value: T,
    /// Its entity tag, quotes included, for `If-Match`.
    pub etag: String,
}

/// A client of one server.
#[derive(Debug, Clone)]
pub struct Client {
    base: String,
    token: Option<String>,
    transport: Transport,
}

impl Client {
    /// A client of the API under `base`, such as `http://127.0.0.1:8080`; empty in a page served by the server itself.
    #[must_use]
    pub fn new(base: impl Into<String>) -> Self {
        let base: String = base.into();
        Self { base: base.trim_end_matches('/').to_owned(), token: None, transport: Transport::new() }
    }

    /// The same client, sending this bearer token.
    #[must_use]
    pub fn with_token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    async fn get<T: Read>(&self, path: &str) -> Result<T, ClientError> {
        self.send("GET", path, None, None).await.and_then(|answer| answer.json())
    }

    async fn get_versioned<T: Read>(&self, path: &str) -> Result<Versioned<T>, ClientError> {
        self.send("GET", path, None, None).await?.versioned()
    }

    /// Only the writing of the body is compiled for each type of body.
    fn write<'a, T: Serialize>(
        &'a self,
        method: &'static str,
        path: &str,
        header: Option<(&'static str, &'a str)>,
        body: &T,
    ) -> Pending<'a> {
        match serde_json::to_string(body) {
            Ok(body) => self.send(method, path, header, Some(body)),
            Err(_) => Box::pin(std::future::ready(Err(ClientError::Decode))),
        }
    }

    /// Boxed, so that it is compiled once and not into every operation.
    fn send<'a>(
        &'a self,
        method: &'static str,
        path: &str,
        header: Option<(&'static str, &'a str)>,
        body: Option<String>,
    ) -> Pending<'a> {
        let url = format!("{}/api/v1{path}", self.base);
        Box::pin(async move {
            let token = self.token.as_deref();
            let answer = self.transport.send(RawRequest { method, url, token, header, body }).await?;
            if (200..300).contains(&answer.status) {
                Ok(answer)
            } else {
                Err(ClientError::from_answer(&answer))
            }
        })
    }
}

/// What came back, before it is understood.
#[derive(Debug)]
struct Answer {
    status: u16,
    etag: Option<String>,
    body: Vec<u8>,
}

impl Answer {
    fn json<T: Read>(&self) -> Result<T, ClientError> {
        read(&self.body).ok_or(ClientError::Decode)
    }

    fn versioned<T: Read>(self) -> Result<Versioned<T>, ClientError> {
        let value = self.json()?;
        let etag = self.etag.ok_or(ClientError::Decode)?;
        Ok(Versioned { value, etag })
    }
}
