//! Requests from a page, by `fetch`. The session cookie goes along on the same origin only.

use std::future::Future;
use std::pin::Pin;

use gloo_net::http::RequestBuilder;
use web_sys::RequestCredentials;

use crate::{Answer, ClientError};

/// An answer under way.
pub(crate) type Pending<'a> = Pin<Box<dyn Future<Output = Result<Answer, ClientError>> + 'a>>;

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
pub(crate) struct Transport;

impl Transport {
    pub(crate) fn new() -> Self {
        Self
    }

    pub(crate) async fn send(&self, request: RawRequest<'_>) -> Result<Answer, ClientError> {
        // What exactly failed is in the browser's console; formatting it here would load code that nobody reads.
        let network = |_: gloo_net::Error| ClientError::Network("no answer".to_owned());
        let method = match request.method {
            "POST" => gloo_net::http::Method::POST,
            "PUT" => gloo_net::http::Method::PUT,
            "PATCH" => gloo_net::http::Method::PATCH,
            "DELETE" => gloo_net::http::Method::DELETE,
            _ => gloo_net::http::Method::GET,
        };
        let mut builder = RequestBuilder::new(&request.url)
            .method(method)
            .header("Accept", "application/json")
            .credentials(RequestCredentials::SameOrigin);
        if let Some(token) = request.token {
            builder = builder.header("Authorization", &format!("Bearer {token}"));
        }
        if let Some((name, value)) = request.header {
            builder = builder.header(name, value);
        }
        let response = match request.body {
            Some(body) => {
                let request =
                    builder.header("Content-Type", "application/json").body(body).map_err(network)?;
                request.send().await
            }
            None => builder.send().await,
        }
        .map_err(network)?;
        let status = response.status();
        let etag = response.headers().get("etag");
        let body = response.binary().await.map_err(network)?;
        Ok(Answer { status, etag, body })
    }
}
