//! One connection. Its Data Flow tab is the heart of the product.

use std::rc::Rc;

use causeway_data_flow_view::{DataFlowPicture, data_flow_picture};
use causeway_dom::{Container, El, Fragment, html};
use causeway_model::{CardKind, ConnectionDataFlow, ConnectionId, DataFlowId, FlowCard};
use leptos::prelude::*;

use super::{be_about, hidden_heading, set_title, use_current_environment};
use crate::components::load_state::load_state;
use crate::components::shell::connections_in;
use crate::components::status_mark::status_mark;
use crate::components::tabs::{Tab, tabs};
use crate::data::{Remote, data_flow};
use crate::state::{use_go_instead, use_query};

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

/// The picture. The selected arrow is part of the view, so it is part of the URL.
fn data_flow_tab(id: ConnectionId, picture: Signal<Option<std::sync::Arc<ConnectionDataFlow>>>) -> El {
    let in_url = use_query("flow");
    let in_url = Memo::new(move |_| in_url.get().and_then(|flow| flow.parse::<DataFlowId>().ok()));
    let selected = RwSignal::new(in_url.get_untracked());
    causeway_dom::watch(move || {
        let flow = in_url.get();
        if selected.get_untracked() != flow {
            selected.set(flow);
        }
    });
    let go = use_go_instead();
    let on_select = Callback::new(move |flow: Option<DataFlowId>| {
        let flow = flow.map(|flow| ["?flow=", &flow.to_string()].concat()).unwrap_or_default();
        go(&(path(id) + &flow));
    });
    data_flow_picture(DataFlowPicture {
        picture,
        endpoint_href: settings_of,
        selected,
        on_select: Some(on_select),
    })
}

/// Endpoints have a Settings page.
fn settings_of(card: &FlowCard) -> Option<String> {
    (card.kind == CardKind::Endpoint).then(|| ["/endpoints/", &card.id.to_string()].concat())
}
