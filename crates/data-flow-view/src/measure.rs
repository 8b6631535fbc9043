//! How much room there is, and how large text is. The only place that measures.

use causeway_dom::El;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// Widths are rounded down to steps of this size, so that dragging a window edge does not lay out at every pixel.
const STEP: i32 = 8;

/// What was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Room {
    /// Width in px, in steps.
    pub(crate) width: i32,
    /// Size of the root font in px.
    pub(crate) font: i32,
}

/// Watches an element that is as wide as the room; `None` until it is in the page. The element must be empty:
/// were it to grow with the picture, each layout would report a new size.
pub(crate) fn use_room(probe: &El) -> ReadSignal<Option<Room>> {
    let (room, set_room) = signal(None);
    let probe = probe.element().clone();
    let measure = {
        let probe = probe.clone();
        move || {
            let measured = Room { width: probe.client_width() / STEP * STEP, font: root_font() };
            // Hidden elements have no width; what was known of the room still holds.
            if measured.width > 0 && room.try_get_untracked().is_some_and(|known| known != Some(measured)) {
                set_room.try_set(Some(measured));
            }
        }
    };
    // By then the element is in the page, and nothing has been painted yet.
    queue_microtask(measure.clone());
    StoredValue::new_local(Watch::start(&probe, measure));
    room
}

/// A running observer; it ends with the picture, whose owner holds it.
struct Watch {
    observer: web_sys::ResizeObserver,
    _callback: Closure<dyn FnMut()>,
}

impl Watch {
    fn start(element: &web_sys::Element, measure: impl Fn() + Clone + 'static) -> Option<Self> {
        // A frame later: a change of layout inside the observer's own callback is reported as an error by browsers.
        let callback = Closure::new(move || request_animation_frame(measure.clone()));
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

fn root_font() -> i32 {
    let style =
        document().document_element().and_then(|root| window().get_computed_style(&root).ok().flatten());
    let size = style.and_then(|style| style.get_property_value("font-size").ok()).unwrap_or_default();
    let whole: String = size.chars().take_while(char::is_ascii_digit).collect();
    whole.parse().unwrap_or(16)
}
