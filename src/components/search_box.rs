//! The one search box, in the top bar of every page. What it finds is shown on the Connections page.

use std::time::Duration;

use causeway_data_flow_view::dynamic::effect;
use leptos::ev;
use leptos::html::Input;
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::icons::SearchIcon;

/// Typing pauses this long before the search runs.
const PAUSE: Duration = Duration::from_millis(180);

/// A search box. Ctrl+K, Cmd+K and `/` focus it, Escape clears it.
#[component]
pub(crate) fn SearchBox(
    /// What is searched for at present.
    value: Signal<String>,
    /// Whether to search while the reader types; otherwise only on Enter.
    live: Signal<bool>,
    /// Searches.
    on_search: Callback<String>,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let shortcut = window_event_listener(ev::keydown, move |event| {
        let command_k = (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("k");
        let slash = event.key() == "/" && !event.ctrl_key() && !event.meta_key() && !is_typing(&event);
        if (command_k || slash)
            && let Some(input) = input.get_untracked()
        {
            event.prevent_default();
            input.focus().ok();
            input.select();
        }
    });
    on_cleanup(move || shortcut.remove());

    // The URL is the truth: back and forward change the text. What is being typed is not overwritten.
    effect(move || {
        let value = value.get();
        if let Some(input) = input.get()
            && input.value().trim() != value
        {
            input.set_value(&value);
        }
    });
    let text = move || input.get_untracked().map(|input| input.value().trim().to_owned()).unwrap_or_default();
    let mut search_soon = debounce(PAUSE, move |()| {
        if live.get_untracked() && text() != value.get_untracked() {
            on_search.run(text());
        }
    });
    view! {
        <form
            class="search"
            role="search"
            on:submit=move |event| {
                event.prevent_default();
                on_search.run(text());
            }
        >
            <SearchIcon />
            <input
                type="search"
                node_ref=input
                aria-label="Search connections"
                aria-keyshortcuts="Control+K Meta+K /"
                placeholder="Search names, GUIDs, URLs, data models"
                autocomplete="off"
                spellcheck="false"
                maxlength="200"
                on:input=move |_| search_soon(())
                on:keydown=move |event| {
                    if event.key() == "Escape" && let Some(input) = input.get_untracked() {
                        if input.value().is_empty() {
                            input.blur().ok();
                        } else {
                            input.set_value("");
                            if live.get_untracked() {
                                on_search.run(String::new());
                            }
                        }
                    }
                }
            />
            <span class="search-hint" aria-hidden="true"><kbd>"Ctrl"</kbd><kbd>"K"</kbd></span>
        </form>
    }
}

/// Whether a key goes into a text field rather than to the page.
fn is_typing(event: &ev::KeyboardEvent) -> bool {
    event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()).is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || element.has_attribute("contenteditable")
    })
}
