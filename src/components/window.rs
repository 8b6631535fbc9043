//! Which rows of a long list are near the view, so that only those are drawn. The page itself scrolls.

use causeway_data_flow_view::dynamic::effect;
use leptos::ev;
use leptos::html::Div;
use leptos::prelude::*;

/// Rows drawn beyond either edge of the view, so that a quick scroll and the Tab key find them there.
const OVERSCAN: usize = 6;

/// Below this many rows' worth of items everything is drawn: find-in-page, print and screen readers then see it all.
pub(crate) const DRAW_ALL_ITEMS: usize = 200;

/// A length for CSS. Whole pixels: formatting fractions would cost kilobytes.
pub(crate) fn px(length: f64) -> String {
    format!("{}px", length as i64)
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

/// The window over `rows` rows of `row_height` px inside `container`; with `all`, simply every row.
pub(crate) fn use_window(
    container: NodeRef<Div>,
    rows: Signal<usize>,
    row_height: Signal<f64>,
    all: Signal<bool>,
) -> Memo<Window> {
    let view = RwSignal::new((0.0_f64, 1000.0_f64));
    let measure = move || {
        // The list can be gone by the time a frame comes.
        let Some(container) = container.try_get_untracked().flatten() else { return };
        let top = -container.get_bounding_client_rect().top();
        let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(1000.0);
        view.try_set((top, top + height));
    };
    let scroll = window_event_listener(ev::scroll, move |_| measure());
    let resize = window_event_listener(ev::resize, move |_| measure());
    on_cleanup(move || {
        scroll.remove();
        resize.remove();
    });
    effect(move || {
        container.track();
        rows.get();
        request_animation_frame(measure);
    });
    Memo::new(move |_| {
        let rows = rows.get();
        if all.get() {
            return Window { first: 0, end: rows };
        }
        let (top, bottom) = view.get();
        Window::around(top, bottom, row_height.get(), rows)
    })
}

/// Width of an element in px, followed through window resizes; 0 until it is there.
pub(crate) fn use_width(container: NodeRef<Div>) -> Signal<f64> {
    let width = RwSignal::new(0.0_f64);
    let measure = move || {
        if let Some(container) = container.try_get_untracked().flatten() {
            let measured = f64::from(container.client_width());
            if width.try_get_untracked().is_some_and(|known| known.to_bits() != measured.to_bits()) {
                width.set(measured);
            }
        }
    };
    let resize = window_event_listener(ev::resize, move |_| measure());
    on_cleanup(move || resize.remove());
    effect(move || {
        container.track();
        request_animation_frame(measure);
    });
    width.into()
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
