//! The path of every arrow, and the heads it has.
//!
//! Straight where the arrow ends at the height of its row; otherwise a curve from the card's edge to the lane, and
//! straight through it, so that labels always stand on a straight line. Must not know how rows were placed.

use causeway_model::{Initiator, Verb};

use crate::metrics::Metrics;
use crate::order::Order;
use crate::{
    Form, Group, Lane, Layout, PlacedCard, PlacedRow, Point, Rail, Repeat, RowKind, Side, Structure,
};

/// What a placing pass hands over.
pub(crate) struct Placed {
    form: Form,
    lane: Lane,
    left: Vec<PlacedCard>,
    right: Vec<PlacedCard>,
    pub(crate) rows: Vec<PlacedRow>,
    pub(crate) rails: Vec<Rail>,
    pub(crate) repeats: Vec<Repeat>,
}

impl Placed {
    /// Nothing yet, and room for what the structure has.
    pub(crate) fn new(form: Form, lane: Lane, structure: &Structure) -> Self {
        Self {
            form,
            lane,
            left: Vec::with_capacity(structure.left.len()),
            right: Vec::with_capacity(structure.right.len()),
            rows: Vec::with_capacity(structure.rows.len()),
            rails: vec![],
            repeats: vec![],
        }
    }

    pub(crate) fn cards(&mut self, side: Side) -> &mut Vec<PlacedCard> {
        match side {
            Side::Left => &mut self.left,
            Side::Right => &mut self.right,
        }
    }
}

/// The class that gives an arrow its colour: who starts.
#[must_use]
pub fn tone(kind: &RowKind) -> &'static str {
    match kind {
        RowKind::Flow(verb) => match verb.initiator() {
            Some(Initiator::You) => "out",
            Some(_) => "in",
            None => "other",
        },
        RowKind::Group(Group { outward: true, inward: false, .. }) => "out",
        RowKind::Group(Group { outward: false, inward: true, .. }) => "in",
        RowKind::Group(_) => "other",
    }
}

/// Ornament at one end of an arrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    /// Nothing.
    None,
    /// A filled head: where the exchange goes.
    Filled,
    /// An open head: where the answer comes back.
    Open,
}

/// The heads at the left and the right end of a row's arrow.
#[must_use]
pub fn heads(kind: &RowKind) -> (Head, Head) {
    let filled = |there| if there { Head::Filled } else { Head::None };
    match kind {
        RowKind::Flow(Verb::Send) => (Head::None, Head::Filled),
        RowKind::Flow(Verb::Receive) => (Head::Filled, Head::None),
        RowKind::Flow(Verb::Request) => (Head::Open, Head::Filled),
        RowKind::Flow(Verb::Respond) => (Head::Filled, Head::Open),
        RowKind::Flow(Verb::Other(_)) => (Head::None, Head::None),
        RowKind::Group(group) => (filled(group.inward), filled(group.outward)),
    }
}

#[inline(never)]
pub(crate) fn route(structure: &Structure, order: &Order, metrics: &Metrics, placed: Placed) -> Layout {
    let Placed { form, lane, left, right, rows, rails, repeats } = placed;
    debug_assert_eq!(
        rows.len(),
        order.components.iter().map(|component| component.rows.len()).sum::<usize>()
    );
    let bottoms = left.iter().chain(&right).map(|card| card.reach);
    let rows_end = rows.last().map_or(0, |row| row.top + lane.row);
    let height = bottoms.fold(rows_end, i32::max) + metrics.px(16);
    let at = [(Side::Left, &left), (Side::Right, &right)].map(|(side, placed)| {
        let mut at = vec![None; structure.cards(side).len()];
        for (position, card) in placed.iter().enumerate() {
            at[card.card] = Some(position);
        }
        at
    });
    Layout { form, width: metrics.width, height, at, left, right, rows, lane, rails, repeats, ties: vec![] }
}

pub(crate) fn path(at: &PlacedRow, lane: &Lane) -> String {
    let y = at.top + lane.row / 2;
    let mut d = Path::at(at.from);
    if at.from.y != y {
        d.curve(at.from, Point { x: lane.left, y });
    }
    if at.to.y == y {
        d.across(at.to.x);
    } else {
        d.across(lane.right);
        d.curve(Point { x: lane.right, y }, at.to);
    }
    d.0
}

/// SVG path data in absolute whole numbers.
pub(crate) struct Path(pub(crate) String);

impl Path {
    pub(crate) fn at(start: Point) -> Self {
        let mut path = Self(String::with_capacity(32));
        path.to('M', start);
        path
    }

    /// A straight line to the left or right.
    pub(crate) fn across(&mut self, x: i32) {
        self.0.push('H');
        self.0.push_str(&x.to_string());
    }

    /// A straight line up or down.
    pub(crate) fn along(&mut self, y: i32) {
        self.0.push('V');
        self.0.push_str(&y.to_string());
    }

    /// An S-curve that leaves and arrives level.
    fn curve(&mut self, from: Point, to: Point) {
        let middle = (from.x + to.x) / 2;
        self.to('C', Point { x: middle, y: from.y });
        self.to(' ', Point { x: middle, y: to.y });
        self.to(' ', to);
    }

    pub(crate) fn to(&mut self, command: char, point: Point) {
        self.0.push(command);
        self.0.push_str(&point.x.to_string());
        self.0.push(' ');
        self.0.push_str(&point.y.to_string());
    }
}
