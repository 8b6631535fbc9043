//! A status as shape, colour and word; never one of them alone.

use causeway_data_flow_view::StatusShape;
use causeway_model::Status;
use leptos::prelude::*;

/// The class that gives it its colour.
pub(crate) fn tone(status: &Status) -> &'static str {
    match status {
        Status::Down => "status status-bad",
        Status::Attention => "status status-warn",
        Status::Healthy => "status status-ok",
        Status::NoTraffic | Status::Requested | Status::Other(_) => "status status-idle",
    }
}

/// A status, ready to read.
#[component]
pub(crate) fn StatusMark(status: Status) -> impl IntoView {
    view! {
        <span class=tone(&status)>
            <StatusShape status=status.clone() />
            {status.label().to_owned()}
        </span>
    }
}
