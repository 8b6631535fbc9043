//! The reader's clock, for what changes by time alone.

use std::time::Duration;

use causeway_model::Timestamp;
use leptos::prelude::*;

/// How often it is looked at. Results of VPN tests are good for minutes.
const TICK: Duration = Duration::from_secs(30);

/// Now, as the contract writes times, kept up to date until the present owner is cleaned up.
#[must_use]
pub(crate) fn ticking_now() -> ReadSignal<Timestamp> {
    let read = || Timestamp(js_sys::Date::new_0().to_iso_string().into());
    let (now, set_now) = signal(read());
    let tick = set_interval_with_handle(
        move || {
            set_now.try_set(read());
        },
        TICK,
    );
    on_cleanup(move || {
        if let Ok(tick) = tick {
            tick.clear();
        }
    });
    now
}
