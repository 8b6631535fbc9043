//! What every page stands in: providers, shell and routes. One line per route.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Redirect, Route, Router};
use leptos_router::path;

use crate::components::shell::Shell;
use crate::data::provide_data;
use crate::pages::{ConnectionPage, ConnectionsPage, DeveloperPage, EndpointPage, NotFoundPage};
use crate::state::{provide_page_environment, provide_scroll_memory, provide_theme};

/// Replaces the skeleton of index.html by the dashboard.
pub(crate) fn start() {
    let Some(root) = document().get_element_by_id("app") else { return };
    root.set_inner_html("");
    root.remove_attribute("aria-busy").ok();
    mount_to(wasm_bindgen::JsCast::unchecked_into(root), App).forget();
}

#[component]
fn App() -> impl IntoView {
    provide_data();
    provide_theme();
    provide_page_environment();
    provide_scroll_memory();
    view! {
        <Router>
            <Shell>
                <FlatRoutes fallback=|| view! { <NotFoundPage /> }.into_any()>
                    <Route path=path!("/") view=|| view! { <Redirect path="/connections" /> }.into_any() />
                    <Route path=path!("/connections") view=|| view! { <ConnectionsPage /> }.into_any() />
                    <Route path=path!("/connections/:id") view=|| view! { <ConnectionPage /> }.into_any() />
                    <Route path=path!("/endpoints/:id") view=|| view! { <EndpointPage /> }.into_any() />
                    <Route path=path!("/developer") view=|| view! { <DeveloperPage /> }.into_any() />
                </FlatRoutes>
            </Shell>
        </Router>
    }
}
