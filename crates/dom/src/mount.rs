//! Putting it all into a page.

use leptos::mount::mount_to;
use web_sys::HtmlElement;

use crate::child::Child;

/// Appends what `build` gives to `parent`, for as long as the page lives.
pub fn mount<C: Child>(parent: HtmlElement, build: impl FnOnce() -> C + 'static) {
    let into = parent.clone();
    mount_to(parent, move || build().append_to(&into)).forget();
}
