//! Endpoints: yours can be changed, theirs can be looked at.

use causeway_model::{EndpointId, EndpointPatch, Owner, ProblemCode};
use reqwest::{Method, StatusCode};
use serde_json::json;
use uuid::Uuid;

use crate::support::{TestServer, anonymous, code, development, engine, problem};

async fn yours(server: &TestServer) -> EndpointId {
    server.client.endpoints(server.development().await.id).await.unwrap().items[0].id
}

async fn theirs(server: &TestServer) -> EndpointId {
    let engine = server.engine().await.id;
    EndpointId(server.client.data_flow(engine).await.unwrap().value.right[0].id)
}

fn url(url: &str) -> EndpointPatch {
    EndpointPatch { url: Some(Some(url.to_owned())), ..EndpointPatch::default() }
}

#[tokio::test]
async fn you_have_one_endpoint_in_development_to_begin_with() {
    let server = TestServer::start().await;
    let environments = server.client.environments().await.unwrap().items;
    let mine = server.client.endpoints(environments[0].id).await.unwrap().items;
    assert_eq!(mine.len(), 1);
    assert_eq!((mine[0].name.as_str(), &mine[0].url, mine[0].editable), ("Redox API Endpoint", &None, true));
    let counts = server.engine().await.flow_counts;
    assert_eq!(mine[0].flow_counts.receive, 2 * counts.receive);
    assert_eq!((mine[0].flow_counts.send, mine[0].flow_counts.respond), (0, 2 * counts.respond));
    assert!(server.client.endpoints(environments[1].id).await.unwrap().items.is_empty());
}

#[tokio::test]
async fn yours_is_changed_field_by_field_and_the_picture_follows() {
    let server = TestServer::start().await;
    let id = yours(&server).await;
    let read = server.client.endpoint(id).await.unwrap();
    let patched =
        server.client.update_endpoint(id, &read.etag, &url("http://localhost:3000/in")).await.unwrap();
    assert_eq!(patched.value.url.as_deref(), Some("http://localhost:3000/in"));
    assert_eq!((patched.value.name.as_str(), patched.value.version), ("Redox API Endpoint", 2));
    let name = EndpointPatch { name: Some("  Intake ".to_owned()), ..EndpointPatch::default() };
    let patched = server.client.update_endpoint(id, &patched.etag, &name).await.unwrap();
    assert_eq!((patched.value.name.as_str(), patched.value.version), ("Intake", 3));
    assert!(patched.value.url.is_some());
    let same = server.client.update_endpoint(id, &patched.etag, &name).await.unwrap();
    assert_eq!(same, patched, "changing nothing is no new version");
    let picture = server.client.data_flow(server.engine().await.id).await.unwrap().value;
    assert!(picture.left.iter().any(|card| card.name == "Intake" && card.editable));
    let cleared = EndpointPatch { url: Some(None), ..EndpointPatch::default() };
    let cleared = server.client.update_endpoint(id, &patched.etag, &cleared).await.unwrap();
    assert_eq!(cleared.value.url, None);
}

#[tokio::test]
async fn a_change_must_name_the_version_it_was_made_from() {
    let server = TestServer::start().await;
    let id = yours(&server).await;
    let path = format!("/api/v1/endpoints/{id}");
    let without = server.request(Method::PATCH, &path).json(&json!({ "name": "A" })).send().await.unwrap();
    assert_eq!(without.status(), StatusCode::PRECONDITION_REQUIRED);
    let read = server.client.endpoint(id).await.unwrap();
    server.client.update_endpoint(id, &read.etag, &url("https://a.example")).await.unwrap();
    let stale = problem(server.client.update_endpoint(id, &read.etag, &url("https://b.example")).await);
    assert_eq!((stale.status, stale.code), (412, ProblemCode::Stale));
    let request =
        server.request(Method::PATCH, &path).header("if-match", "\"1\"").json(&json!({ "name": "B" }));
    assert_eq!(request.send().await.unwrap().headers()["etag"], "\"2\"");
    assert_eq!(server.client.endpoint(id).await.unwrap().value.url.as_deref(), Some("https://a.example"));
}

#[tokio::test]
async fn theirs_can_be_looked_at_and_not_changed() {
    let server = TestServer::start().await;
    let id = theirs(&server).await;
    let endpoint = server.client.endpoint(id).await.unwrap();
    assert_eq!((&endpoint.value.owner, endpoint.value.editable), (&Owner::Connection, false));
    assert_eq!(endpoint.value.connection.unwrap().name, "Redox Engine");
    assert_eq!(endpoint.value.url.as_deref(), Some("https://api.redoxengine.com/endpoint"));
    let refusal = problem(server.client.update_endpoint(id, &endpoint.etag, &url("https://a.example")).await);
    assert_eq!((refusal.status, refusal.code), (403, ProblemCode::Forbidden));
    assert!(refusal.detail.contains("not change it"));
}

#[tokio::test]
async fn bad_input_is_named_by_its_pointer_and_changes_nothing() {
    let server = TestServer::start().await;
    let id = yours(&server).await;
    let path = format!("/api/v1/endpoints/{id}");
    let cases = [
        (json!({ "name": "" }), 422, "/name", "length"),
        (json!({ "name": "x".repeat(121) }), 422, "/name", "length"),
        (json!({ "name": null, "url": "ftp://a.example" }), 422, "/url", "urlScheme"),
        (json!({ "url": "https://u:p@a.example" }), 422, "/url", "urlUserInfo"),
        (json!({ "url": "javascript:alert(1)" }), 422, "/url", "urlScheme"),
        (json!({ "url": 5 }), 422, "/url", "invalid"),
        (json!({ "state": "off" }), 422, "/state", "unknownField"),
    ];
    for (body, status, pointer, code) in cases {
        let request = server.request(Method::PATCH, &path).header("if-match", "*").json(&body);
        let response = request.send().await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{body}");
        let problem: causeway_model::Problem = response.json().await.unwrap();
        assert_eq!(
            (problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()),
            (pointer, code),
            "{body}"
        );
    }
    assert_eq!(server.client.endpoint(id).await.unwrap().value.version, 1);
}

#[tokio::test]
async fn another_organizations_endpoint_is_as_unknown_as_any() {
    let server = TestServer::start().await;
    let (_, other) = server.another_organization().await;
    let yours = other.endpoints(development(&other).await.id).await.unwrap().items[0].id;
    let theirs = EndpointId(other.data_flow(engine(&other).await.id).await.unwrap().value.right[0].id);
    let unknown = EndpointId(Uuid::from_u128(1));
    let expected = anonymous(problem(server.client.endpoint(unknown).await));
    assert_eq!(expected.status, 404);
    let patch = url("https://a.example");
    let expected_write = anonymous(problem(server.client.update_endpoint(unknown, "*", &patch).await));
    for foreign in [yours, theirs] {
        assert_eq!(anonymous(problem(server.client.endpoint(foreign).await)), expected);
        assert_eq!(
            anonymous(problem(server.client.update_endpoint(foreign, "*", &patch).await)),
            expected_write
        );
    }
    let foreign = development(&other).await.id;
    assert!(server.client.endpoints(foreign).await.unwrap().items.is_empty());
    assert_eq!(code(server.client.endpoint(unknown).await), ProblemCode::NotFound);
}
