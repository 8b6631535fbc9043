//! The view state of the page at hand, read from the router's location, and going to another.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};

use super::url::ConnectionsUrl;

/// What the URL says of the Connections page; its defaults on other pages.
pub(crate) fn use_connections_url() -> Memo<ConnectionsUrl> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| ConnectionsUrl::read(|name| query.get(name))))
}

/// Whether the Connections page itself is open.
pub(crate) fn use_on_connections() -> Memo<bool> {
    let path = use_location().pathname;
    Memo::new(move |_| path.with(|path| path == "/connections"))
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
