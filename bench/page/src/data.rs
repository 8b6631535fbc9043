//! The benchmark's data, in the words of the model.

use causeway_model::{
    CardKind, Connection, ConnectionDataFlow, ConnectionId, ConnectionKind, DataFlow, DataFlowId,
    EndpointState, EnvironmentId, ExchangeKind, FlowCard, FlowCounts, Read, Source, Status, Timestamp, Verb,
};
use uuid::Uuid;

/// `{left: [endpoint], right: [endpoint], flows: [{from, to, model, eventTypes, direction}]}`.
struct Answer {
    left: Vec<Party>,
    right: Vec<Party>,
    flows: Vec<Flow>,
}

struct Party {
    id: Uuid,
    name: String,
    url: String,
}

struct Flow {
    from: u32,
    to: u32,
    model: String,
    event_types: Vec<String>,
    direction: String,
}

impl Read for Answer {
    fn read(source: impl Source) -> Option<Self> {
        let [left, right] = ["left", "right"].map(|side| Read::read(source.get(side)));
        Some(Self { left: left?, right: right?, flows: source.read("flows")? })
    }
}

impl Read for Party {
    fn read(source: impl Source) -> Option<Self> {
        Some(Self { id: source.read("id")?, name: source.read("name")?, url: source.read("url")? })
    }
}

impl Read for Flow {
    fn read(source: impl Source) -> Option<Self> {
        Some(Self {
            from: source.read("from")?,
            to: source.read("to")?,
            model: source.read("model")?,
            event_types: source.read("event_types")?,
            direction: source.read("direction")?,
        })
    }
}

/// What the server of Causeway would have answered.
pub(crate) fn read(text: &[u8]) -> Option<ConnectionDataFlow> {
    let answer: Answer = causeway_client::read(text)?;
    let (left, right) = (cards("left ", answer.left), cards("right ", answer.right));
    let key =
        |cards: &[FlowCard], at: u32| cards.get(at as usize).map(|card| card.key.clone()).unwrap_or_default();
    let flow = |(at, flow): (usize, Flow)| DataFlow {
        id: DataFlowId(Uuid::from_u128(at as u128)),
        verb: Verb::from(flow.direction.as_str()),
        data_type: flow.model,
        event_types: flow.event_types,
        left: key(&left, flow.from),
        right: key(&right, flow.to),
        status: Status::Healthy,
        last_message_at: None,
    };
    let flows = answer.flows.into_iter().enumerate().map(flow).collect();
    Some(ConnectionDataFlow { connection: connection(), left, right, flows })
}

fn cards(side: &str, parties: Vec<Party>) -> Vec<FlowCard> {
    let card = |(at, party): (usize, Party)| FlowCard {
        key: [side, &at.to_string()].concat(),
        kind: CardKind::Endpoint,
        id: party.id,
        exchange: ExchangeKind::OneWay,
        name: party.name,
        url: Some(party.url),
        connection_type: None,
        state: Some(EndpointState::Active),
        editable: false,
        vpn: None,
        id_hidden: false,
        url_hidden: false,
    };
    parties.into_iter().enumerate().map(card).collect()
}

fn connection() -> Connection {
    let never = Timestamp("2026-01-01T00:00:00.000Z".to_owned());
    Connection {
        id: ConnectionId(Uuid::nil()),
        environment_id: EnvironmentId(Uuid::nil()),
        name: "Their organization".to_owned(),
        kind: ConnectionKind::Partner,
        status: Status::Healthy,
        fhir_version: None,
        flow_counts: FlowCounts::default(),
        endpoint_count: 0,
        last_message_at: None,
        vpn: None,
        created_at: never.clone(),
        updated_at: never,
        version: 1,
    }
}

/// The same picture with one data flow turned around and its label marked, as a refresh would bring it.
pub(crate) fn changed(picture: &ConnectionDataFlow, id: DataFlowId) -> ConnectionDataFlow {
    let mut picture = picture.clone();
    if let Some(flow) = picture.flows.iter_mut().find(|flow| flow.id == id) {
        let to_the_right = matches!(flow.verb, Verb::Send | Verb::Request);
        flow.verb = if to_the_right { Verb::Receive } else { Verb::Send };
        match flow.data_type.strip_suffix(" *") {
            Some(plain) => flow.data_type = plain.to_owned(),
            None => flow.data_type.push_str(" *"),
        }
    }
    picture
}
