//! What is known of the selected arrow. Stands under the picture and stays in view while the picture scrolls.

use causeway_data_flow::{Card, Side, Structure};
use causeway_dom::{Container, El, Fragment, html};
use causeway_model::{DataFlow, Timestamp};
use leptos::prelude::Get;
use wasm_bindgen::JsValue;

use crate::card::kind_tag;
use crate::scene::Scene;
use crate::status::status_word;
use crate::words;

/// The details region of a data flow.
pub(crate) fn details(scene: Scene, flow: &DataFlow, structure: &Structure, close: El) -> El {
    let sentence = words::sentence(&flow.data_type, &flow.verb, &scene.partner.get());
    let fact = |name: &str, value: El| html("div").child(html("dt").text(name)).child(value);
    let exchange = html("dd").text(words::exchange(flow.verb.exchange().as_ref()));
    html("section.flow-details")
        .attr("aria-label", "Selected data flow")
        .child(
            html("div.flow-details-head").child(html("p").attr("dir", "auto").text(&sentence)).child(close),
        )
        .child(
            html("dl")
                .child(fact("Event types", events(flow)))
                .child(fact("Exchange", exchange))
                .child(fact("Your side", end(structure, Side::Left, &flow.left)))
                .child(fact("Their side", end(structure, Side::Right, &flow.right)))
                .child(fact("Status", html("dd").child(status_word(&flow.status))))
                .child(fact("Last message", html("dd").child(last_message(flow.last_message_at.as_ref())))),
        )
}

fn events(flow: &DataFlow) -> El {
    if flow.event_types.is_empty() {
        return html("dd").text("Not listed");
    }
    let item = |event: &String| html("li").attr("dir", "auto").text(event);
    html("dd").child(html("ul.flow-events").attr("role", "list").children(flow.event_types.iter().map(item)))
}

fn end(structure: &Structure, side: Side, key: &str) -> El {
    let card: Option<&Card> = structure.cards(side).iter().find(|card| card.key == key);
    match card.and_then(|card| card.facts.as_ref()) {
        None => html("dd").text("Unknown endpoint"),
        Some(facts) => html("dd").child(html("bdi").text(&facts.name)).text(" ").child(kind_tag(facts)),
    }
}

/// In the words of the reader's own language and time zone.
fn last_message(at: Option<&Timestamp>) -> Fragment {
    let Some(at) = at else { return Fragment::new().text("never") };
    let date = js_sys::Date::new(&JsValue::from_str(&at.0));
    let shown = match date.get_time().is_nan() {
        true => at.0.clone(),
        false => String::from(date.to_locale_string("default", &JsValue::UNDEFINED)),
    };
    Fragment::new().child(html("time").attr("datetime", &at.0).text(&shown))
}
