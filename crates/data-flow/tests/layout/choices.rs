//! What the reader chooses changes what is drawn, and never loses anything on the way.

use std::collections::BTreeSet;

use causeway_data_flow::{Choice, Content, GROUP_ABOVE, RowId, RowKind, Side, Structure, layout, verify};
use causeway_model::{ConnectionDataFlow, DataFlowId, ExchangeKind, Status, Verb};
use proptest::prelude::*;

use crate::properties::{any_options, any_picture};
use crate::support;

fn any_choice() -> impl Strategy<Value = Choice> {
    let find = prop_oneof![Just(String::new()), "[a-c]", "[a-z]{1,3} [a-z]"];
    let verbs = prop::collection::vec(prop::sample::select(Verb::KNOWN.to_vec()), 0..3);
    let data_type = prop::option::of("[A-C]");
    let status = prop::option::of(prop::sample::select(vec![Status::Healthy, Status::Down]));
    let open = prop::collection::vec("[A-C]", 0..3);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), prop::option::of(any::<bool>()));
    (find, verbs, data_type, status, flags, open).prop_map(|(find, verbs, data_type, status, flags, open)| {
        let (only_unhealthy, fold, mirror, group) = flags;
        Choice {
            find,
            verbs,
            data_type,
            status,
            only_unhealthy,
            only_selected: false,
            fold,
            mirror,
            group,
            open,
            table: false,
        }
    })
}

fn ids(picture: &ConnectionDataFlow) -> BTreeSet<DataFlowId> {
    picture.flows.iter().map(|flow| flow.id).collect()
}

/// Arrows that have a row of their own.
fn drawn(structure: &Structure) -> Vec<DataFlowId> {
    structure.rows.iter().filter_map(|row| row.id.flow()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_is_chosen_the_picture_is_sound(
        picture in any_picture(), choice in any_choice(), options in any_options(),
    ) {
        let structure = Structure::chosen(&picture, &choice, None);
        prop_assert_eq!(verify(&structure, &layout(&structure, &options)), Vec::<String>::new());
        prop_assert_eq!(structure.total, ids(&picture).len());
        prop_assert!(choice.is_filtered() || structure.shown == structure.total);
    }

    #[test]
    fn a_group_counts_its_arrows_and_never_hides_what_is_unhealthy(picture in any_picture()) {
        let all = Structure::of(&picture);
        let grouped = Structure::chosen(&picture, &Choice { group: Some(true), ..Choice::default() }, None);
        let counted: u32 = grouped.rows.iter().map(|row| match &row.kind {
            RowKind::Group(group) => group.flows - group.unhealthy,
            RowKind::Flow(_) => 1,
        }).sum();
        prop_assert_eq!(counted as usize, all.rows.len());
        let by_itself = drawn(&grouped);
        for flow in &picture.flows {
            let kept = all.rows.iter().any(|row| row.id == RowId::Flow(flow.id));
            // Of two flows with one id either may be the one that counts.
            let doubled = picture.flows.iter().filter(|other| other.id == flow.id).count() > 1;
            if kept && !doubled && flow.status.is_unhealthy() {
                prop_assert!(by_itself.contains(&flow.id), "{:?}", flow);
            }
        }
        // Opened, every arrow is there again.
        let open: Vec<String> = grouped.rows.iter().map(|row| row.data_type.to_string()).collect();
        let opened = Structure::chosen(&picture, &Choice { group: Some(true), open, ..Choice::default() }, None);
        prop_assert_eq!(drawn(&opened), drawn(&all));
    }

    #[test]
    fn folding_leaves_one_card_per_endpoint_and_every_arrow(picture in any_picture()) {
        let folded = Structure::chosen(&picture, &Choice { fold: true, group: Some(false), ..Choice::default() }, None);
        for side in [Side::Left, Side::Right] {
            let ids: Vec<_> = folded.cards(side).iter().filter_map(|card| Some(card.facts()?.id)).collect();
            let distinct: BTreeSet<_> = ids.iter().collect();
            prop_assert_eq!(distinct.len(), ids.len());
            let count = folded.count(side);
            prop_assert_eq!(count.parties, count.cards);
        }
        prop_assert_eq!(drawn(&folded), drawn(&Structure::of(&picture)));
    }

    #[test]
    fn a_filter_shows_exactly_what_fits(picture in any_picture(), verb in prop::sample::select(Verb::KNOWN.to_vec())) {
        for mirror in [false, true] {
            let choice = Choice { verbs: vec![verb.clone()], group: Some(false), mirror, ..Choice::default() };
            let structure = Structure::chosen(&picture, &choice, None);
            prop_assert!(structure.rows.iter().all(|row| row.verb() == Some(&verb)));
            let all = Structure::chosen(&picture, &Choice { verbs: vec![], ..choice }, None);
            let fitting = all.rows.iter().filter(|row| row.verb() == Some(&verb)).count();
            prop_assert_eq!(structure.rows.len(), fitting);
            let used = |side: Side| structure.rows.iter().map(|row| row.card(side)).collect::<BTreeSet<_>>().len();
            prop_assert_eq!(structure.left.len(), used(Side::Left));
            prop_assert_eq!(structure.right.len(), used(Side::Right));
        }
    }
}

#[test]
fn many_arrows_are_grouped_by_themselves() {
    let few = Structure::chosen(&support::import(GROUP_ABOVE), &Choice::default(), None);
    assert!(!few.grouped);
    let many = support::partner(4, 72);
    let grouped = Structure::chosen(&many, &Choice::default(), None);
    assert!(grouped.grouped && grouped.rows.len() < 30, "{}", grouped.rows.len());
    assert_eq!(grouped.shown, 288);
    let several = |side| {
        let mut cards = grouped.cards(side).iter().map(|card| &card.content);
        cards.find(|content| matches!(content, Content::Several(_))).cloned()
    };
    assert_eq!(several(Side::Right), Some(Content::Several(8)));
    assert_eq!(grouped.count(Side::Right).parties, 4);
    let ungrouped = Structure::chosen(&many, &Choice { group: Some(false), ..Choice::default() }, None);
    assert_eq!(ungrouped.rows.len(), 288);
}

#[test]
fn finding_looks_at_arrow_ends_and_other_vocabularies() {
    let mut picture = support::default_connection();
    let admit = picture.flows.iter_mut().find(|flow| *flow.data_type == *"PatientAdmin").unwrap();
    admit.event_types = ["Transfer".into()].into();
    let found = |find: &str| {
        let choice = Choice { find: find.to_owned(), ..Choice::default() };
        Structure::chosen(&picture, &choice, None).shown
    };
    assert_eq!(found("adt^a02"), 1);
    assert_eq!(found("encounter UPDATE"), 1);
    assert_eq!(found("patientadmin send"), 1);
    assert_eq!(found("api.example.org"), picture.flows.len());
    assert_eq!(found("nothing of the kind"), 0);
    assert_eq!(found("00000014"), picture.flows.len(), "a piece of their GUID");
    assert_eq!(found("00001"), 0, "five characters are too few");
}

#[test]
fn only_the_selected_arrow_is_shown_while_there_is_one() {
    let picture = support::import(5);
    let choice = Choice { only_selected: true, ..Choice::default() };
    let selected = picture.flows[3].id;
    assert_eq!(drawn(&Structure::chosen(&picture, &choice, Some(selected))), [selected]);
    assert_eq!(Structure::chosen(&picture, &choice, None).shown, 5);
}

#[test]
fn a_mirrored_picture_has_the_sides_and_verbs_of_the_other() {
    let picture = support::import(2);
    let mirrored = Structure::chosen(&picture, &Choice { mirror: true, ..Choice::default() }, None);
    assert!(mirrored.mirrored);
    assert!(mirrored.rows.iter().all(|row| row.verb() == Some(&Verb::Respond)));
    assert_eq!(mirrored.left[0].facts().unwrap().exchange, ExchangeKind::TwoWay);
    assert_eq!(mirrored.left[0].facts().unwrap().name, "Example Health R4");
}
