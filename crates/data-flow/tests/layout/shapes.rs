//! The pictures of real connections have the shape people expect.

use causeway_data_flow::{Content, Form, Layout, Options, Side, Structure, layout};
use causeway_model::{ConnectionDataFlow, DATA_MODELS, DataModel, Verb};

use crate::support;

fn draw(picture: &ConnectionDataFlow, width: i32) -> (Structure, Layout) {
    let structure = Structure::of(picture);
    let layout = layout(&structure, &Options::for_width(width));
    assert_eq!(causeway_data_flow::verify(&structure, &layout), Vec::<String>::new());
    (structure, layout)
}

#[test]
fn a_default_connection_has_straight_arrows_in_four_groups() {
    let (structure, layout) = draw(&support::default_connection(), 1100);
    assert_eq!(layout.form, Form::Wide);
    let kinds = |model: &DataModel| {
        usize::from(!model.notifications.is_empty()) + usize::from(!model.queries.is_empty())
    };
    assert_eq!(layout.rows.len(), 2 * DATA_MODELS.iter().map(kinds).sum::<usize>());
    assert!(layout.rows.iter().all(|row| !layout.path(row).contains('C') && row.from.y == row.to.y));
    let mut verbs: Vec<Verb> =
        layout.rows.iter().filter_map(|placed| structure.rows[placed.row].verb().cloned()).collect();
    verbs.dedup();
    assert_eq!(verbs, [Verb::Send, Verb::Receive, Verb::Request, Verb::Respond]);
    assert_eq!((layout.left.len(), layout.right.len()), (4, 2));
    let count = structure.count(Side::Right);
    assert_eq!((count.parties, count.cards), (1, 2));
    assert_eq!(layout.ties.len(), 3, "API key, your endpoint and theirs are each shown twice");
}

#[test]
fn rows_of_a_group_are_in_alphabetical_order() {
    let (structure, layout) = draw(&support::default_connection(), 1100);
    let sent: Vec<&str> = layout
        .rows
        .iter()
        .map(|placed| &structure.rows[placed.row])
        .filter(|row| row.verb() == Some(&Verb::Send))
        .map(|row| &*row.data_type)
        .collect();
    assert!(sent.is_sorted());
    assert_eq!(sent.first(), Some(&"Claim"));
}

#[test]
fn cards_stay_small_beside_many_rows_and_a_rail_runs_along_them() {
    let (_, layout) = draw(&support::import(39), 1100);
    let (card, last) = (&layout.right[0], layout.rows.last().unwrap());
    assert!(card.rect.height < 160, "{:?}", card.rect);
    assert!(card.reach > last.top);
    assert!(layout.rails.iter().all(|rail| rail.bottom > last.to.y));
}

#[test]
fn an_api_key_card_is_shorter_than_an_endpoint_card() {
    let (_, layout) = draw(&support::import(3), 1100);
    assert!(layout.left[0].rect.height < layout.right[0].rect.height);
}

#[test]
fn the_first_arrow_of_a_card_meets_its_name() {
    let (_, layout) = draw(&support::import(5), 1100);
    let first = &layout.rows[0];
    assert_eq!(first.from.y - layout.left[0].rect.y, first.to.y - layout.right[0].rect.y);
    assert!(first.from.y - layout.left[0].rect.y < 24);
}

#[test]
fn arrows_curve_from_a_card_that_serves_several_others() {
    let (_, layout) = draw(&support::partner(4, 20), 1100);
    assert!(layout.rows.iter().any(|row| layout.path(row).contains('C')));
    assert!(
        layout.rows.iter().all(|row| layout.path(row).contains('H')),
        "every label stands on a straight line"
    );
}

#[test]
fn narrow_places_stack_cards_above_their_arrows() {
    let (_, layout) = draw(&support::default_connection(), 280);
    assert_eq!(layout.form, Form::Stacked);
    let (key, theirs) = (&layout.left[0], &layout.right[0]);
    assert!(theirs.rect.y >= key.rect.bottom());
    assert!(layout.rows[0].top >= theirs.rect.bottom());
    assert_eq!(layout.lane.label_lines, 2);
    assert_eq!(layout.repeats.len(), 2, "their two cards serve a second group each");
}

#[test]
fn a_connection_without_data_flows_still_shows_its_cards() {
    let mut picture = support::default_connection();
    picture.flows.clear();
    for width in [280, 600, 1100] {
        let (_, layout) = draw(&picture, width);
        assert_eq!((layout.left.len(), layout.right.len(), layout.rows.len()), (4, 2, 0));
    }
}

#[test]
fn an_empty_answer_is_an_empty_picture() {
    let (_, layout) = draw(&support::picture(vec![], vec![], vec![]), 1100);
    assert!(layout.height > 0 && layout.rows.is_empty());
}

#[test]
fn a_flow_that_names_an_unknown_card_gets_an_empty_one() {
    let mut picture = support::import(3);
    picture.flows[1].right = "nowhere".into();
    let (structure, layout) = draw(&picture, 1100);
    assert_eq!(layout.right.len(), 2);
    assert!(structure.right.iter().any(|card| card.content == Content::Unknown && *card.key == *"nowhere"));
}

#[test]
fn doubles_are_drawn_once() {
    let mut picture = support::import(3);
    picture.flows.push(picture.flows[0].clone());
    picture.left.push(picture.left[0].clone());
    let (_, layout) = draw(&picture, 1100);
    assert_eq!((layout.rows.len(), layout.left.len()), (3, 1));
}

#[test]
fn larger_text_gets_larger_rows() {
    let structure = Structure::of(&support::import(3));
    let usual = layout(&structure, &Options::for_width(1100));
    let large = layout(&structure, &Options { width: 1100, font: 24 });
    assert!(large.lane.row >= usual.lane.row * 3 / 2);
}

#[test]
fn a_thousand_arrows_are_laid_out_in_a_blink() {
    let structure = Structure::of(&support::partner(14, 72));
    assert!(structure.rows.len() > 1000);
    let runs = (0..9).map(|_| {
        let start = std::time::Instant::now();
        std::hint::black_box(layout(&structure, &Options::for_width(1100)));
        start.elapsed()
    });
    let best = runs.min().unwrap();
    // Unoptimised builds verify each picture on top; there the number would say nothing.
    assert!(cfg!(debug_assertions) || best.as_micros() < 1000, "{best:?}");
}

#[test]
fn the_rows_between_two_heights_are_the_ones_that_reach_between_them() {
    for width in [280, 1100] {
        let (_, layout) = draw(&support::partner(5, 30), width);
        for (top, bottom) in
            [(-100, 0), (0, 400), (333, 334), (900, 1700), (layout.height, layout.height + 50)]
        {
            let range = layout.rows_within(top, bottom);
            let reaching =
                |row: &&causeway_data_flow::PlacedRow| row.top < bottom && row.top + layout.lane.row > top;
            let expected: Vec<_> = layout.rows.iter().filter(reaching).collect();
            assert_eq!(layout.rows[range].iter().collect::<Vec<_>>(), expected, "{top}..{bottom}");
        }
    }
}
