//! Which environment the page at hand is about, when the page rather than the URL's query decides it: a connection and
//! an endpoint belong to one.

use causeway_model::EnvironmentId;
use leptos::prelude::*;

#[derive(Clone, Copy)]
struct PageEnvironment(RwSignal<Option<EnvironmentId>>);

/// Puts the signal where every page finds it.
pub(crate) fn provide_page_environment() {
    provide_context(PageEnvironment(RwSignal::new(None)));
}

/// The environment of the object on screen; pages set it when they know it and clear it when they leave.
pub(crate) fn use_page_environment() -> RwSignal<Option<EnvironmentId>> {
    expect_context::<PageEnvironment>().0
}
