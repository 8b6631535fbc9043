//! What must hold of every picture. Debug builds check it after each layout, property tests on many.

use crate::{Layout, PlacedCard, Point, Rect, Side, Structure};

/// Lists what is wrong with a picture; nothing, if all is well.
#[must_use]
pub fn verify(structure: &Structure, layout: &Layout) -> Vec<String> {
    let mut wrong = vec![];
    for side in [Side::Left, Side::Right] {
        let mut cards: Vec<usize> = layout.cards(side).iter().map(|placed| placed.card).collect();
        cards.sort_unstable();
        if cards != (0..structure.cards(side).len()).collect::<Vec<_>>() {
            wrong.push(format!("{side:?}: not every card once: {cards:?}"));
        }
    }
    let mut rows: Vec<usize> = layout.rows.iter().map(|placed| placed.row).collect();
    rows.sort_unstable();
    if rows != (0..structure.rows.len()).collect::<Vec<_>>() {
        wrong.push(format!("not every row once: {rows:?}"));
    }
    overlaps(layout, &mut wrong);
    rails(layout, &mut wrong);
    ends(structure, layout, &mut wrong);
    wrong
}

/// Nothing covers anything, and nothing sticks out.
fn overlaps(layout: &Layout, wrong: &mut Vec<String>) {
    let whole = |placed: &PlacedCard| Rect { height: placed.reach - placed.rect.y, ..placed.rect };
    let mut rects: Vec<(Rect, String)> = vec![];
    for side in [Side::Left, Side::Right] {
        rects.extend(
            layout.cards(side).iter().map(|card| (whole(card), format!("{side:?} card {}", card.card))),
        );
    }
    rects.extend(layout.repeats.iter().map(|repeat| (repeat.rect, format!("repeat of {}", repeat.card))));
    rects.extend(layout.rows.iter().map(|row| (layout.row_rect(row), format!("row {}", row.row))));
    rects.sort_by_key(|(rect, _)| rect.y);
    let mut open: Vec<&(Rect, String)> = vec![];
    for next in &rects {
        let rect = next.0;
        if rect.x < 0 || rect.y < 0 || rect.right() > layout.width || rect.bottom() > layout.height {
            wrong.push(format!("{} sticks out: {rect:?}", next.1));
        }
        open.retain(|other| other.0.bottom() > rect.y);
        wrong.extend(
            open.iter().filter(|o| o.0.overlaps(&rect)).map(|o| format!("{} overlaps {}", next.1, o.1)),
        );
        open.push(next);
    }
    let lane = layout.lane;
    if lane.label < lane.left || lane.label_end > lane.right || lane.label_end <= lane.label {
        wrong.push(format!("labels do not lie in the lane: {lane:?}"));
    }
}

/// Every rail touches its card or a stand-in of it.
fn rails(layout: &Layout, wrong: &mut Vec<String>) {
    for rail in &layout.rails {
        let touches = |rect: &Rect| {
            (rect.x..=rect.right()).contains(&rail.x) && rail.top <= rect.bottom() && rail.bottom >= rect.y
        };
        let on_card = layout.card(rail.side, rail.card).is_some_and(|placed| touches(&placed.rect));
        let same = |repeat: &&crate::Repeat| (repeat.side, repeat.card) == (rail.side, rail.card);
        if !on_card && !layout.repeats.iter().filter(same).any(|repeat| touches(&repeat.rect)) {
            wrong.push(format!("{rail:?} does not touch its card"));
        }
    }
}

/// Every arrow ends on a rail of its card, on both sides.
fn ends(structure: &Structure, layout: &Layout, wrong: &mut Vec<String>) {
    let mut by_card = std::collections::BTreeMap::<(Side, usize), Vec<_>>::new();
    for rail in &layout.rails {
        by_card.entry((rail.side, rail.card)).or_default().push(rail);
    }
    let on = |side: Side, card: usize, end: Point| {
        by_card.get(&(side, card)).is_some_and(|rails| {
            rails.iter().any(|rail| rail.x == end.x && (rail.top..=rail.bottom).contains(&end.y))
        })
    };
    for placed in &layout.rows {
        let row = &structure.rows[placed.row];
        if !on(Side::Left, row.left, placed.from) || !on(Side::Right, row.right, placed.to) {
            wrong.push(format!("row {} does not end on its cards: {placed:?}", placed.row));
        }
    }
}
