//! A toggle in a row of filters.

use leptos::prelude::*;

use causeway_data_flow_view::dynamic::{aria_bool, dynamic};

/// One filter: pressed while it narrows the list.
#[component]
pub(crate) fn Chip(
    /// Whether it narrows the list now.
    pressed: Signal<bool>,
    /// Presses or releases it.
    on_press: Callback<()>,
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            class="chip"
            type="button"
            aria-pressed=dynamic(move || aria_bool(pressed.get()))
            on:click=move |_| on_press.run(())
        >
            {children()}
        </button>
    }
}
