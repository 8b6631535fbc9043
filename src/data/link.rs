//! The link to the server: one client for all, whether it answers, and when to ask again.

use std::time::Duration;

use causeway_client::{Client, ClientError};
use causeway_model::ProblemCode;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Answers are asked for again this often while the page is visible.
const POLL: Duration = Duration::from_secs(30);
/// Longest wait between two tries while the server does not answer.
const LONGEST_RETRY: Duration = Duration::from_secs(4);

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
    attempt: StoredValue<u32>,
    retry: StoredValue<Option<TimeoutHandle>>,
}

/// Puts the link and what hangs on it where every page finds it. Call once, above the router.
pub(crate) fn provide_data() {
    let link = Link {
        client: StoredValue::new(Client::new(api_base())),
        state: RwSignal::new(LinkState::Up),
        tick: RwSignal::new(0),
        attempt: StoredValue::new(0),
        retry: StoredValue::new(None),
    };
    let online = window_event_listener(ev::online, move |_| link.ask_again());
    let visible = window_event_listener(ev::visibilitychange, move |_| {
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
        online.remove();
        visible.remove();
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

    /// Learns from an answer whether the server is there, and plans the next try when it is not.
    pub(super) fn learn(self, error: Option<&ClientError>) {
        let state = match error {
            Some(error) if error.code() == Some(&ProblemCode::Unauthenticated) => LinkState::SignedOut,
            Some(error) if error.is_transient() => LinkState::Down,
            _ => LinkState::Up,
        };
        if state == LinkState::Down {
            self.plan_retry();
        } else {
            self.attempt.set_value(0);
            if let Some(planned) = self.retry.try_update_value(Option::take).flatten() {
                planned.clear();
            }
        }
        if self.state.get_untracked() != state {
            let was_down = self.state.get_untracked() == LinkState::Down;
            self.state.set(state);
            if was_down {
                // Whoever failed meanwhile, on whatever page, gets its answer now.
                self.ask_again();
            }
        }
    }

    fn plan_retry(self) {
        if self.retry.with_value(Option::is_some) {
            return;
        }
        let attempt = self.attempt.get_value();
        self.attempt.set_value(attempt + 1);
        let wait = Duration::from_millis(500 * 2_u64.pow(attempt.min(3))).min(LONGEST_RETRY);
        let planned = set_timeout_with_handle(
            move || {
                self.retry.set_value(None);
                self.ask_again();
            },
            wait,
        );
        self.retry.set_value(planned.ok());
    }
}

fn is_visible() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Visible
}

/// Where the API is: the content of `<meta name="causeway-api-base">`, so that another backend that serves the same
/// contract can be configured without a new build; else this page's own server.
fn api_base() -> String {
    document()
        .query_selector("meta[name=causeway-api-base]")
        .ok()
        .flatten()
        .and_then(|meta| meta.dyn_into::<web_sys::Element>().ok())
        .and_then(|meta| meta.get_attribute("content"))
        .unwrap_or_default()
}
