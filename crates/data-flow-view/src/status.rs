//! A status as shape, colour and word; never one of them alone.

use causeway_model::{EndpointState, Status};
use leptos::prelude::*;

/// The shape that goes with a status. Outlines differ, so that statuses differ without colour too.
#[component]
pub fn StatusShape(
    /// The status.
    status: Status,
) -> impl IntoView {
    let (outline, hollow) = match status {
        Status::Down => ("M5 0 10 5 5 10 0 5z", false),
        Status::Attention => ("M5 0.6 10 9.4H0z", false),
        Status::Healthy => ("M5 0.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9z", false),
        Status::Requested => ("M5 1v2M5 7v2M1 5h2M7 5h2", true),
        Status::NoTraffic | Status::Other(_) => ("M5 1.2a3.8 3.8 0 1 1 0 7.6a3.8 3.8 0 1 1 0-7.6z", true),
    };
    view! {
        <svg class="flow-shape" class:hollow=hollow viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
            <path d=outline />
        </svg>
    }
}

/// A status, ready to read.
#[component]
pub(crate) fn StatusWord(status: Status) -> impl IntoView {
    let word = status.label().to_owned();
    view! { <Word status=status word=word /> }
}

/// The state of an endpoint that is not active, in the shapes and colours of what it does to a data flow.
#[component]
pub(crate) fn StateWord(state: EndpointState) -> impl IntoView {
    let status = match state {
        EndpointState::Error | EndpointState::Off => Status::Down,
        EndpointState::Suspended => Status::Attention,
        EndpointState::Active | EndpointState::Test | EndpointState::Other(_) => Status::NoTraffic,
    };
    let word = state.label().to_owned();
    view! { <Word status=status word=word /> }
}

#[component]
fn Word(status: Status, word: String) -> impl IntoView {
    let tone = match status {
        Status::Down => "flow-status bad",
        Status::Attention => "flow-status warn",
        Status::Healthy => "flow-status ok",
        Status::NoTraffic | Status::Requested | Status::Other(_) => "flow-status idle",
    };
    view! { <span class=tone><StatusShape status=status />{word}</span> }
}
