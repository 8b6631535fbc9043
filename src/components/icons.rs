//! The few icons, drawn in the text's colour. All are decoration: the words beside them carry the meaning.

use leptos::prelude::*;

/// Two opposed arrows: the product's mark.
#[component]
pub(crate) fn MarkIcon() -> impl IntoView {
    view! {
        <svg class="icon mark-icon" viewBox="0 0 22 22" width="22" height="22" aria-hidden="true">
            <path class="icon-line" d="M2 7h13l-3-3M20 15H7l3 3" />
        </svg>
    }
}

/// A magnifying glass.
#[component]
pub(crate) fn SearchIcon() -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path class="icon-line" d="M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM11 11l3.2 3.2" />
        </svg>
    }
}

/// An arrow into a tray.
#[component]
pub(crate) fn ImportIcon() -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path class="icon-line" d="M8 2v8M5 7l3 3 3-3M2.5 11v2.5h11V11" />
        </svg>
    }
}

/// A person.
#[component]
pub(crate) fn AccountIcon() -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path class="icon-line" d="M8 8a3 3 0 1 0 0-6a3 3 0 0 0 0 6zM2.5 14.2c.6-2.8 2.8-4.2 5.5-4.2s4.9 1.4 5.5 4.2" />
        </svg>
    }
}
