//! The heads of arrows. Their ids are unique per picture: two pictures on one page must not share them.

use std::sync::atomic::{AtomicU32, Ordering};

use causeway_data_flow::Head;
use causeway_model::{Initiator, Verb};
use leptos::prelude::*;

/// Prefix of the ids of one picture.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Instance(u32);

impl Instance {
    /// A prefix no other picture has.
    pub(crate) fn next() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }

    fn id(self, tone: &str, head: &str) -> String {
        let mut id = String::from("flow-");
        id.push_str(&self.0.to_string());
        for part in [tone, head] {
            id.push('-');
            id.push_str(part);
        }
        id
    }

    /// Values of `marker-start` and `marker-end` of an arrow.
    pub(crate) fn heads(self, verb: &Verb) -> (Option<String>, Option<String>) {
        let tone = tone(verb);
        let url = |head| {
            let name = match head {
                Head::None => return None,
                Head::Filled => "filled",
                Head::Open => "open",
            };
            let mut url = String::from("url(#");
            url.push_str(&self.id(tone, name));
            url.push(')');
            Some(url)
        };
        let (start, end) = causeway_data_flow::heads(verb);
        (url(start), url(end))
    }
}

/// The class that gives an arrow its colour: who starts.
pub(crate) fn tone(verb: &Verb) -> &'static str {
    match verb.initiator() {
        Some(Initiator::You) => "out",
        Some(_) => "in",
        None => "other",
    }
}

/// The definitions, once per picture.
#[component]
pub(crate) fn Markers(instance: Instance) -> impl IntoView {
    let marker = move |tone: &'static str, head: &'static str, d: &'static str| {
        let class = ["flow-head", tone, head].join(" ");
        view! {
            <marker
                id=instance.id(tone, head)
                class=class
                viewBox="0 0 10 10"
                refX="8.5"
                refY="5"
                markerWidth="10"
                markerHeight="10"
                markerUnits="userSpaceOnUse"
                orient="auto-start-reverse"
            >
                <path d=d />
            </marker>
        }
    };
    ["out", "in"].map(|tone| {
        [marker(tone, "filled", "M0.5 1 9 5 0.5 9z"), marker(tone, "open", "M1.5 1.5 8.5 5 1.5 8.5")]
    })
}
