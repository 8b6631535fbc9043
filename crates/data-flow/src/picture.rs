//! A finished picture: where everything is. Must not know how it came about or who draws it.

use std::ops::Range;

use crate::route::{Path, path};
use crate::{CardLines, Form, Point, Rect, RowId, Side, Structure};

/// Where everything is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The form it has.
    pub form: Form,
    /// Width of the picture.
    pub width: i32,
    /// Its height.
    pub height: i32,
    /// Cards on the left, from top to bottom.
    pub left: Vec<PlacedCard>,
    /// Cards on the right, from top to bottom.
    pub right: Vec<PlacedCard>,
    /// Arrows, from top to bottom.
    pub rows: Vec<PlacedRow>,
    /// The column rows and labels share.
    pub lane: Lane,
    /// Where arrows may end.
    pub rails: Vec<Rail>,
    /// Stand-ins for cards that are drawn further up.
    pub repeats: Vec<Repeat>,
    /// Brackets that join the cards of one endpoint.
    pub ties: Vec<Tie>,
    /// Per card of the structure, left and right, its position in `left` and `right`.
    pub(crate) at: [Vec<Option<usize>>; 2],
}

/// A card in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlacedCard {
    /// Index into the cards of its side of the structure.
    pub card: usize,
    /// Its place.
    pub rect: Rect,
    /// Lines of its parts.
    pub lines: CardLines,
    /// Down to here its arrows run beside it; at least its own bottom edge.
    pub reach: i32,
}

impl PlacedCard {
    /// The same card at another height, as high as its content.
    pub(crate) fn at(&self, y: i32) -> Self {
        let rect = Rect { y, ..self.rect };
        Self { rect, reach: rect.bottom(), ..*self }
    }
}

/// A row in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedRow {
    /// Index into the rows of the structure.
    pub row: usize,
    /// Top edge of its row.
    pub top: i32,
    /// Left end of the arrow.
    pub from: Point,
    /// Right end of the arrow.
    pub to: Point,
}

/// The column between the cards. All rows share it, so that verbs and names stand in columns of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lane {
    /// Left edge.
    pub left: i32,
    /// Right edge.
    pub right: i32,
    /// Where labels start.
    pub label: i32,
    /// Where they end at the latest.
    pub label_end: i32,
    /// Height of a row.
    pub row: i32,
    /// Lines of a label, 1 or 2.
    pub label_lines: i32,
}

/// A vertical line that belongs to a card, and on which its arrows end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rail {
    /// Side of its card.
    pub side: Side,
    /// Its card.
    pub card: usize,
    /// Where it stands.
    pub x: i32,
    /// Upper end, on the card or its stand-in.
    pub top: i32,
    /// Lower end.
    pub bottom: i32,
}

/// A stand-in for a card that is drawn further up: its name only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeat {
    /// Side of the card.
    pub side: Side,
    /// The card.
    pub card: usize,
    /// Place of the stand-in.
    pub rect: Rect,
}

/// A bracket on the outer side that joins the cards of one endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// Side of the cards.
    pub side: Side,
    /// The cards it joins.
    pub cards: Vec<usize>,
    /// SVG path data.
    pub d: String,
}

impl Layout {
    /// The cards of a side, from top to bottom.
    #[must_use]
    pub fn cards(&self, side: Side) -> &[PlacedCard] {
        match side {
            Side::Left => &self.left,
            Side::Right => &self.right,
        }
    }

    /// The place of a card of the structure.
    #[must_use]
    pub fn card(&self, side: Side, card: usize) -> Option<&PlacedCard> {
        let of_side = match side {
            Side::Left => &self.at[0],
            Side::Right => &self.at[1],
        };
        self.cards(side).get((*of_side.get(card)?)?)
    }

    /// Where among `rows` a row of the structure is. Looks at one after the other: an index would take longer to make
    /// than all questions asked of one layout.
    #[must_use]
    pub fn position(&self, structure: &Structure, id: &RowId) -> Option<usize> {
        self.rows.iter().position(|placed| structure.rows[placed.row].id == *id)
    }

    /// The rows of which a part lies between two heights, as a range of `rows`.
    #[must_use]
    pub fn rows_within(&self, top: i32, bottom: i32) -> Range<usize> {
        let start = self.rows.partition_point(|row| row.top + self.lane.row <= top);
        start..self.rows.partition_point(|row| row.top < bottom).max(start)
    }

    /// The upper and the lower end of a row's arrow.
    #[must_use]
    pub fn extent(&self, row: &PlacedRow) -> (i32, i32) {
        let label = row.top + self.lane.row / 2;
        (label.min(row.from.y).min(row.to.y), label.max(row.from.y).max(row.to.y))
    }

    /// SVG path data of a row's arrow, from its left to its right end.
    #[must_use]
    pub fn path(&self, row: &PlacedRow) -> String {
        path(row, &self.lane)
    }

    /// SVG path data of the rails of which a part lies between two heights.
    #[must_use]
    pub fn rails_path(&self, top: i32, bottom: i32) -> String {
        let mut d = String::new();
        for rail in self.rails.iter().filter(|rail| rail.bottom >= top && rail.top < bottom) {
            for (command, number) in [('M', rail.x), (' ', rail.top), ('V', rail.bottom)] {
                d.push(command);
                d.push_str(&number.to_string());
            }
        }
        d
    }

    /// SVG path data of what lies between the rails, where all arrows are: to dim all but one, which is drawn above it.
    #[must_use]
    pub fn veil(&self) -> String {
        let Some((left, right)) = self.rows.first().map(|row| (row.from.x, row.to.x)) else {
            return String::new();
        };
        let mut d = Path::at(Point { x: left, y: 0 });
        d.across(right);
        d.along(self.height);
        d.across(left);
        d.0
    }

    /// The row's own rectangle, over the whole lane.
    #[must_use]
    pub fn row_rect(&self, row: &PlacedRow) -> Rect {
        Rect { x: self.lane.left, y: row.top, width: self.lane.right - self.lane.left, height: self.lane.row }
    }
}
