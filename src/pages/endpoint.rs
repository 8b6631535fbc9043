//! The Settings page of one endpoint, read-only: yours or a connection's.

use causeway_data_flow_view::dynamic::{effect, maybe, part, row};
use causeway_model::{Endpoint, EndpointId, Owner, Verb};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::set_title;
use crate::components::load_state::{EmptyState, LoadState};
use crate::data::endpoint;
use crate::format::fhir_release;
use crate::state::use_page_environment;
use causeway_data_flow_view::CopyButton;

/// The page at `/endpoints/{id}`.
#[component]
pub(crate) fn EndpointPage() -> impl IntoView {
    set_title("Endpoint");
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params.with(|params| params.get("id").and_then(|id| id.parse::<EndpointId>().ok()))
    });
    let remote = endpoint(move || id.get());
    let of_page = use_page_environment();
    effect(move || {
        if let Some(endpoint) = remote.value() {
            set_title(&endpoint.name);
            of_page.set(Some(endpoint.environment_id));
        }
    });
    on_cleanup(move || {
        of_page.try_set(None);
    });
    move || {
        if id.get().is_none() {
            view! {
                <h1 class="visually-hidden">"Endpoint"</h1>
                <EmptyState title="This is not the address of an endpoint.">
                    <p><a class="button" href="/connections">"Go to Connections"</a></p>
                </EmptyState>
            }
            .into_any()
        } else {
            view! {
                {part(move || maybe((!remote.is_here()).then(|| view! { <h1 class="visually-hidden">"Endpoint"</h1> })))}
            <LoadState
                    phase=remote.phase()
                    what="endpoint"
                    content=Box::new(move || {
                        part(move || maybe(remote.value().map(|endpoint| view! { <Settings endpoint=(*endpoint).clone() /> })))
                            .into_any()
                    })
                />
            }
            .into_any()
        }
    }
}

#[component]
fn Settings(endpoint: Endpoint) -> impl IntoView {
    let theirs = endpoint.owner != Owner::You;
    let connection = endpoint.connection.clone();
    let not_set = || view! { <span class="muted">"Not set"</span> }.into_any();
    view! {
        <nav class="crumbs" aria-label="Breadcrumb">
            {match connection.clone() {
                Some(connection) => {
                    view! {
                        <a href="/connections">"Connections"</a>
                        <span aria-hidden="true">"/"</span>
                        <a href=format!("/connections/{}", connection.id) dir="auto">{connection.name}</a>
                    }
                        .into_any()
                }
                None => view! { <a href="/developer?tab=endpoints">"Developer"</a> }.into_any(),
            }}
        </nav>
        <div class="page-head">
            <h1 dir="auto">{endpoint.name.clone()}</h1>
            <span class="tag">{if theirs { "Read-only" } else { "Yours" }}</span>
        </div>
        <p class="muted">
            {match connection {
                Some(connection) => {
                    view! {
                        "This endpoint belongs to " <bdi>{connection.name}</bdi> ". You can look at its settings; only they can change them."
                    }
                        .into_any()
                }
                None => view! { "One of your endpoints. This page shows its settings; they are changed through the API." }.into_any(),
            }}
        </p>
        <section class="panel" aria-labelledby="base-info">
            <h2 id="base-info">"Base info"</h2>
            <dl class="facts">
                <dt>"GUID"</dt>
                <dd>
                    <code class="guid" data-endpoint-id=endpoint.id.to_string()>{endpoint.id.to_string()}</code>
                    <CopyButton text=endpoint.id.to_string() what="GUID" />
                </dd>
                <dt>"URL"</dt>
                <dd>
                    {match endpoint.url.clone() {
                        // Text, not a link: opening it would send the reader's browser to a system of another company.
                        Some(url) => view! { <code class="url">{url.clone()}</code> <CopyButton text=url what="URL" /> }.into_any(),
                        None => not_set(),
                    }}
                </dd>
                <dt>"State"</dt>
                <dd>{endpoint.state.label().to_owned()}</dd>
                <dt>"Connection type"</dt>
                <dd>{match endpoint.connection_type.clone() {
                    Some(code) => view! { <code>{code}</code> }.into_any(),
                    None => not_set(),
                }}</dd>
                <dt>"Speaks"</dt>
                <dd>{match &endpoint.fhir_version {
                    Some(version) => format!("{} ({version})", fhir_release(version)).into_any(),
                    None => view! { <span class="muted">"Not known"</span> }.into_any(),
                }}</dd>
            </dl>
        </section>
        <section class="panel" aria-labelledby="used-by">
            <h2 id="used-by">"Data flows that end here"</h2>
            <dl class="facts facts-short">
                {row(Verb::KNOWN
                    .iter()
                    .map(|verb| view! { <dt>{verb.label().to_owned()}</dt><dd>{endpoint.flow_counts.of(verb)}</dd> })
                    )}
            </dl>
        </section>
    }
}
