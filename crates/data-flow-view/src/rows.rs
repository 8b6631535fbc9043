//! The list "Data flows": one row per arrow, with its label.
//!
//! Events are handled once, on the list. Tab leads to one row, arrow keys to the others. Must not know paths.

use std::str::FromStr;

use causeway_data_flow::Row;
use causeway_model::DataFlowId;
use leptos::prelude::*;
use leptos::reactive::computed::Selector;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use crate::arrows::row_key;
use crate::dynamic::{Keyed, aria_bool, dynamic, keyed, maybe, part};
use crate::markers::tone;
use crate::scene::{Scene, px};
use crate::status::StatusWord;
use crate::words::{is_noteworthy, sentence};

/// All rows of a picture.
#[component]
pub(crate) fn Rows(scene: Scene) -> impl IntoView {
    let focused = RwSignal::new(None);
    let tab_stop = Memo::new(move |_| {
        let focused: Option<DataFlowId> = focused.get();
        scene.rows.with(|rows| {
            let still_there = rows.iter().find(|row| Some(row.id) == focused);
            still_there.or(rows.first()).map(|row| row.id)
        })
    });
    let pressed = Selector::new(move || scene.selected.get());
    let reached = Selector::new(move || tab_stop.get());
    let lane = move |read: fn(&causeway_data_flow::Lane) -> i32| {
        dynamic(move || px(scene.of_layout(|layout| read(&layout.lane))))
    };
    let rows = move || {
        let draw = |row: &Row| {
            let (key, row) = (row_key(row), row.clone());
            let (pressed, reached) = (pressed.clone(), reached.clone());
            Keyed::new(key, move || {
                let (row, pressed, reached) = (row.clone(), pressed.clone(), reached.clone());
                view! { <FlowRow scene=scene row=row pressed=pressed reached=reached /> }.into_any()
            })
        };
        scene.rows.with(|rows| rows.iter().map(draw).collect())
    };
    let toggle = move |event: web_sys::MouseEvent| {
        if let Some(id) = flow_at(event.target()) {
            let again = scene.selected.get_untracked() == Some(id);
            scene.select((!again).then_some(id));
        }
    };
    view! {
        <ul
            class="flow-rows"
            class:two-lines=dynamic(move || scene.of_layout(|layout| layout.lane.label_lines == 2))
            role="list"
            aria-label="Data flows"
            style:left=lane(|lane| lane.left)
            style:width=lane(|lane| lane.right - lane.left)
            style=("--row", lane(|lane| lane.row))
            style=("--label-start", lane(|lane| lane.label - lane.left))
            style=("--label-room", lane(|lane| lane.label_end - lane.label))
            on:click=toggle
            on:keydown=move_focus
            on:focusin=move |event| focused.set(flow_at(event.target()))
            on:pointerover=move |event| scene.hovered.set(flow_at(event.target()))
            on:pointerleave=move |_| scene.hovered.set(None)
        >
            {keyed(rows)}
        </ul>
    }
}

#[component]
fn FlowRow(
    scene: Scene,
    row: Row,
    pressed: Selector<Option<DataFlowId>>,
    reached: Selector<Option<DataFlowId>>,
) -> impl IntoView {
    let id = row.id;
    let status = scene.live.status(id);
    let name = {
        let (row, status) = (row.clone(), status.clone());
        move || {
            let mut name = sentence(&row.data_type, &row.verb, &scene.partner.get());
            status.with(|status| {
                if is_noteworthy(status) {
                    name.push_str(", ");
                    name.push_str(status.label());
                }
            });
            name
        }
    };
    let code = status.clone();
    let verb = row.verb.as_str().to_owned();
    let word = verb.clone();
    view! {
        <li
            class=["flow-row ", tone(&row.verb)].concat()
            aria-label=dynamic(name)
            data-flow-id=id.to_string()
            data-verb=verb
            data-status=dynamic(move || code.with(|status| status.as_str().to_owned()))
            style:top=dynamic(move || px(scene.of_layout(|layout| layout.row(id).map(|row| row.top).unwrap_or_default())))
        >
            <button
                type="button"
                aria-pressed=dynamic(move || aria_bool(pressed.selected(&Some(id))))
                tabindex=dynamic(move || if reached.selected(&Some(id)) { "0" } else { "-1" })
            >
                <span class="flow-plate">
                    <span class="flow-verb">{word}</span>
                    " "
                    <span class="flow-type" dir="auto">{row.data_type}</span>
                    {part(move || {
                        let noteworthy = status.with(|status| is_noteworthy(status).then(|| status.clone()));
                        maybe(noteworthy.map(|status| view! { <StatusWord status=status /> }))
                    })}
                </span>
            </button>
        </li>
    }
}

/// The data flow an event happened on.
fn flow_at(target: Option<web_sys::EventTarget>) -> Option<DataFlowId> {
    let row = row_at(target)?;
    DataFlowId::from_str(&row.get_attribute("data-flow-id")?).ok()
}

fn row_at(target: Option<web_sys::EventTarget>) -> Option<Element> {
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
    if let Some(next) = next {
        focus_within(&next);
    }
}

/// Moves focus to the button of a row.
pub(crate) fn focus_within(row: &Element) {
    if let Ok(Some(button)) = row.query_selector("button")
        && let Some(button) = button.dyn_ref::<HtmlElement>()
    {
        button.focus().ok();
    }
}
