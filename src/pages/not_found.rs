//! For addresses that lead nowhere.

use leptos::prelude::*;

use super::set_title;
use crate::components::load_state::EmptyState;

/// Says so, and shows the way back.
#[component]
pub(crate) fn NotFoundPage() -> impl IntoView {
    set_title("Not found");
    view! {
        <h1 class="visually-hidden">"Not found"</h1>
        <EmptyState title="There is nothing at this address.">
            <p>"The link may be incomplete, or what it led to may have been removed."</p>
            <p><a class="button" href="/connections">"Go to Connections"</a></p>
        </EmptyState>
    }
}
