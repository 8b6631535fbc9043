//! The table of all data flows.

use causeway_model::{CardKind, DataFlowsQuery, ProblemCode, Status, Verb};

use crate::support::{TestServer, code, named};

fn ask(search: &str) -> DataFlowsQuery {
    DataFlowsQuery { search: Some(search.to_owned()), limit: Some(200), ..DataFlowsQuery::default() }
}

#[tokio::test]
async fn every_flow_is_listed_once_in_order_whatever_the_page_size() {
    let server = TestServer::start().await;
    server.import(&["Abbey Clinic", "Bay Hospital", "Zoo"], &["Encounter", "Patient"]).await;
    let mut lists = Vec::new();
    for limit in [3, 50, 200] {
        let mut rows = Vec::new();
        let mut ask = DataFlowsQuery { limit: Some(limit), ..DataFlowsQuery::default() };
        loop {
            let page = server.client.data_flows(&ask).await.unwrap();
            rows.extend(page.items);
            ask.cursor = page.next;
            if ask.cursor.is_none() {
                break;
            }
        }
        lists.push(rows);
    }
    assert_eq!(lists[0], lists[1]);
    assert_eq!(lists[1], lists[2]);
    let rows = &lists[0];
    let total = 2 * server.engine().await.flow_counts.total() + 6;
    assert_eq!(rows.len(), total as usize);
    let mut ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), rows.len());
    let mut connections: Vec<_> = rows.iter().map(|row| row.connection.name.as_str()).collect();
    connections.dedup();
    assert_eq!(connections, ["Redox Engine", "Redox Health System", "Abbey Clinic", "Bay Hospital", "Zoo"]);
}

#[tokio::test]
async fn the_list_has_the_flows_of_the_pictures() {
    let server = TestServer::start().await;
    let engine = server.engine().await;
    let picture = server.client.data_flow(engine.id).await.unwrap().value;
    let rows = server.client.data_flows(&ask(&engine.id.to_string())).await.unwrap().items;
    assert_eq!(
        rows.iter().map(|row| (row.id, row.verb.clone())).collect::<Vec<_>>(),
        picture.flows.iter().map(|flow| (flow.id, flow.verb.clone())).collect::<Vec<_>>()
    );
    for row in rows {
        let starts = matches!(row.verb, Verb::Send | Verb::Request);
        assert_eq!(row.yours.kind, if starts { CardKind::ApiKey } else { CardKind::Endpoint });
        assert_eq!(
            (row.yours.name.as_str(), row.theirs.name.as_str()),
            ("Redox API Endpoint", "Redox Dev Tools")
        );
    }
}

#[tokio::test]
async fn every_word_is_found_in_the_flow_or_its_connection() {
    let server = TestServer::start().await;
    server.import(&["Abbey Clinic", "Bay Hospital"], &["Encounter", "Patient"]).await;
    let count = async |search: &str| server.client.data_flows(&ask(search)).await.unwrap().items.len();
    assert_eq!(count("bay").await, 2);
    assert_eq!(count("bay patient").await, 1);
    assert_eq!(count("encounter request").await, 2);
    assert_eq!(count("encounter patient").await, 0);
    assert_eq!(count("fhir1.example.org").await, 2);
    assert_eq!(count("subscription destination bay").await, 2);
    assert_eq!(count("bay source").await, 2);
    assert_eq!(count("bay send").await, 0);
    assert_eq!(count("tools patientadmin").await, 4);
    assert_eq!(count("tools patientadmin source").await, 2);
    let id = named(&server.client, "Bay Hospital").await.id.to_string();
    assert_eq!(count(&id[..13]).await, 2);
}

#[tokio::test]
async fn filters_by_verb_status_and_environment_work_together() {
    let server = TestServer::start().await;
    server.import(&["Abbey Clinic"], &["Patient"]).await;
    let environments = server.client.environments().await.unwrap().items;
    let rows = async |ask: DataFlowsQuery| server.client.data_flows(&ask).await.unwrap().items;
    let request = rows(DataFlowsQuery { verb: Some(Verb::Request), limit: Some(200), ..ask("") }).await;
    assert!(request.iter().all(|row| row.verb == Verb::Request));
    assert_eq!(request.len(), 2 * server.engine().await.flow_counts.request as usize + 1);
    assert!(rows(DataFlowsQuery { status: Some(Status::Down), ..ask("") }).await.is_empty());
    assert!(!rows(DataFlowsQuery { status: Some(Status::NoTraffic), ..ask("") }).await.is_empty());
    let staging = DataFlowsQuery { environment: Some(environments[1].id), ..ask("") };
    assert!(rows(staging).await.is_empty());
    let unknown = DataFlowsQuery { verb: Some(Verb::Other("SHOUT".to_owned())), ..ask("") };
    assert_eq!(code(server.client.data_flows(&unknown).await), ProblemCode::BadRequest);
}

#[tokio::test]
async fn another_organizations_flows_are_not_there() {
    let server = TestServer::start().await;
    let (_, other) = server.another_organization().await;
    let mine = server.client.data_flows(&DataFlowsQuery::default()).await.unwrap();
    let theirs = other.data_flows(&DataFlowsQuery::default()).await.unwrap();
    assert!(mine.items.iter().all(|row| theirs.items.iter().all(|other| other.id != row.id)));
    let stolen = DataFlowsQuery { cursor: mine.next, ..DataFlowsQuery::default() };
    assert_eq!(code(other.data_flows(&stolen).await), ProblemCode::BadRequest);
}
