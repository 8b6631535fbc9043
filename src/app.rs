//! What every page stands in: providers, router and shell; and what happens at the border of the two programs.

use std::time::Duration;

use causeway_dom::{Child, Fragment, listen_first};
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos_router::components::Router;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlAnchorElement, HtmlElement};

use crate::components::load_state::skeleton;
use crate::components::shell::shell;
use crate::data::provide_data;
use crate::pages::{self, Pages};
use crate::state::{
    Program, Route, provide_drafts, provide_page_environment, provide_scroll_memory, provide_theme,
    use_go_within,
};

/// Replaces the skeleton of the HTML page by the dashboard. `pages` are those of `program`; `beside`
/// makes what stands beside them, whichever is open.
pub(crate) fn start(program: Program, pages: Pages, beside: fn() -> Fragment) {
    let Some(root) = root() else { return };
    root.set_text_content(None);
    root.remove_attribute("aria-busy").ok();
    let app = move || {
        // Before the router, because the router's listener draws the page that asks the memory.
        provide_scroll_memory();
        let_the_browser_follow(program);
        view! { <Router>{dashboard(pages, beside)}</Router> }
    };
    mount_to(root, app).forget();
}

fn root() -> Option<HtmlElement> {
    document().get_element_by_id("app").map(JsCast::unchecked_into)
}

/// Links to pages of the other program are followed by the browser, not by the router: it loads that program.
fn let_the_browser_follow(program: Program) {
    listen_first(&document(), "click", move |event: Event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
        let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) else { return };
        if Route::of(&link.pathname()).program().is_some_and(|other| other != program) {
            link.set_attribute("rel", "external").ok();
        }
    });
}

/// Draws the dashboard; what is given to the router is empty.
fn dashboard(pages: Pages, beside: fn() -> Fragment) {
    provide_data();
    provide_theme();
    provide_page_environment();
    provide_drafts();
    let Some(root) = root() else { return };
    let opened_with = StoredValue::new(true);
    let page = move |route: &Route| {
        let is_first = opened_with.get_value();
        opened_with.set_value(false);
        match route {
            Route::Home => {
                use_go_within()("/connections", true);
                Fragment::new()
            }
            Route::Malformed(what) => pages::malformed(what),
            Route::Unknown => pages::not_found(),
            other => pages(other).unwrap_or_else(|| of_other_program(is_first)),
        }
    };
    let beside = beside();
    shell(page).append_to(&root);
    beside.append_to(&root);
}

/// A page of the other program, reached by something else than a link, such as a search: the server sends that program
/// for the address. A server that sent this one when the page was opened has not got the other, and would send this
/// one for ever.
fn of_other_program(is_first: bool) -> Fragment {
    if is_first {
        return pages::not_found();
    }
    // Once the router has written the address into the address bar.
    set_timeout(|| drop(window().location().reload()), Duration::ZERO);
    skeleton()
}
