//! The VPN of one endpoint: what was tested, how it ended, what that means and what to do, all of it as text.

use super::clock::ticking_now;
use causeway_dom::{Container, El, Fragment, html};
use causeway_model::{Endpoint, VpnResult, VpnStatus, VpnTest, vpn_status};
use leptos::prelude::*;

use super::status_mark::toned_shape;
use crate::data::Remote;
use crate::format::{local, way};

/// A panel while there is a VPN, nothing otherwise. Results that become too old turn gray without a request.
pub(crate) fn vpn_panel(remote: Remote<Endpoint>) -> Fragment {
    let now = ticking_now();
    let is_there = Memo::new(move |_| remote.value().is_some_and(|endpoint| endpoint.vpn.is_some()));
    let tests = Memo::new(move |_| -> Vec<(VpnTest, VpnResult)> {
        let Some(endpoint) = remote.value() else { return Vec::new() };
        let tests = endpoint.vpn.iter().flat_map(|vpn| &vpn.tests);
        now.with(|now| tests.map(|test| (test.clone(), test.shown_result(now))).collect())
    });
    Fragment::new().live(move || is_there.get().then(|| panel(tests)))
}

/// The one word for all tests, as old as they are now; nothing where there is no VPN.
pub(crate) fn vpn_status_of(remote: Remote<Endpoint>) -> Memo<Option<VpnStatus>> {
    let now = ticking_now();
    Memo::new(move |_| {
        let endpoint = remote.value()?;
        let vpn = endpoint.vpn.as_ref()?;
        Some(now.with(|now| vpn_status(&vpn.tests, now)))
    })
}

fn panel(tests: Memo<Vec<(VpnTest, VpnResult)>>) -> El {
    let items = move || {
        let list = html("ul.vpn-tests").attr("role", "list").attr("aria-label", "VPN tests");
        tests.with(|tests| list.children(tests.iter().map(|(test, shown)| item(test, shown))))
    };
    html("section.panel")
        .attr("aria-labelledby", "vpn")
        .child(html("h2").attr("id", "vpn").text("VPN info"))
        .live(items)
        .child(html("p.muted").text("Addresses are as the monitor sees them, often those of a NAT."))
}

fn item(test: &VpnTest, shown: &VpnResult) -> El {
    let paragraph = |text: String| (!text.is_empty()).then(|| html("p").text(&text));
    let when = local(&test.checked_at);
    let when = if *shown == test.result {
        ["Tested ", &when].concat()
    } else {
        ["Not tested since ", &when, ", then: ", test.result.label()].concat()
    };
    let message = test
        .message
        .as_ref()
        .map(|message| html("p").text("The monitor adds: ").child(html("bdi").text(message)));
    html("li")
        .attr("data-vpn-test", test.kind.as_str())
        .child(
            html("div.object-head")
                .child(html("h3").text(test.kind.label()))
                .child(toned_shape(&shown.status().drawn_as()).text(shown.label())),
        )
        .child(html("p.muted").text(&when))
        .child(paragraph(way(test)))
        .child(paragraph([shown.meaning(&test.kind), " ", shown.next_step()].concat()))
        .child(message)
}
