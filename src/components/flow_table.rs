//! All data flows as one table. On a narrow screen each row becomes a small block; the roles stay a table's.

use super::clock::ticking_now;
use causeway_dom::{Container, El, Keyed, html, watch};
use causeway_model::{DataFlowRow, Initiator, Timestamp, VpnStatus};
use leptos::prelude::*;

use super::status_mark::{status_mark, vpn_mark};
use super::window::{DRAW_ALL_ITEMS, ListView, Window, px};
use crate::data::Paged;
use crate::format::ago;

/// Height of a row, px, as a table row and as a block; `.flow-table` in app.css says the same.
const ROW: f64 = 44.0;
const BLOCK: f64 = 168.0;
/// Below this width, px, rows become blocks; the container query in app.css says the same.
const NARROW: f64 = 760.0;

const COLUMNS: [&str; 8] = ["Connection", "Yours", "Verb", "Data", "Theirs", "VPN", "Status", "Last message"];

/// The table of a list of data flows, of which about `total` exist.
pub(crate) fn flow_table(list: Paged<DataFlowRow>, total: Memo<usize>) -> El {
    let container = html("div.flow-table-frame");
    let view = ListView::follow(&container, move || total.track());
    let row_height = Memo::new(move |_| if view.width() < NARROW { BLOCK } else { ROW });
    let window = Memo::new(move |_| {
        let total = total.get();
        if total <= DRAW_ALL_ITEMS {
            return Window { first: 0, end: total };
        }
        view.window(total, row_height.get())
    });
    watch(move || list.want(window.get().end));
    let now = ticking_now();
    let items = move || {
        let window = window.get();
        list.with(|state| {
            now.with(|now| (window.first..window.end).map(|at| item(at, state.items.get(at), now)).collect())
        })
    };
    // What is not drawn still takes its room, so that the page's scroll bar tells the truth.
    let gap = |rows: Box<dyn Fn() -> usize>| {
        html("tr.flow-table-gap")
            .attr("aria-hidden", "true")
            .live_style("height", move || px(rows() as f64 * row_height.get()))
    };
    let head = html("tr").attr("role", "row").attr("aria-rowindex", "1").children(
        COLUMNS.map(|title| html("th").attr("role", "columnheader").attr("scope", "col").text(title)),
    );
    let body = html("tbody")
        .attr("role", "rowgroup")
        .child(gap(Box::new(move || window.get().first)))
        .live_list(items)
        .child(gap(Box::new(move || total.get().saturating_sub(window.get().end))));
    let table = html("table.flow-table")
        .attr("role", "table")
        .attr("aria-label", "All data flows")
        .live_attr("aria-rowcount", move || match list.with(|state| state.complete) {
            true => (total.get() + 1).to_string(),
            false => "-1".to_owned(),
        })
        .child(html("thead").attr("role", "rowgroup").child(head))
        .child(body);
    container.live_attr("aria-busy", move || list.with(|state| state.outdated)).child(table)
}

/// A row, or its place until it has arrived.
fn item(index: usize, flow: Option<&DataFlowRow>, now: &Timestamp) -> Keyed {
    let Some(flow) = flow else {
        return Keyed::new(index.to_string(), || {
            html("tr.flow-table-pending").attr("aria-hidden", "true").child(html("td").attr("colspan", "8"))
        });
    };
    let flow = flow.clone();
    let vpn = flow.theirs.vpn.as_ref().map(|vpn| vpn.shown(now));
    let vpn_word = vpn.as_ref().map_or("", VpnStatus::as_str);
    let key = [&*index.to_string(), &flow.id.to_string(), flow.status.as_str(), vpn_word].join(" ");
    Keyed::new(key, move || row(index, &flow, vpn.as_ref()))
}

fn row(index: usize, flow: &DataFlowRow, vpn: Option<&VpnStatus>) -> El {
    let started_by_you = flow.verb.initiator() == Some(Initiator::You);
    let verb = html(if started_by_you { "span.verb-word.verb-out" } else { "span.verb-word.verb-in" });
    let cell = |class: &str, content: El| html("td").attr("role", "cell").class(class).child(content);
    let text = |text: &str| html("span.cell-text").attr("dir", "auto").text(text);
    let link = |href: &str, id: &str, name: &str| {
        html("a").attr("href", &[href, id].concat()).attr("dir", "auto").text(name)
    };
    html("tr")
        .attr("role", "row")
        .attr("aria-rowindex", &(index + 2).to_string())
        .attr("data-flow-id", &flow.id.to_string())
        .attr("data-verb", flow.verb.as_str())
        .attr("data-status", flow.status.as_str())
        .child(cell(
            "cell-connection",
            link("/connections/", &flow.connection.id.to_string(), &flow.connection.name),
        ))
        .child(cell("cell-yours", text(&flow.yours.name)))
        .child(cell("cell-verb", verb.text(flow.verb.as_str())))
        .child(cell("cell-data", text(&flow.data_type)))
        .child(cell("cell-theirs", link("/endpoints/", &flow.theirs.id.to_string(), &flow.theirs.name)))
        .child(cell("cell-vpn", vpn.map_or_else(|| html("span"), vpn_mark)))
        .child(cell("cell-status", status_mark(&flow.status)))
        .child(cell(
            "cell-last",
            html("span.muted").text(&ago(flow.last_message_at.as_ref(), js_sys::Date::now())),
        ))
}
