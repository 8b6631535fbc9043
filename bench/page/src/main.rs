//! The data-flow picture as the dashboard draws it, on a page with nothing else: what `cargo xtask bench` measures.
//!
//! The page fetches the data while this program is still on its way; here it is read, turned into what the server of
//! Causeway would have said, and drawn.

mod data;

use std::sync::Arc;

use causeway_data_flow_view::{Choice, DataFlowPicture, data_flow_picture};
use causeway_dom::{El, listen, mount};
use causeway_model::DataFlowId;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, Event, HtmlElement};

fn main() {
    spawn_local(async {
        if let Some(picture) = answer().await.as_deref().and_then(data::read) {
            draw(picture);
        }
    });
}

/// The bytes that the page is fetching into `globalThis.answer`.
async fn answer() -> Option<Vec<u8>> {
    let promise = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("answer")).ok()?;
    let bytes = JsFuture::from(promise.dyn_into::<js_sys::Promise>().ok()?).await.ok()?;
    Some(js_sys::Uint8Array::new(&bytes).to_vec())
}

fn draw(picture: causeway_model::ConnectionDataFlow) {
    let by_id = |id: &str| document().get_element_by_id(id).and_then(|it| it.dyn_into::<HtmlElement>().ok());
    let (Some(stage), Some(change)) = (by_id("stage"), by_id("change")) else { return };
    let whole = stage.clone();
    mount(stage, move || {
        let picture = RwSignal::new(Some(Arc::new(picture)));
        let selected = RwSignal::new(None);
        listen(&change, "click", move |_: Event| {
            if let Some(id) = third() {
                picture.update(|it| *it = it.as_deref().map(|it| Arc::new(data::changed(it, id))));
            }
        });
        // Beside the picture is nothing, and nothing is what a press there selects.
        let empty: Element = whole.clone().into();
        listen(&whole, "click", move |event: Event| {
            if event.target().as_ref() == Some(empty.as_ref()) {
                selected.set(None);
            }
        });
        let element: El = data_flow_picture(DataFlowPicture {
            picture: picture.into(),
            endpoint_href: data::settings_of,
            // Every arrow a row, however many: what the others draw too.
            choice: RwSignal::new(Choice { group: Some(false), ..Choice::default() }),
            selected,
            on_choose: None,
            on_select: None,
            has_tools: false,
            more_tools: None,
            more_details: None,
        });
        element
    });
}

/// The arrow that the button changes: the third in the page, as on the pages of the other libraries.
fn third() -> Option<DataFlowId> {
    let row = document().query_selector(".flow-row:nth-child(3)").ok()??;
    row.get_attribute("data-flow-id")?.parse().ok()
}
