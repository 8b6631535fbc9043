//! How much of a picture an embed shows. Pure: a picture in, what is left of it out.
//!
//! Every field of the picture is named here, so that a new one does not compile until somebody has decided about it.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use causeway_model::{
    CardKind, Connection, ConnectionDataFlow, DataFlow, DataFlowId, EnvironmentId, FlowCard, Reveal,
    Timestamp,
};
use uuid::Uuid;

/// Stands where a time has to be and none shall be told.
const NEVER: &str = "1970-01-01T00:00:00.000Z";

/// The picture reduced to what an embed reveals. `secret` makes the stand-ins of ids: the same in every answer of an
/// embed, and of no use to whoever guesses ids, since real ones follow from names and URLs.
pub(crate) fn reduced(picture: ConnectionDataFlow, reveal: &Reveal, secret: Uuid) -> ConnectionDataFlow {
    match reveal {
        Reveal::Everything => picture,
        Reveal::NoAddresses => without_addresses(picture),
        // A level that a newer version wrote may mean anything; this one shows nothing it does not have to.
        Reveal::Names | Reveal::Other(_) => names_only(picture, secret),
    }
}

fn without_addresses(picture: ConnectionDataFlow) -> ConnectionDataFlow {
    let ConnectionDataFlow { connection, left, right, flows } = picture;
    let mut names = Names::new(&[]);
    let mut cards = |cards: Vec<Arc<FlowCard>>| {
        let card = |card: FlowCard| {
            let name = names.of(&card);
            let FlowCard {
                key,
                kind,
                id,
                exchange,
                name: _,
                url,
                connection_type,
                state,
                editable,
                // What the tests say together: no addresses.
                vpn,
                id_hidden,
                url_hidden: _,
            } = card;
            FlowCard {
                key,
                kind,
                id,
                exchange,
                name,
                url: None,
                connection_type,
                state,
                editable,
                vpn,
                id_hidden,
                url_hidden: url.is_some(),
            }
        };
        cards.into_iter().map(Arc::unwrap_or_clone).map(card).map(Arc::new).collect::<Vec<_>>()
    };
    let (left, right) = (cards(left), cards(right));
    let connection = Connection { name: names.of_connection(connection.name.clone()), ..connection };
    ConnectionDataFlow { left, right, connection, flows }
}

fn names_only(picture: ConnectionDataFlow, secret: Uuid) -> ConnectionDataFlow {
    let ConnectionDataFlow { connection, left, right, flows } = picture;
    let stand_in = |id: Uuid| Uuid::new_v5(&secret, id.as_bytes());
    let mut names = Names::new(&[has_id]);
    let mut cards = |cards: Vec<Arc<FlowCard>>| {
        let card = |card: FlowCard| {
            let name = names.of(&card);
            let FlowCard {
                key,
                kind,
                id,
                exchange,
                name: _,
                url,
                connection_type,
                state,
                editable: _,
                vpn: _,
                id_hidden: _,
                url_hidden: _,
            } = card;
            FlowCard {
                key: key_of(&key, secret),
                kind,
                id: stand_in(id),
                exchange,
                name,
                url: None,
                connection_type,
                state,
                editable: false,
                vpn: None,
                id_hidden: true,
                url_hidden: url.is_some(),
            }
        };
        cards.into_iter().map(Arc::unwrap_or_clone).map(card).map(Arc::new).collect::<Vec<_>>()
    };
    let (left, right) = (cards(left), cards(right));
    let connection = Connection { name: names.of_connection(connection.name.clone()), ..connection };
    ConnectionDataFlow {
        left,
        right,
        connection: bare(connection, &stand_in),
        flows: flows.into_iter().map(|flow| unnumbered(flow, secret, &stand_in)).collect(),
    }
}

/// The connection keeps its own id: whoever asks for the picture has said it.
fn bare(connection: Connection, stand_in: &impl Fn(Uuid) -> Uuid) -> Connection {
    let Connection {
        id,
        environment_id,
        name,
        kind,
        status,
        fhir_version,
        flow_counts,
        endpoint_count,
        last_message_at,
        vpn: _,
        created_at: _,
        updated_at: _,
        version: _,
    } = connection;
    Connection {
        id,
        environment_id: EnvironmentId(stand_in(environment_id.0)),
        name,
        kind,
        status,
        fhir_version,
        flow_counts,
        endpoint_count,
        last_message_at,
        vpn: None,
        created_at: Timestamp(NEVER.to_owned()),
        updated_at: Timestamp(NEVER.to_owned()),
        version: 0,
    }
}

fn unnumbered(flow: DataFlow, secret: Uuid, stand_in: &impl Fn(Uuid) -> Uuid) -> DataFlow {
    let DataFlow { id, verb, data_type, event_types, left, right, status, last_message_at } = flow;
    DataFlow {
        id: DataFlowId(stand_in(id.0)),
        verb,
        data_type,
        event_types,
        left: key_of(&left, secret),
        right: key_of(&right, secret),
        status,
        last_message_at,
    }
}

/// A card's key with the stand-in of its id; the same for a card and the arrows that end at it.
fn key_of(key: &str, secret: Uuid) -> Arc<str> {
    let (id, exchange) = key.split_once('/').unwrap_or((key, ""));
    let parsed = Uuid::try_parse(id).ok();
    let stand_in = Uuid::new_v5(&secret, parsed.as_ref().map_or(id.as_bytes(), |id| id.as_bytes()));
    format!("{stand_in}/{exchange}").into()
}

/// Names that tell nothing else. An endpoint whose file gave it no name is called after the host of its URL, and people
/// call endpoints after their addresses: those get a number instead.
struct Names {
    forbidden: &'static [fn(&str) -> bool],
    numbers: HashMap<Uuid, usize>,
}

impl Names {
    fn new(forbidden: &'static [fn(&str) -> bool]) -> Self {
        Self { forbidden, numbers: HashMap::new() }
    }

    fn of(&mut self, card: &FlowCard) -> String {
        if !self.tells(&card.name, card.url.as_deref()) {
            return card.name.clone();
        }
        let next = self.numbers.len() + 1;
        let number = self.numbers.entry(card.id).or_insert(next);
        let kind = if card.kind == CardKind::ApiKey { "API key" } else { "Endpoint" };
        format!("{kind} {number}")
    }

    /// The name of a connection: that of an organization, unless whoever made it knew no more than an address.
    fn of_connection(&self, name: String) -> String {
        if self.tells(&name, None) { "Connection".to_owned() } else { name }
    }

    fn tells(&self, name: &str, url: Option<&str>) -> bool {
        let name = name.to_ascii_lowercase();
        let host = url.and_then(host).filter(|host| !host.is_empty());
        name.contains("://")
            || host.is_some_and(|host| name.contains(&host))
            || runs(&name, |it| it.is_ascii_digit() || it == '.').any(is_address)
            || runs(&name, |it| it.is_ascii_hexdigit() || it == ':').any(is_address)
            || runs(&name, |it| it.is_ascii_alphanumeric() || it == '.' || it == '-').any(is_host)
            || self.forbidden.iter().any(|is| is(&name))
    }
}

/// The host of a URL, as text: enough to look for it in a name.
fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next()?;
    let authority = authority.rsplit_once('@').map_or(authority, |(_, authority)| authority);
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    Some(host.to_ascii_lowercase())
}

/// The longest pieces of a name that are made of such characters, whatever they are joined to, without the marks of a
/// sentence around them.
fn runs(name: &str, of: fn(char) -> bool) -> impl Iterator<Item = &str> {
    name.split(move |it| !of(it)).map(|run| run.trim_matches(['.', '-'])).filter(|run| !run.is_empty())
}

/// An IP address, or one with a port behind it.
fn is_address(run: &str) -> bool {
    run.parse::<IpAddr>().is_ok()
        || run.rsplit_once(':').is_some_and(|(host, _)| host.parse::<IpAddr>().is_ok())
}

/// The name of a host: three labels or more, the last one of letters. It need not be that of the URL, which may have
/// changed since the endpoint was called after it.
fn is_host(run: &str) -> bool {
    let labels: Vec<&str> = run.split('.').collect();
    let top = labels.last().copied().unwrap_or_default();
    labels.len() > 2
        && labels.iter().all(|label| !label.is_empty())
        && top.len() > 1
        && top.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Whether a GUID is anywhere in it.
fn has_id(name: &str) -> bool {
    name.as_bytes().windows(36).any(|window| Uuid::try_parse_ascii(window).is_ok())
}

#[cfg(test)]
mod tests {
    use causeway_model::{
        ConnectionId, ConnectionKind, EndpointState, ExchangeKind, FlowCounts, Status, Verb, VpnState,
        VpnStatus,
    };

    use super::*;

    const SECRET: Uuid = Uuid::from_u128(0x5ec2e7);

    fn id(last: u128) -> Uuid {
        Uuid::from_u128(0xdead_beef_0000_4000_8000_0000_0000_0000 + last)
    }

    fn time(minute: u32) -> Timestamp {
        Timestamp(format!("2026-11-25T08:{minute:02}:59.999Z"))
    }

    fn card(kind: CardKind, number: u128, exchange: ExchangeKind, name: &str, url: Option<&str>) -> FlowCard {
        FlowCard {
            key: format!("{}/{exchange}", id(number)).into(),
            kind,
            id: id(number),
            exchange,
            name: name.to_owned(),
            url: url.map(str::to_owned),
            connection_type: Some("hl7-fhir-rest".to_owned()),
            state: Some(EndpointState::Active),
            editable: true,
            vpn: Some(VpnState { status: VpnStatus::Up, stale_at: Some(time(15)) }),
            id_hidden: false,
            url_hidden: false,
        }
    }

    /// Everything in it that shall not be told is marked: ids begin with `deadbeef`, addresses hold `marked`.
    fn picture() -> ConnectionDataFlow {
        use ExchangeKind::{OneWay, TwoWay};
        let url = Some("https://fhir.marked.example:8443/r4?tenant=marked");
        let left = vec![
            card(CardKind::ApiKey, 1, TwoWay, "Intake", None),
            card(CardKind::Endpoint, 2, OneWay, "Inbox of 203.0.113.77:2575", Some("http://marked.example")),
        ];
        let right = vec![
            card(CardKind::Endpoint, 3, OneWay, "ADT in", url),
            card(CardKind::Endpoint, 3, TwoWay, "ADT in", url),
            card(CardKind::Endpoint, 4, TwoWay, "FHIR.marked.example/…/R4", url),
            card(CardKind::Endpoint, 5, TwoWay, &format!("Old {}", id(5)), Some("https://marked.example")),
        ];
        let arrow = |number, verb, left: &FlowCard, right: &FlowCard| DataFlow {
            id: DataFlowId(id(number)),
            verb,
            data_type: "PatientAdmin".into(),
            event_types: ["Arrival".into()].into(),
            left: left.key.clone(),
            right: right.key.clone(),
            status: Status::Healthy,
            last_message_at: Some(time(1)),
        };
        let flows = vec![
            arrow(10, Verb::Request, &left[0], &right[1]),
            arrow(11, Verb::Receive, &left[1], &right[0]),
        ];
        let connection = Connection {
            id: ConnectionId(Uuid::from_u128(7)),
            environment_id: EnvironmentId(id(20)),
            name: "Mercy".to_owned(),
            kind: ConnectionKind::Partner,
            status: Status::Healthy,
            fhir_version: Some("4.0.1".to_owned()),
            flow_counts: FlowCounts::default(),
            endpoint_count: 3,
            last_message_at: Some(time(1)),
            vpn: Some(VpnState { status: VpnStatus::Up, stale_at: Some(time(15)) }),
            created_at: time(2),
            updated_at: time(3),
            version: 4,
        };
        let shared = |cards: Vec<FlowCard>| cards.into_iter().map(Arc::new).collect();
        ConnectionDataFlow { connection, left: shared(left), right: shared(right), flows }
    }

    fn text(reveal: &Reveal) -> String {
        serde_json::to_string(&reduced(picture(), reveal, SECRET)).unwrap()
    }

    #[test]
    fn names_only_tells_no_id_no_address_and_no_vpn() {
        let text = text(&Reveal::Names).to_ascii_lowercase();
        for mark in [
            "deadbeef",
            "marked",
            "203.0.113",
            "2575",
            "08:02",
            "08:03",
            "08:15",
            "tenant",
            "\"up\"",
            "true,\"vpn\"",
        ] {
            assert!(!text.contains(mark), "{mark} in {text}");
        }
        for kept in ["mercy", "intake", "adt in", "patientadmin", "healthy", "\"idhidden\":true"] {
            assert!(text.contains(kept), "{kept} not in {text}");
        }
    }

    #[test]
    fn a_level_of_a_newer_version_tells_as_little_as_the_least() {
        assert_eq!(text(&Reveal::Other("diagrams".to_owned())), text(&Reveal::Names));
    }

    #[test]
    fn no_addresses_keeps_ids() {
        let text = text(&Reveal::NoAddresses).to_ascii_lowercase();
        for mark in ["marked", "203.0.113", "2575", "tenant", "idhidden"] {
            assert!(!text.contains(mark), "{mark} in {text}");
        }
        assert!(text.contains("deadbeef") && text.contains("\"up\""));
        assert!(text.contains(&format!("old {}", id(5))), "an id is no address");
    }

    #[test]
    fn everything_is_everything() {
        assert_eq!(reduced(picture(), &Reveal::Everything, SECRET), picture());
    }

    #[test]
    fn arrows_still_end_at_their_cards_and_a_repeated_card_is_still_the_same_endpoint() {
        let whole = picture();
        let small = reduced(whole.clone(), &Reveal::Names, SECRET);
        for (before, after) in whole.flows.iter().zip(&small.flows) {
            let at =
                |cards: &[Arc<FlowCard>], key: &str| cards.iter().position(|card| &*card.key == key).unwrap();
            assert_eq!(at(&whole.left, &before.left), at(&small.left, &after.left));
            assert_eq!(at(&whole.right, &before.right), at(&small.right, &after.right));
        }
        assert_eq!(small.right[0].id, small.right[1].id);
        assert_ne!(small.right[0].key, small.right[1].key);
        for card in small.left.iter().chain(&small.right) {
            assert_eq!(*card.key, *format!("{}/{}", card.id, card.exchange));
            assert_eq!(card.id.get_version_num(), 5);
        }
    }

    #[test]
    fn stand_ins_stay_the_same_and_differ_between_embeds() {
        let of = |secret| reduced(picture(), &Reveal::Names, secret);
        assert_eq!(of(SECRET), of(SECRET));
        assert_ne!(of(SECRET).flows[0].id, of(Uuid::from_u128(1)).flows[0].id);
    }

    #[test]
    fn names_that_tell_an_address_become_numbers_and_others_stay() {
        let names = |name: &str, url: Option<&str>| {
            Names::new(&[has_id]).of(&card(CardKind::Endpoint, 1, ExchangeKind::OneWay, name, url))
        };
        let url = Some("https://ehr.mercy.example/r4");
        for telling in [
            "ehr.mercy.example",
            "EHR.Mercy.example/…/R4",
            "R4 (ehr.mercy.example)",
            "https://other.example",
            "old.mercy.example",
            "to old.mercy.example:8443/fhir",
            "VPN 10.1.2.3",
            "10.1.2.3:2575",
            "lab [2001:db8::1]",
            "peer=10.1.2.3",
            "DEADBEEF-0000-4000-8000-000000000001",
            "VPN-10.1.2.3",
            "peer:10.1.2.3",
            "10.1.2.3_old",
            "fe80::1, lab",
            "mllp:adt.mercy.example",
            "adt.mercy.example#prod",
            "id:deadbeef-0000-4000-8000-000000000001",
            "key_deadbeef-0000-4000-8000-000000000001+1",
        ] {
            assert_eq!(names(telling, url), "Endpoint 1", "{telling}");
        }
        for harmless in [
            "Mercy ADT",
            "v2.5.1 MLLP",
            "R4",
            "Intake 7",
            "8:30 batch",
            "U.S.A. east",
            "St. Mary",
            "FHIR.Patient",
        ] {
            assert_eq!(names(harmless, url), harmless);
        }
        assert_eq!(names("anything", None), "anything");
        let of = |name: &str| Names::new(&[has_id]).of_connection(name.to_owned());
        assert_eq!(of("fhir.mercy.example"), "Connection");
        assert_eq!(of("Mercy"), "Mercy");
    }
}
