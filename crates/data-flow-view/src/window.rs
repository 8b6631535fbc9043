//! Which part of the picture is near the view, so that only that is drawn once a picture is long. The picture itself
//! never scrolls: the page does, or something around the picture.

use causeway_dom::{El, listen, listen_first};
use leptos::prelude::*;
use web_sys::{Element, Event};

use crate::scene::Scene;

/// Up to this many rows everything is drawn: the browser's own find, and whoever reads the page as a whole, see it all.
/// Measured in docs/BENCHMARKS.md.
pub(crate) const DRAW_ALL: usize = 300;

/// What is drawn changes in steps of this height, px, so that most frames of a scroll change nothing.
const BAND: i32 = 512;

/// Heights within the picture between which it is drawn.
pub(crate) type Span = (i32, i32);

const EVERYTHING: Span = (i32::MIN, i32::MAX);

/// Follows what of `stage`, which holds the picture, is near the view.
pub(crate) fn use_span(scene: Scene, stage: &El) -> Memo<Span> {
    let near = RwSignal::new(bands(0, window_height()));
    // Paper has no view: everything is drawn for it.
    let printing = RwSignal::new(false);
    let stage = stage.element().clone();
    let measure = move || {
        let now = measured(&stage);
        if near.try_get_untracked().is_some_and(|before| before != now) {
            near.try_set(now);
        }
    };
    let (on_resize, on_layout) = (measure.clone(), measure.clone());
    let is_long = move || scene.of_layout(|layout| layout.rows.len()) > DRAW_ALL;
    listen_first(&window(), "scroll", move |_: Event| {
        if untrack(is_long) {
            measure();
        }
    });
    listen(&window(), "resize", move |_: Event| on_resize());
    listen(&window(), "beforeprint", move |_: Event| printing.set(true));
    listen(&window(), "afterprint", move |_: Event| printing.set(false));
    causeway_dom::watch(move || {
        if is_long() {
            request_animation_frame(on_layout.clone());
        }
    });
    Memo::new(move |_| if is_long() && !printing.get() { near.get() } else { EVERYTHING })
}

fn measured(stage: &Element) -> Span {
    let top = stage.get_bounding_client_rect().top();
    // Truncation is meant: whole pixels are more than enough.
    let top = -(top as i32);
    bands(top, top + window_height())
}

/// The bands that reach into the view, and half a band more on either side.
fn bands(top: i32, bottom: i32) -> Span {
    let start = (top - BAND / 2).div_euclid(BAND) * BAND;
    (start, (bottom + BAND / 2).div_euclid(BAND) * BAND + BAND)
}

fn window_height() -> i32 {
    let height = window().inner_height().ok().and_then(|height| height.as_f64());
    height.map_or(1000, |height| height as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bands_cover_the_view_and_change_in_steps() {
        for top in [-3000, -1, 0, 1, 255, 256, 257, 100_000] {
            let (start, end) = bands(top, top + 800);
            assert!(start <= top - BAND / 2 && end >= top + 800 + BAND / 2, "{top}");
            assert!(start % BAND == 0 && end % BAND == 0);
            assert!(end - start <= 800 + 3 * BAND);
        }
        assert_eq!(bands(10, 810), bands(20, 820));
    }
}
