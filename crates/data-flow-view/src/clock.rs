//! The reader's clock, for what changes by time alone.

use causeway_dom::window;
use causeway_model::Timestamp;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// How often it is looked at, ms. Results of VPN tests are good for minutes.
const TICK: i32 = 30_000;

/// Now, as the contract writes times.
pub(crate) fn now() -> Timestamp {
    Timestamp(js_sys::Date::new_0().to_iso_string().into())
}

/// Something that is done again and again until this is dropped.
pub(crate) struct Ticking {
    id: i32,
    _tick: Closure<dyn Fn()>,
}

impl Ticking {
    pub(crate) fn start(tick: impl Fn() + 'static) -> Option<Self> {
        let tick = Closure::<dyn Fn()>::new(tick);
        let function = tick.as_ref().unchecked_ref();
        let id = window().set_interval_with_callback_and_timeout_and_arguments_0(function, TICK).ok()?;
        Some(Self { id, _tick: tick })
    }
}

impl Drop for Ticking {
    fn drop(&mut self) {
        window().clear_interval_with_handle(self.id);
    }
}
