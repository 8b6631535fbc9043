//! What is derived from a connection's endpoints and data flows: status, counts and search text. Pure; every store
//! writes the result in the transaction that changes what it derives from.

use causeway_model::{
    ALIASES, EndpointState, ExchangeKind, FlowCounts, FlowFacts, Initiator, Status, Verb, connection_status,
    flow_status, normalize_search,
};

/// What the roll-up must know of one endpoint of the connection.
#[derive(Debug, Clone)]
pub(crate) struct EndpointFacts {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) url: Option<String>,
    pub(crate) state: EndpointState,
}

/// What the roll-up must know of one data flow.
#[derive(Debug, Clone)]
pub(crate) struct FlowPart<'a> {
    pub(crate) initiator: Initiator,
    pub(crate) exchange: ExchangeKind,
    pub(crate) data_type: &'a str,
    pub(crate) status: Status,
    /// Id of your API key or endpoint.
    pub(crate) yours: &'a str,
    pub(crate) last_message_at: Option<i64>,
}

/// The derived columns of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rollup {
    pub(crate) status: Status,
    pub(crate) counts: FlowCounts,
    pub(crate) endpoint_count: u32,
    pub(crate) last_message_at: Option<i64>,
    /// Everything it is found by, except GUIDs.
    pub(crate) search_text: String,
    /// The part of that which holds for all its data flows alike: its name, its endpoints' names and URLs.
    pub(crate) search_names: String,
    /// GUIDs it is found by.
    pub(crate) search_ids: String,
}

/// Status of one data flow: the endpoint that receives or answers decides, theirs when you start it, else yours.
pub(crate) fn status_of_flow(state: Option<&EndpointState>, last_message_at: Option<i64>) -> Status {
    flow_status(&FlowFacts { endpoint_state: state, has_messages: last_message_at.is_some() })
}

pub(crate) fn rollup<'a>(
    name: &str,
    id: &str,
    endpoints: &[EndpointFacts],
    flows: impl IntoIterator<Item = FlowPart<'a>>,
) -> Rollup {
    let mut words = Words::new(name);
    let mut ids = vec![id.to_owned()];
    let mut counts = FlowCounts::default();
    let mut parts = Vec::new();
    let mut last_message_at = None;
    for endpoint in endpoints {
        words.add(&endpoint.name);
        words.add(endpoint.url.as_deref().unwrap_or_default());
        ids.push(endpoint.id.clone());
        // An endpoint counts towards the status as a flow to it without messages would.
        parts.push(status_of_flow(Some(&endpoint.state), None));
    }
    let search_names = words.text.clone();
    for flow in flows {
        let verb = Verb::derive(&flow.initiator, &flow.exchange);
        counts.add(&verb);
        words.add(flow.data_type);
        words.add(verb.as_str());
        if !ids.iter().any(|known| known == flow.yours) {
            ids.push(flow.yours.to_owned());
        }
        last_message_at = last_message_at.max(flow.last_message_at);
        parts.push(flow.status);
    }
    words.add_ours("connection");
    if !endpoints.is_empty() || counts.receive + counts.respond > 0 {
        words.add_ours("endpoint");
    }
    if counts.send + counts.request > 0 {
        words.add_ours("api key");
    }
    if counts.total() > 0 {
        words.add_ours("data flow");
    }
    Rollup {
        status: connection_status(parts),
        counts,
        endpoint_count: u32::try_from(endpoints.len()).unwrap_or(u32::MAX),
        last_message_at,
        search_text: words.text,
        search_names,
        search_ids: ids.join(" "),
    }
}

/// Search text in the making: each piece once, one space between pieces. A piece goes in only when no piece before it
/// contains it, so a search finds the same and the text stays short.
struct Words {
    text: String,
}

impl Words {
    fn new(name: &str) -> Self {
        Self { text: normalize_search(name) }
    }

    fn add(&mut self, piece: &str) {
        let piece = normalize_search(piece);
        if !piece.is_empty() && !self.text.contains(&piece) {
            self.text.push(' ');
            self.text.push_str(&piece);
        }
    }

    /// Adds one of Causeway's own words and the alias it is also found by.
    fn add_ours(&mut self, word: &str) {
        self.add(word);
        for (alias, _) in ALIASES.iter().filter(|(_, means)| *means == word) {
            self.add(alias);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(state: EndpointState) -> EndpointFacts {
        EndpointFacts {
            id: "e1".to_owned(),
            name: "Ärzte FHIR".to_owned(),
            url: Some("https://FHIR.example.org/R4".to_owned()),
            state,
        }
    }

    fn flow(data_type: &str, initiator: Initiator, exchange: ExchangeKind, status: Status) -> FlowPart<'_> {
        FlowPart { initiator, exchange, data_type, status, yours: "k1", last_message_at: None }
    }

    #[test]
    fn everything_a_connection_has_can_be_searched_for() {
        let flows = [
            flow("FHIR.Patient", Initiator::You, ExchangeKind::TwoWay, Status::NoTraffic),
            flow("Notes", Initiator::Connection, ExchangeKind::OneWay, Status::NoTraffic),
        ];
        let rollup = rollup("Praxis  Nord", "c1", &[endpoint(EndpointState::Active)], flows);
        for word in [
            "praxis nord",
            "ärzte fhir",
            "https://fhir.example.org/r4",
            "fhir.patient",
            "notes",
            "request",
            "receive",
            "endpoint",
            "destination",
            "api key",
            "source",
            "data flow",
            "subscription",
            "connection",
            "connected org",
        ] {
            assert!(rollup.search_text.contains(word), "{word} in {}", rollup.search_text);
        }
        assert_eq!(rollup.search_ids, "c1 e1 k1");
        assert_eq!(rollup.search_names, "praxis nord ärzte fhir https://fhir.example.org/r4");
        assert_eq!((rollup.counts.request, rollup.counts.receive, rollup.counts.total()), (1, 1, 2));
    }

    #[test]
    fn words_for_what_is_not_there_do_not_find() {
        let bare = rollup("Praxis", "c1", &[], []);
        for word in ["endpoint", "destination", "source", "api key", "subscription", "data flow"] {
            assert!(!bare.search_text.contains(word), "{word}");
        }
        assert!(bare.search_text.contains("connected org"));
        assert_eq!(bare.status, Status::NoTraffic);
    }

    #[test]
    fn a_broken_endpoint_brings_the_connection_down_even_without_flows() {
        assert_eq!(rollup("P", "c1", &[endpoint(EndpointState::Error)], []).status, Status::Down);
        assert_eq!(rollup("P", "c1", &[endpoint(EndpointState::Suspended)], []).status, Status::Attention);
    }
}
