//! A button that copies a text and says so in words.

use std::time::Duration;

use causeway_dom::{Container, El, html};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// How long the confirmation stays.
const CONFIRMED: Duration = Duration::from_secs(2);
/// How long the way out stays when the browser does not let us copy.
const REFUSED: Duration = Duration::from_secs(8);

/// Copies a text to the clipboard. `what` says what the text is ("GUID"), for those who do not see what stands before
/// the button, and `of` whose, where several stand side by side.
///
/// Where the browser refuses, it selects the element just before the button, which must hold the same text, and says
/// which keys to press.
#[must_use]
pub fn copy_button(text: String, what: &str, of: &str) -> El {
    let mut name = [" ", what].concat();
    if !of.is_empty() {
        name.push_str(" of ");
        name.push_str(of);
    }
    // Seen and announced: one element for both.
    let note = html("span.copy-note").attr("role", "status");
    let root = html("span.copy");
    let (shown, told) = (root.clone(), note.clone());
    let copy = move |_: web_sys::Event| {
        let (text, root, note) = (text.clone(), shown.clone(), told.clone());
        spawn_local(async move {
            let copied = write(&text).await;
            if !copied {
                select_before(&root);
            }
            tell(&root, &note, if copied { "Copied" } else { "Press Ctrl+C" });
            set_timeout(move || tell(&root, &note, ""), if copied { CONFIRMED } else { REFUSED });
        });
    };
    root.child(
        html("button.copy-button")
            .attr("type", "button")
            .on("click", copy)
            .text("Copy")
            .child(html("span.flow-hidden").text(&name)),
    )
    .child(note)
}

fn tell(root: &El, note: &El, text: &str) {
    note.element().set_text_content(Some(text));
    root.element().class_list().toggle_with_force("told", !text.is_empty()).ok();
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

fn select_before(root: &El) {
    let shown = root.element().previous_element_sibling();
    if let (Some(shown), Ok(Some(selection))) = (shown, window().get_selection()) {
        selection.select_all_children(&shown).ok();
    }
}
