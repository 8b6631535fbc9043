//! The view state of the page at hand, read from the router's location, and going to another.

use causeway_dom::watch;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_url};
use leptos_router::location::{BrowserUrl, LocationProvider};
use leptos_router::params::ParamsMap;

use super::route::Route;
use super::url::ConnectionsUrl;

/// The page that is open.
pub(crate) fn use_route() -> Memo<Route> {
    let url = use_url();
    Memo::new(move |_| url.with(|url| Route::of(url.path())))
}

/// The router writes a link's address into the address bar once told that its page is drawn.
pub(crate) fn complete_navigations() {
    let (url, browser) = (use_url(), use_context::<BrowserUrl>());
    watch(move || {
        url.track();
        if let Some(browser) = &browser {
            browser.ready_to_complete();
        }
    });
}

/// Path and query of the page at hand.
pub(crate) fn use_address() -> Memo<String> {
    let url = use_url();
    Memo::new(move |_| {
        url.with(|url| match url.search() {
            "" => url.path().to_owned(),
            search => [url.path(), "?", search].concat(),
        })
    })
}

/// A parameter of the URL's query.
pub(crate) fn use_query(name: &'static str) -> Memo<Option<String>> {
    let url = use_url();
    Memo::new(move |_| url.with(|url| url.search_params().get(name)))
}

/// All parameters of the URL's query.
pub(crate) fn use_query_string() -> Memo<ParamsMap> {
    let url = use_url();
    Memo::new(move |_| url.with(|url| url.search_params().clone()))
}

/// What the URL says of the Connections page; its defaults on other pages.
pub(crate) fn use_connections_url() -> Memo<ConnectionsUrl> {
    let url = use_url();
    Memo::new(move |_| url.with(|url| ConnectionsUrl::read(|name| url.search_params().get(name))))
}

/// The URL of a state of the Connections page.
pub(crate) fn href(url: &ConnectionsUrl) -> String {
    url.write(|value| js_sys::encode_uri_component(value).into())
}

/// Goes to a state of the Connections page. `replace` for what the reader would not call a step, such as a keystroke.
pub(crate) fn use_go() -> impl Fn(&ConnectionsUrl, bool) + Clone + 'static {
    let navigate = use_navigate();
    move |url, replace| {
        navigate(&href(url), NavigateOptions { replace, scroll: false, ..NavigateOptions::default() });
    }
}

/// Goes to any path of the dashboard.
pub(crate) fn use_go_to() -> impl Fn(&str) + Clone + 'static {
    let navigate = use_navigate();
    move |path| navigate(path, NavigateOptions::default())
}

/// Goes to another view of the page at hand, without scrolling. `replace` for what the reader would not call a step.
pub(crate) fn use_go_within() -> impl Fn(&str, bool) + Clone + Send + Sync + 'static {
    let navigate = use_navigate();
    move |path, replace| {
        navigate(path, NavigateOptions { replace, scroll: false, ..NavigateOptions::default() });
    }
}
