//! VPN tests over the API: recorded by a monitoring agent, shown rolled up in endpoint, picture and connection, too old
//! after a while, and in nobody's way.

use std::time::Duration;

use causeway_client::Client;
use causeway_model::{
    DataFlowRow, DataFlowsQuery, Endpoint, EndpointId, EndpointPatch, PartyRef, ProblemCode, Scope,
    Timestamp, VpnResult, VpnStatus, VpnTest, VpnTestKind, VpnTestReport,
};
use causeway_server::clock::Clock;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::api_keys::{make, with};
use crate::support::{TestServer, anonymous, code, development, engine, named, problem};

const HEARTBEAT: VpnTestKind = VpnTestKind::TcpHeartbeat;
const ASSOCIATION: VpnTestKind = VpnTestKind::SecurityAssociation;

fn report(result: VpnResult) -> VpnTestReport {
    VpnTestReport {
        result,
        sending_ip: None,
        receiving_ip: None,
        receiving_port: None,
        checked_at: None,
        message: None,
    }
}

async fn yours(server: &TestServer) -> EndpointId {
    server.client.endpoints(server.development().await.id).await.unwrap().items[0].id
}

async fn theirs(server: &TestServer) -> EndpointId {
    let engine = server.engine().await.id;
    EndpointId(server.client.data_flow(engine).await.unwrap().value.right[0].id)
}

/// A client with an API key that can do nothing but record VPN tests.
async fn agent(server: &TestServer) -> Client {
    with(server, &make(server, "VPN monitor", &[Scope::VpnWrite]).await)
}

fn status(endpoint: &Endpoint) -> Option<VpnStatus> {
    endpoint.vpn.as_ref().map(|vpn| vpn.status.clone())
}

/// What the picture of a connection says of the VPN of one endpoint, card by card.
async fn on_cards(server: &TestServer, connection: &str, id: EndpointId) -> Vec<Option<VpnStatus>> {
    let connection = named(&server.client, connection).await.id;
    let picture = server.client.data_flow(connection).await.unwrap().value;
    let cards = picture.left.into_iter().chain(picture.right).filter(|card| card.id == id.0);
    cards.map(|card| card.vpn.as_ref().map(|vpn| vpn.status.clone())).collect()
}

#[tokio::test]
async fn what_an_agent_records_is_in_endpoint_picture_and_connection() {
    let server = TestServer::start().await;
    let agent = agent(&server).await;
    let id = theirs(&server).await;
    assert_eq!(server.client.endpoint(id).await.unwrap().value.vpn, None);
    assert_eq!(on_cards(&server, "Redox Engine", id).await, [None, None]);
    assert_eq!(server.engine().await.vpn, None);
    let full = VpnTestReport {
        sending_ip: Some("10.153.0.7".to_owned()),
        receiving_ip: Some("2001:DB8:0:0::1".to_owned()),
        receiving_port: Some(2575),
        message: Some("  connect timed out ".to_owned()),
        ..report(VpnResult::NoAnswer)
    };
    let recorded = agent.record_vpn_test(id, &HEARTBEAT, &full).await.unwrap();
    let now = server.clock.now();
    let expected = VpnTest {
        kind: HEARTBEAT,
        result: VpnResult::NoAnswer,
        sending_ip: Some("10.153.0.7".to_owned()),
        receiving_ip: Some("2001:db8::1".to_owned()),
        receiving_port: Some(2575),
        checked_at: now.timestamp(),
        stale_at: now.after(Duration::from_secs(900)).timestamp(),
        message: Some("connect timed out".to_owned()),
    };
    assert_eq!(recorded, expected);
    agent.record_vpn_test(id, &ASSOCIATION, &report(VpnResult::Passed)).await.unwrap();
    let vpn = server.client.endpoint(id).await.unwrap().value.vpn.unwrap();
    assert_eq!(vpn.status, VpnStatus::Attention);
    assert_eq!(vpn.tests.iter().map(|test| &test.kind).collect::<Vec<_>>(), [&ASSOCIATION, &HEARTBEAT]);
    assert_eq!(vpn.tests[1], expected);
    let attention = Some(VpnStatus::Attention);
    assert_eq!(on_cards(&server, "Redox Engine", id).await, [attention.clone(), attention.clone()]);
    let connection = server.engine().await;
    assert_eq!(connection.vpn.as_ref().map(|vpn| &vpn.status), attention.as_ref());
    assert_eq!(server.client.connection(connection.id).await.unwrap().value, connection);
    assert_eq!(named(&server.client, "Redox Health System").await.vpn, None, "nothing of another connection");
    agent.record_vpn_test(id, &ASSOCIATION, &report(VpnResult::Down)).await.unwrap();
    assert_eq!(on_cards(&server, "Redox Engine", id).await, [Some(VpnStatus::Down), Some(VpnStatus::Down)]);
    for kind in [ASSOCIATION, HEARTBEAT] {
        agent.delete_vpn_test(id, &kind).await.unwrap();
    }
    assert_eq!(server.client.endpoint(id).await.unwrap().value.vpn, None);
    assert_eq!(server.engine().await.vpn, None);
    assert_eq!(code(agent.delete_vpn_test(id, &HEARTBEAT).await), ProblemCode::NotFound);
}

#[tokio::test]
async fn your_own_endpoint_counts_for_every_connection_that_sends_to_it() {
    let server = TestServer::start().await;
    let id = yours(&server).await;
    server.client.record_vpn_test(id, &HEARTBEAT, &report(VpnResult::Passed)).await.unwrap();
    let listed = server.client.endpoints(server.development().await.id).await.unwrap().items;
    assert_eq!(status(&listed[0]), Some(VpnStatus::Up));
    for connection in ["Redox Engine", "Redox Health System"] {
        let cards = on_cards(&server, connection, id).await;
        assert!(!cards.is_empty() && cards.iter().all(|vpn| *vpn == Some(VpnStatus::Up)), "{cards:?}");
        let vpn = named(&server.client, connection).await.vpn.unwrap();
        assert_eq!(vpn.status, VpnStatus::Up);
    }
    // Worst first: theirs is down, yours is up.
    let down = theirs(&server).await;
    server.client.record_vpn_test(down, &ASSOCIATION, &report(VpnResult::Down)).await.unwrap();
    assert_eq!(server.engine().await.vpn.unwrap().status, VpnStatus::Down);
    assert_eq!(named(&server.client, "Redox Health System").await.vpn.unwrap().status, VpnStatus::Up);
}

#[tokio::test]
async fn results_that_are_too_old_turn_gray_by_themselves() {
    let server = TestServer::start().await;
    let id = theirs(&server).await;
    server.client.record_vpn_test(id, &HEARTBEAT, &report(VpnResult::Passed)).await.unwrap();
    server.clock.advance(Duration::from_secs(14 * 60));
    let fresh = server.client.endpoint(id).await.unwrap();
    assert_eq!(status(&fresh.value), Some(VpnStatus::Up));
    server.clock.advance(Duration::from_secs(60));
    let stale = server.client.endpoint(id).await.unwrap();
    assert_eq!(status(&stale.value), Some(VpnStatus::Unknown));
    assert_eq!(stale.value.vpn.unwrap().tests[0].result, VpnResult::Passed, "what was recorded stays");
    assert_ne!(fresh.etag, stale.etag);
    assert_eq!(on_cards(&server, "Redox Engine", id).await[0], Some(VpnStatus::Unknown));
    let vpn = server.engine().await.vpn.unwrap();
    assert_eq!((vpn.status, vpn.stale_at), (VpnStatus::Unknown, None));
}

#[tokio::test]
async fn a_red_result_that_is_too_old_gives_way_to_a_yellow_one_that_is_not() {
    let server = TestServer::start().await;
    let id = theirs(&server).await;
    server.client.record_vpn_test(id, &ASSOCIATION, &report(VpnResult::Down)).await.unwrap();
    server.clock.advance(Duration::from_secs(10 * 60));
    server.client.record_vpn_test(id, &HEARTBEAT, &report(VpnResult::NoAnswer)).await.unwrap();
    assert_eq!(server.engine().await.vpn.unwrap().status, VpnStatus::Down);
    server.clock.advance(Duration::from_secs(10 * 60));
    assert_eq!(server.engine().await.vpn.unwrap().status, VpnStatus::Attention);
    assert_eq!(status(&server.client.endpoint(id).await.unwrap().value), Some(VpnStatus::Attention));
}

#[tokio::test]
async fn the_newest_result_counts_whatever_order_they_arrive_in() {
    let server = TestServer::start().await;
    let id = theirs(&server).await;
    let at = |minutes: u64, result| VpnTestReport {
        checked_at: Some(server.clock.now().after(Duration::from_secs(minutes * 60)).timestamp()),
        ..report(result)
    };
    let newest = server.client.record_vpn_test(id, &HEARTBEAT, &at(3, VpnResult::Passed)).await.unwrap();
    let older = server.client.record_vpn_test(id, &HEARTBEAT, &at(2, VpnResult::NoAnswer)).await.unwrap();
    assert_eq!(older, newest, "the answer is what is stored");
    let corrected = server.client.record_vpn_test(id, &HEARTBEAT, &at(3, VpnResult::NoAnswer)).await.unwrap();
    assert_eq!(corrected.result, VpnResult::NoAnswer);
    let elsewhere = VpnTestReport {
        checked_at: Some(Timestamp("2020-01-01T01:00:00+01:00".to_owned())),
        ..report(VpnResult::Down)
    };
    let old = server.client.record_vpn_test(id, &ASSOCIATION, &elsewhere).await.unwrap();
    assert_eq!(old.checked_at.0, "2020-01-01T00:00:00.000Z");
    assert_eq!(status(&server.client.endpoint(id).await.unwrap().value), Some(VpnStatus::Attention));
}

#[tokio::test]
async fn bad_results_are_named_by_their_pointer_and_recorded_nowhere() {
    let server = TestServer::start().await;
    let (yours, theirs) = (yours(&server).await, theirs(&server).await);
    let ahead = |seconds| server.clock.now().after(Duration::from_secs(seconds)).timestamp().0;
    let with = |field: &str, value: Value| {
        let mut body = json!({ "result": "passed" });
        body[field] = value;
        body
    };
    let cases = [
        (theirs, "tcpHeartbeat", json!({ "result": "exploded" }), "/result", "invalid"),
        (theirs, "tcpHeartbeat", json!({ "result": "down" }), "/result", "invalid"),
        (theirs, "securityAssociation", json!({ "result": "noAnswer" }), "/result", "invalid"),
        (yours, "ping", json!({ "result": "noAnswer" }), "/result", "invalid"),
        (theirs, "ping", json!({}), "/result", "required"),
        (theirs, "ping", with("sendingIp", json!("10.0.0")), "/sendingIp", "address"),
        (theirs, "ping", with("receivingIp", json!("vpn.example.org")), "/receivingIp", "address"),
        (theirs, "ping", with("receivingPort", json!(0)), "/receivingPort", "port"),
        (theirs, "ping", with("receivingPort", json!(65_536)), "/receivingPort", "invalid"),
        (theirs, "ping", with("checkedAt", json!("yesterday")), "/checkedAt", "time"),
        (theirs, "ping", with("checkedAt", json!(ahead(301))), "/checkedAt", "future"),
        (theirs, "ping", with("message", json!("a".repeat(501))), "/message", "length"),
        (theirs, "ping", with("message", json!("a\u{7}b")), "/message", "characters"),
        (theirs, "ping", with("colour", json!("green")), "/colour", "unknownField"),
    ];
    for (id, kind, body, pointer, code) in cases {
        let path = format!("/api/v1/endpoints/{id}/vpn-tests/{kind}");
        let response = server.request(Method::PUT, &path).json(&body).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{kind} {body}");
        let problem: causeway_model::Problem = response.json().await.unwrap();
        let error = &problem.errors[0];
        assert_eq!((error.pointer.as_str(), error.code.as_str()), (pointer, code), "{kind} {body}");
    }
    for id in [yours, theirs] {
        assert_eq!(server.client.endpoint(id).await.unwrap().value.vpn, None);
    }
    let edge = with("checkedAt", json!(ahead(300)));
    let path = format!("/api/v1/endpoints/{theirs}/vpn-tests/ping");
    assert_eq!(server.request(Method::PUT, &path).json(&edge).send().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn rows_of_the_table_of_all_data_flows_tell_the_vpn_of_both_ends() {
    let server = TestServer::start().await;
    let agent = agent(&server).await;
    let (theirs, yours) = (theirs(&server).await, yours(&server).await);
    let rows = async || {
        let ask = DataFlowsQuery { limit: Some(200), ..DataFlowsQuery::default() };
        server.client.data_flows(&ask).await.unwrap().items
    };
    assert!(rows().await.iter().all(|row| row.theirs.vpn.is_none() && row.yours.vpn.is_none()));
    agent.record_vpn_test(theirs, &HEARTBEAT, &report(VpnResult::NoAnswer)).await.unwrap();
    agent.record_vpn_test(yours, &HEARTBEAT, &report(VpnResult::Passed)).await.unwrap();
    let of = |party: &PartyRef| party.vpn.as_ref().map(|vpn| vpn.status.clone());
    let check = |rows: &[DataFlowRow], at_theirs: VpnStatus, at_yours: VpnStatus| {
        assert!(rows.len() > 100);
        for row in rows {
            let expected = (row.theirs.id == theirs.0).then(|| at_theirs.clone());
            assert_eq!(of(&row.theirs), expected, "{}", row.connection.name);
            // API keys have none.
            assert_eq!(of(&row.yours), (row.yours.id == yours.0).then(|| at_yours.clone()));
        }
    };
    check(&rows().await, VpnStatus::Attention, VpnStatus::Up);
    server.clock.advance(Duration::from_secs(15 * 60));
    check(&rows().await, VpnStatus::Unknown, VpnStatus::Unknown);
}

#[tokio::test]
async fn an_agents_results_make_nobodys_edit_stale_and_are_seen_by_whoever_polls() {
    let server = TestServer::start().await;
    let agent = agent(&server).await;
    let id = yours(&server).await;
    let path = format!("/api/v1/endpoints/{id}");
    let poll = async |etag: &str| {
        let asked = server.request(Method::GET, &path).header("if-none-match", etag);
        asked.send().await.unwrap().status()
    };
    let read = server.client.endpoint(id).await.unwrap();
    assert_eq!(poll(&read.etag).await, StatusCode::NOT_MODIFIED);
    agent.record_vpn_test(id, &HEARTBEAT, &report(VpnResult::Passed)).await.unwrap();
    assert_eq!(poll(&read.etag).await, StatusCode::OK, "the new result is seen");
    let seen = server.client.endpoint(id).await.unwrap();
    assert_eq!(seen.value.version, read.value.version);
    assert_eq!(poll(&seen.etag).await, StatusCode::NOT_MODIFIED);
    server.clock.advance(Duration::from_secs(60));
    agent.record_vpn_test(id, &HEARTBEAT, &report(VpnResult::NotTested)).await.unwrap();
    assert_eq!(poll(&seen.etag).await, StatusCode::OK);
    // Both what was read before any result and what was read before the last one can be saved.
    let name = |name: &str| EndpointPatch { name: Some(name.to_owned()), ..EndpointPatch::default() };
    let first = server.client.update_endpoint(id, &read.etag, &name("One")).await.unwrap();
    assert_eq!(status(&first.value), Some(VpnStatus::Unknown), "the answer to a change has the VPN too");
    agent.record_vpn_test(id, &HEARTBEAT, &report(VpnResult::Passed)).await.unwrap();
    let second = server.client.update_endpoint(id, &first.etag, &name("Two")).await.unwrap();
    assert_eq!(second.value.version, read.value.version + 2);
    // And a change by a person still makes one stale.
    assert_eq!(code(server.client.update_endpoint(id, &seen.etag, &name("No")).await), ProblemCode::Stale);
    let connection = server.client.connection(server.engine().await.id).await.unwrap();
    let connection_path = format!("/api/v1/connections/{}", connection.value.id);
    let same = server.request(Method::GET, &connection_path).header("if-none-match", &connection.etag);
    assert_eq!(same.send().await.unwrap().status(), StatusCode::NOT_MODIFIED);
    server.clock.advance(Duration::from_secs(15 * 60));
    let gray = server.request(Method::GET, &connection_path).header("if-none-match", &connection.etag);
    assert_eq!(gray.send().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn another_organizations_endpoint_and_an_unknown_kind_are_as_unknown_as_any() {
    let server = TestServer::start().await;
    let (_, other) = server.another_organization().await;
    let yours = other.endpoints(development(&other).await.id).await.unwrap().items[0].id;
    let theirs = EndpointId(other.data_flow(engine(&other).await.id).await.unwrap().value.right[0].id);
    let passed = report(VpnResult::Passed);
    other.record_vpn_test(yours, &HEARTBEAT, &passed).await.unwrap();
    let record = async |id| anonymous(problem(server.client.record_vpn_test(id, &HEARTBEAT, &passed).await));
    let remove = async |id| anonymous(problem(server.client.delete_vpn_test(id, &HEARTBEAT).await));
    let unknown = EndpointId(Uuid::from_u128(1));
    assert_eq!(record(unknown).await.status, 404);
    for foreign in [yours, theirs] {
        assert_eq!(record(foreign).await, record(unknown).await);
        assert_eq!(remove(foreign).await, remove(unknown).await);
    }
    assert_eq!(status(&other.endpoint(yours).await.unwrap().value), Some(VpnStatus::Up), "it is still there");
    let mine = self::yours(&server).await;
    let odd = VpnTestKind::Other("dns".to_owned());
    assert_eq!(code(server.client.record_vpn_test(mine, &odd, &passed).await), ProblemCode::NotFound);
}

#[tokio::test]
async fn tests_go_with_their_endpoint_and_with_their_connection() {
    let server = TestServer::start().await;
    server.import(&["Mercy"], &["Patient"]).await;
    let mercy = named(&server.client, "Mercy").await.id;
    let read = server.client.data_flow(mercy).await.unwrap().value;
    let id = EndpointId(read.right[0].id);
    server.client.record_vpn_test(id, &HEARTBEAT, &report(VpnResult::Passed)).await.unwrap();
    let connection = server.client.connection(mercy).await.unwrap();
    server.client.delete_connection(mercy, &connection.etag).await.unwrap();
    assert_eq!(code(server.client.endpoint(id).await), ProblemCode::NotFound);
    let new = causeway_model::NewEndpoint {
        environment_id: server.development().await.id,
        name: "Short-lived".to_owned(),
        kind: causeway_model::EndpointKind::Mllp,
        url: None,
        verification_token: None,
        verification_method: None,
    };
    let made = server.client.create_endpoint("vpn", &new).await.unwrap().id;
    server.client.record_vpn_test(made, &HEARTBEAT, &report(VpnResult::Passed)).await.unwrap();
    let etag = server.client.endpoint(made).await.unwrap().etag;
    server.client.delete_endpoint(made, &etag, None).await.unwrap();
    assert_eq!(code(server.client.endpoint(made).await), ProblemCode::NotFound);
}
