//! Back returns to where the reader was. The browser cannot restore a position in a list that is not there yet, so the
//! position is kept here and applied once the list has its height.

use causeway_dom::listen;
use leptos::prelude::*;
use web_sys::Event;

/// Scroll positions of pages that were left, by path and query; and whether the present page was reached by going back.
#[derive(Clone, Copy)]
pub(crate) struct ScrollMemory {
    left_at: StoredValue<Vec<(String, f64)>>,
    went_back: StoredValue<bool>,
}

/// Puts the memory where every page finds it.
pub(crate) fn provide_scroll_memory() {
    let memory = ScrollMemory { left_at: StoredValue::new(vec![]), went_back: StoredValue::new(false) };
    listen(&window(), "popstate", move |_: Event| memory.went_back.set_value(true));
    provide_context(memory);
}

impl ScrollMemory {
    /// Notes where the reader is on the page of this URL.
    pub(crate) fn leave(self, url: String, scroll_y: f64) {
        self.left_at.update_value(|left| {
            left.retain(|(known, _)| *known != url);
            left.push((url, scroll_y));
        });
    }

    /// Where to scroll to on a page just opened: where it was left if the reader came back, else nowhere.
    pub(crate) fn arrive(self, url: &str) -> Option<f64> {
        let went_back = self.went_back.get_value();
        self.went_back.set_value(false);
        if !went_back {
            return None;
        }
        self.left_at.with_value(|left| left.iter().find(|(known, _)| known == url).map(|(_, y)| *y))
    }
}
