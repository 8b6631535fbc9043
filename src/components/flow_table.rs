//! All data flows as one table. On a narrow screen each row becomes a small block; the roles stay a table's.

use causeway_data_flow_view::dynamic::{Keyed, dynamic, effect, keyed, row};
use causeway_model::DataFlowRow;
use leptos::html::Div;
use leptos::prelude::*;

use super::status_mark::StatusMark;
use super::window::{DRAW_ALL_ITEMS, px, use_width, use_window};
use crate::data::Paged;
use crate::format::ago;

/// Height of a row, px, as a table row and as a block; `.flow-table` in app.css says the same.
const ROW: f64 = 44.0;
const BLOCK: f64 = 168.0;
/// Below this width, px, rows become blocks; the container query in app.css says the same.
const NARROW: f64 = 760.0;

/// The table of a list of data flows, of which about `total` exist.
#[component]
pub(crate) fn FlowTable(list: Paged<DataFlowRow>, total: Signal<usize>) -> impl IntoView {
    let container = NodeRef::<Div>::new();
    let width = use_width(container);
    let row_height = Signal::derive(move || if width.get() < NARROW { BLOCK } else { ROW });
    let all = Signal::derive(move || total.get() <= DRAW_ALL_ITEMS);
    let window = use_window(container, total, row_height, all);
    effect(move || list.want(window.get().end));
    let items = move || {
        let window = window.get();
        list.with(|state| {
            (window.first..window.end)
                .map(|index| match state.items.get(index).cloned() {
                    Some(row) => Keyed::new(format!("{index} {} {}", row.id, row.status), move || {
                        view! { <Row index=index row=row.clone() /> }.into_any()
                    }),
                    None => Keyed::new(index.to_string(), || {
                        view! { <tr class="flow-table-pending" aria-hidden="true"><td colspan="7"></td></tr> }
                            .into_any()
                    }),
                })
                .collect()
        })
    };
    let height = move |rows: usize| px(rows as f64 * row_height.get());
    let above = dynamic(move || height(window.get().first));
    let below = dynamic(move || height(total.get().saturating_sub(window.get().end)));
    view! {
        <div
            class="flow-table-frame"
            node_ref=container
            aria-busy=dynamic(move || list.with(|state| if state.outdated { "true" } else { "false" }))
        >
            <table
                class="flow-table"
                role="table"
                aria-label="All data flows"
                aria-rowcount=dynamic(move || if list.with(|state| state.complete) { (total.get() + 1).to_string() } else { "-1".to_owned() })
            >
                <thead role="rowgroup">
                    <tr role="row" aria-rowindex="1">
                        {row(["Connection", "Yours", "Verb", "Data", "Theirs", "Status", "Last message"]
                            .into_iter()
                            .map(|title| view! { <th role="columnheader" scope="col">{title}</th> })
                            )}
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    <tr class="flow-table-gap" aria-hidden="true" style:height=above></tr>
                    {keyed(items)}
                    <tr class="flow-table-gap" aria-hidden="true" style:height=below></tr>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(index: usize, row: DataFlowRow) -> impl IntoView {
    let started_by_you = matches!(row.verb.initiator(), Some(causeway_model::Initiator::You));
    let verb_class = if started_by_you { "verb-word verb-out" } else { "verb-word verb-in" };
    view! {
        <tr
            role="row"
            aria-rowindex=(index + 2).to_string()
            data-flow-id=row.id.to_string()
            data-verb=row.verb.as_str().to_owned()
            data-status=row.status.as_str().to_owned()
        >
            <td role="cell" class="cell-connection">
                <a href=format!("/connections/{}", row.connection.id) dir="auto">{row.connection.name.clone()}</a>
            </td>
            <td role="cell" class="cell-yours"><span class="cell-text" dir="auto">{row.yours.name.clone()}</span></td>
            <td role="cell" class="cell-verb"><span class=verb_class>{row.verb.as_str().to_owned()}</span></td>
            <td role="cell" class="cell-data"><span class="cell-text">{row.data_type.clone()}</span></td>
            <td role="cell" class="cell-theirs">
                <a href=format!("/endpoints/{}", row.theirs.id) dir="auto">{row.theirs.name.clone()}</a>
            </td>
            <td role="cell" class="cell-status"><StatusMark status=row.status.clone() /></td>
            <td role="cell" class="cell-last muted">{ago(row.last_message_at.as_ref(), js_sys::Date::now())}</td>
        </tr>
    }
}
