//! Tabs that are links: each has a URL of its own. Roles and keys follow the WAI-ARIA Authoring Practices, "Tabs".

use std::rc::Rc;

use causeway_dom::{Container, El, html};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// One tab.
pub(crate) struct Tab {
    /// What it is called.
    pub(crate) label: &'static str,
    /// A count after the label.
    pub(crate) count: Box<dyn Fn() -> Option<String>>,
    /// Where it leads.
    pub(crate) href: Box<dyn Fn() -> String>,
    /// Whether it is open.
    pub(crate) selected: Rc<dyn Fn() -> bool>,
}

/// A row of tabs. `label` says what they are about; `panel` is the id of the element they open.
pub(crate) fn tabs(label: &str, panel: &'static str, tabs: Vec<Tab>) -> El {
    let tab = move |tab: Tab| {
        let Tab { label, count, href, selected } = tab;
        let is_stop = Rc::clone(&selected);
        html("a")
            .attr("role", "tab")
            .attr("aria-controls", panel)
            .live_attr("href", href)
            .live_attr("aria-selected", move || selected())
            .live_attr("tabindex", move || if is_stop() { "0" } else { "-1" })
            .text(label)
            .text(" ")
            .live(move || count().map(|count| html("span.tab-count").text(&count)))
    };
    html("div.tabs")
        .attr("role", "tablist")
        .attr("aria-label", label)
        .on("keydown", move_focus)
        .children(tabs.into_iter().map(tab))
}

/// Arrow keys, Home and End move the focus; Enter follows the link. Opening waits for Enter, since it loads data.
fn move_focus(event: KeyboardEvent) {
    let Some(list) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return;
    };
    let Ok(tabs) = list.query_selector_all("[role=tab]") else { return };
    let active = document().active_element();
    let tabs: Vec<HtmlElement> =
        (0..tabs.length()).filter_map(|index| tabs.get(index)?.dyn_into().ok()).collect();
    let Some(current) = tabs.iter().position(|tab| active.as_ref() == Some(tab.as_ref())) else { return };
    let next = match event.key().as_str() {
        "ArrowRight" => (current + 1) % tabs.len(),
        "ArrowLeft" => (current + tabs.len() - 1) % tabs.len(),
        "Home" => 0,
        "End" => tabs.len() - 1,
        _ => return,
    };
    event.prevent_default();
    tabs[next].focus().ok();
}
