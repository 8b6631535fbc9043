//! Events.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, EventTarget};

/// Whatever the event, one type of function for the browser to call: each further type costs glue code.
type Handler = Closure<dyn Fn(Event)>;

/// With signals, a handler runs under the owner it was made under, so that it can use contexts.
#[cfg(feature = "live")]
fn owned(handler: Box<dyn Fn(Event)>) -> Handler {
    let owner = leptos::prelude::Owner::current().map(|owner| owner.downgrade());
    Handler::new(move |event| match owner.as_ref().and_then(leptos::reactive::owner::WeakOwner::upgrade) {
        Some(owner) => owner.with(|| handler(event)),
        None => handler(event),
    })
}

#[cfg(not(feature = "live"))]
fn owned(handler: Box<dyn Fn(Event)>) -> Handler {
    Handler::wrap(handler)
}

/// For as long as the element is there: the browser frees the function when it frees the element.
pub(crate) fn attach(element: &Element, event: &str, handler: Box<dyn Fn(Event)>) {
    let handler: JsValue = owned(handler).into_js_value();
    element.add_event_listener_with_callback(event, handler.unchecked_ref()).ok();
}

/// A handler on something that outlives what it is for, such as the window; it is taken off when this is dropped.
#[derive(Debug)]
pub struct Listening {
    target: EventTarget,
    event: &'static str,
    first: bool,
    handler: Handler,
}

impl Listening {
    /// Calls `handler` on every event of this name.
    #[must_use]
    pub fn to(target: &EventTarget, event: &'static str, handler: impl Fn(Event) + 'static) -> Self {
        Self::start(target, event, false, Box::new(handler))
    }

    /// Before anything else hears of the event, and also for events that do not bubble: scrolling, of any element
    /// below.
    #[must_use]
    pub fn first_to(target: &EventTarget, event: &'static str, handler: impl Fn(Event) + 'static) -> Self {
        Self::start(target, event, true, Box::new(handler))
    }

    fn start(target: &EventTarget, event: &'static str, first: bool, handler: Box<dyn Fn(Event)>) -> Self {
        let handler = owned(handler);
        let function = handler.as_ref().unchecked_ref();
        target.add_event_listener_with_callback_and_bool(event, function, first).ok();
        Self { target: target.clone(), event, first, handler }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let function = self.handler.as_ref().unchecked_ref();
        self.target.remove_event_listener_with_callback_and_bool(self.event, function, self.first).ok();
    }
}

/// Calls `handler` on every event of this name on something that outlives the page at hand, such as the window, until
/// the present owner is cleaned up.
#[cfg(feature = "live")]
pub fn listen<E: JsCast>(target: &EventTarget, event: &'static str, handler: impl Fn(E) + 'static) {
    let handler = Box::new(move |event: Event| handler(event.unchecked_into()));
    leptos::prelude::StoredValue::new_local(Listening::start(target, event, false, handler));
}

/// As [`listen`], before anything else hears of the event.
#[cfg(feature = "live")]
pub fn listen_first<E: JsCast>(target: &EventTarget, event: &'static str, handler: impl Fn(E) + 'static) {
    let handler = Box::new(move |event: Event| handler(event.unchecked_into()));
    leptos::prelude::StoredValue::new_local(Listening::start(target, event, true, handler));
}
