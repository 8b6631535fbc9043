//! The list "Data flows": which rows there are, in which order, and the keyboard.
//!
//! Events are handled once, on the list. Tab leads to one row, arrow keys to the others and to the cards at the row's
//! ends. Must not know paths.

use std::cell::RefCell;
use std::rc::Rc;
use std::str::FromStr;
use std::sync::Arc;

use causeway_data_flow::{Lane, Layout, RowId, Side, Structure};
use causeway_dom::{El, List, html, watch};
use causeway_model::{ConnectionDataFlow, DataFlowId};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventTarget, KeyboardEvent, ScrollIntoViewOptions, ScrollLogicalPosition};

use crate::row::{DrawnRow, RowTemplates};
use crate::scene::{Scene, find_flows, px};
use crate::window::Span;

/// The rows on screen; cheap to clone.
#[derive(Clone)]
pub(crate) struct Rows {
    scene: Scene,
    span: Memo<Span>,
    templates: RowTemplates,
    list: Rc<RefCell<List<DrawnRow>>>,
    /// The row that has or last had focus.
    focused: RwSignal<Option<RowId>>,
}

impl Rows {
    /// The list, and a handle on its rows. `to_card` moves focus to a card.
    pub(crate) fn new(scene: Scene, span: Memo<Span>, to_card: impl Fn(Side, usize) + 'static) -> (El, Self) {
        let lane = move |read: fn(&Lane) -> i32| move || px(scene.of_layout(|layout| read(&layout.lane)));
        let element = html("ul.flow-rows")
            .attr("role", "list")
            .attr("aria-label", "Data flows")
            .live_class("two-lines", move || scene.of_layout(|layout| layout.lane.label_lines == 2))
            .live_style("left", lane(|lane| lane.left))
            .live_style("width", lane(|lane| lane.right - lane.left))
            .live_style("--row", lane(|lane| lane.row))
            .live_style("--label-start", lane(|lane| lane.label - lane.left))
            .live_style("--label-room", lane(|lane| lane.label_end - lane.label));
        let list = Rc::new(RefCell::new(List::append_to(&element)));
        let focused = RwSignal::new(None);
        let rows = Self { scene, span, templates: RowTemplates::new(), list, focused };
        let drawing = rows.clone();
        watch(move || drawing.draw());
        rows.keep_statuses();
        rows.keep_selected();
        rows.keep_stop();
        rows.reveal_selected();
        (rows.listen(element, to_card), rows)
    }

    /// Has those rows on screen that should be.
    fn draw(&self) {
        let Some((structure, layout)) = self.scene.drawn() else { return };
        let partner = self.scene.partner.get();
        let shown = self.shown(&structure, &layout);
        let row = |at: usize| &structure.rows[layout.rows[at].row];
        let keys = shown.iter().map(|at| key(row(*at), &partner, structure.mirrored)).collect();
        let draw = |at: usize| DrawnRow::draw(&self.templates, row(shown[at]), &partner, structure.mirrored);
        self.list.borrow_mut().keep(keys, draw);
        let of = (shown.len() < layout.rows.len()).then_some(layout.rows.len());
        let mut end = 0;
        for (item, at) in self.list.borrow_mut().items_mut().iter_mut().zip(&shown) {
            let top = layout.rows[*at].top;
            item.held.place(top - end, *at, of);
            end = top + layout.lane.row;
        }
        self.show_statuses(self.scene.picture.get_untracked().as_deref());
    }

    /// Positions in the layout's rows: what is near the view, and what has focus or is selected, wherever it is.
    fn shown(&self, structure: &Structure, layout: &Layout) -> Vec<usize> {
        let (top, bottom) = self.span.get();
        let near = layout.rows_within(top, bottom);
        let mut shown: Vec<usize> = near.clone().collect();
        if near.len() < layout.rows.len() {
            let selected = self.scene.selected.get().map(RowId::Flow);
            for kept in [self.focused.get(), selected].into_iter().flatten() {
                if let Some(at) = layout.position(structure, &kept).filter(|at| !near.contains(at)) {
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
    fn keep_statuses(&self) {
        let this = self.clone();
        watch(move || this.show_statuses(this.scene.picture.get().as_deref()));
    }

    fn show_statuses(&self, picture: Option<&ConnectionDataFlow>) {
        let mut list = self.list.borrow_mut();
        let ids = list.items().iter().map(|item| item.held.id.flow()).collect();
        for (item, flow) in list.items_mut().iter_mut().zip(find_flows(ids, picture)) {
            if let Some(flow) = flow {
                item.held.show(&flow.status);
            }
        }
    }

    fn keep_selected(&self) {
        let this = self.clone();
        let mut before = None;
        watch(move || {
            let selected = this.scene.selected.get().map(RowId::Flow);
            // A row drawn anew does not know that it is selected.
            this.scene.layout.track();
            this.span.track();
            for item in this.list.borrow().items() {
                let is = |id: &Option<RowId>| id.as_ref() == Some(&item.held.id);
                if is(&before) || is(&selected) {
                    item.held.press(is(&selected));
                }
            }
            before = selected;
        });
    }

    /// Whoever follows a link to an arrow of a long picture wants to see it. Only at first: who selects one, sees it.
    fn reveal_selected(&self) {
        let this = self.clone();
        let mut revealed = false;
        watch(move || {
            if this.scene.layout.with(Option::is_none) || std::mem::replace(&mut revealed, true) {
                return;
            }
            if let Some(id) = this.scene.selected.get_untracked() {
                let this = this.clone();
                request_animation_frame(move || this.reveal(&RowId::Flow(id)));
            }
        });
    }

    fn reveal(&self, id: &RowId) {
        if let Some(item) = self.list.borrow().items().iter().find(|item| item.held.id == *id) {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Center);
            item.el().element().scroll_into_view_with_scroll_into_view_options(&options);
        }
    }

    /// Tab leads to the row that last had focus, else to the first on screen.
    fn keep_stop(&self) {
        let this = self.clone();
        let mut before = None;
        watch(move || {
            let focused = this.focused.get();
            this.scene.layout.track();
            this.span.track();
            let list = this.list.borrow();
            let held = || list.items().iter().map(|item| &item.held);
            let stop = held().find(|row| Some(&row.id) == focused.as_ref()).or_else(|| held().next());
            let stop = stop.map(|row| row.id.clone());
            for row in held() {
                let is = |id: &Option<RowId>| id.as_ref() == Some(&row.id);
                if is(&before) || is(&stop) {
                    row.stop(is(&stop));
                }
            }
            before = stop;
        });
    }

    fn listen(&self, list: El, to_card: impl Fn(Side, usize) + 'static) -> El {
        let (scene, focused, this) = (self.scene, self.focused, self.clone());
        let press = move |event: Event| match row_at(event.target()) {
            Some(RowId::Flow(id)) => {
                let again = scene.selected.get_untracked() == Some(id);
                scene.select((!again).then_some(id));
            }
            Some(RowId::Group(data_type)) => scene.toggle_group(&data_type),
            None => {}
        };
        list.on("click", press)
            .on("keydown", move |event: KeyboardEvent| this.on_key(&event, &to_card))
            .on("focusin", move |event: Event| focused.set(row_at(event.target())))
            .on("pointerover", move |event: Event| scene.hovered.set(row_at(event.target())))
            .on("pointerleave", move |_: Event| scene.hovered.set(None))
    }

    fn on_key(&self, event: &KeyboardEvent, to_card: &dyn Fn(Side, usize)) {
        let Some(id) = row_at(event.target()) else { return };
        let Some((structure, layout)) = untrack(|| self.scene.drawn()) else { return };
        let Some(at) = layout.position(&structure, &id) else { return };
        let last = layout.rows.len() - 1;
        let next = match event.key().as_str() {
            "ArrowDown" => (at + 1).min(last),
            "ArrowUp" => at.saturating_sub(1),
            "Home" => 0,
            "End" => last,
            "ArrowLeft" | "ArrowRight" => {
                let side = if event.key() == "ArrowLeft" { Side::Left } else { Side::Right };
                event.prevent_default();
                return to_card(side, structure.rows[layout.rows[at].row].card(side));
            }
            _ => return,
        };
        event.prevent_default();
        self.focus(&structure.rows[layout.rows[next].row].id);
    }

    /// Moves focus to a row, also to one that is not on screen.
    pub(crate) fn focus(&self, id: &RowId) {
        self.focused.set(Some(id.clone()));
        let on_screen = || self.list.borrow().items().iter().position(|item| item.held.id == *id);
        if on_screen().is_none() {
            untrack(|| self.draw());
        }
        if let Some(at) = on_screen() {
            self.list.borrow().items()[at].held.focus();
        }
    }

    /// Moves focus back to the row that last had it, or to the first one that ends at a card.
    pub(crate) fn focus_from_card(&self, side: Side, card: usize) {
        let Some((structure, layout)) = untrack(|| self.scene.drawn()) else { return };
        if let Some(id) = row_of_card(&structure, &layout, side, card, self.focused.get_untracked()) {
            self.focus(&id);
        }
    }
}

fn row_of_card(
    structure: &Arc<Structure>,
    layout: &Layout,
    side: Side,
    card: usize,
    last: Option<RowId>,
) -> Option<RowId> {
    let row = |at: usize| &structure.rows[layout.rows[at].row];
    let ends_here = |at: &usize| row(*at).card(side) == card;
    let last = last.and_then(|id| layout.position(structure, &id)).filter(ends_here);
    last.or_else(|| (0..layout.rows.len()).find(ends_here)).map(|at| row(at).id.clone())
}

/// What makes a row another one: a row that only moves is kept.
fn key(row: &causeway_data_flow::Row, partner: &str, mirrored: bool) -> String {
    use causeway_data_flow::RowKind;
    let kind = match &row.kind {
        RowKind::Flow(verb) => verb.as_str().to_owned(),
        RowKind::Group(group) => group.note() + if group.open { "-" } else { "+" },
    };
    let id = row.id.flow().map(|id| id.to_string()).unwrap_or_default();
    let seen = if mirrored { " < " } else { " " };
    [id.as_str(), " ", &kind, " ", &row.data_type, seen, partner].concat()
}

/// The row an event happened on.
fn row_at(target: Option<EventTarget>) -> Option<RowId> {
    let element = target?.dyn_into::<Element>().ok()?;
    let row = element.closest(".flow-row").ok()??;
    if let Some(data_type) = row.get_attribute("data-group") {
        return Some(RowId::Group(data_type));
    }
    DataFlowId::from_str(&row.get_attribute("data-flow-id")?).ok().map(RowId::Flow)
}
