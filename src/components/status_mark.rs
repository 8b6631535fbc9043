//! A status as shape, colour and word; never one of them alone.

use causeway_data_flow_view::status_shape;
use causeway_dom::{Container, El, html};
use causeway_model::{Status, VpnStatus};

/// The shape of a status, in its colour.
pub(crate) fn toned_shape(status: &Status) -> El {
    let tone = match status {
        Status::Down => "status-bad",
        Status::Attention => "status-warn",
        Status::Healthy => "status-ok",
        Status::NoTraffic | Status::Requested | Status::Other(_) => "status-idle",
    };
    html("span.status").class(tone).child(status_shape(status))
}

/// The state of a VPN, ready to read.
pub(crate) fn vpn_mark(status: &VpnStatus) -> El {
    toned_shape(&status.drawn_as()).attr("data-vpn-status", status.as_str()).text(status.label())
}

/// A status, ready to read.
pub(crate) fn status_mark(status: &Status) -> El {
    toned_shape(status).text(status.label())
}
