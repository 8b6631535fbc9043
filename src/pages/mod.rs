//! One file per route. A page reads the URL, picks the data and lays out components.

mod connection;
mod connections;
mod current;
mod developer;
mod endpoint;
mod not_found;

pub(crate) use connection::connection;
pub(crate) use connections::connections;
pub(crate) use current::use_current_environment;
pub(crate) use developer::developer;
pub(crate) use endpoint::endpoint;
pub(crate) use not_found::{malformed, not_found};

use causeway_dom::{Container, El, html, watch};
use causeway_model::EnvironmentId;
use leptos::prelude::*;

use crate::state::use_page_environment;

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
