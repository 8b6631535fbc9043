//! How much room there is, and how large text is. The only place that measures.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::Element;

use causeway_dom::{on_next_frame, window};

/// Widths are rounded down to steps of this size, so that dragging a window edge does not lay out at every pixel.
const STEP: i32 = 8;

/// What was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Room {
    /// Width in px, in steps.
    pub(crate) width: i32,
    /// Size of the usual text in px: of the root font, unless the style sheet says otherwise of the probe.
    pub(crate) font: i32,
}

/// Measures an element that is as wide as the room; `None` while it is not in the page or hidden. The element must be
/// empty: were it to grow with the picture, each layout would report a new size.
pub(crate) fn room(probe: &Element) -> Option<Room> {
    let width = probe.client_width() / STEP * STEP;
    (width > 0).then(|| Room { width, font: font(probe) })
}

/// A running observer of an element's size; it ends when it is dropped.
pub(crate) struct Watch {
    observer: web_sys::ResizeObserver,
    _callback: Closure<dyn FnMut()>,
}

impl Watch {
    pub(crate) fn start(element: &Element, changed: impl Fn() + Clone + 'static) -> Option<Self> {
        // A frame later: a change of layout inside the observer's own callback is reported as an error by browsers.
        let callback = Closure::new(move || on_next_frame(changed.clone()));
        let observer = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self { observer, _callback: callback })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

fn font(probe: &Element) -> i32 {
    let style = window().get_computed_style(probe).ok().flatten();
    let size = style.and_then(|style| style.get_property_value("font-size").ok()).unwrap_or_default();
    let whole: String = size.chars().take_while(char::is_ascii_digit).collect();
    whole.parse().unwrap_or(16)
}
