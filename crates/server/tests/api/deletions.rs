//! Deleting what is in use: refused without its name, and with it everything that depends on it follows.

use causeway_client::ClientError;
use causeway_model::{
    AuthStrategy, ConnectionsQuery, DataFlowsQuery, EndpointPatch, NewAuthCredential, ProblemCode, Verb,
    VerificationState, VpnResult, VpnTestKind, VpnTestReport,
};
use reqwest::Method;

use crate::api_keys::{make, with};
use crate::support::{TestServer, all_connections, code, problem};

/// Refused with the name missing (409) and wrong (422), and nothing has changed.
fn refused(without: Result<(), ClientError>, wrong: Result<(), ClientError>) {
    assert_eq!(code(without), ProblemCode::Conflict);
    let wrong = problem(wrong);
    assert_eq!((wrong.status, wrong.errors[0].pointer.as_str()), (422, "confirm"));
}

/// What is derived of every connection agrees with its arrows.
async fn consistent(server: &TestServer) {
    for connection in all_connections(&server.client).await {
        let picture = server.client.data_flow(connection.id).await.unwrap().value;
        let count = |verb: Verb| picture.flows.iter().filter(|flow| flow.verb == verb).count();
        let counts = connection.flow_counts;
        let counted = [Verb::Send, Verb::Receive, Verb::Request, Verb::Respond].map(count);
        let stored = [counts.send, counts.receive, counts.request, counts.respond].map(|it| it as usize);
        assert_eq!(counted, stored, "{}", connection.name);
    }
}

async fn found(server: &TestServer, search: &str) -> usize {
    let ask = ConnectionsQuery { search: Some(search.to_owned()), ..ConnectionsQuery::default() };
    server.client.connections(&ask).await.unwrap().items.len()
}

#[tokio::test]
async fn an_api_key_in_use_takes_its_arrows_along_once_it_is_named() {
    let server = TestServer::start().await;
    server.import(&["Mercy"], &["Patient"]).await;
    let key = server.client.api_keys(server.development().await.id).await.unwrap().items.remove(0);
    let usage = server.client.api_key_usage(key.id).await.unwrap();
    assert_eq!(usage.connections, 3);
    let delete = async |confirm| server.client.delete_api_key(key.id, "*", confirm).await;
    refused(delete(None).await, delete(Some("Redox API endpoint")).await);
    assert_eq!(server.client.api_key_usage(key.id).await.unwrap(), usage);
    assert_eq!(found(&server, "FHIR.Patient").await, 1);
    delete(Some(&key.name)).await.unwrap();
    assert_eq!(code(server.client.api_key(key.id).await), ProblemCode::NotFound);
    consistent(&server).await;
    let all = all_connections(&server.client).await;
    assert_eq!(all.len(), 3, "the connections stay");
    assert!(all.iter().all(|it| it.flow_counts.send + it.flow_counts.request == 0));
    let mercy = all.iter().find(|it| it.name == "Mercy").unwrap();
    assert_eq!((mercy.flow_counts.total(), mercy.endpoint_count), (0, 1));
    for gone in ["FHIR.Patient".to_owned(), "source".to_owned(), key.id.to_string()] {
        assert_eq!(found(&server, &gone).await, 0, "{gone}");
    }
    let rows = server.client.data_flows(&DataFlowsQuery::default()).await.unwrap().items;
    assert!(rows.iter().all(|row| matches!(row.verb, Verb::Receive | Verb::Respond)));
    // An import draws its arrows again, with a key of its own.
    server.import(&["Mercy"], &["Patient"]).await;
    assert_eq!(found(&server, "FHIR.Patient").await, 1);
    consistent(&server).await;
}

#[tokio::test]
async fn an_endpoint_in_use_takes_its_arrows_along_once_it_is_named() {
    let server = TestServer::start().await;
    let environment = server.development().await.id;
    let endpoint = server.client.endpoints(environment).await.unwrap().items.remove(0);
    let report = VpnTestReport {
        result: VpnResult::Passed,
        sending_ip: None,
        receiving_ip: None,
        receiving_port: None,
        checked_at: None,
        message: None,
    };
    server.client.record_vpn_test(endpoint.id, &VpnTestKind::Ping, &report).await.unwrap();
    assert!(server.engine().await.vpn.is_some());
    let delete = async |confirm| server.client.delete_endpoint(endpoint.id, "*", confirm).await;
    refused(delete(None).await, delete(Some("")).await);
    delete(Some(&endpoint.name)).await.unwrap();
    consistent(&server).await;
    let engine = server.engine().await;
    assert_eq!((engine.flow_counts.receive, engine.flow_counts.respond, engine.vpn), (0, 0, None));
    assert!(engine.flow_counts.send > 0);
    assert_eq!(found(&server, "receive").await, 0);
    assert_eq!(found(&server, &endpoint.id.to_string()).await, 0);
    let key = server.client.api_keys(environment).await.unwrap().items.remove(0);
    assert_eq!(key.flow_counts.total(), 2 * engine.flow_counts.total(), "what you start stays");
}

#[tokio::test]
async fn endpoints_are_left_with_the_token_alone_when_their_credential_goes() {
    let server = TestServer::start().await;
    let environment = server.development().await.id;
    let new = NewAuthCredential {
        environment_id: environment,
        name: "Gate & way / ü".to_owned(),
        strategy: AuthStrategy::Basic,
        settings: [("username", "a"), ("password", "b")].map(|(a, b)| (a.to_owned(), b.to_owned())).into(),
        headers: Vec::new(),
    };
    let credential = server.client.create_auth_credential("c", &new).await.unwrap();
    let endpoint = server.client.endpoints(environment).await.unwrap().items.remove(0);
    let patch = EndpointPatch {
        auth_credential_id: Some(Some(credential.id)),
        url: Some(Some("http://127.0.0.1:9/in".to_owned())),
        verification_token: Some("a-long-random-token".to_owned()),
        ..EndpointPatch::default()
    };
    server.client.update_endpoint(endpoint.id, "*", &patch).await.unwrap();
    // Nobody listens there, so this is one of the states that must not survive.
    let before = server.client.verify_endpoint(endpoint.id).await.unwrap().value;
    assert_eq!(before.verification.unwrap().state, VerificationState::Failed);
    let delete = async |confirm| server.client.delete_auth_credential(credential.id, "*", confirm).await;
    refused(delete(None).await, delete(Some("Gate")).await);
    delete(Some(&new.name)).await.unwrap();
    let after = server.client.endpoint(endpoint.id).await.unwrap().value;
    assert_eq!((after.auth_credential.as_ref(), after.version), (None, before.version + 1));
    assert_eq!(after.flow_counts, endpoint.flow_counts);
    let verification = after.verification.unwrap();
    assert_eq!((verification.state, verification.has_token), (VerificationState::Unverified, true));
    assert_eq!((verification.detail, verification.checked_at), (None, None));
}

#[tokio::test]
async fn what_is_not_in_use_needs_no_name_and_takes_no_wrong_one() {
    let server = TestServer::start().await;
    let made = make(&server, "Unused", &[]).await;
    let wrong = server.client.delete_api_key(made.api_key.id, "*", Some("Used")).await;
    assert_eq!(code(wrong), ProblemCode::Validation);
    assert!(with(&server, &made).session().await.is_ok());
    let path = format!("/api/v1/api-keys/{}", made.api_key.id);
    for (query, status) in [("?confirm=a&confirm=b", 400), ("?confirmed=Unused", 400), ("", 204)] {
        let request = server.request(Method::DELETE, &format!("{path}{query}")).header("if-match", "*");
        assert_eq!(request.send().await.unwrap().status().as_u16(), status, "{query}");
    }
}
