//! Developer: your API keys and endpoints of an environment.

use causeway_data_flow_view::dynamic::{dynamic, maybe, part, row};
use causeway_model::{ApiKey, Endpoint, FlowCounts};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{set_title, use_current_environment};
use crate::components::load_state::{EmptyState, LoadState};
use crate::components::tabs::{Tab, Tabs};
use crate::data::{api_keys, endpoints};
use crate::format::counted;
use crate::state::DeveloperTab;
use causeway_data_flow_view::CopyButton;

/// The page at `/developer`.
#[component]
pub(crate) fn DeveloperPage() -> impl IntoView {
    set_title("Developer");
    let query = use_query_map();
    let tab = Memo::new(move |_| DeveloperTab::from_query(query.with(|query| query.get("tab")).as_deref()));
    let environment = use_current_environment();
    let keys = api_keys(move || Some(environment.get()?.id));
    let own_endpoints = endpoints(move || Some(environment.get()?.id));
    let to = move |tab: &str| {
        let environment =
            environment.get().map(|environment| environment.name.to_ascii_lowercase()).unwrap_or_default();
        format!("/developer?environment={}{tab}", js_sys::encode_uri_component(&environment))
    };
    let tabs = vec![
        Tab {
            label: "API keys",
            count: Signal::derive(move || keys.value().map(|keys| keys.len().to_string())),
            href: Signal::derive(move || to("")),
            selected: Signal::derive(move || tab.get() == DeveloperTab::ApiKeys),
        },
        Tab {
            label: "Endpoints",
            count: Signal::derive(move || own_endpoints.value().map(|endpoints| endpoints.len().to_string())),
            href: Signal::derive(move || to("&tab=endpoints")),
            selected: Signal::derive(move || tab.get() == DeveloperTab::Endpoints),
        },
    ];
    view! {
        <div class="page-head"><h1>"Developer"</h1></div>
        <p class="muted">"What your side exchanges data with: API keys start traffic, endpoints receive and answer it."</p>
        <Tabs label="API keys and endpoints" panel="developer-panel" tabs=tabs />
        <div id="developer-panel" role="tabpanel" aria-label=dynamic(move || match tab.get() {
            DeveloperTab::ApiKeys => "API keys",
            DeveloperTab::Endpoints => "Endpoints",
        })>
            {part(move || match tab.get() {
                DeveloperTab::ApiKeys => {
                    let list = move || maybe(keys.value().map(|keys| view! { <ApiKeys keys=(*keys).clone() /> }));
                    let content = Box::new(move || part(list).into_any());
                    view! { <LoadState phase=keys.phase() what="list of API keys" content=content /> }.into_any()
                }
                DeveloperTab::Endpoints => {
                    let list = move || {
                        own_endpoints.value().map(|endpoints| view! { <Endpoints endpoints=(*endpoints).clone() /> })
                    };
                    let content = Box::new(move || part(list).into_any());
                    view! { <LoadState phase=own_endpoints.phase() what="list of endpoints" content=content /> }
                        .into_any()
                }
            })}
        </div>
    }
}

fn used_by(counts: &FlowCounts) -> String {
    match counts.total() {
        0 => "Not used by any data flow".to_owned(),
        total => format!("Used by {}", counted(total, "data flow", "data flows")),
    }
}

#[component]
fn ApiKeys(keys: Vec<ApiKey>) -> impl IntoView {
    {
        if keys.is_empty() {
            return view! {
                <EmptyState title="No API keys in this environment yet.">
                    <p>"The first import with a capability statement makes one."</p>
                </EmptyState>
            }
            .into_any();
        }
        view! {
            <ul class="objects" role="list" aria-label="API keys">
                {row(keys
                    .into_iter()
                    .map(|key| {
                        view! {
                            <li class="object">
                                <h2 dir="auto">{key.name.clone()}</h2>
                                <p class="object-id"><code class="guid">{key.id.to_string()}</code><CopyButton text=key.id.to_string() what="GUID" /></p>
                                <p class="muted">{used_by(&key.flow_counts)}</p>
                            </li>
                        }
                    })
                    )}
            </ul>
        }
        .into_any()
    }
}

#[component]
fn Endpoints(endpoints: Vec<Endpoint>) -> impl IntoView {
    {
        if endpoints.is_empty() {
            return view! {
                <EmptyState title="No endpoints in this environment yet.">
                    <p>"You need one to receive data or to answer requests."</p>
                </EmptyState>
            }
            .into_any();
        }
        view! {
            <ul class="objects" role="list" aria-label="Endpoints">
                {row(endpoints
                    .into_iter()
                    .map(|endpoint| {
                        let url = endpoint.url.clone().unwrap_or_else(|| "No URL yet".to_owned());
                        view! {
                            <li class="object">
                                <h2 dir="auto"><a href=format!("/endpoints/{}", endpoint.id)>{endpoint.name.clone()}</a></h2>
                                <p class="object-id">
                                    <code class="guid" data-endpoint-id=endpoint.id.to_string()>{endpoint.id.to_string()}</code>
                                    <CopyButton text=endpoint.id.to_string() what="GUID" />
                                </p>
                                <p class="muted"><span class="url">{url}</span>" · "{used_by(&endpoint.flow_counts)}</p>
                            </li>
                        }
                    })
                    )}
            </ul>
        }
        .into_any()
    }
}
