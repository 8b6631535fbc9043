//! The list "Data flows": which rows there are, in which order, and the keyboard.
//!
//! Events are handled once, on the list. Tab leads to one row, arrow keys to the others. Must not know paths.

use std::cell::RefCell;
use std::rc::Rc;
use std::str::FromStr;

use causeway_data_flow::{Lane, Layout, Row};
use causeway_dom::{El, List, html, watch};
use causeway_model::{ConnectionDataFlow, DataFlowId, Status};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventTarget, KeyboardEvent};

use crate::markers::Instance;
use crate::row::DrawnRow;
use crate::scene::{Scene, px};

/// The rows on screen; cheap to clone.
#[derive(Clone)]
pub(crate) struct Rows {
    scene: Scene,
    list: Rc<RefCell<List<DrawnRow>>>,
    /// The row that has or last had focus.
    focused: RwSignal<Option<DataFlowId>>,
}

impl Rows {
    /// The list, and a handle on its rows. Arrows go into `arrows`.
    pub(crate) fn new(scene: Scene, instance: Instance, arrows: El) -> (El, Self) {
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
        let rows = Self { scene, list, focused: RwSignal::new(None) };
        rows.keep_drawn(instance, arrows);
        rows.keep_statuses();
        rows.keep_selected();
        rows.keep_stop();
        (rows.listen(element), rows)
    }

    fn keep_drawn(&self, instance: Instance, arrows: El) {
        let this = self.clone();
        watch(move || {
            let Some((structure, layout)) = this.scene.drawn() else { return };
            let partner = this.scene.partner.get();
            let rows: Vec<&Row> = layout.rows.iter().map(|placed| &structure.rows[placed.row]).collect();
            let keys = rows.iter().map(|row| key(row, &partner)).collect();
            this.list.borrow_mut().keep(keys, |at| DrawnRow::draw(rows[at], &partner, instance, &arrows));
            this.place(&layout);
            this.show_statuses(this.scene.picture.get_untracked().as_deref());
        });
    }

    fn place(&self, layout: &Layout) {
        for (item, placed) in self.list.borrow().items().iter().zip(&layout.rows) {
            item.held.place(placed);
        }
    }

    /// A refresh that changes a status touches its row and no other.
    fn keep_statuses(&self) {
        let this = self.clone();
        watch(move || this.show_statuses(this.scene.picture.get().as_deref()));
    }

    fn show_statuses(&self, picture: Option<&ConnectionDataFlow>) {
        let flows = picture.map(|picture| picture.flows.as_slice()).unwrap_or_default();
        let mut by_id: Vec<(DataFlowId, &Status)> =
            flows.iter().map(|flow| (flow.id, &flow.status)).collect();
        by_id.sort_unstable_by_key(|(id, _)| *id);
        for item in self.list.borrow_mut().items_mut() {
            if let Ok(found) = by_id.binary_search_by_key(&item.held.id, |(id, _)| *id) {
                item.held.show(by_id[found].1);
            }
        }
    }

    fn keep_selected(&self) {
        let this = self.clone();
        let mut before = None;
        watch(move || {
            let selected = this.scene.selected.get();
            // A row drawn anew does not know that it is selected.
            this.scene.layout.track();
            for item in this.list.borrow().items() {
                let id = Some(item.held.id);
                if id == before || id == selected {
                    item.held.press(id == selected);
                }
            }
            before = selected;
        });
    }

    /// Tab leads to the row that last had focus, else to the first.
    fn keep_stop(&self) {
        let this = self.clone();
        let mut before = None;
        watch(move || {
            let focused = this.focused.get();
            this.scene.layout.track();
            let list = this.list.borrow();
            let ids = || list.items().iter().map(|item| item.held.id);
            let stop = ids().find(|id| Some(*id) == focused).or_else(|| ids().next());
            for item in list.items() {
                let id = Some(item.held.id);
                if id == before || id == stop {
                    item.held.stop(id == stop);
                }
            }
            before = stop;
        });
    }

    fn listen(&self, list: El) -> El {
        let (scene, focused) = (self.scene, self.focused);
        let toggle = move |event: Event| {
            if let Some(id) = flow_at(event.target()) {
                let again = scene.selected.get_untracked() == Some(id);
                scene.select((!again).then_some(id));
            }
        };
        list.on("click", toggle)
            .on("keydown", move_focus)
            .on("focusin", move |event: Event| focused.set(flow_at(event.target())))
            .on("pointerover", move |event: Event| scene.hovered.set(flow_at(event.target())))
            .on("pointerleave", move |_: Event| scene.hovered.set(None))
    }

    /// Moves focus to the row of a data flow.
    pub(crate) fn focus(&self, id: DataFlowId) {
        if let Some(item) = self.list.borrow().items().iter().find(|item| item.held.id == id) {
            item.held.focus();
        }
    }
}

/// What makes a row another one: a row that only moves is kept.
fn key(row: &Row, partner: &str) -> String {
    [&row.id.to_string(), " ", row.verb.as_str(), " ", &row.data_type, " ", partner].concat()
}

/// The data flow an event happened on.
fn flow_at(target: Option<EventTarget>) -> Option<DataFlowId> {
    let row = row_at(target)?;
    DataFlowId::from_str(&row.get_attribute("data-flow-id")?).ok()
}

fn row_at(target: Option<EventTarget>) -> Option<Element> {
    target?.dyn_into::<Element>().ok()?.closest("[data-flow-id]").ok()?
}

fn move_focus(event: KeyboardEvent) {
    let Some(row) = row_at(event.target()) else { return };
    let list = row.parent_element();
    let next = match event.key().as_str() {
        "ArrowDown" => row.next_element_sibling(),
        "ArrowUp" => row.previous_element_sibling(),
        "Home" => list.and_then(|list| list.first_element_child()),
        "End" => list.and_then(|list| list.last_element_child()),
        _ => return,
    };
    event.prevent_default();
    if let Some(button) = next.and_then(|next| next.first_element_child()) {
        button.unchecked_into::<web_sys::HtmlElement>().focus().ok();
    }
}
