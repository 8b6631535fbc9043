//! What is known of the selected arrow. Stands under the picture and stays in view while the picture scrolls.

use causeway_data_flow::{Card, Side, Structure};
use causeway_model::{DataFlow, Timestamp};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::dynamic::{part, row};
use crate::scene::Scene;
use crate::status::StatusWord;
use crate::words;

/// The details region; nothing while no arrow is selected.
#[component]
pub(crate) fn Details(scene: Scene, on_close: Callback<()>) -> impl IntoView {
    let flow = Memo::new(move |_| scene.selected_flow());
    part(move || {
        let (Some(flow), Some(structure)) = (flow.get(), scene.structure.get()) else { return ().into_any() };
        let sentence = words::sentence(&flow.data_type, &flow.verb, &scene.partner.get());
        view! {
            <section class="flow-details" aria-label="Selected data flow">
                <div class="flow-details-head">
                    <p dir="auto">{sentence}</p>
                    <button type="button" class="copy-button" on:click=move |_| on_close.run(())>"Close"</button>
                </div>
                <dl>
                    <div><dt>"Event types"</dt><dd>{events(&flow)}</dd></div>
                    <div><dt>"Exchange"</dt><dd>{words::exchange(flow.verb.exchange().as_ref())}</dd></div>
                    <div><dt>"Your side"</dt><dd>{end(&structure, Side::Left, &flow.left)}</dd></div>
                    <div><dt>"Their side"</dt><dd>{end(&structure, Side::Right, &flow.right)}</dd></div>
                    <div><dt>"Status"</dt><dd><StatusWord status=flow.status.clone() /></dd></div>
                    <div><dt>"Last message"</dt><dd>{last_message(flow.last_message_at.as_ref())}</dd></div>
                </dl>
            </section>
        }
        .into_any()
    })
}

fn events(flow: &DataFlow) -> AnyView {
    if flow.event_types.is_empty() {
        return "Not listed".into_any();
    }
    let item = |event: &String| view! { <li dir="auto">{event.clone()}</li> };
    view! { <ul class="flow-events" role="list">{row(flow.event_types.iter().map(item))}</ul> }.into_any()
}

fn end(structure: &Structure, side: Side, key: &str) -> AnyView {
    let card: Option<&Card> = structure.cards(side).iter().find(|card| card.key == key);
    match card.and_then(|card| card.facts.as_ref()) {
        None => "Unknown endpoint".into_any(),
        Some(facts) => view! {
            <bdi>{facts.name.clone()}</bdi>
            " "
            <span class="flow-kind">{words::kind(facts).to_owned()}</span>
        }
        .into_any(),
    }
}

/// In the words of the reader's own language and time zone.
fn last_message(at: Option<&Timestamp>) -> AnyView {
    let Some(at) = at else { return "never".into_any() };
    let date = js_sys::Date::new(&JsValue::from_str(&at.0));
    let shown = match date.get_time().is_nan() {
        true => at.0.clone(),
        false => String::from(date.to_locale_string("default", &JsValue::UNDEFINED)),
    };
    view! { <time datetime=at.0.clone()>{shown}</time> }.into_any()
}
