//! What surrounds every page: navigation, environment switch, search, account, and the word on the server's health.

use causeway_dom::{Container, El, Fragment, html, watch};
use causeway_model::Environment;
use leptos::prelude::*;
use web_sys::{Event, FocusOptions, HtmlElement, HtmlSelectElement};

use super::account::account_menu;
use super::icons::mark_icon;
use super::search_box::search_box;
use crate::data::{LinkState, session, sign_out, use_environments, use_link};
use crate::pages::use_current_environment;
use crate::state::{
    ConnectionsUrl, Program, Route, complete_navigations, href, use_address, use_connections_url, use_go,
    use_go_to, use_route,
};

/// The frame of every page; `page` draws what a route opens.
pub(crate) fn shell(page: impl Fn(&Route) -> Fragment + 'static) -> Fragment {
    let route = use_route();
    let main = html("main").attr("id", "main").attr("tabindex", "-1");
    let (skipping, entered) = (main.clone(), main.clone());
    let main = main.child(link_notice()).live(move || route.with(|route| page(route)));
    complete_navigations();
    // A browser that loads a page starts reading at its top; here the reader's focus is brought to the new content.
    let mut first = true;
    watch(move || {
        route.track();
        if !std::mem::take(&mut first) {
            focus(&entered);
        }
    });
    // The router would take `#main` for a page; focus it directly.
    let skip = html("a.skip-link")
        .attr("href", "#main")
        .on("click", move |event: Event| {
            event.prevent_default();
            focus(&skipping);
        })
        .text("Skip to content");
    let frame = html("div.shell").child(navigation(route)).child(top_bar(route)).child(main);
    Fragment::new().child(skip).child(frame)
}

fn focus(content: &El) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    content.cast::<HtmlElement>().focus_with_options(&options).ok();
}

/// How an environment is written in URLs.
fn in_url(environment: &Environment) -> String {
    environment.name.to_ascii_lowercase()
}

fn navigation(route: Memo<Route>) -> El {
    let environment = use_current_environment();
    let entry = move |target: &'static str, label: &str, is_here: fn(&Route) -> bool| {
        html("a")
            .live_attr("href", move || match environment.get() {
                Some(it) => {
                    [target, "?environment=", &String::from(js_sys::encode_uri_component(&in_url(&it)))]
                        .concat()
                }
                None => target.to_owned(),
            })
            .live_attr("aria-current", move || route.with(is_here).then_some("page"))
            .text(label)
    };
    let brand = html("a.brand")
        .attr("href", "/connections")
        .child(mark_icon())
        .child(html("span.brand-name").text("Causeway"));
    html("nav.navigation")
        .attr("aria-label", "Main")
        .child(brand)
        .child(entry("/connections", "Connections", |route| {
            matches!(route, Route::Connections | Route::Connection(_))
        }))
        .child(entry("/developer", "Developer", |route| route.program() == Some(Program::Developer)))
}

fn top_bar(route: Memo<Route>) -> El {
    let url = use_connections_url();
    let on_connections = Memo::new(move |_| route.get() == Route::Connections);
    let go = use_go();
    let environment = use_current_environment();
    let searched = Signal::derive(move || match on_connections.get() {
        true => url.with(|url| url.search.clone()),
        false => String::new(),
    });
    let on_search = move |search: String| {
        let here = on_connections.get_untracked();
        let base = match here {
            true => url.get_untracked(),
            false => ConnectionsUrl {
                environment: environment.get_untracked().as_ref().map(in_url),
                ..ConnectionsUrl::default()
            },
        };
        go(&ConnectionsUrl { search, ..base }, here);
    };
    let leave = || {
        sign_out(|failure| {
            if failure.is_none() {
                window().location().set_href("/sign-in").ok();
            }
        });
    };
    html("header.top-bar")
        .child(environment_switch(route))
        .child(search_box(searched, on_connections, on_search))
        .child(account_menu(session(), leave))
}

fn environment_switch(route: Memo<Route>) -> El {
    let environments = use_environments();
    let current = use_current_environment();
    let url = use_connections_url();
    let go = use_go();
    let go_to = use_go_to();
    let choose = move |name: String| {
        let name = name.to_ascii_lowercase();
        match route.get_untracked() {
            Route::Developer => {
                let name = String::from(js_sys::encode_uri_component(&name));
                go_to(&["/developer?environment=", &name].concat());
            }
            Route::Connections => {
                go(&ConnectionsUrl { environment: Some(name), ..url.get_untracked() }, false);
            }
            // An object belongs to one environment: another environment means the list of that one.
            _ => go(&ConnectionsUrl { environment: Some(name), ..ConnectionsUrl::default() }, false),
        }
    };
    let options = move || {
        let chosen = current.get().map(|environment| environment.id);
        let environments = environments.value()?;
        let option = |it: &Environment| {
            html("option")
                .attr("value", &it.name)
                .attr_of("selected", causeway_dom::Value::switch(chosen == Some(it.id)))
                .text(&it.name)
        };
        Some(environments.iter().map(option).collect::<Vec<_>>())
    };
    let select = html("select");
    let element: HtmlSelectElement = select.cast();
    html("label.environment")
        .live_attr("data-flag", move || current.get().map(|it| it.flag.as_str().to_ascii_lowercase()))
        .child(html("span.visually-hidden").text("Environment"))
        .child(html("span.environment-dot").attr("aria-hidden", "true"))
        .child(select.on("change", move |_: Event| choose(element.value())).live(options))
}

/// Says that the server is away, or that the session is over; silent while all is well.
fn link_notice() -> El {
    let link = use_link();
    let address = use_address();
    let notice = move || match link.state() {
        LinkState::Up => None,
        LinkState::Down => Some(
            html("p.notice.notice-bad")
                .text("The server does not answer. What you see may be out of date; trying again by itself. ")
                .child(
                    html("button.button")
                        .attr("type", "button")
                        .on("click", move |_: Event| link.ask_again())
                        .text("Try now"),
                ),
        ),
        LinkState::SignedOut => {
            let sign_in = html("a").attr("rel", "external").live_attr("href", move || {
                let here = String::from(js_sys::encode_uri_component(&address.get()));
                ["/sign-in?next=", &here].concat()
            });
            Some(
                html("p.notice.notice-warn")
                    .text("Your session is over. ")
                    .child(sign_in.text("Sign in again"))
                    .text(" to go on where you are."),
            )
        }
    };
    html("div").attr("role", "status").attr("aria-live", "polite").live(notice)
}

/// The URL of the Connections page in an environment.
pub(crate) fn connections_in(environment: Option<&Environment>) -> String {
    href(&ConnectionsUrl { environment: environment.map(in_url), ..ConnectionsUrl::default() })
}
