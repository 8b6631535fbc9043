//! Imports over the API; reading files is tested with the readers.

use causeway_model::{EnvironmentId, ImportRequest, ProblemCode, Tally, Verb};
use serde_json::json;
use uuid::Uuid;

use crate::support::{TestServer, all_connections, capability, code, development, directory, named, problem};

fn created(count: u32) -> Tally {
    Tally { created: count, ..Tally::default() }
}

fn unchanged(count: u32) -> Tally {
    Tally { unchanged: count, ..Tally::default() }
}

#[tokio::test]
async fn a_directory_becomes_connections_and_twice_changes_nothing() {
    let server = TestServer::start().await;
    let names = ["Abbey Clinic", "Bay Hospital", "Abbey Clinic"];
    let report = server.import(&names, &["Patient", "Encounter"]).await;
    assert_eq!((report.rows.total, report.rows.accepted, report.rows.rejected), (3, 3, 0));
    assert_eq!(
        (report.connections, report.endpoints, report.data_flows),
        (created(2), created(3), created(4))
    );
    let before = all_connections(&server.client).await;
    let key = server.client.api_keys(server.development().await.id).await.unwrap();

    let report = server.import(&names, &["Patient", "Encounter"]).await;
    assert_eq!(
        (report.connections, report.endpoints, report.data_flows),
        (unchanged(2), unchanged(3), unchanged(4))
    );
    assert_eq!(all_connections(&server.client).await, before);
    assert_eq!(server.client.api_keys(server.development().await.id).await.unwrap(), key);
}

#[tokio::test]
async fn each_resource_is_one_arrow_to_the_first_endpoint() {
    let server = TestServer::start().await;
    server.import(&["Abbey Clinic", "Abbey Clinic"], &["Patient", "Encounter"]).await;
    let connection = named(&server.client, "Abbey Clinic").await;
    assert_eq!(connection.fhir_version.as_deref(), Some("4.0.1"));
    assert_eq!((connection.endpoint_count, connection.flow_counts.request), (2, 2));
    let picture = server.client.data_flow(connection.id).await.unwrap().value;
    let types: Vec<_> = picture.flows.iter().map(|flow| &*flow.data_type).collect();
    assert_eq!(types, ["FHIR.Encounter", "FHIR.Patient"]);
    assert_eq!(picture.right[0].url.as_deref(), Some("https://fhir0.example.org/r4"));
    for flow in &picture.flows {
        assert_eq!((&flow.verb, &flow.right), (&Verb::Request, &picture.right[0].key));
        assert_eq!(*flow.event_types, ["read".into(), "search-type".into()]);
        assert_eq!(flow.left, picture.left[0].key);
    }
    let endpoint = causeway_model::EndpointId(picture.right[0].id);
    let endpoint = server.client.endpoint(endpoint).await.unwrap().value;
    assert_eq!((endpoint.fhir_version.as_deref(), endpoint.flow_counts.request), (Some("4.0.1"), 2));
}

#[tokio::test]
async fn a_later_import_adds_and_keeps() {
    let server = TestServer::start().await;
    server.import(&["Abbey Clinic"], &[]).await;
    let before = named(&server.client, "Abbey Clinic").await;
    let report = server.import(&["Abbey Clinic", "Bay Hospital"], &["Patient"]).await;
    assert_eq!(report.connections, Tally { created: 1, updated: 1, unchanged: 0 });
    assert_eq!(report.data_flows, created(2));
    let after = named(&server.client, "Abbey Clinic").await;
    assert_eq!((after.id, after.version), (before.id, before.version + 1));
    let report = server.import(&["Abbey Clinic"], &["Encounter"]).await;
    assert_eq!(report.data_flows, created(1));
    assert_eq!(named(&server.client, "Abbey Clinic").await.flow_counts.request, 2);
    let endpoint = server.client.data_flow(after.id).await.unwrap().value.right.remove(0);
    let endpoint = server.client.endpoint(causeway_model::EndpointId(endpoint.id)).await.unwrap().value;
    assert_eq!(endpoint.flow_counts.request, 2);
}

#[tokio::test]
async fn an_environment_without_a_key_gets_one() {
    let server = TestServer::start().await;
    let staging = server.client.environments().await.unwrap().items[1].id;
    assert!(server.client.api_keys(staging).await.unwrap().items.is_empty());
    let request = ImportRequest {
        environment_id: staging,
        directory: directory(&["Abbey Clinic"]),
        capability: Some(capability(&["Patient"])),
    };
    for _ in 0..2 {
        server.client.import(&request).await.unwrap();
    }
    let keys = server.client.api_keys(staging).await.unwrap().items;
    assert_eq!(
        (keys.len(), keys[0].name.as_str(), keys[0].flow_counts.request),
        (1, "Redox API Endpoint", 1)
    );
}

#[tokio::test]
async fn bad_rows_are_listed_and_good_rows_are_kept() {
    let server = TestServer::start().await;
    let mut rows = directory(&["Abbey Clinic", "Bay Hospital"]);
    rows["Endpoints"][0]["URL"] = json!("not a url");
    let request =
        ImportRequest { environment_id: server.development().await.id, directory: rows, capability: None };
    let report = server.client.import(&request).await.unwrap();
    assert_eq!((report.rows.accepted, report.rows.rejected), (1, 1));
    assert_eq!(report.problems[0].position, 1);
    assert!(report.problems[0].pointer.starts_with("/Endpoints/0"));
    assert_eq!(report.connections, created(1));
}

#[tokio::test]
async fn a_wrong_file_is_refused_whole_and_named() {
    let server = TestServer::start().await;
    let environment_id = server.development().await.id;
    let good = directory(&["Abbey Clinic"]);
    let cases = [
        (json!({ "name": "x" }), None, "/directory"),
        (capability(&["Patient"]), None, "/directory/resourceType"),
        (good.clone(), Some(good.clone()), "/capability"),
    ];
    for (directory, capability, pointer) in cases {
        let request = ImportRequest { environment_id, directory, capability };
        let refusal = problem(server.client.import(&request).await);
        assert_eq!((refusal.status, refusal.code.clone()), (422, ProblemCode::Validation));
        assert!(refusal.errors[0].pointer.starts_with(pointer), "{refusal:?}");
    }
    assert_eq!(all_connections(&server.client).await.len(), 2);
}

#[tokio::test]
async fn another_organizations_environment_is_as_unknown_as_any() {
    let server = TestServer::start().await;
    let (_, other) = server.another_organization().await;
    let theirs = development(&other).await.id;
    let unknown = EnvironmentId(Uuid::from_u128(1));
    for environment_id in [theirs, unknown] {
        let request =
            ImportRequest { environment_id, directory: directory(&["Abbey Clinic"]), capability: None };
        let refusal = problem(server.client.import(&request).await);
        assert_eq!((refusal.status, refusal.errors[0].pointer.as_str()), (422, "/environmentId"));
    }
    assert_eq!(all_connections(&other).await.len(), 2);
    let request =
        ImportRequest { environment_id: theirs, directory: directory(&["Abbey Clinic"]), capability: None };
    assert_eq!(
        code(causeway_client::Client::new(&*server.base).import(&request).await),
        ProblemCode::Unauthenticated
    );
}
