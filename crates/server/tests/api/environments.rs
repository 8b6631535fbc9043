//! Environments and their summaries.

use causeway_model::{EnvironmentId, ProblemCode, Status, StatusCount};
use reqwest::{Method, StatusCode};
use uuid::Uuid;

use crate::support::{TestServer, anonymous, code, development, problem};

#[tokio::test]
async fn a_new_organization_has_three_environments() {
    let server = TestServer::start().await;
    let environments = server.client.environments().await.unwrap();
    let names: Vec<_> = environments.items.iter().map(|environment| environment.name.as_str()).collect();
    assert_eq!(names, ["Development", "Staging", "Production"]);
    assert_eq!(environments.next, None);
}

#[tokio::test]
async fn the_summary_counts_what_the_search_finds() {
    let server = TestServer::start().await;
    server.import(&["Abbey Clinic", "Bay Hospital"], &["Patient"]).await;
    let environment = server.development().await.id;
    let all = server.client.summary(environment, None).await.unwrap();
    assert_eq!(all.connections, 4);
    assert_eq!(all.by_status, [StatusCount { status: Status::NoTraffic, count: 4 }]);
    let engine = server.engine().await;
    assert_eq!(all.data_flows, 2 * engine.flow_counts.total() + 2);
    let some = server.client.summary(environment, Some("bay fhir.patient")).await.unwrap();
    assert_eq!((some.connections, some.data_flows), (1, 1));
    let none = server.client.summary(environment, Some("nowhere")).await.unwrap();
    assert_eq!((none.connections, none.data_flows, none.by_status.len()), (0, 0, 0));
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let server = TestServer::start().await;
    let path = format!("/api/v1/environments/{}/summary", server.development().await.id);
    let first = server.request(Method::GET, &path).send().await.unwrap();
    let tag = first.headers()["etag"].clone();
    let again =
        async || server.request(Method::GET, &path).header("if-none-match", &tag).send().await.unwrap();
    assert_eq!(again().await.status(), StatusCode::NOT_MODIFIED);
    server.import(&["Abbey Clinic"], &[]).await;
    assert_eq!(again().await.status(), StatusCode::OK);
}

#[tokio::test]
async fn another_organizations_environment_is_as_unknown_as_any() {
    let server = TestServer::start().await;
    let (_, other) = server.another_organization().await;
    let theirs = development(&other).await.id;
    let foreign = problem(server.client.summary(theirs, None).await);
    let unknown = problem(server.client.summary(EnvironmentId(Uuid::from_u128(1)), None).await);
    assert_eq!(anonymous(foreign.clone()), anonymous(unknown));
    assert_eq!(foreign.status, 404);
}

#[tokio::test]
async fn a_search_has_limits() {
    let server = TestServer::start().await;
    let environment = server.development().await.id;
    let long = "x".repeat(201);
    assert_eq!(code(server.client.summary(environment, Some(&long)).await), ProblemCode::BadRequest);
    assert_eq!(
        code(server.client.summary(environment, Some("1 2 3 4 5 6 7 8 9")).await),
        ProblemCode::BadRequest
    );
}
