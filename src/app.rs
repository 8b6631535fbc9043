//! What every page stands in: providers, router and shell; and which page a route opens. One line per route.

use causeway_dom::{Child, Fragment};
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos_router::components::Router;
use web_sys::HtmlElement;

use crate::components::shell::shell;
use crate::data::provide_data;
use crate::pages;
use crate::state::{Route, provide_page_environment, provide_scroll_memory, provide_theme, use_go_within};

/// Replaces the skeleton of index.html by the dashboard.
pub(crate) fn start() {
    let Some(root) = root() else { return };
    root.set_text_content(None);
    root.remove_attribute("aria-busy").ok();
    let app = || {
        // Before the router, because the router's listener draws the page that asks the memory.
        provide_scroll_memory();
        view! { <Router>{dashboard()}</Router> }
    };
    mount_to(root, app).forget();
}

fn root() -> Option<HtmlElement> {
    document().get_element_by_id("app").map(wasm_bindgen::JsCast::unchecked_into)
}

/// Draws the dashboard; what is given to the router is empty.
fn dashboard() {
    provide_data();
    provide_theme();
    provide_page_environment();
    if let Some(root) = root() {
        shell(page).append_to(&root);
    }
}

fn page(route: &Route) -> Fragment {
    match route {
        Route::Home => {
            use_go_within()("/connections", true);
            Fragment::new()
        }
        Route::Connections => pages::connections(),
        Route::Connection(id) => pages::connection(*id),
        Route::Endpoint(id) => pages::endpoint(*id),
        Route::Developer => pages::developer(),
        Route::Malformed(what) => pages::malformed(what),
        Route::Unknown => pages::not_found(),
    }
}
