//! The list "Data flows": which rows there are, in which order, and where the keyboard goes.
//!
//! Tab leads to one row, arrow keys to the others and to the cards at the row's ends. Must not know paths.

use std::cell::{Cell, RefCell};
use std::str::FromStr;

use causeway_data_flow::{Lane, RowId, Side};
use causeway_dom::{El, List, html};
use causeway_model::{DataFlowId, guid};
use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};

use crate::row::{DrawnRow, RowTemplates};
use crate::scene::{Drawn, px};

/// The rows on screen.
pub(crate) struct Rows {
    pub(crate) element: El,
    templates: RowTemplates,
    list: RefCell<List<DrawnRow>>,
    /// The lane, as it was last set.
    lane: Cell<Option<Lane>>,
    /// The row that has or last had focus.
    focused: RefCell<Option<RowId>>,
}

/// Where a key leads from a row.
pub(crate) enum Way {
    Row(RowId),
    Card(Side, usize),
}

impl Rows {
    pub(crate) fn new() -> Self {
        let element = html("ul.flow-rows").attr("role", "list").attr("aria-label", "Data flows");
        let list = RefCell::new(List::append_to(&element));
        let (lane, focused) = (Cell::new(None), RefCell::new(None));
        Self { element, templates: RowTemplates::new(), list, lane, focused }
    }

    /// Has those rows on screen that should be.
    pub(crate) fn draw(&self, drawn: &Drawn) {
        let (structure, layout) = (&drawn.structure, &drawn.layout);
        self.show_lane(&layout.lane);
        let shown = self.shown(drawn);
        let keys =
            shown.iter().map(|at| key(drawn.row_at(*at), drawn.partner(), structure.mirrored)).collect();
        let draw = |at: usize| {
            DrawnRow::draw(&self.templates, drawn.row_at(shown[at]), drawn.partner(), structure.mirrored)
        };
        self.list.borrow_mut().keep(keys, draw);
        let of = (shown.len() < layout.rows.len()).then_some(layout.rows.len());
        let mut end = 0;
        for (item, at) in self.list.borrow_mut().items_mut().iter_mut().zip(&shown) {
            let top = layout.rows[*at].top;
            item.held.place(top - end, *at, of);
            end = top + layout.lane.row;
        }
        self.show_statuses(drawn);
        self.mark(drawn.selected);
    }

    fn show_lane(&self, lane: &Lane) {
        if self.lane.replace(Some(*lane)).as_ref() == Some(lane) {
            return;
        }
        self.element.set_class("two-lines", lane.label_lines == 2);
        for (property, length) in [
            ("left", lane.left),
            ("width", lane.right - lane.left),
            ("--row", lane.row),
            ("--label-start", lane.label - lane.left),
            ("--label-room", lane.label_end - lane.label),
        ] {
            self.element.set_style(property, &px(length));
        }
    }

    /// Positions in the layout's rows: what is near the view, and what has focus or is selected, wherever it is.
    fn shown(&self, drawn: &Drawn) -> Vec<usize> {
        let (top, bottom) = drawn.span;
        let near = drawn.layout.rows_within(top, bottom);
        let mut shown: Vec<usize> = near.clone().collect();
        if near.len() < drawn.layout.rows.len() {
            let selected = drawn.selected.map(RowId::Flow);
            for kept in [self.focused(), selected].into_iter().flatten() {
                let position = drawn.layout.position(&drawn.structure, &kept);
                if let Some(at) = position.filter(|at| !near.contains(at)) {
                    let place = shown.partition_point(|before| *before < at);
                    if shown.get(place) != Some(&at) {
                        shown.insert(place, at);
                    }
                }
            }
        }
        shown
    }

    /// A refresh that changes a status touches its row and no other.
    pub(crate) fn show_statuses(&self, drawn: &Drawn) {
        for item in self.list.borrow_mut().items_mut() {
            if let Some(flow) = item.held.id.flow().and_then(|id| drawn.flow(id)) {
                item.held.show(&flow.status);
            }
        }
    }

    /// Marks the selected row, and the one that Tab leads to: that which last had focus, else the first on screen.
    pub(crate) fn mark(&self, selected: Option<DataFlowId>) {
        let mut list = self.list.borrow_mut();
        let focused = self.focused.borrow();
        let stop = list.items().iter().position(|item| Some(&item.held.id) == focused.as_ref());
        for (at, item) in list.items_mut().iter_mut().enumerate() {
            item.held.press(selected.is_some() && item.held.id.flow() == selected);
            item.held.stop(at == stop.unwrap_or_default());
        }
    }

    /// Whether the row of a data flow is on screen, as far as this list is.
    pub(crate) fn has(&self, id: DataFlowId) -> bool {
        self.list.borrow().items().iter().any(|item| item.held.id.flow() == Some(id))
    }

    /// Scrolls to a row.
    pub(crate) fn reveal(&self, id: &RowId) {
        if let Some(item) = self.list.borrow().items().iter().find(|item| item.held.id == *id) {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Center);
            item.el().element().scroll_into_view_with_scroll_into_view_options(&options);
        }
    }

    /// The row that has or last had focus.
    pub(crate) fn focused(&self) -> Option<RowId> {
        self.focused.borrow().clone()
    }

    /// Focus is on a row, or left the list for none of it.
    pub(crate) fn set_focused(&self, id: Option<RowId>, selected: Option<DataFlowId>) {
        *self.focused.borrow_mut() = id;
        self.mark(selected);
    }

    /// Where a key leads from a row.
    pub(crate) fn way(&self, drawn: &Drawn, id: &RowId, key: &str) -> Option<Way> {
        let at = drawn.layout.position(&drawn.structure, id)?;
        let last = drawn.layout.rows.len() - 1;
        let card = |side| Way::Card(side, drawn.row_at(at).card(side));
        let next = match key {
            "ArrowDown" => (at + 1).min(last),
            "ArrowUp" => at.saturating_sub(1),
            "Home" => 0,
            "End" => last,
            "ArrowLeft" => return Some(card(Side::Left)),
            "ArrowRight" => return Some(card(Side::Right)),
            _ => return None,
        };
        Some(Way::Row(drawn.row_at(next).id.clone()))
    }

    /// Moves focus to a row, also to one that is not on screen.
    pub(crate) fn focus(&self, drawn: &Drawn, id: &RowId) {
        *self.focused.borrow_mut() = Some(id.clone());
        let on_screen = || self.list.borrow().items().iter().position(|item| item.held.id == *id);
        if on_screen().is_none() {
            self.draw(drawn);
        }
        if let Some(at) = on_screen() {
            // Focus is told at once, while nothing may be borrowed.
            let button = self.list.borrow().items()[at].el().first();
            button.focus();
        }
    }

    /// Moves focus back to the row that last had it, or to the first one that ends at a card.
    pub(crate) fn focus_from_card(&self, drawn: &Drawn, side: Side, card: usize) {
        if let Some(id) = row_of_card(drawn, side, card, self.focused().as_ref()) {
            self.focus(drawn, &id);
        }
    }
}

fn row_of_card(drawn: &Drawn, side: Side, card: usize, last: Option<&RowId>) -> Option<RowId> {
    let ends_here = |at: &usize| drawn.row_at(*at).card(side) == card;
    let last = last.and_then(|id| drawn.layout.position(&drawn.structure, id)).filter(ends_here);
    last.or_else(|| (0..drawn.layout.rows.len()).find(ends_here)).map(|at| drawn.row_at(at).id.clone())
}

/// What makes a row another one: a row that only moves is kept.
fn key(row: &causeway_data_flow::Row, partner: &str, mirrored: bool) -> String {
    use causeway_data_flow::RowKind;
    let kind = match &row.kind {
        RowKind::Flow(verb) => verb.as_str().to_owned(),
        RowKind::Group(group) => group.note() + if group.open { "-" } else { "+" },
    };
    let id = row.id.flow().map(|id| guid(id.0)).unwrap_or_default();
    let seen = if mirrored { " < " } else { " " };
    [id.as_str(), " ", &kind, " ", &row.data_type, seen, partner].concat()
}

/// The row that an element is part of.
pub(crate) fn row_of(element: &Element) -> Option<RowId> {
    let row = element.closest(".flow-row").ok()??;
    if let Some(data_type) = row.get_attribute("data-group") {
        return Some(RowId::Group(data_type));
    }
    DataFlowId::from_str(&row.get_attribute("data-flow-id")?).ok().map(RowId::Flow)
}
