//! What surrounds every page: navigation, environment switch, search, account, and the word on the server's health.

use causeway_data_flow_view::dynamic::{dynamic, part, row};
use leptos::ev;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;

use super::account::AccountMenu;
use super::icons::MarkIcon;
use super::search_box::SearchBox;
use crate::data::{LinkState, session, sign_out, use_environments, use_link};
use crate::pages::use_current_environment;
use crate::state::{ConnectionsUrl, href, use_connections_url, use_go, use_on_connections};

/// The frame of every page.
#[component]
pub(crate) fn Shell(children: Children) -> impl IntoView {
    let path = use_location().pathname;
    // A browser that loads a page starts reading at its top; here the reader's focus is brought to the new content.
    Effect::new(move |previous: Option<String>| {
        let path = path.get();
        if previous.is_some_and(|previous| previous != path) {
            focus_content();
        }
        path
    });
    view! {
        <a class="skip-link" href="#main" on:click=focus_main>"Skip to content"</a>
        <div class="shell">
            <Navigation />
            <TopBar />
            <main id="main" tabindex="-1">
                <LinkNotice />
                {children()}
            </main>
        </div>
    }
}

/// The router would take `#main` for a page; focus it directly.
fn focus_main(event: ev::MouseEvent) {
    event.prevent_default();
    focus_content();
}

fn focus_content() {
    let main = document().get_element_by_id("main");
    if let Some(main) = main.and_then(|main| main.dyn_into::<web_sys::HtmlElement>().ok()) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        main.focus_with_options(&options).ok();
    }
}

#[component]
fn Navigation() -> impl IntoView {
    let environment = use_current_environment();
    let path = use_location().pathname;
    let entry = move |target: &'static str, label: &'static str| {
        let here = move || path.with(|path| path.starts_with(target)).then_some("page");
        let href = move || match environment.get() {
            Some(environment) => {
                let name = js_sys::encode_uri_component(&environment.name.to_ascii_lowercase());
                format!("{target}?environment={name}")
            }
            None => target.to_owned(),
        };
        view! { <a href=dynamic(href) aria-current=dynamic(here)>{label}</a> }
    };
    view! {
        <nav class="navigation" aria-label="Main">
            <a class="brand" href="/connections"><MarkIcon /><span class="brand-name">"Causeway"</span></a>
            {entry("/connections", "Connections")}
            {entry("/developer", "Developer")}
        </nav>
    }
}

#[component]
fn TopBar() -> impl IntoView {
    let url = use_connections_url();
    let on_connections = use_on_connections();
    let go = use_go();
    let environment = use_current_environment();
    let search =
        Signal::derive(
            move || if on_connections.get() { url.with(|url| url.search.clone()) } else { String::new() },
        );
    let on_search = Callback::new(move |search: String| {
        let here = on_connections.get_untracked();
        let base = if here {
            url.get_untracked()
        } else {
            let environment =
                environment.get_untracked().map(|environment| environment.name.to_ascii_lowercase());
            ConnectionsUrl { environment, ..ConnectionsUrl::default() }
        };
        go(&ConnectionsUrl { search, ..base }, here);
    });
    let who = session();
    view! {
        <header class="top-bar">
            <EnvironmentSwitch />
            <SearchBox value=search live=on_connections.into() on_search=on_search />
            <AccountMenu
                session=who
                on_sign_out=Callback::new(move |()| {
                    sign_out(|failure| {
                        if failure.is_none() {
                            window().location().set_href("/sign-in").ok();
                        }
                    });
                })
            />
        </header>
    }
}

#[component]
fn EnvironmentSwitch() -> impl IntoView {
    let environments = use_environments();
    let current = use_current_environment();
    let url = use_connections_url();
    let on_connections = use_on_connections();
    let path = use_location().pathname;
    let go = use_go();
    let go_to = crate::state::use_go_to();
    let choose = move |name: String| {
        let name = name.to_ascii_lowercase();
        if path.with_untracked(|path| path == "/developer") {
            go_to(&format!("/developer?environment={}", js_sys::encode_uri_component(&name)));
            return;
        }
        // A connection or an endpoint belongs to one environment: another environment means the list of that one.
        let base =
            if on_connections.get_untracked() { url.get_untracked() } else { ConnectionsUrl::default() };
        go(&ConnectionsUrl { environment: Some(name), ..base }, false);
    };
    let flag = move || current.get().map(|environment| environment.flag.as_str().to_ascii_lowercase());
    view! {
        <label class="environment" data-flag=flag>
            <span class="visually-hidden">"Environment"</span>
            <span class="environment-dot" aria-hidden="true"></span>
            <select on:change=move |event| choose(event_target_value(&event))>
                {part(move || {
                    let chosen = current.get().map(|environment| environment.id);
                    environments
                        .value()
                        .map(|list| {
                            row(list.iter()
                                .map(|environment| {
                                    view! {
                                        <option value=environment.name.clone() selected=chosen == Some(environment.id)>
                                            {environment.name.clone()}
                                        </option>
                                    }
                                })
                                )
                        })
                })}
            </select>
        </label>
    }
}

/// Says that the server is away, or that the session is over; silent while all is well.
#[component]
fn LinkNotice() -> impl IntoView {
    let link = use_link();
    let location = use_location();
    let sign_in = move || {
        let here = format!(
            "{}{}",
            location.pathname.get(),
            match location.search.get() {
                search if search.is_empty() => search,
                search => format!("?{search}"),
            }
        );
        format!("/sign-in?next={}", js_sys::encode_uri_component(&here))
    };
    view! {
        <div role="status" aria-live="polite">
            {part(move || match link.state() {
                LinkState::Up => ().into_any(),
                LinkState::Down => {
                    view! {
                        <p class="notice notice-bad">
                            "The server does not answer. What you see may be out of date; trying again by itself. "
                            <button class="button" type="button" on:click=move |_| link.ask_again()>"Try now"</button>
                        </p>
                    }
                        .into_any()
                }
                LinkState::SignedOut => {
                    view! {
                        <p class="notice notice-warn">
                            "Your session is over. " <a href=sign_in rel="external">"Sign in again"</a> " to go on where you are."
                        </p>
                    }
                        .into_any()
                }
            })}
        </div>
    }
}

/// The URL of the Connections page in an environment.
pub(crate) fn connections_in(environment: Option<&causeway_model::Environment>) -> String {
    href(&ConnectionsUrl {
        environment: environment.map(|environment| environment.name.to_ascii_lowercase()),
        ..ConnectionsUrl::default()
    })
}
