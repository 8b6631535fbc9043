//! Which rows of a long list are near the view, so that only those are drawn. The page itself scrolls.

use causeway_dom::{El, listen, watch};
use leptos::prelude::*;
use web_sys::{Element, Event};

/// Rows drawn beyond either edge of the view, so that a quick scroll and the Tab key find them there.
const OVERSCAN: usize = 6;

/// Below this many rows' worth of items everything is drawn: find-in-page, print and screen readers then see it all.
pub(crate) const DRAW_ALL_ITEMS: usize = 200;

/// A length for CSS. Whole pixels: formatting fractions would cost kilobytes.
pub(crate) fn px(length: f64) -> String {
    (length as i64).to_string() + "px"
}

/// What of a list is to be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    /// First row drawn.
    pub(crate) first: usize,
    /// One past the last row drawn.
    pub(crate) end: usize,
}

impl Window {
    /// The rows between `top` and `bottom`, px from the top of the list, plus overscan.
    fn around(top: f64, bottom: f64, row_height: f64, rows: usize) -> Self {
        // Casting saturates: a list wholly below the view gives row 0.
        let first = ((top / row_height).floor().max(0.0) as usize).saturating_sub(OVERSCAN).min(rows);
        let end = ((bottom / row_height).ceil().max(0.0) as usize).saturating_add(OVERSCAN).min(rows);
        Self { first, end: end.max(first) }
    }
}

/// Where the list is, measured now and whenever the page scrolls, changes its size or gets another list.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Place {
    /// From the list's upper edge to the upper and lower edge of the view, px.
    top: f64,
    bottom: f64,
    /// Width of the list, px; 0 until it is there.
    width: f64,
}

/// The window over a list, and the width it has.
#[derive(Clone, Copy)]
pub(crate) struct ListView {
    place: RwSignal<Place>,
}

impl ListView {
    /// Follows `container`, which holds the list. `changed` is run to learn what else moves it.
    pub(crate) fn follow(container: &El, changed: impl Fn() + 'static) -> Self {
        let place = RwSignal::new(Place { top: 0.0, bottom: 1000.0, width: 0.0 });
        let container = container.element().clone();
        let measure = move || {
            let now = measured(&container);
            // The list can be gone by the time a frame comes.
            if place.try_get_untracked().is_some_and(|before| before != now) {
                place.try_set(now);
            }
        };
        let (on_scroll, on_change) = (measure.clone(), measure.clone());
        listen(&window(), "scroll", move |_: Event| on_scroll());
        listen(&window(), "resize", move |_: Event| measure());
        watch(move || {
            changed();
            request_animation_frame(on_change.clone());
        });
        Self { place }
    }

    /// Width of the list in px; 0 until it is there.
    pub(crate) fn width(self) -> f64 {
        self.place.with(|place| place.width)
    }

    /// The rows to draw, of `rows` rows of `row_height` px.
    pub(crate) fn window(self, rows: usize, row_height: f64) -> Window {
        let Place { top, bottom, .. } = self.place.get();
        Window::around(top, bottom, row_height, rows)
    }
}

fn measured(container: &Element) -> Place {
    let top = -container.get_bounding_client_rect().top();
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(1000.0);
    Place { top, bottom: top + height, width: f64::from(container.client_width()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_covers_the_view_and_never_leaves_the_list() {
        let at = |top, bottom| Window::around(top, bottom, 100.0, 1000);
        assert_eq!(at(-500.0, -100.0), Window { first: 0, end: 6 });
        assert_eq!(at(0.0, 800.0), Window { first: 0, end: 14 });
        assert_eq!(at(50_000.0, 50_800.0), Window { first: 494, end: 514 });
        assert_eq!(at(1e9, 1e9 + 800.0), Window { first: 1000, end: 1000 });
        assert_eq!(Window::around(0.0, 800.0, 100.0, 3), Window { first: 0, end: 3 });
    }
}
