//! Places cards left and right of a lane of rows.
//!
//! A card stands beside the first of its rows and stays as small as its content; a rail runs down along the others:
//!
//! ```text
//! ┌──────────┐                     ┌──────────┐
//! │ API key  │── SEND  Claim ─────▶│ Endpoint │
//! └──────────┤── SEND  Device ────▶├──────────┘
//!            │── SEND  Order ─────▶│
//! ```
//!
//! Where the rows of a card do not lie together, the cards of that side stand at the mean of their rows, and each
//! arrow curves from a port on the card's edge to its row. Must not know paths.

use crate::metrics::Metrics;
use crate::order::{Component, Order};
use crate::route::Placed;
use crate::{Form, Lane, PlacedCard, PlacedRow, Point, Rail, Rect, Side, Structure};

const SIDES: [Side; 2] = [Side::Left, Side::Right];

/// The columns of the picture, from left to right.
struct Columns {
    /// Left edge of the cards of each side.
    card: [i32; 2],
    /// Where arrows of each side end: the cards' edges towards the lane.
    edge: [i32; 2],
    lane: Lane,
}

pub(crate) fn place(structure: &Structure, order: &Order, metrics: &Metrics) -> Placed {
    let columns = columns(structure, order, metrics);
    let mut placed = Placed::new(Form::Wide, columns.lane, structure);
    let mut y = metrics.px(16);
    for component in &order.components {
        y = place_component(structure, component, metrics, &columns, &mut placed, y) + metrics.px(28);
    }
    for (side, loose) in SIDES.into_iter().zip(&order.loose) {
        let mut top = y;
        for card in loose {
            let x = columns.card[usize::from(side == Side::Right)];
            let card = metrics.place(structure, side, *card, x, top);
            top = card.reach + metrics.px(12);
            placed.cards(side).push(card);
        }
    }
    placed
}

#[inline(never)]
fn columns(structure: &Structure, order: &Order, metrics: &Metrics) -> Columns {
    let tied = |side| structure.cards(side).iter().any(|card| card.shown.1 > 1);
    let margin = SIDES.map(|side| metrics.edge + if tied(side) { metrics.px(12) } else { 0 });
    let gutter = [0, 1].map(|side| {
        if order.components.iter().all(|component| component.straight[side]) { 0 } else { metrics.px(48) }
    });
    let card = [margin[0], metrics.width - margin[1] - metrics.card_width];
    let edge = [margin[0] + metrics.card_width, card[1]];
    let (left, right) = (edge[0] + gutter[0], edge[1] - gutter[1]);
    let tail = metrics.px(28);
    // In the middle, with room behind it for a status; where there is less, that goes first.
    let label = (left + (right - left - metrics.label_width - metrics.status_width) / 2).max(left + tail);
    let lane = Lane {
        left,
        right,
        label,
        label_end: right - tail,
        row: metrics.row,
        label_lines: metrics.label_lines,
    };
    Columns { card, edge, lane }
}

/// Returns the lower edge of the component.
#[inline(never)]
fn place_component(
    structure: &Structure,
    component: &Component,
    metrics: &Metrics,
    columns: &Columns,
    placed: &mut Placed,
    top: i32,
) -> i32 {
    let rows = structure.rows.as_slice();
    let middle = metrics.row / 2;
    let first_row = placed.rows.len();
    // The row whose card starts here must leave room for the card above it on the same side.
    let mut free = [top, top];
    let mut y = top;
    let mut current = [None, None];
    for (at, block) in component.blocks.iter().enumerate() {
        if at > 0 {
            y += metrics.px(12);
        }
        let ends = &rows[component.rows[block.start]];
        for (side, card) in [(0, ends.left), (1, ends.right)] {
            if component.straight[side] && current[side] != Some(card) {
                y = y.max(free[side] + metrics.title_middle() - middle);
            }
        }
        for (side, card) in [(0, ends.left), (1, ends.right)] {
            if component.straight[side] && current[side] != Some(card) {
                let top = y + middle - metrics.title_middle();
                let card_at = metrics.place(structure, SIDES[side], card, columns.card[side], top);
                free[side] = card_at.reach + metrics.px(12);
                placed.cards(SIDES[side]).push(card_at);
                current[side] = Some(card);
            }
        }
        for row in &component.rows[block.clone()] {
            let point = |side: usize| Point { x: columns.edge[side], y: y + middle };
            placed.rows.push(PlacedRow { row: *row, top: y, from: point(0), to: point(1) });
            y += metrics.row;
        }
        for side in [0, 1] {
            if component.straight[side]
                && let Some(card) = placed.cards(SIDES[side]).last_mut()
            {
                card.reach = card.reach.max(y - metrics.px(4));
                free[side] = free[side].max(y + metrics.px(12));
            }
        }
    }
    let mut bottom = y;
    for side in [0, 1] {
        if component.straight[side] {
            bottom = bottom.max(free[side] - metrics.px(12));
            rails(component, columns, placed, side);
        } else {
            let ports =
                Fan { structure, component, metrics, side, x: columns.card[side], edge: columns.edge[side] };
            bottom = bottom.max(ports.place(placed, first_row, top));
        }
    }
    bottom
}

fn rails(component: &Component, columns: &Columns, placed: &mut Placed, side: usize) {
    let cards = placed.cards(SIDES[side]);
    let start = cards.len() - component.cards[side].len();
    let rails: Vec<Rail> = cards[start..]
        .iter()
        .map(|card| Rail {
            side: SIDES[side],
            card: card.card,
            x: columns.edge[side],
            top: card.rect.y,
            bottom: card.reach,
        })
        .collect();
    placed.rails.extend(rails);
}

/// The cards of a side whose rows are spread.
struct Fan<'a> {
    structure: &'a Structure,
    component: &'a Component,
    metrics: &'a Metrics,
    side: usize,
    x: i32,
    edge: i32,
}

/// What is known of the rows of one card.
#[derive(Default, Clone)]
struct Spread {
    /// Their middles added up, and how many they are.
    sum: i64,
    count: i64,
    /// Its blocks, from top to bottom, as indices into the component's.
    blocks: Vec<usize>,
}

impl Fan<'_> {
    /// Places the cards at the mean of their rows, pushed apart where they would overlap, and moves the ends of
    /// their arrows to ports on their edges. Returns the lower edge.
    #[inline(never)]
    fn place(&self, placed: &mut Placed, first_row: usize, top: i32) -> i32 {
        let side = SIDES[self.side];
        let gap = self.metrics.px(12);
        let spread = self.spread(placed, first_row);
        let place = |card: &usize, y| self.metrics.place(self.structure, side, *card, self.x, y);
        let mut cards: Vec<PlacedCard> = vec![];
        let mut free = top;
        for card in &self.component.cards[self.side] {
            let small = place(card, 0);
            let Spread { sum, count, .. } = spread[*card];
            let wanted = i32::try_from(sum / count.max(1)).unwrap_or(0) - small.rect.height / 2;
            cards.push(small.at(wanted.max(free)));
            free = wanted.max(free) + small.rect.height + gap;
        }
        // Back up, so that the last cards do not hang below the rows while there is room above.
        let rows_end = placed.rows.last().map_or(top, |row| row.top + self.metrics.row);
        let needed: i32 = cards.iter().map(|card| card.rect.height + gap).sum();
        let mut limit = rows_end.max(top + needed - gap);
        for card in cards.iter_mut().rev() {
            *card = card.at(card.rect.y.min(limit - card.rect.height));
            limit = card.rect.y - gap;
        }
        for card in &cards {
            let (top, bottom) = (card.rect.y, card.reach);
            placed.rails.push(Rail { side, card: card.card, x: self.edge, top, bottom });
            self.connect(placed, first_row, &spread[card.card], card.rect);
        }
        let bottom = cards.last().map_or(top, |card| card.reach);
        placed.cards(side).extend(cards);
        bottom
    }

    /// Per card of the side, where its rows are.
    #[inline(never)]
    fn spread(&self, placed: &Placed, first_row: usize) -> Vec<Spread> {
        let mut spread = vec![Spread::default(); self.structure.cards(SIDES[self.side]).len()];
        let rows = self.structure.rows.as_slice();
        let card_of = |row: usize| rows[row].card(SIDES[self.side]);
        for row in &placed.rows[first_row..] {
            let of = &mut spread.as_mut_slice()[card_of(row.row)];
            of.sum += i64::from(row.top + self.metrics.row / 2);
            of.count += 1;
        }
        for (at, block) in self.component.blocks.iter().enumerate() {
            spread[card_of(self.component.rows[block.start])].blocks.push(at);
        }
        spread
    }

    /// One port per block, from top to bottom as the blocks are, so that arrows of one card do not cross.
    #[inline(never)]
    fn connect(&self, placed: &mut Placed, first_row: usize, spread: &Spread, rect: Rect) {
        let inset = self.metrics.px(12);
        let steps = i32::try_from(spread.blocks.len()).unwrap_or(i32::MAX - 1) + 1;
        for (step, block) in (1..).zip(&spread.blocks) {
            let room = i64::from(rect.height - 2 * inset) * step / i64::from(steps);
            let y = rect.y + inset + i32::try_from(room).unwrap_or(0);
            let block = &self.component.blocks[*block];
            for row in &mut placed.rows[first_row + block.start..first_row + block.end] {
                let end = if self.side == 0 { &mut row.from } else { &mut row.to };
                *end = Point { x: self.edge, y };
            }
        }
    }
}
