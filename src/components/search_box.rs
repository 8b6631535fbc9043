//! The one search box, in the top bar of every page. What it finds is shown on the Connections page.

use std::rc::Rc;
use std::time::Duration;

use causeway_dom::{Container, El, html, listen, watch};
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent};

use super::icons::search_icon;

/// Typing pauses this long before the search runs.
const PAUSE: Duration = Duration::from_millis(180);

/// A search box. Ctrl+K, Cmd+K and `/` focus it, Escape clears it. `value` is what is searched for at present; with
/// `live`, it searches while the reader types, otherwise only on Enter.
pub(crate) fn search_box(
    value: Signal<String>,
    live: Memo<bool>,
    on_search: impl Fn(String) + 'static,
) -> El {
    let on_search: Rc<dyn Fn(String)> = Rc::new(on_search);
    let field = html("input")
        .attr("type", "search")
        .attr("aria-label", "Search connections")
        .attr("aria-keyshortcuts", "Control+K Meta+K /")
        .attr("placeholder", "Search names, GUIDs, URLs, data models")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("maxlength", "200");
    let input: HtmlInputElement = field.cast();
    shortcuts(input.clone());

    // The URL is the truth: back and forward change the text. What is being typed is not overwritten.
    let shown = input.clone();
    watch(move || {
        let value = value.get();
        if shown.value().trim() != value {
            shown.set_value(&value);
        }
    });
    let typed = input.clone();
    let search = Rc::clone(&on_search);
    let search_now = Rc::new(move || search(typed.value().trim().to_owned()));
    let search_typed = Rc::clone(&search_now);
    let typing = input.clone();
    let search_soon = std::cell::RefCell::new(debounce(PAUSE, move |()| {
        if live.get_untracked() && typing.value().trim() != value.get_untracked() {
            search_typed();
        }
    }));
    let escape = move |event: KeyboardEvent| {
        if event.key() != "Escape" {
            return;
        }
        if input.value().is_empty() {
            input.blur().ok();
        } else {
            input.set_value("");
            if live.get_untracked() {
                on_search(String::new());
            }
        }
    };
    html("form.search")
        .attr("role", "search")
        .on("submit", move |event: Event| {
            event.prevent_default();
            search_now();
        })
        .child(search_icon())
        .child(field.on("input", move |_: Event| search_soon.borrow_mut()(())).on("keydown", escape))
        .child(
            html("span.search-hint")
                .attr("aria-hidden", "true")
                .child(html("kbd").text("Ctrl"))
                .child(html("kbd").text("K")),
        )
}

fn shortcuts(input: HtmlInputElement) {
    listen(&window(), "keydown", move |event: KeyboardEvent| {
        let command_k = (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("k");
        let slash = event.key() == "/" && !event.ctrl_key() && !event.meta_key() && !is_typing(&event);
        // A picture has a find of its own; there the key is its.
        let taken = document().query_selector("main [aria-keyshortcuts='/']").ok().flatten().is_some();
        if command_k || (slash && !taken) {
            event.prevent_default();
            input.focus().ok();
            input.select();
        }
    });
}

/// Whether a key goes into a text field rather than to the page.
fn is_typing(event: &KeyboardEvent) -> bool {
    event.target().and_then(|target| target.dyn_into::<Element>().ok()).is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || element.has_attribute("contenteditable")
    })
}
