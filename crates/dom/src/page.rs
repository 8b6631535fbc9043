//! The page: its document, its window, its time.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue, UnwrapThrowExt};
use web_sys::{Document, Window};

thread_local! {
    static DOCUMENT: Document = window().document().unwrap_throw();
}

/// The page's window.
#[must_use]
pub fn window() -> Window {
    web_sys::window().unwrap_throw()
}

/// Asks something of the page's document.
pub(crate) fn document<T>(ask: impl FnOnce(&Document) -> T) -> T {
    DOCUMENT.with(ask)
}

/// Runs `run` when the browser is about to paint the next time.
pub fn on_next_frame(run: impl FnOnce() + 'static) {
    window().request_animation_frame(once(Box::new(run)).unchecked_ref()).ok();
}

/// Runs `run` when the code that runs now has ended, before anything is painted.
pub fn soon(run: impl FnOnce() + 'static) {
    window().queue_microtask(once(Box::new(run)).unchecked_ref());
}

/// Runs `run` after so many milliseconds or a little later, when nothing else is due.
pub fn later(duration: i32, run: impl FnOnce() + 'static) {
    let run = once(Box::new(run));
    window().set_timeout_with_callback_and_timeout_and_arguments_0(run.unchecked_ref(), duration).ok();
}

fn once(run: Box<dyn FnOnce()>) -> JsValue {
    Closure::once_into_js(run)
}
