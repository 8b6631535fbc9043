//! Requests from a native program, by `reqwest`.

use std::future::Future;
use std::pin::Pin;

use crate::{Answer, ClientError};

/// An answer under way.
pub(crate) type Pending<'a> = Pin<Box<dyn Future<Output = Result<Answer, ClientError>> + Send + 'a>>;

/// One request, before it is sent.
pub(crate) struct RawRequest<'a> {
    pub(crate) method: &'static str,
    pub(crate) url: String,
    pub(crate) token: Option<&'a str>,
    /// A header of the request: its name and value.
    pub(crate) header: Option<(&'static str, &'a str)>,
    pub(crate) body: Option<String>,
}

/// Sends requests.
#[derive(Debug, Clone)]
pub(crate) struct Transport {
    http: reqwest::Client,
}

impl Transport {
    pub(crate) fn new() -> Self {
        Self { http: reqwest::Client::new() }
    }

    pub(crate) async fn send(&self, request: RawRequest<'_>) -> Result<Answer, ClientError> {
        let network = |error: reqwest::Error| ClientError::Network(error.to_string());
        let method = reqwest::Method::from_bytes(request.method.as_bytes())
            .map_err(|error| ClientError::Network(error.to_string()))?;
        let mut builder = self.http.request(method, request.url).header("Accept", "application/json");
        if let Some(token) = request.token {
            builder = builder.bearer_auth(token);
        }
        if let Some((name, value)) = request.header {
            builder = builder.header(name, value);
        }
        if let Some(body) = request.body {
            builder = builder.header("Content-Type", "application/json").body(body);
        }
        let response = builder.send().await.map_err(network)?;
        let status = response.status().as_u16();
        let etag = response.headers().get("etag").and_then(|value| value.to_str().ok()).map(str::to_owned);
        let body = response.bytes().await.map_err(network)?.to_vec();
        Ok(Answer { status, etag, body })
    }
}
