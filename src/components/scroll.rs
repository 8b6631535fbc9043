//! Returns to where the reader was in a long list.

use causeway_dom::{listen, watch};
use leptos::prelude::*;
use web_sys::Event;

use crate::state::{ScrollMemory, use_address};

/// Notes the scroll position when the page is left, and returns to it on the way back. The list gets its height step
/// by step while it arrives: `items`, their number as far as it is known, says when to try again.
pub(crate) fn remember_scroll(items: Memo<usize>) {
    let memory = expect_context::<ScrollMemory>();
    let address = use_address();
    let opened_as = address.get_untracked();
    let path = path_of(&opened_as).to_owned();
    let wanted = StoredValue::new(memory.arrive(&opened_as));
    // A change of the query is another view of the same page; another path is another page, and this one is left.
    let left_as = StoredValue::new(opened_as);
    let position = StoredValue::new(0.0_f64);
    listen(&window(), "scroll", move |_: Event| {
        position.try_set_value(window().scroll_y().unwrap_or_default());
    });
    // A reader who has begun to look around is not moved any more.
    for begins in ["wheel", "touchstart", "pointerdown", "keydown"] {
        listen(&window(), begins, move |_: Event| {
            wanted.try_set_value(None);
        });
    }
    watch(move || {
        let address = address.get();
        if path_of(&address) == path {
            left_as.set_value(address);
        }
    });
    watch(move || {
        items.track();
        if wanted.with_value(Option::is_some) {
            // The list takes its height in this frame; scrolling has to wait for the next one.
            request_animation_frame(move || request_animation_frame(move || scroll_to_wanted(wanted)));
        }
    });
    on_cleanup(move || memory.leave(left_as.get_value(), position.get_value()));
}

fn path_of(address: &str) -> &str {
    address.split('?').next().unwrap_or_default()
}

/// Gives the wish up once it is fulfilled; until then the page is not high enough.
fn scroll_to_wanted(wanted: StoredValue<Option<f64>>) {
    let Some(y) = wanted.try_get_value().flatten() else { return };
    window().scroll_to_with_x_and_y(0.0, y);
    if (window().scroll_y().unwrap_or_default() - y).abs() < 1.0 {
        wanted.set_value(None);
    }
}
