//! One file per route. A page reads the URL, picks the data and lays out components.

mod connection;
mod connections;
mod current;
mod developer;
mod endpoint;
mod not_found;

pub(crate) use connection::ConnectionPage;
pub(crate) use connections::ConnectionsPage;
pub(crate) use current::use_current_environment;
pub(crate) use developer::DeveloperPage;
pub(crate) use endpoint::EndpointPage;
pub(crate) use not_found::NotFoundPage;

use leptos::prelude::*;

/// Names the page in the browser's tab and history.
pub(crate) fn set_title(title: &str) {
    document().set_title(&format!("{title} · Causeway"));
}
