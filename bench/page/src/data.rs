//! The benchmark's data, in the words of the model.

use std::sync::Arc;

use causeway_model::{
    CardKind, Connection, ConnectionDataFlow, ConnectionId, ConnectionKind, DataFlow, DataFlowId,
    EndpointState, EnvironmentId, ExchangeKind, FlowCard, FlowCounts, Read, Source, Status, Timestamp, Verb,
};
use uuid::Uuid;

/// `{left: [endpoint], right: [endpoint], flows: [{from, to, model, eventTypes, direction}]}`.
struct Answer(ConnectionDataFlow);

struct Party {
    id: Uuid,
    name: String,
    url: String,
}

/// What the server of Causeway would have answered.
pub(crate) fn read(text: &[u8]) -> Option<ConnectionDataFlow> {
    causeway_client::read(text).map(|Answer(answer)| answer)
}

impl Read for Answer {
    fn read(source: impl Source) -> Option<Self> {
        let (left, right) = (cards("left ", source.read("left")?), cards("right ", source.read("right")?));
        let items = source.get("flows").items()?;
        let mut flows = Vec::with_capacity(items.size_hint().0);
        for (at, item) in items.enumerate() {
            flows.push(flow(at, item, &left, &right)?);
        }
        Some(Self(ConnectionDataFlow { connection: connection(), left, right, flows }))
    }
}

impl Read for Party {
    fn read(source: impl Source) -> Option<Self> {
        Some(Self { id: source.read("id")?, name: source.read("name")?, url: source.read("url")? })
    }
}

/// Out of line, as the items of every list are.
#[inline(never)]
fn flow(at: usize, source: impl Source, left: &[Arc<FlowCard>], right: &[Arc<FlowCard>]) -> Option<DataFlow> {
    let key = |cards: &[Arc<FlowCard>], at: u32| Some(cards.get(at as usize)?.key.clone());
    Some(DataFlow {
        id: DataFlowId(Uuid::from_u128(at as u128)),
        left: key(left, source.read("from")?)?,
        right: key(right, source.read("to")?)?,
        data_type: source.read("model")?,
        event_types: source.read("eventTypes")?,
        verb: source.read("direction")?,
        status: Status::Healthy,
        last_message_at: None,
    })
}

fn cards(side: &str, parties: Vec<Party>) -> Vec<Arc<FlowCard>> {
    let card = |(at, party): (usize, Party)| FlowCard {
        key: [side, &at.to_string()].concat().into(),
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
    parties.into_iter().enumerate().map(|party| Arc::new(card(party))).collect()
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
            Some(plain) => flow.data_type = plain.into(),
            None => flow.data_type = [&flow.data_type, " *"].concat().into(),
        }
    }
    picture
}
