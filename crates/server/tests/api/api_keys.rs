//! API keys.

use causeway_model::ApiKeyId;
use reqwest::{Method, StatusCode};
use uuid::Uuid;

use crate::support::{TestServer, anonymous, development, problem};

#[tokio::test]
async fn you_have_one_key_in_development_to_begin_with() {
    let server = TestServer::start().await;
    let keys = server.client.api_keys(server.development().await.id).await.unwrap().items;
    assert_eq!(keys.len(), 1);
    assert_eq!(keys[0].name, "Redox API Endpoint");
    let counts = server.engine().await.flow_counts;
    assert_eq!(keys[0].flow_counts.send, 2 * counts.send);
    assert_eq!((keys[0].flow_counts.receive, keys[0].flow_counts.request), (0, 2 * counts.request));
    let read = server.client.api_key(keys[0].id).await.unwrap();
    assert_eq!(read.value, keys[0]);
    let again = server.request(Method::GET, &format!("/api/v1/api-keys/{}", keys[0].id));
    let again = again.header("if-none-match", read.etag).send().await.unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn another_organizations_key_is_as_unknown_as_any() {
    let server = TestServer::start().await;
    let (_, other) = server.another_organization().await;
    let environment = development(&other).await.id;
    let theirs = other.api_keys(environment).await.unwrap().items[0].id;
    let foreign = problem(server.client.api_key(theirs).await);
    let unknown = problem(server.client.api_key(ApiKeyId(Uuid::from_u128(1))).await);
    assert_eq!(foreign.status, 404);
    assert_eq!(anonymous(foreign), anonymous(unknown));
    assert!(server.client.api_keys(environment).await.unwrap().items.is_empty());
}
