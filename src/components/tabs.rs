//! Tabs that are links: each has a URL of its own. Roles and keys follow the WAI-ARIA Authoring Practices, "Tabs".

use causeway_data_flow_view::dynamic::{dynamic, maybe, part, row};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// One tab.
pub(crate) struct Tab {
    /// What it is called.
    pub(crate) label: &'static str,
    /// A count after the label.
    pub(crate) count: Signal<Option<String>>,
    /// Where it leads.
    pub(crate) href: Signal<String>,
    /// Whether it is open.
    pub(crate) selected: Signal<bool>,
}

/// A row of tabs; `panel` is the id of the element they open.
#[component]
pub(crate) fn Tabs(
    /// What the tabs are about.
    label: &'static str,
    /// Id of the panel.
    panel: &'static str,
    /// The tabs.
    tabs: Vec<Tab>,
) -> impl IntoView {
    view! {
        <div class="tabs" role="tablist" aria-label=label on:keydown=move_focus>
            {row(tabs
                .into_iter()
                .map(|tab| {
                    let selected = tab.selected;
                    view! {
                        <a
                            role="tab"
                            href=dynamic(move || tab.href.get())
                            aria-controls=panel
                            aria-selected=dynamic(move || if selected.get() { "true" } else { "false" })
                            tabindex=dynamic(move || if selected.get() { "0" } else { "-1" })
                        >
                            {tab.label}
                            " "
                            {part(move || maybe(tab.count.get().map(|count| view! { <span class="tab-count">{count}</span> })))}
                        </a>
                    }
                })
                )}
        </div>
    }
}

/// Arrow keys, Home and End move the focus; Enter follows the link. Opening waits for Enter, since it loads data.
fn move_focus(event: KeyboardEvent) {
    let Some(list) = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok())
    else {
        return;
    };
    let Ok(tabs) = list.query_selector_all("[role=tab]") else { return };
    let active = document().active_element();
    let tabs: Vec<web_sys::HtmlElement> =
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
