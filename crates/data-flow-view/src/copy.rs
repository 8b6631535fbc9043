//! A button that copies a text and says so in words.

use crate::dynamic::dynamic;
use leptos::html::Span;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// How long the confirmation stays.
const CONFIRMED: Duration = Duration::from_secs(2);
/// How long the way out stays when the browser does not let us copy.
const REFUSED: Duration = Duration::from_secs(8);

/// Copies a text to the clipboard. Where the browser refuses, it selects the element just before the button, which
/// must hold the same text, and says which keys to press.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: String,
    /// What that is, for those who do not see what stands before the button: "GUID".
    what: &'static str,
    /// Whose it is, where several stand side by side.
    #[prop(optional, into)]
    of: String,
) -> impl IntoView {
    let note = RwSignal::new("");
    let root = NodeRef::<Span>::new();
    let text = StoredValue::new(text);
    let copy = move |_| {
        spawn_local(async move {
            let Some(text) = text.try_get_value() else { return };
            let copied = write(&text).await;
            if !copied {
                select_before(root);
            }
            note.try_set(if copied { "Copied" } else { "Press Ctrl+C" });
            let clear = move || {
                note.try_set("");
            };
            set_timeout(clear, if copied { CONFIRMED } else { REFUSED });
        });
    };
    let mut name = [" ", what].concat();
    if !of.is_empty() {
        name.push_str(" of ");
        name.push_str(&of);
    }
    view! {
        <span class="copy" class:told=dynamic(move || !note.get().is_empty()) node_ref=root>
            <button type="button" class="copy-button" on:click=copy>"Copy"<span class="flow-hidden">{name}</span></button>
            // Seen and announced: one element for both.
            <span class="copy-note" role="status">{note}</span>
        </span>
    }
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

fn select_before(root: NodeRef<Span>) {
    let shown = root.try_get_untracked().flatten().and_then(|root| root.previous_element_sibling());
    if let (Some(shown), Ok(Some(selection))) = (shown, window().get_selection()) {
        selection.select_all_children(&shown).ok();
    }
}
