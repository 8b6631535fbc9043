//! Events.

use leptos::prelude::{Owner, StoredValue, WithValue, on_cleanup};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, EventTarget};

/// Whatever the event, one type of function for the browser to call: each further type costs glue code.
type Handler = Closure<dyn Fn(Event)>;

/// A handler runs under the owner it was made under, so that it can use contexts.
fn owned(handler: Box<dyn Fn(Event)>) -> Handler {
    let owner = Owner::current().map(|owner| owner.downgrade());
    Handler::new(move |event| match owner.as_ref().and_then(leptos::reactive::owner::WeakOwner::upgrade) {
        Some(owner) => owner.with(|| handler(event)),
        None => handler(event),
    })
}

/// For as long as the element is there: the browser frees the function when it frees the element.
pub(crate) fn attach(element: &Element, event: &str, handler: Box<dyn Fn(Event)>) {
    let handler: JsValue = owned(handler).into_js_value();
    element.add_event_listener_with_callback(event, handler.unchecked_ref()).ok();
}

/// Calls `handler` on every event of this name on something that outlives the page at hand, such as the window, until
/// the present owner is cleaned up.
pub fn listen<E: JsCast>(target: &EventTarget, event: &'static str, handler: impl Fn(E) + 'static) {
    until_cleanup(target, event, false, Box::new(move |event| handler(event.unchecked_into())));
}

/// Before anything else hears of the event, and also for events that do not bubble: scrolling, of any element below.
pub fn listen_first<E: JsCast>(target: &EventTarget, event: &'static str, handler: impl Fn(E) + 'static) {
    until_cleanup(target, event, true, Box::new(move |event| handler(event.unchecked_into())));
}

fn until_cleanup(target: &EventTarget, event: &'static str, first: bool, handler: Box<dyn Fn(Event)>) {
    let handler = owned(handler);
    target.add_event_listener_with_callback_and_bool(event, handler.as_ref().unchecked_ref(), first).ok();
    let held = StoredValue::new_local((target.clone(), handler));
    on_cleanup(move || {
        held.try_with_value(|(target, handler)| {
            let handler = handler.as_ref().unchecked_ref();
            target.remove_event_listener_with_callback_and_bool(event, handler, first).ok();
        });
    });
}
