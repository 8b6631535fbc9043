//! A button that copies a text and says so in words.

use std::time::Duration;

use causeway_dom::{Container, El, html};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

/// How long the confirmation stays.
const CONFIRMED: Duration = Duration::from_secs(2);
/// How long the way out stays when the browser does not let us copy.
const REFUSED: Duration = Duration::from_secs(8);
/// Assistive technology has to see an empty region before it hears what is put into it.
const REGION_SEEN: Duration = Duration::from_millis(80);

/// Copies a text to the clipboard. `what` says what the text is ("GUID"), for those who do not see what stands before
/// the button, and `of` whose, where several stand side by side.
///
/// Where the browser refuses, it selects the element just before the button, which must hold the same text, and says
/// which keys to press.
#[must_use]
pub(crate) fn copy_button(text: String, what: &str, of: &str) -> El {
    let button = plain_button().attr("aria-label", &name(what, of));
    let pressed = button.element().clone();
    button.on("click", move |_: web_sys::Event| copy(text.clone(), pressed.clone()))
}

fn plain_button() -> El {
    html("button.copy-button").attr("type", "button").text("Copy")
}

/// "Copy GUID of Mercy".
fn name(what: &str, of: &str) -> String {
    let mut name = ["Copy ", what].concat();
    if !of.is_empty() {
        name.push_str(" of ");
        name.push_str(of);
    }
    name
}

/// Does what a press of `button` asks for.
pub(crate) fn copy(text: String, button: Element) {
    spawn_local(async move {
        let copied = write(&text).await;
        if !copied {
            select_before(&button);
        }
        let (said, time) = if copied { ("Copied", CONFIRMED) } else { ("Press Ctrl+C", REFUSED) };
        tell(&button, said, time);
    });
}

/// Seen and announced: one element for both, which is there only while it has something to say.
fn tell(button: &Element, text: &'static str, time: Duration) {
    let note = html("span.copy-note").attr("role", "status");
    button.after_with_node_1(note.node()).ok();
    let (shown, gone) = (note.clone(), note);
    set_timeout(move || shown.element().set_text_content(Some(text)), REGION_SEEN);
    set_timeout(move || gone.remove(), time);
}

async fn write(text: &str) -> bool {
    let navigator = window().navigator();
    // Pages that were not loaded over a secure connection have no clipboard at all.
    match js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard")) {
        Ok(clipboard) if clipboard.is_object() => {
            JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
        }
        _ => false,
    }
}

fn select_before(button: &Element) {
    let shown = button.previous_element_sibling();
    if let (Some(shown), Ok(Some(selection))) = (shown, window().get_selection()) {
        selection.select_all_children(&shown).ok();
    }
}
