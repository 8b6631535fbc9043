//! Data flows to lay out: the shapes of real connections, built by hand.

use std::sync::Arc;

use causeway_model::{
    CardKind, Connection, ConnectionDataFlow, ConnectionKind, DATA_MODELS, DataFlow, DataFlowId,
    EndpointState, ExchangeKind, FlowCard, FlowCounts, Status, Timestamp, Verb,
};
use uuid::Uuid;

pub(crate) fn card(kind: CardKind, id: u128, exchange: ExchangeKind, name: &str) -> FlowCard {
    let is_key = kind == CardKind::ApiKey;
    FlowCard {
        key: format!("{}/{exchange}", Uuid::from_u128(id)).into(),
        id: Uuid::from_u128(id),
        exchange,
        name: name.to_owned(),
        url: (!is_key).then(|| "https://api.example.org/fhir/r4".to_owned()),
        connection_type: (!is_key).then(|| "hl7-fhir-rest".to_owned()),
        state: (!is_key).then_some(EndpointState::Active),
        editable: false,
        vpn: None,
        id_hidden: false,
        url_hidden: false,
        kind,
    }
}

pub(crate) fn flow(id: u128, verb: Verb, data_type: &str, left: &FlowCard, right: &FlowCard) -> DataFlow {
    DataFlow {
        id: DataFlowId(Uuid::from_u128(id)),
        verb,
        data_type: data_type.into(),
        event_types: [].into(),
        left: left.key.clone(),
        right: right.key.clone(),
        status: Status::NoTraffic,
        last_message_at: None,
    }
}

pub(crate) fn picture(left: Vec<FlowCard>, right: Vec<FlowCard>, flows: Vec<DataFlow>) -> ConnectionDataFlow {
    let now = Timestamp("2026-01-01T00:00:00.000Z".to_owned());
    let connection = Connection {
        id: causeway_model::ConnectionId(Uuid::from_u128(1)),
        environment_id: causeway_model::EnvironmentId(Uuid::from_u128(2)),
        name: "Redox Health System".to_owned(),
        kind: ConnectionKind::Default,
        status: Status::NoTraffic,
        fhir_version: None,
        flow_counts: FlowCounts::default(),
        endpoint_count: 1,
        last_message_at: None,
        vpn: None,
        created_at: now.clone(),
        updated_at: now,
        version: 1,
    };
    let shared = |cards: Vec<FlowCard>| cards.into_iter().map(Arc::new).collect();
    ConnectionDataFlow { connection, left: shared(left), right: shared(right), flows }
}

/// Every data model both ways, between one API key, one endpoint of yours and one of theirs.
pub(crate) fn default_connection() -> ConnectionDataFlow {
    use ExchangeKind::{OneWay, TwoWay};
    let name = "Redox API Endpoint";
    let left = vec![
        card(CardKind::ApiKey, 10, OneWay, name),
        card(CardKind::ApiKey, 10, TwoWay, name),
        card(CardKind::Endpoint, 11, OneWay, name),
        card(CardKind::Endpoint, 11, TwoWay, name),
    ];
    let right = vec![
        card(CardKind::Endpoint, 20, OneWay, "Redox Health System"),
        card(CardKind::Endpoint, 20, TwoWay, "Redox Health System"),
    ];
    let mut flows = vec![];
    for model in DATA_MODELS {
        let kinds = [
            (!model.notifications.is_empty(), 0, [(Verb::Send, 0), (Verb::Receive, 2)]),
            (!model.queries.is_empty(), 1, [(Verb::Request, 1), (Verb::Respond, 3)]),
        ];
        for (_, theirs, verbs) in kinds.into_iter().filter(|kind| kind.0) {
            for (verb, yours) in verbs {
                flows.push(flow(1000 + flows.len() as u128, verb, model.name, &left[yours], &right[theirs]));
            }
        }
    }
    picture(left, right, flows)
}

/// You request `resources` FHIR resources from one endpoint.
pub(crate) fn import(resources: usize) -> ConnectionDataFlow {
    let left = vec![card(CardKind::ApiKey, 10, ExchangeKind::TwoWay, "Redox API Endpoint")];
    let right = vec![card(CardKind::Endpoint, 20, ExchangeKind::TwoWay, "Example Health R4")];
    let request = |n| flow(n, Verb::Request, &format!("FHIR.Resource{n}"), &left[0], &right[0]);
    let flows = (0..resources as u128).map(request).collect();
    picture(left, right, flows)
}

/// Both kinds of exchange with several endpoints, so that your cards serve more than one of theirs.
pub(crate) fn partner(endpoints: usize, each: usize) -> ConnectionDataFlow {
    let mut base = default_connection();
    let flows_of = std::mem::take(&mut base.flows);
    base.right.clear();
    for endpoint in 0..endpoints as u128 {
        for exchange in [ExchangeKind::OneWay, ExchangeKind::TwoWay] {
            let name = format!("Endpoint {endpoint}");
            base.right.push(card(CardKind::Endpoint, 100 + endpoint, exchange, &name).into());
        }
        for (n, flow) in flows_of.iter().take(each).enumerate() {
            let id = DataFlowId(Uuid::from_u128(endpoint * 1000 + n as u128));
            let exchange = flow.verb.exchange().unwrap_or(ExchangeKind::OneWay);
            let right = format!("{}/{exchange}", Uuid::from_u128(100 + endpoint)).into();
            base.flows.push(DataFlow { id, right, ..flow.clone() });
        }
    }
    base
}
