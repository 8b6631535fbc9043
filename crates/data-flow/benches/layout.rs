//! How long it takes from the server's answer to positions and paths, on the machine itself.
//!
//! The answer has the shape of real exchanges: about eight arrows per endpoint, most of them straight across, some to
//! a neighbour, a few anywhere. `cargo xtask bench` runs it.

use std::sync::Arc;

use causeway_data_flow::{Options, Structure, layout};
use causeway_model::{
    CardKind, Connection, ConnectionDataFlow, ConnectionId, ConnectionKind, DATA_MODELS, DataFlow,
    DataFlowId, EndpointState, EnvironmentId, ExchangeKind, FlowCard, FlowCounts, Status, Timestamp, Verb,
};
use divan::Bencher;
use uuid::Uuid;

const SIZES: [usize; 4] = [10, 100, 1000, 5000];

fn main() {
    divan::main();
}

#[divan::bench(args = SIZES)]
fn structure(bencher: Bencher, arrows: usize) {
    let answer = answer(arrows);
    bencher.bench_local(|| Structure::of(divan::black_box(&answer)));
}

#[divan::bench(args = SIZES)]
fn lay_out(bencher: Bencher, arrows: usize) {
    let structure = Structure::of(&answer(arrows));
    bencher.bench_local(|| layout(divan::black_box(&structure), &Options::for_width(1240)));
}

/// A small generator, so that every run lays out the same picture (D. Lehmer's, with the constants of MINSTD).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0 * 48_271 % 0x7fff_ffff;
        usize::try_from(self.0).unwrap_or(0) % limit
    }
}

fn answer(arrows: usize) -> ConnectionDataFlow {
    let mut random = Random(arrows as u64 * 7919 + 1);
    let cards = arrows.div_ceil(8).max(2);
    let side = |offset: u128| (0..cards as u128).map(|id| Arc::new(card(offset + id))).collect::<Vec<_>>();
    let data_types: Vec<Arc<str>> = DATA_MODELS.iter().map(|model| model.name.into()).collect();
    let (left, right) = (side(1 << 20), side(1 << 21));
    let flows = (0..arrows).map(|at| {
        let from = at * cards / arrows;
        let to = match random.below(100) {
            0..80 => from,
            80..95 => (from + random.below(5)).saturating_sub(2).min(cards - 1),
            _ => random.below(cards),
        };
        DataFlow {
            id: DataFlowId(Uuid::from_u128(at as u128 + 1)),
            verb: Verb::KNOWN[random.below(4)].clone(),
            data_type: data_types[random.below(data_types.len())].clone(),
            event_types: [].into(),
            left: left[from].key.clone(),
            right: right[to].key.clone(),
            status: Status::Healthy,
            last_message_at: None,
        }
    });
    let flows = flows.collect();
    ConnectionDataFlow { connection: connection(), left, right, flows }
}

fn card(id: u128) -> FlowCard {
    let id = Uuid::from_u128(id);
    FlowCard {
        key: format!("{id}/oneWay").into(),
        kind: CardKind::Endpoint,
        id,
        exchange: ExchangeKind::OneWay,
        name: format!("Mercy General Hospital {}", id.as_u128() % 1000),
        url: Some(format!("https://endpoint{}.example.org/fhir/r4", id.as_u128() % 1000)),
        connection_type: None,
        state: Some(EndpointState::Active),
        editable: false,
        vpn: None,
        id_hidden: false,
        url_hidden: false,
    }
}

fn connection() -> Connection {
    let now = Timestamp("2026-01-01T00:00:00.000Z".to_owned());
    Connection {
        id: ConnectionId(Uuid::from_u128(1)),
        environment_id: EnvironmentId(Uuid::from_u128(2)),
        name: "Mercy".to_owned(),
        kind: ConnectionKind::Partner,
        status: Status::Healthy,
        fhir_version: None,
        flow_counts: FlowCounts::default(),
        endpoint_count: 1,
        last_message_at: None,
        vpn: None,
        created_at: now.clone(),
        updated_at: now,
        version: 1,
    }
}
