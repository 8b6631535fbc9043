//! The link to the server: one client for all, whether it answers, and when to ask again.

use std::time::Duration;

use causeway_client::{Client, ClientError};
use causeway_dom::listen;
use causeway_model::ProblemCode;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Event;

/// Answers are asked for again this often while the page is visible.
const POLL: Duration = Duration::from_secs(30);
/// A failure this long after the one before begins a new row of tries, at half a second; within a row the wait doubles
/// up to four seconds.
const FORGOTTEN_AFTER_MS: f64 = 15_000.0;

/// Whether the server answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LinkState {
    /// It does, as far as is known.
    Up,
    /// It does not; trying again.
    Down,
    /// It does, and says that the session is over.
    SignedOut,
}

/// The link; copy it freely.
#[derive(Clone, Copy)]
pub(crate) struct Link {
    client: StoredValue<Client>,
    state: RwSignal<LinkState>,
    tick: RwSignal<u32>,
    /// Tries planned in the present row.
    attempt: StoredValue<u32>,
    last_planned_ms: StoredValue<f64>,
    retry_planned: StoredValue<bool>,
}

/// Puts the link and what hangs on it where every page finds it. Call once, above the router.
pub(crate) fn provide_data() {
    let link = Link {
        client: StoredValue::new(Client::new(api_base())),
        state: RwSignal::new(LinkState::Up),
        tick: RwSignal::new(0),
        attempt: StoredValue::new(0),
        last_planned_ms: StoredValue::new(0.0),
        retry_planned: StoredValue::new(false),
    };
    listen(&window(), "online", move |_: Event| link.ask_again());
    listen(&document(), "visibilitychange", move |_: Event| {
        if is_visible() {
            link.ask_again();
        }
    });
    let poll = set_interval_with_handle(
        move || {
            if is_visible() && link.state.get_untracked() != LinkState::Down {
                link.ask_again();
            }
        },
        POLL,
    );
    on_cleanup(move || {
        if let Ok(poll) = poll {
            poll.clear();
        }
    });
    provide_context(link);
    super::resources::provide_environments();
}

/// The link to the server.
pub(crate) fn use_link() -> Link {
    expect_context()
}

impl Link {
    /// The client, for modules of `data`.
    pub(super) fn client(self) -> Client {
        self.client.get_value()
    }

    /// Whether the server answers.
    pub(crate) fn state(self) -> LinkState {
        self.state.get()
    }

    /// Has every resource that reads it ask again.
    pub(crate) fn ask_again(self) {
        self.tick.try_update(|tick| *tick = tick.wrapping_add(1));
    }

    /// Subscribes to [`Self::ask_again`].
    pub(super) fn track(self) -> u32 {
        self.tick.get()
    }

    /// Learns from an answer whether the server is there, and plans to ask again when that can help. One answer that
    /// fails while others arrive is asked for again at the same growing intervals: an arrival changes neither the
    /// plan nor the intervals.
    pub(super) fn learn(self, error: Option<&ClientError>) {
        let state = match error {
            Some(error) if error.code() == Some(&ProblemCode::Unauthenticated) => LinkState::SignedOut,
            Some(error) if error.is_unreachable() => LinkState::Down,
            _ => LinkState::Up,
        };
        if self.state.get_untracked() != state {
            self.state.set(state);
        }
        if error.is_some_and(ClientError::is_transient) {
            self.plan_retry();
        }
    }

    fn plan_retry(self) {
        if self.retry_planned.get_value() {
            return;
        }
        let now = js_sys::Date::now();
        let failing = now - self.last_planned_ms.get_value() < FORGOTTEN_AFTER_MS;
        let attempt = if failing { self.attempt.get_value() } else { 0 };
        self.attempt.set_value(attempt + 1);
        self.last_planned_ms.set_value(now);
        self.retry_planned.set_value(true);
        let wait = Duration::from_millis(500 * 2_u64.pow(attempt.min(3)));
        set_timeout(
            move || {
                self.retry_planned.set_value(false);
                self.ask_again();
            },
            wait,
        );
    }
}

fn is_visible() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Visible
}

/// Where the API is: the content of `<meta name="causeway-api-base">`, so that another backend that serves the same
/// contract can be configured without a new build; else this page's own server.
pub(super) fn api_base() -> String {
    document()
        .query_selector("meta[name=causeway-api-base]")
        .ok()
        .flatten()
        .and_then(|meta| meta.dyn_into::<web_sys::Element>().ok())
        .and_then(|meta| meta.get_attribute("content"))
        .unwrap_or_default()
}

/// The same as others see it: origin, and path if there is one.
pub(crate) fn public_base() -> String {
    match api_base() {
        own if own.is_empty() => window().location().origin().unwrap_or_default(),
        other => other.trim_end_matches('/').to_owned(),
    }
}
