//! One connection. Its Data Flow tab is the heart of the product.

use std::rc::Rc;
use std::sync::Arc;

use causeway_data_flow::Choice;
use causeway_dom::{Container, El, Fragment, html, watch};
use causeway_model::{CardKind, ConnectionDataFlow, ConnectionId, DataFlowId, FlowCard};
use leptos::prelude::*;

use super::{be_about, hidden_heading, set_title, use_current_environment};
use crate::components::data_flow::{DataFlowPanel, Step, data_flow_panel};
use crate::components::export_menu::{export_menu, view_query};
use crate::components::load_state::load_state;
use crate::components::reroute::reroute;
use crate::components::shell::connections_in;
use crate::components::status_mark::status_mark;
use crate::components::tabs::{Tab, tabs};
use crate::data::{Remote, data_flow};
use crate::state::{use_go_within, use_query_string};

/// The page at `/connections/{id}`.
pub(crate) fn connection(id: ConnectionId) -> Fragment {
    set_title("Connection");
    let remote = data_flow(id);
    be_about(move || remote.value().map(|it| (it.connection.name.clone(), it.connection.environment_id)));
    let environment = use_current_environment();
    let back = html("a")
        .live_attr("href", move || environment.with(|environment| connections_in(environment.as_ref())))
        .text("Connections");
    Fragment::new()
        .child(html("nav.crumbs").attr("aria-label", "Breadcrumb").child(back))
        .live(move || (!remote.is_here()).then(|| hidden_heading("Connection")))
        .child(load_state(remote.phase(), "connection", move || content(id, remote)))
}

fn content(id: ConnectionId, remote: Remote<ConnectionDataFlow>) -> Fragment {
    let picture = Signal::derive(move || remote.value());
    let name = move || remote.value().map(|it| it.connection.name.clone()).unwrap_or_default();
    let status = Memo::new(move |_| remote.value().map(|it| it.connection.status.clone()));
    let head = html("div.page-head")
        .child(html("h1").attr("dir", "auto").live_text(name))
        .live(move || status.with(|status| status.as_ref().map(status_mark)));
    let tab = Tab {
        label: "Data Flow",
        count: Box::new(move || remote.value().map(|it| it.flows.len().to_string())),
        href: Box::new(move || path(id)),
        selected: Rc::new(|| true),
    };
    let panel = html("div")
        .attr("id", "connection-panel")
        .attr("role", "tabpanel")
        .attr("aria-label", "Data Flow")
        .child(data_flow_tab(id, picture));
    Fragment::new().child(head).child(tabs("Connection", "connection-panel", vec![tab])).child(panel)
}

fn path(id: ConnectionId) -> String {
    ["/connections/", &id.to_string()].concat()
}

/// The picture. What the reader chose and the selected arrow are part of the view, so they are part of the URL.
fn data_flow_tab(id: ConnectionId, picture: Signal<Option<Arc<ConnectionDataFlow>>>) -> El {
    let query = use_query_string();
    let in_url = move || {
        query.with(|query| {
            let get = |name: &str| query.get(name);
            (Choice::from_query(&get), get("flow").and_then(|flow| flow.parse::<DataFlowId>().ok()))
        })
    };
    let (choice, selected) = untrack(in_url);
    let (choice, selected) = (RwSignal::new(choice), RwSignal::new(selected));
    // Back and forward change the URL, and with it the view.
    watch(move || {
        let (wanted, flow) = in_url();
        if choice.with_untracked(|choice| *choice != wanted) {
            choice.set(wanted);
        }
        if selected.get_untracked() != flow {
            selected.set(flow);
        }
    });
    let go = use_go_within();
    let show = move |step: Step| {
        let query = view_query(&choice.get_untracked(), selected.get_untracked());
        go(&(path(id) + &query), step == Step::Part);
    };
    data_flow_panel(DataFlowPanel {
        picture,
        endpoint_href: settings_of,
        choice,
        selected,
        on_choose: Callback::new(show),
        more_tools: export_menu(id, choice, selected),
        more_details: reroute,
    })
}

/// API keys and endpoints have a Settings page.
fn settings_of(card: &FlowCard) -> Option<String> {
    let pages = match card.kind {
        CardKind::ApiKey => "/api-keys/",
        CardKind::Endpoint => "/endpoints/",
        CardKind::Other(_) => return None,
    };
    Some([pages, &card.id.to_string()].concat())
}
