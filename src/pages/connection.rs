//! One connection. Its Data Flow tab is the heart of the product.

use causeway_data_flow_view::DataFlowPicture;
use causeway_data_flow_view::dynamic::{effect, maybe, part};
use causeway_model::{CardKind, ConnectionId, DataFlowId, FlowCard};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};

use super::{set_title, use_current_environment};
use crate::components::load_state::{EmptyState, LoadState};
use crate::components::shell::connections_in;
use crate::components::status_mark::StatusMark;
use crate::components::tabs::{Tab, Tabs};
use crate::data::data_flow;
use crate::state::use_page_environment;

/// The page at `/connections/{id}`.
#[component]
pub(crate) fn ConnectionPage() -> impl IntoView {
    set_title("Connection");
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params.with(|params| params.get("id").and_then(|id| id.parse::<ConnectionId>().ok()))
    });
    let remote = data_flow(move || id.get());
    let of_page = use_page_environment();
    let environment = use_current_environment();
    effect(move || {
        if let Some(picture) = remote.value() {
            set_title(&picture.connection.name);
            of_page.set(Some(picture.connection.environment_id));
        }
    });
    on_cleanup(move || {
        of_page.try_set(None);
    });
    // The selected arrow is part of the view, so it is part of the URL.
    let query = use_query_map();
    let in_url = Memo::new(move |_| {
        query.with(|query| query.get("flow").and_then(|flow| flow.parse::<DataFlowId>().ok()))
    });
    let selected = RwSignal::new(in_url.get_untracked());
    effect(move || {
        let flow = in_url.get();
        if selected.get_untracked() != flow {
            selected.set(flow);
        }
    });
    let navigate = use_navigate();
    let on_select = Callback::new(move |flow: Option<DataFlowId>| {
        let Some(id) = id.get_untracked() else { return };
        let url = flow
            .map_or_else(|| format!("/connections/{id}"), |flow| format!("/connections/{id}?flow={flow}"));
        navigate(&url, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
    });
    let back = move || connections_in(environment.get().as_ref());
    move || {
        if id.get().is_none() {
            return view! {
                <h1 class="visually-hidden">"Connection"</h1>
                <EmptyState title="This is not the address of a connection.">
                    <p><a class="button" href="/connections">"Go to Connections"</a></p>
                </EmptyState>
            }
            .into_any();
        }
        view! {
            <nav class="crumbs" aria-label="Breadcrumb"><a href=back>"Connections"</a></nav>
            {part(move || maybe((!remote.is_here()).then(|| view! { <h1 class="visually-hidden">"Connection"</h1> })))}
            <LoadState
                phase=remote.phase()
                what="connection"
                content=Box::new(move || {
                    let value = Signal::derive(move || remote.value());
                    let name = Memo::new(move |_| value.get().map(|picture| picture.connection.name.clone()).unwrap_or_default());
                    let status = Memo::new(move |_| value.get().map(|picture| picture.connection.status.clone()));
                    let tabs = vec![Tab {
                        label: "Data Flow",
                        count: Signal::derive(move || value.get().map(|picture| picture.flows.len().to_string())),
                        href: Signal::derive(move || id.get().map(|id| format!("/connections/{id}")).unwrap_or_default()),
                        selected: Signal::derive(|| true),
                    }];
                    view! {
                        <div class="page-head">
                            <h1 dir="auto">{name}</h1>
                            {part(move || maybe(status.get().map(|status| view! { <StatusMark status=status /> })))}
                        </div>
                        <Tabs label="Connection" panel="connection-panel" tabs=tabs />
                        <div id="connection-panel" role="tabpanel" aria-label="Data Flow">
                            <DataFlowPicture
                                picture=value
                                endpoint_href=Callback::new(settings_of)
                                selected=selected
                                on_select=on_select
                            />
                        </div>
                    }
                    .into_any()
                })
            />
        }
        .into_any()
    }
}

/// Endpoints have a Settings page.
fn settings_of(card: FlowCard) -> Option<String> {
    (card.kind == CardKind::Endpoint).then(|| format!("/endpoints/{}", card.id))
}
