//! Connections: lists, one, the picture, the end.

use causeway_model::{
    ApiKeyId, CardKind, ConnectionId, ConnectionKind, ConnectionsQuery, DATA_MODELS, DataFlow, EndpointKind,
    ExchangeKind, NewEndpoint, ProblemCode, Reroute, Status, Verb,
};
use reqwest::{Method, StatusCode};
use uuid::Uuid;

use crate::support::{TestServer, all_connections, anonymous, code, engine, named, problem};

fn unknown() -> ConnectionId {
    ConnectionId(Uuid::from_u128(1))
}

async fn found(server: &TestServer, search: &str) -> Vec<String> {
    let ask = ConnectionsQuery { search: Some(search.to_owned()), ..ConnectionsQuery::default() };
    let page = server.client.connections(&ask).await.unwrap();
    page.items.into_iter().map(|connection| connection.name).collect()
}

#[tokio::test]
async fn a_new_organization_has_the_two_default_connections() {
    let server = TestServer::start().await;
    let all = all_connections(&server.client).await;
    let names: Vec<_> = all.iter().map(|connection| connection.name.as_str()).collect();
    assert_eq!(names, ["Redox Engine", "Redox Health System"]);
    let development = server.development().await.id;
    for connection in all {
        assert_eq!((connection.kind, connection.environment_id), (ConnectionKind::Default, development));
        assert_eq!(connection.status, Status::NoTraffic);
        assert_eq!(connection.endpoint_count, 1);
        let counts = connection.flow_counts;
        assert_eq!((counts.send, counts.request), (counts.receive, counts.respond));
        assert!(counts.send > 0 && counts.request > 0);
    }
}

#[tokio::test]
async fn the_picture_of_a_default_connection_has_every_data_model_and_all_four_verbs() {
    let server = TestServer::start().await;
    let picture = server.client.data_flow(server.engine().await.id).await.unwrap().value;
    for verb in Verb::KNOWN {
        assert!(picture.flows.iter().any(|flow| flow.verb == *verb), "{verb}");
    }
    for model in DATA_MODELS {
        assert!(picture.flows.iter().any(|flow| *flow.data_type == *model.name), "{}", model.name);
    }
    // One card per object and exchange kind on either side, and every arrow ends on its cards.
    let left: Vec<_> = picture.left.iter().map(|card| (card.kind.clone(), card.exchange.clone())).collect();
    use CardKind::{ApiKey, Endpoint};
    use ExchangeKind::{OneWay, TwoWay};
    assert_eq!(left, [(ApiKey, OneWay), (ApiKey, TwoWay), (Endpoint, OneWay), (Endpoint, TwoWay)]);
    assert!(picture.left.iter().all(|card| card.name == "Redox API Endpoint"));
    assert_eq!(picture.right.len(), 2);
    assert_eq!(picture.right[0].id, picture.right[1].id);
    assert!(picture.right.iter().all(|card| !card.editable && card.name == "Redox Dev Tools"));
    for flow in &picture.flows {
        let left = picture.left.iter().find(|card| card.key == flow.left).unwrap();
        let right = picture.right.iter().find(|card| card.key == flow.right).unwrap();
        assert_eq!(Some(&left.exchange), flow.verb.exchange().as_ref());
        assert_eq!(left.exchange, right.exchange);
        let starts = matches!(flow.verb, Verb::Send | Verb::Request);
        assert_eq!(left.kind == ApiKey, starts);
        assert!(!flow.event_types.is_empty());
    }
}

#[tokio::test]
async fn an_imported_connection_without_flows_shows_its_endpoints() {
    let server = TestServer::start().await;
    server.import(&["Abbey Clinic"], &[]).await;
    let id = named(&server.client, "Abbey Clinic").await.id;
    let picture = server.client.data_flow(id).await.unwrap().value;
    assert_eq!((picture.left.len(), picture.right.len(), picture.flows.len()), (0, 1, 0));
    assert_eq!(picture.right[0].exchange, ExchangeKind::TwoWay);
}

#[tokio::test]
async fn search_finds_names_ids_urls_data_types_verbs_and_aliases() {
    let server = TestServer::start().await;
    server.import(&["Abbey Clinic", "Bay Hospital"], &["Encounter"]).await;
    let bay = named(&server.client, "Bay Hospital").await;
    let endpoint = server.client.data_flow(bay.id).await.unwrap().value.right[0].id;
    let id = bay.id.to_string();
    for search in ["bay", "BAY hosp", "fhir1.example", &id, &id[..8], &endpoint.to_string()] {
        assert_eq!(found(&server, search).await, ["Bay Hospital"], "{search}");
    }
    assert_eq!(found(&server, "fhir.encounter request").await, ["Abbey Clinic", "Bay Hospital"]);
    assert_eq!(found(&server, "send notes").await, ["Redox Engine", "Redox Health System"]);
    for alias in
        ["destination", "source", "subscription", "connected org", "connection", "api key", "data flow"]
    {
        assert_eq!(found(&server, alias).await.len(), 4, "{alias}");
    }
    for nothing in ["nowhere", "%", "_bbey", "bay\\", "'"] {
        assert_eq!(found(&server, nothing).await, [""; 0], "{nothing}");
    }
}

#[tokio::test]
async fn pages_follow_each_other_in_order_and_miss_nothing() {
    let server = TestServer::start().await;
    let names: Vec<String> = (0..25).map(|n| format!("Clinic {}", (b'a' + n) as char)).collect();
    server.import(&names.iter().map(String::as_str).collect::<Vec<_>>(), &[]).await;
    for limit in [1, 7, 27, 200] {
        let mut seen = Vec::new();
        let mut ask = ConnectionsQuery { limit: Some(limit), ..ConnectionsQuery::default() };
        loop {
            let page = server.client.connections(&ask).await.unwrap();
            assert!(page.items.len() <= limit as usize);
            seen.extend(page.items.into_iter().map(|connection| connection.name));
            let Some(next) = page.next else { break };
            ask.cursor = Some(next);
        }
        let expected: Vec<_> = ["Redox Engine", "Redox Health System"]
            .into_iter()
            .map(str::to_owned)
            .chain(names.clone())
            .collect();
        assert_eq!(seen, expected, "limit {limit}");
    }
}

#[tokio::test]
async fn the_next_page_is_also_a_link() {
    let server = TestServer::start().await;
    let response = server.request(Method::GET, "/api/v1/connections?limit=1").send().await.unwrap();
    let link = response.headers()["link"].to_str().unwrap().to_owned();
    let path = link.strip_prefix('<').unwrap().strip_suffix(">; rel=\"next\"").unwrap();
    let next = server.request(Method::GET, path).send().await.unwrap();
    assert!(!next.headers().contains_key("link"));
    let page: serde_json::Value = next.json().await.unwrap();
    assert_eq!(page["items"][0]["name"], "Redox Health System");
}

#[tokio::test]
async fn a_cursor_is_good_for_its_own_list_only() {
    let server = TestServer::start().await;
    let first =
        server.client.connections(&ConnectionsQuery { limit: Some(1), ..ConnectionsQuery::default() }).await;
    let cursor = first.unwrap().next.unwrap();
    let ask = |search: Option<&str>, cursor: String| ConnectionsQuery {
        search: search.map(str::to_owned),
        cursor: Some(cursor),
        ..ConnectionsQuery::default()
    };
    assert!(server.client.connections(&ask(None, cursor.clone())).await.is_ok());
    let (_, other) = server.another_organization().await;
    for (client, ask) in [
        (&server.client, ask(Some("redox"), cursor.clone())),
        (&server.client, ask(None, format!("{cursor}A"))),
        (&server.client, ask(None, "%%%".to_owned())),
        (&other, ask(None, cursor.clone())),
    ] {
        assert_eq!(code(client.connections(&ask).await), ProblemCode::BadRequest);
    }
}

#[tokio::test]
async fn wrong_filters_are_refused_and_named() {
    let server = TestServer::start().await;
    let ask =
        ConnectionsQuery { status: Some(Status::Other("odd".to_owned())), ..ConnectionsQuery::default() };
    let refusal = problem(server.client.connections(&ask).await);
    assert_eq!((refusal.status, refusal.errors[0].pointer.as_str()), (400, "status"));
    for limit in [0, 201] {
        let ask = ConnectionsQuery { limit: Some(limit), ..ConnectionsQuery::default() };
        assert_eq!(code(server.client.connections(&ask).await), ProblemCode::BadRequest);
    }
    for query in ["serch=a", "limit=1&limit=2", "limit=x", "environment=x", "search=%ff"] {
        let response =
            server.request(Method::GET, &format!("/api/v1/connections?{query}")).send().await.unwrap();
        assert!(query == "search=%ff" || response.status() == StatusCode::BAD_REQUEST, "{query}");
        assert!(response.status().as_u16() < 500, "{query}");
    }
}

#[tokio::test]
async fn a_connection_is_deleted_with_all_it_has() {
    let server = TestServer::start().await;
    server.import(&["Abbey Clinic"], &["Patient", "Encounter"]).await;
    let development = server.development().await.id;
    let key = async || server.client.api_keys(development).await.unwrap().items.remove(0);
    let before = key().await;
    let id = named(&server.client, "Abbey Clinic").await.id;
    let endpoint = server.client.data_flow(id).await.unwrap().value.right[0].id;
    let read = server.client.connection(id).await.unwrap();

    let without = server.request(Method::DELETE, &format!("/api/v1/connections/{id}")).send().await.unwrap();
    assert_eq!(without.status(), StatusCode::PRECONDITION_REQUIRED);
    let stale =
        server.request(Method::DELETE, &format!("/api/v1/connections/{id}")).header("if-match", "\"99\"");
    let stale = stale.send().await.unwrap();
    assert_eq!(stale.status(), StatusCode::PRECONDITION_FAILED);
    assert_eq!(stale.headers()["etag"], *read.etag);

    server.client.delete_connection(id, &read.etag).await.unwrap();
    assert_eq!(code(server.client.connection(id).await), ProblemCode::NotFound);
    assert_eq!(code(server.client.data_flow(id).await), ProblemCode::NotFound);
    let endpoint = causeway_model::EndpointId(endpoint);
    assert_eq!(code(server.client.endpoint(endpoint).await), ProblemCode::NotFound);
    assert_eq!(key().await.flow_counts.request, before.flow_counts.request - 2);
    assert_eq!(code(server.client.delete_connection(id, &read.etag).await), ProblemCode::NotFound);
}

#[tokio::test]
async fn default_connections_stay() {
    let server = TestServer::start().await;
    let engine = server.engine().await;
    assert_eq!(code(server.client.delete_connection(engine.id, "*").await), ProblemCode::Forbidden);
}

#[tokio::test]
async fn another_organizations_connection_is_as_unknown_as_any() {
    let server = TestServer::start().await;
    let (_, other) = server.another_organization().await;
    let theirs = engine(&other).await.id;
    let pairs = [
        (problem(server.client.connection(theirs).await), problem(server.client.connection(unknown()).await)),
        (problem(server.client.data_flow(theirs).await), problem(server.client.data_flow(unknown()).await)),
        (
            problem(server.client.delete_connection(theirs, "*").await),
            problem(server.client.delete_connection(unknown(), "*").await),
        ),
    ];
    for (foreign, unknown) in pairs {
        assert_eq!(foreign.status, 404);
        assert_eq!(anonymous(foreign), anonymous(unknown));
    }
    assert_eq!(all_connections(&server.client).await.len(), 2);
    let ask = ConnectionsQuery { search: Some(theirs.to_string()), ..ConnectionsQuery::default() };
    assert!(server.client.connections(&ask).await.unwrap().items.is_empty());
    assert!(other.connection(theirs).await.is_ok());
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let server = TestServer::start().await;
    let id = server.engine().await.id;
    for path in [format!("/api/v1/connections/{id}"), format!("/api/v1/connections/{id}/data-flow")] {
        let first = server.request(Method::GET, &path).send().await.unwrap();
        let again = server.request(Method::GET, &path).header("if-none-match", &first.headers()["etag"]);
        assert_eq!(again.send().await.unwrap().status(), StatusCode::NOT_MODIFIED);
    }
}

#[tokio::test]
async fn an_arrow_is_rerouted_and_everything_derived_follows() {
    let server = TestServer::start().await;
    let engine = server.engine().await;
    let environment = engine.environment_id;
    let picture = server.client.data_flow(engine.id).await.unwrap().value;
    let of = |verb: &Verb| picture.flows.iter().find(|flow| flow.verb == *verb).unwrap().clone();
    let end = |flow: &DataFlow| flow.left.split('/').next().unwrap().parse::<Uuid>().unwrap();
    let (send, receive) = (of(&Verb::Send), of(&Verb::Receive));
    let key = crate::api_keys::make(&server, "Second", &[]).await.api_key;
    let go = async |flow: &DataFlow, from: Uuid, to: Uuid| {
        server.client.reroute(engine.id, flow.id, &Reroute { from, to }).await
    };
    let moved = go(&send, end(&send), key.id.0).await.unwrap();
    assert_eq!(end(&moved), key.id.0);
    let after = server.client.data_flow(engine.id).await.unwrap().value;
    assert!(after.left.iter().any(|card| card.id == key.id.0 && card.name == "Second"));
    let counts = server.client.api_key(key.id).await.unwrap().value.flow_counts;
    assert_eq!((counts.send, counts.total()), (1, 1));
    let first = server.client.api_key(ApiKeyId(end(&send))).await.unwrap().value;
    assert_eq!(first.flow_counts.send, 2 * engine.flow_counts.send - 1);
    assert_eq!(server.client.api_key_usage(key.id).await.unwrap().items[0].flows[0].id, send.id);
    let found = ConnectionsQuery { search: Some(key.id.to_string()), ..ConnectionsQuery::default() };
    assert_eq!(server.client.connections(&found).await.unwrap().items[0].id, engine.id);
    // Somebody who has not seen it overwrites nothing; sending it again as it is changes nothing.
    assert_eq!(code(go(&send, end(&send), key.id.0).await), ProblemCode::Conflict);
    assert_eq!(go(&send, key.id.0, key.id.0).await.unwrap(), moved);
    // Each kind of arrow takes its own kind of end, of its own environment, that still works.
    for (flow, to) in [(&receive, key.id.0), (&receive, picture.right[0].id), (&moved, end(&receive))] {
        let refused = problem(go(flow, end(flow), to).await);
        assert_eq!((refused.status, refused.errors[0].pointer.as_str()), (422, "/to"));
    }
    let endpoint = NewEndpoint {
        environment_id: environment,
        name: "Second".to_owned(),
        kind: EndpointKind::Mllp,
        url: None,
        verification_token: None,
        verification_method: None,
    };
    let endpoint = server.client.create_endpoint("second", &endpoint).await.unwrap();
    assert_eq!(end(&go(&receive, end(&receive), endpoint.id.0).await.unwrap()), endpoint.id.0);
    assert_eq!(code(server.client.delete_endpoint(endpoint.id, "*", None).await), ProblemCode::Conflict);
    server.client.revoke_api_key(key.id, "*").await.unwrap();
    let other = of(&Verb::Request);
    assert_eq!(
        problem(go(&other, end(&other), key.id.0).await).status,
        422,
        "a revoked key starts nothing new"
    );
}
