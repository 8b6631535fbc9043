//! A status as shape, colour and word; never one of them alone.

use causeway_dom::{Container, El, html, svg};
use causeway_model::{EndpointState, Status, VpnStatus};

/// The shape that goes with a status. Outlines differ, so that statuses differ without colour too.
#[must_use]
pub fn status_shape(status: &Status) -> El {
    let (outline, hollow) = match status {
        Status::Down => ("M5 0 10 5 5 10 0 5z", false),
        Status::Attention => ("M5 0.6 10 9.4H0z", false),
        Status::Healthy => ("M5 0.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9z", false),
        Status::Requested => ("M5 1v2M5 7v2M1 5h2M7 5h2", true),
        Status::NoTraffic | Status::Other(_) => ("M5 1.2a3.8 3.8 0 1 1 0 7.6a3.8 3.8 0 1 1 0-7.6z", true),
    };
    svg(if hollow { "svg.flow-shape.hollow" } else { "svg.flow-shape" })
        .attr("viewBox", "0 0 10 10")
        .attr("width", "10")
        .attr("height", "10")
        .attr("aria-hidden", "true")
        .child(svg("path").attr("d", outline))
}

/// A status, ready to read.
#[must_use]
pub fn status_word(status: &Status) -> El {
    word(status, status.label())
}

/// The state of an endpoint that is not active, in the shapes and colours of what it does to a data flow.
pub(crate) fn state_word(state: &EndpointState) -> El {
    word(&state.drawn_as(), state.label())
}

/// The state of a VPN, ready to read.
#[must_use]
pub fn vpn_word(vpn: &VpnStatus) -> El {
    word(&vpn.drawn_as(), vpn.label())
}

fn word(status: &Status, word: &str) -> El {
    let tone = match status {
        Status::Down => "bad",
        Status::Attention => "warn",
        Status::Healthy => "ok",
        Status::NoTraffic | Status::Requested | Status::Other(_) => "idle",
    };
    html("span.flow-status").class(tone).child(status_shape(status)).text(word)
}
