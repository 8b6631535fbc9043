//! The table twin: the same data flows as plain lines, the selection kept in step.
//!
//! Every line is in the page, so that the browser's find, paper and whoever reads line by line get all of them. Long
//! tables arrive in portions, a frame each.

use std::cell::Cell;
use std::rc::Rc;

use causeway_data_flow::words::{Vocabularies, flow_name};
use causeway_data_flow::{Line, Table};
use causeway_dom::{Container, El, html, watch};
use causeway_model::{DataFlowId, FlowCard, Timestamp};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use causeway_data_flow_view::{last_message, status_word, vpn_word};

use super::scene::{EndpointHref, Scene};
use crate::components::clock::ticking_now;

/// Lines added in one frame.
const PORTION: usize = 100;

const COLUMNS: [&str; 9] =
    ["Data", "Verb", "Yours", "Theirs", "HL7 v2", "FHIR", "VPN", "Status", "Last message"];

/// The table of what the reader chose.
pub(super) fn table(scene: Scene, endpoint_href: EndpointHref) -> El {
    let body = html("tbody");
    let clock = ticking_now();
    let filled = body.clone();
    watch(move || {
        let Some(picture) = scene.picture.get() else { return };
        let choice = scene.choice.get();
        let selected = if choice.only_selected { scene.selected.get() } else { None };
        let table = Table::of(&picture, &choice, selected);
        let (partner, mirrored) = (picture.connection.name.clone(), choice.mirror);
        let chosen = scene.selected.get_untracked();
        // Only what time changes is drawn again as it goes by.
        let has_vpn = picture.right.iter().any(|card| card.vpn.is_some());
        let now = if has_vpn { clock.get() } else { clock.get_untracked() };
        let lines: Vec<El> = table
            .lines()
            .take(PORTION)
            .map(|it| line(&it, &partner, mirrored, chosen, endpoint_href, &now))
            .collect();
        filled.element().set_text_content(None);
        let portion = lines.len();
        let _ = filled.clone().children(lines);
        // A newer run of this effect ends the portions of the one before.
        let running = Rc::new(Cell::new(true));
        let stop = StoredValue::new_local(Rc::clone(&running));
        on_cleanup(move || {
            stop.try_with_value(|running| running.set(false));
        });
        if portion == PORTION {
            let (picture, choice) = (picture.clone(), choice.clone());
            fill(
                Filling {
                    scene,
                    endpoint_href,
                    body: filled.clone(),
                    picture,
                    choice,
                    selected,
                    running,
                    now,
                },
                PORTION,
            );
        }
    });
    let mut before: Option<DataFlowId> = None;
    let marked = body.clone();
    watch(move || {
        let selected = scene.selected.get();
        for (id, on) in [(before, false), (selected, true)] {
            if let Some(row) = id.and_then(|id| row_of(&marked, id)) {
                press(&row, on);
            }
        }
        before = selected;
    });
    let head = html("tr").children(COLUMNS.map(|title| html("th").attr("scope", "col").text(title)));
    let table = html("table.flow-twin")
        .child(html("caption.flow-hidden").text("Data flows"))
        .child(html("thead").child(head))
        .child(body)
        .on("click", move |event: Event| {
            if let Some(id) = flow_at(&event) {
                let again = scene.selected.get_untracked() == Some(id);
                scene.select((!again).then_some(id));
            }
        });
    // It may scroll sideways in a narrow place, so it must be reachable by keyboard.
    html("div.flow-twin-frame")
        .attr("role", "region")
        .attr("aria-label", "Data flows as a table")
        .attr("tabindex", "0")
        .child(table)
}

/// What the rest of a long table is made of.
#[derive(Clone)]
struct Filling {
    scene: Scene,
    endpoint_href: EndpointHref,
    body: El,
    picture: std::sync::Arc<causeway_model::ConnectionDataFlow>,
    choice: causeway_data_flow::Choice,
    selected: Option<DataFlowId>,
    running: Rc<Cell<bool>>,
    now: Timestamp,
}

fn fill(filling: Filling, from: usize) {
    request_animation_frame(move || {
        if !filling.running.get() {
            return;
        }
        let table = Table::of(&filling.picture, &filling.choice, filling.selected);
        let (partner, mirrored) = (&filling.picture.connection.name, filling.choice.mirror);
        let chosen = filling.scene.selected.get_untracked();
        let href = filling.endpoint_href;
        let lines: Vec<El> = table
            .lines()
            .skip(from)
            .take(PORTION)
            .map(|it| line(&it, partner, mirrored, chosen, href, &filling.now))
            .collect();
        let added = lines.len();
        let _ = filling.body.clone().children(lines);
        if added == PORTION {
            fill(filling, from + added);
        }
    });
}

fn line(
    line: &Line<'_>,
    partner: &str,
    mirrored: bool,
    selected: Option<DataFlowId>,
    endpoint_href: EndpointHref,
    now: &Timestamp,
) -> El {
    let flow = line.flow;
    let (yours, theirs) = if mirrored { (line.right, line.left) } else { (line.left, line.right) };
    let end = |card: Option<&FlowCard>| match card {
        None => html("td").text("Unknown endpoint"),
        Some(card) => match endpoint_href(card) {
            Some(href) => {
                html("td").child(html("a").attr("href", &href).attr("dir", "auto").text(&card.name))
            }
            None => html("td").child(html("span").attr("dir", "auto").text(&card.name)),
        },
    };
    let words = Vocabularies::of(flow);
    let button = html("button.flow-link")
        .attr("type", "button")
        .attr("aria-label", &flow_name(&flow.data_type, line.verb, partner, mirrored))
        .text(&flow.data_type);
    let row = html("tr")
        .attr("data-flow-id", &flow.id.to_string())
        .attr("data-verb", line.verb.as_str())
        .attr("data-status", flow.status.as_str())
        .child(html("th").attr("scope", "row").child(button))
        .child(html("td").text(line.verb.as_str()))
        .child(end(yours))
        .child(end(theirs))
        .child(html("td").text(&words.hl7v2.join(", ")))
        .child(html("td").text(&words.fhir.join(", ")))
        .child(html("td").child(theirs.and_then(|it| it.vpn.as_ref()).map(|vpn| vpn_word(&vpn.shown(now)))))
        .child(html("td").child(status_word(&flow.status)))
        .child(html("td").child(last_message(flow.last_message_at.as_ref())));
    press(row.element(), selected == Some(flow.id));
    row
}

fn press(row: &Element, pressed: bool) {
    row.class_list().toggle_with_force("chosen", pressed).ok();
    if let Ok(Some(button)) = row.query_selector("button") {
        button.set_attribute("aria-pressed", if pressed { "true" } else { "false" }).ok();
    }
}

fn row_of(body: &El, id: DataFlowId) -> Option<Element> {
    body.element().query_selector(&["[data-flow-id=\"", &id.to_string(), "\"]"].concat()).ok()?
}

/// The data flow whose button was pressed.
fn flow_at(event: &Event) -> Option<DataFlowId> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let button = target.closest("button.flow-link").ok()??;
    button.closest("[data-flow-id]").ok()??.get_attribute("data-flow-id")?.parse().ok()
}
