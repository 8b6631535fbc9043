//! One file per route. A page reads the URL, picks the data and lays out components.

mod api_key;
mod auth_credential;
mod connection;
mod connections;
mod current;
mod developer;
mod embed;
mod embed_check;
mod embed_code;
mod embed_preview;
mod embed_snippets;
mod endpoint;
mod endpoint_address;
mod new_api_key;
mod new_auth_credential;
mod new_embed;
mod new_endpoint;
mod not_found;

pub(crate) use current::use_current_environment;
pub(crate) use not_found::{malformed, not_found};

use causeway_dom::{Container, El, Fragment, html, watch};
use causeway_model::EnvironmentId;
use leptos::prelude::*;

use crate::state::{Route, use_page_environment};

/// The pages of a program: what a route opens, or nothing where the other program has it.
pub(crate) type Pages = fn(&Route) -> Option<Fragment>;

/// Connections and their data flows. One line per route.
pub(crate) fn of_connections(route: &Route) -> Option<Fragment> {
    match route {
        Route::Connections => Some(connections::connections()),
        Route::Connection(id) => Some(connection::connection(*id)),
        _ => None,
    }
}

/// Your API keys, endpoints and embeds, and settings of either side. One line per route.
pub(crate) fn of_developer(route: &Route) -> Option<Fragment> {
    match route {
        Route::Developer => Some(developer::developer()),
        Route::ApiKey(id) => Some(api_key::api_key(*id)),
        Route::AuthCredential(id) => Some(auth_credential::auth_credential(*id)),
        Route::Embed(id) => Some(embed::embed(*id)),
        Route::Endpoint(id) => Some(endpoint::endpoint(*id)),
        _ => None,
    }
}

/// Names the page in the browser's tab and history.
fn set_title(title: &str) {
    document().set_title(&[title, " · Causeway"].concat());
}

/// A heading for those who do not see the page, where the page shows none yet.
fn hidden_heading(text: &str) -> El {
    html("h1.visually-hidden").text(text)
}

/// Names the page after the object it is about, and has the frame show the object's environment, for as long as the
/// page is open.
fn be_about(object: impl Fn() -> Option<(String, EnvironmentId)> + 'static) {
    let of_page = use_page_environment();
    watch(move || {
        if let Some((name, environment)) = object() {
            set_title(&name);
            of_page.set(Some(environment));
        }
    });
    on_cleanup(move || {
        of_page.try_set(None);
    });
}
