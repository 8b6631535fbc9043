//! What holds of every picture, however odd the connection.

use causeway_data_flow::{Options, Structure, layout, verify};
use causeway_model::{
    CardKind, ConnectionDataFlow, DataFlow, EndpointState, ExchangeKind, FlowCard, Status, Verb, VpnState,
    VpnStatus,
};
use proptest::prelude::*;

use crate::support;

pub(crate) fn any_exchange() -> impl Strategy<Value = ExchangeKind> {
    prop_oneof![Just(ExchangeKind::OneWay), Just(ExchangeKind::TwoWay)]
}

fn any_card(kinds: &'static [CardKind]) -> impl Strategy<Value = FlowCard> {
    let state = prop_oneof![Just(EndpointState::Active), Just(EndpointState::Off)];
    let vpn = prop::option::of(prop::sample::select(VpnStatus::KNOWN.to_vec()))
        .prop_map(|vpn| vpn.map(|status| VpnState { status, stale_at: None }));
    let facts = (0_u128..6, any_exchange(), ".{0,120}", prop::option::of(".{0,200}"), state, vpn);
    (prop::sample::select(kinds), facts).prop_map(|(kind, (id, exchange, name, url, state, vpn))| {
        let card = support::card(kind.clone(), id, exchange, &name);
        match kind {
            CardKind::ApiKey => card,
            _ => FlowCard { url, state: Some(state), vpn, ..card },
        }
    })
}

pub(crate) fn any_picture() -> impl Strategy<Value = ConnectionDataFlow> {
    let left = prop::collection::vec(any_card(&[CardKind::ApiKey, CardKind::Endpoint]), 1..6);
    let right = prop::collection::vec(any_card(&[CardKind::Endpoint]), 1..9);
    let verb = prop::sample::select(vec![
        Verb::Send,
        Verb::Receive,
        Verb::Request,
        Verb::Respond,
        Verb::Other("BROADCAST".to_owned()),
    ]);
    let status =
        prop::sample::select(vec![Status::Healthy, Status::Down, Status::Attention, Status::NoTraffic]);
    let data_type = prop_oneof!["[A-Za-z.]{0,60}", "[A-C]"];
    let (l, r) = (any::<prop::sample::Index>(), any::<prop::sample::Index>());
    let row = (0_u128..80, verb, data_type, status, l, r);
    (left, right, prop::collection::vec(row, 0..60)).prop_map(|(left, right, rows)| {
        let flows = rows
            .into_iter()
            .map(|(id, verb, data_type, status, l, r)| {
                let flow = support::flow(id, verb, &data_type, l.get(&left), r.get(&right));
                DataFlow { status, ..flow }
            })
            .collect();
        support::picture(left, right, flows)
    })
}

pub(crate) fn any_options() -> impl Strategy<Value = Options> {
    (200..2200, 12..33).prop_map(|(width, font)| Options { width, font })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_overlaps_and_every_arrow_ends_on_its_cards(picture in any_picture(), options in any_options()) {
        let structure = Structure::of(&picture);
        prop_assert_eq!(verify(&structure, &layout(&structure, &options)), Vec::<String>::new());
    }

    #[test]
    fn the_order_of_the_answer_does_not_matter(
        (picture, shuffled) in any_picture().prop_flat_map(|picture| {
            let flows = Just(picture.flows.clone()).prop_shuffle();
            let sides = (Just(picture.left.clone()).prop_shuffle(), Just(picture.right.clone()).prop_shuffle());
            (Just(picture), flows, sides).prop_map(|(picture, flows, (left, right))| {
                let shuffled = ConnectionDataFlow { left, right, flows, ..picture.clone() };
                (picture, shuffled)
            })
        }),
        options in any_options(),
    ) {
        let (first, second) = (Structure::of(&picture), Structure::of(&shuffled));
        prop_assert_eq!(&first, &second);
        prop_assert_eq!(layout(&first, &options), layout(&second, &options));
    }

    #[test]
    fn the_mirror_of_the_mirror_is_the_picture(picture in any_picture()) {
        let structure = Structure::of(&picture);
        prop_assert_eq!(&structure.clone().mirror().mirror(), &structure);
        let mirrored = layout(&structure.clone().mirror(), &Options::for_width(1100));
        prop_assert_eq!(mirrored.rows.len(), structure.rows.len());
    }

    #[test]
    fn more_width_never_makes_a_wide_picture_higher(picture in any_picture(), width in 720..1500) {
        let structure = Structure::of(&picture);
        let narrow = layout(&structure, &Options::for_width(width));
        let wide = layout(&structure, &Options::for_width(width + 200));
        prop_assert!(wide.height <= narrow.height);
    }
}
