//! The data-flow picture as the dashboard draws it, on a page with nothing else: what `cargo xtask bench` measures.
//!
//! The page fetches the data while this program is still on its way; here it is read, turned into what the server of
//! Causeway would have said, and drawn.

mod data;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use causeway_data_flow::{Choice, Structure};
use causeway_data_flow_view::{Host, Picture, Shown};
use causeway_dom::{El, Listening, window};
use causeway_model::{ConnectionDataFlow, DataFlow, DataFlowId, FlowCard, guid};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement};

/// As in the dashboard.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn main() {
    // The bytes that the page is fetching.
    let answer = js_sys::Reflect::get(&window(), &JsValue::from_str("answer"));
    let Some(answer) = answer.ok().and_then(|it| it.dyn_into::<js_sys::Promise>().ok()) else { return };
    let draw = Closure::once(|bytes: JsValue| {
        if let Some(answer) = data::read(&js_sys::Uint8Array::new(&bytes).to_vec()) {
            draw(answer);
        }
    });
    let _ = answer.then(&draw);
    draw.forget();
}

/// What is on the page and is not the picture.
struct Page;

impl Host for Page {
    /// Endpoints have a page in the dashboard, so their cards are links here too.
    fn endpoint_href(&self, card: &FlowCard) -> Option<String> {
        Some(["/endpoints/", &guid(card.id)].concat())
    }

    fn on_select(&self, _: Option<&DataFlow>) {}

    fn on_toggle_group(&self, _: &str) {}

    fn on_clear_filters(&self) {}

    fn copy(&self, _: String, _: Element) {}

    fn more_details(&self, _: &ConnectionDataFlow, _: &DataFlow) -> Option<El> {
        None
    }
}

fn draw(answer: ConnectionDataFlow) {
    let Some(document) = window().document() else { return };
    let by_id = |id: &str| document.get_element_by_id(id).and_then(|it| it.dyn_into::<HtmlElement>().ok());
    let (Some(stage), Some(change)) = (by_id("stage"), by_id("change")) else { return };
    let picture = Picture::new(Box::new(Page));
    stage.append_child(picture.element().element()).ok();
    // Every arrow a row, however many: what the others draw too.
    let choice = Choice { group: Some(false), ..Choice::default() };
    let shown = move |answer: ConnectionDataFlow| {
        let structure = Arc::new(Structure::chosen(&answer, &choice, None));
        Shown { answer: Arc::new(answer), structure, is_filtered: false }
    };
    let answer = shown(answer);
    picture.show(answer.clone());
    let (now, changing) = (Rc::new(RefCell::new(answer)), picture.clone());
    let on_change = Listening::to(&change, "click", move |_| {
        if let Some(id) = third() {
            let changed = shown(data::changed(&now.borrow().answer, id));
            changing.show(changed.clone());
            now.replace(changed);
        }
    });
    // Beside the picture is nothing, and nothing is what a press there selects.
    let empty: Element = stage.clone().into();
    let on_press = Listening::to(&stage, "click", move |event| {
        if event.target().as_ref() == Some(empty.as_ref()) {
            picture.select(None);
        }
    });
    // For as long as the page is there.
    std::mem::forget((on_change, on_press));
}

/// The arrow that the button changes: the third in the page, as on the pages of the other libraries.
fn third() -> Option<DataFlowId> {
    let row = window().document()?.query_selector(".flow-row:nth-child(3)").ok()??;
    row.get_attribute("data-flow-id")?.parse().ok()
}
