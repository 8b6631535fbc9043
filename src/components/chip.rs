//! A toggle in a row of filters.

use causeway_dom::{El, html};
use web_sys::Event;

/// One filter: pressed while it narrows the list. What it says is put into it.
pub(crate) fn chip(pressed: impl Fn() -> bool + 'static, on_press: impl Fn() + 'static) -> El {
    html("button.chip")
        .attr("type", "button")
        .live_attr("aria-pressed", pressed)
        .on("click", move |_: Event| on_press())
}
