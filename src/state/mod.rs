//! What the reader chose: view state in the URL, theme, scroll position. Nothing fetched lives here.

mod drafts;
mod environment;
mod location;
mod route;
mod scroll;
mod theme;
mod url;

pub(crate) use drafts::{Draft, provide_drafts, use_drafts};
pub(crate) use environment::{provide_page_environment, use_page_environment};
pub(crate) use location::{
    complete_navigations, href, use_address, use_connections_url, use_go, use_go_to, use_go_within,
    use_query, use_query_string, use_route,
};
pub(crate) use route::{Program, Route};
pub(crate) use scroll::{ScrollMemory, provide_scroll_memory};
pub(crate) use theme::{Theme, provide_theme, use_theme};
pub(crate) use url::{ConnectionsTab, ConnectionsUrl, DeveloperTab, same_environment};
