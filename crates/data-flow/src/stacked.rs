//! Places each block as its two cards with their arrows below, over the full width.
//!
//! ```text
//! ┌───────────────┐
//! │ API key       │
//! └┬──────────────┘
//!  │ ┌──────────────┐
//!  │ │ Endpoint     │
//!  │ └─────────────┬┘
//!  ├─ SEND Claim ─▶│
//!  ├─ SEND Order ─▶│
//! ```
//!
//! A card is drawn once; further blocks show its name only. Must not know paths.

use crate::metrics::Metrics;
use crate::order::Order;
use crate::route::Placed;
use crate::{Form, Lane, PlacedRow, Point, Rail, Rect, Repeat, Side, Structure};

#[inline(never)]
pub(crate) fn place(structure: &Structure, order: &Order, metrics: &Metrics) -> Placed {
    let rails = [metrics.edge + metrics.px(10), metrics.width - metrics.edge - metrics.px(10)];
    let tail = if metrics.width < metrics.px(360) { metrics.px(22) } else { metrics.px(36) };
    let lane = Lane {
        left: rails[0],
        right: rails[1],
        label: (rails[0] + (rails[1] - rails[0] - metrics.label_width - metrics.status_width) / 2)
            .max(rails[0] + tail),
        label_end: rails[1] - tail,
        row: metrics.row,
        label_lines: metrics.label_lines,
    };
    let mut stack = Stack {
        structure,
        metrics,
        seen: [Side::Left, Side::Right].map(|side| vec![false; structure.cards(side).len()]),
        placed: Placed::new(Form::Stacked, lane, structure),
    };
    let mut y = metrics.px(16);
    for component in &order.components {
        for block in &component.blocks {
            let ends = &structure.rows[component.rows[block.start]];
            let (left_bottom, right_bottom) = stack.heads(ends.left, ends.right, y);
            y = left_bottom.max(right_bottom) + metrics.px(8);
            for row in &component.rows[block.clone()] {
                let point = |x| Point { x, y: y + metrics.row / 2 };
                let at = PlacedRow { row: *row, top: y, from: point(rails[0]), to: point(rails[1]) };
                stack.placed.rows.push(at);
                y += metrics.row;
            }
            let bottom = y - metrics.px(4);
            let rail = |side, card, x, top| Rail { side, card, x, top, bottom };
            stack.placed.rails.push(rail(Side::Left, ends.left, rails[0], left_bottom));
            stack.placed.rails.push(rail(Side::Right, ends.right, rails[1], right_bottom));
            y += metrics.px(24);
        }
    }
    for (side, loose) in [Side::Left, Side::Right].into_iter().zip(&order.loose) {
        for card in loose {
            y = stack.head(side, *card, y) + metrics.px(12);
        }
    }
    stack.placed
}

struct Stack<'a> {
    structure: &'a Structure,
    metrics: &'a Metrics,
    /// Per card, left and right, whether it is placed.
    seen: [Vec<bool>; 2],
    placed: Placed,
}

impl Stack<'_> {
    /// Places the two cards of a block and returns their lower edges.
    fn heads(&mut self, left: usize, right: usize, y: i32) -> (i32, i32) {
        let left_bottom = self.head(Side::Left, left, y);
        let right_top = if self.metrics.side_by_side { y } else { left_bottom + self.metrics.px(8) };
        (left_bottom, self.head(Side::Right, right, right_top))
    }

    /// Places a card, or its stand-in when it is there already, and returns the lower edge.
    fn head(&mut self, side: Side, card: usize, y: i32) -> i32 {
        let metrics = self.metrics;
        let x = match side {
            Side::Left => metrics.edge,
            Side::Right => metrics.width - metrics.edge - metrics.card_width,
        };
        let seen = &mut self.seen[usize::from(side == Side::Right)][card];
        if !std::mem::replace(seen, true) {
            let card = metrics.place(self.structure, side, card, x, y);
            let bottom = card.reach;
            self.placed.cards(side).push(card);
            return bottom;
        }
        let rect = Rect { x, y, width: metrics.card_width, height: metrics.px(32) };
        self.placed.repeats.push(Repeat { side, card, rect });
        rect.bottom()
    }
}
