//! Developer: your API keys and endpoints of an environment.

use std::rc::Rc;

use causeway_data_flow_view::copy_button;
use causeway_dom::{Container, El, Fragment, html};
use causeway_model::{ApiKey, Endpoint, FlowCounts};
use leptos::prelude::*;

use super::{set_title, use_current_environment};
use crate::components::load_state::{empty_state, load_state};
use crate::components::tabs::{Tab, tabs};
use crate::data;
use crate::format::counted;
use crate::state::{DeveloperTab, use_query};

/// The page at `/developer`.
pub(crate) fn developer() -> Fragment {
    set_title("Developer");
    let query = use_query("tab");
    let tab = Memo::new(move |_| query.with(|query| DeveloperTab::from_query(query.as_deref())));
    let environment = use_current_environment();
    let keys = data::api_keys(move || Some(environment.get()?.id));
    let endpoints = data::endpoints(move || Some(environment.get()?.id));
    let to = move |tab: &str| {
        let name = environment.get().map(|it| it.name.to_ascii_lowercase()).unwrap_or_default();
        ["/developer?environment=", &String::from(js_sys::encode_uri_component(&name)), tab].concat()
    };
    let of_keys = Tab {
        label: "API keys",
        count: Box::new(move || keys.value().map(|keys| keys.len().to_string())),
        href: Box::new(move || to("")),
        selected: Rc::new(move || tab.get() == DeveloperTab::ApiKeys),
    };
    let of_endpoints = Tab {
        label: "Endpoints",
        count: Box::new(move || endpoints.value().map(|endpoints| endpoints.len().to_string())),
        href: Box::new(move || to("&tab=endpoints")),
        selected: Rc::new(move || tab.get() == DeveloperTab::Endpoints),
    };
    let panel = html("div")
        .attr("id", "developer-panel")
        .attr("role", "tabpanel")
        .live_attr("aria-label", move || match tab.get() {
            DeveloperTab::ApiKeys => "API keys",
            DeveloperTab::Endpoints => "Endpoints",
        })
        .live(move || match tab.get() {
            DeveloperTab::ApiKeys => load_state(keys.phase(), "list of API keys", move || {
                Fragment::new().live(move || keys.value().map(|keys| api_keys(&keys)))
            }),
            DeveloperTab::Endpoints => load_state(endpoints.phase(), "list of endpoints", move || {
                Fragment::new().live(move || endpoints.value().map(|endpoints| own_endpoints(&endpoints)))
            }),
        });
    Fragment::new()
        .child(html("div.page-head").child(html("h1").text("Developer")))
        .child(html("p.muted").text(
            "What your side exchanges data with: API keys start traffic, endpoints receive and answer it.",
        ))
        .child(tabs("API keys and endpoints", "developer-panel", vec![of_keys, of_endpoints]))
        .child(panel)
}

fn used_by(counts: &FlowCounts) -> String {
    match counts.total() {
        0 => "Not used by any data flow".to_owned(),
        total => ["Used by ", &counted(total, "data flow", "data flows")].concat(),
    }
}

fn api_keys(keys: &[ApiKey]) -> El {
    if keys.is_empty() {
        return empty_state(
            "No API keys in this environment yet.",
            html("p").text("The first import with a capability statement makes one."),
        );
    }
    let one = |key: &ApiKey| {
        let id = key.id.to_string();
        html("li.object")
            .child(html("h2").attr("dir", "auto").text(&key.name))
            .child(html("p.object-id").child(html("code.guid").text(&id)).child(copy_button(
                id.clone(),
                "GUID",
                "",
            )))
            .child(html("p.muted").text(&used_by(&key.flow_counts)))
    };
    html("ul.objects").attr("role", "list").attr("aria-label", "API keys").children(keys.iter().map(one))
}

fn own_endpoints(endpoints: &[Endpoint]) -> El {
    if endpoints.is_empty() {
        return empty_state(
            "No endpoints in this environment yet.",
            html("p").text("You need one to receive data or to answer requests."),
        );
    }
    let one = |endpoint: &Endpoint| {
        let id = endpoint.id.to_string();
        let settings = html("a").attr("href", &["/endpoints/", &id].concat()).text(&endpoint.name);
        html("li.object")
            .child(html("h2").attr("dir", "auto").child(settings))
            .child(
                html("p.object-id")
                    .child(html("code.guid").attr("data-endpoint-id", &id).text(&id))
                    .child(copy_button(id.clone(), "GUID", "")),
            )
            .child(
                html("p.muted")
                    .child(html("span.url").text(endpoint.url.as_deref().unwrap_or("No URL yet")))
                    .text(" · ")
                    .text(&used_by(&endpoint.flow_counts)),
            )
    };
    html("ul.objects")
        .attr("role", "list")
        .attr("aria-label", "Endpoints")
        .children(endpoints.iter().map(one))
}
