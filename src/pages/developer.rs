//! Developer: your API keys, endpoints, auth credentials and embeds of an environment, and making new ones.

use std::rc::Rc;

use crate::components::copy::copy_button;
use causeway_dom::{Container, El, Fragment, html};
use causeway_model::{
    ApiKey, ApiKeyState, AuthCredential, Embed, Endpoint, FlowCounts, Scope, VerificationState,
};
use leptos::prelude::*;

use super::new_api_key::new_api_key;
use super::new_auth_credential::new_auth_credential;
use super::new_embed::{first_embed, new_embed};
use super::new_endpoint::new_endpoint;
use super::{set_title, use_current_environment};
use crate::components::load_state::{empty_state, load_state};
use crate::components::tabs::{Tab, tabs};
use crate::data;
use crate::format::{ago, counted, now};
use crate::state::{DeveloperTab, use_query};

/// The page at `/developer`.
pub(crate) fn developer() -> Fragment {
    set_title("Developer");
    let query = use_query("tab");
    let tab = Memo::new(move |_| query.with(|query| DeveloperTab::from_query(query.as_deref())));
    let environment = use_current_environment();
    let keys = data::api_keys(move || Some(environment.get()?.id));
    let endpoints = data::endpoints(move || Some(environment.get()?.id));
    let credentials = data::auth_credentials(move || Some(environment.get()?.id));
    let embeds = data::embeds(move || Some(environment.get()?.id));
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
    let of_credentials = Tab {
        label: "Auth credentials",
        count: Box::new(move || credentials.value().map(|credentials| credentials.len().to_string())),
        href: Box::new(move || to("&tab=credentials")),
        selected: Rc::new(move || tab.get() == DeveloperTab::Credentials),
    };
    let of_embeds = Tab {
        label: "Embeds",
        count: Box::new(move || embeds.value().map(|embeds| embeds.len().to_string())),
        href: Box::new(move || to("&tab=embeds")),
        selected: Rc::new(move || tab.get() == DeveloperTab::Embeds),
    };
    let panel = html("div")
        .attr("id", "developer-panel")
        .attr("role", "tabpanel")
        .live_attr("aria-label", move || match tab.get() {
            DeveloperTab::ApiKeys => "API keys",
            DeveloperTab::Endpoints => "Endpoints",
            DeveloperTab::Credentials => "Auth credentials",
            DeveloperTab::Embeds => "Embeds",
        })
        .live(move || match tab.get() {
            DeveloperTab::ApiKeys => load_state(keys.phase(), "list of API keys", move || {
                Fragment::new().live(move || keys.value().map(|keys| api_keys(&keys)))
            }),
            DeveloperTab::Endpoints => load_state(endpoints.phase(), "list of endpoints", move || {
                Fragment::new().live(move || endpoints.value().map(|endpoints| own_endpoints(&endpoints)))
            }),
            DeveloperTab::Credentials => {
                load_state(credentials.phase(), "list of auth credentials", move || {
                    Fragment::new().live(move || credentials.value().map(|all| auth_credentials(&all)))
                })
            }
            DeveloperTab::Embeds => load_state(embeds.phase(), "list of embeds", move || {
                Fragment::new().live(move || embeds.value().map(|embeds| own_embeds(&embeds)))
            }),
        });
    let new = html("div.page-actions").live(move || match tab.get() {
        DeveloperTab::ApiKeys => new_api_key(environment),
        DeveloperTab::Endpoints => new_endpoint(environment),
        DeveloperTab::Credentials => new_auth_credential(environment),
        DeveloperTab::Embeds => new_embed(environment),
    });
    Fragment::new()
        .child(html("div.page-head").child(html("h1").text("Developer")).child(new))
        .child(html("p.muted").text(
            "What your side exchanges data with: API keys start traffic, endpoints receive and answer it. Embeds show it in other pages.",
        ))
        .child(tabs(
            "What you exchange data with",
            "developer-panel",
            vec![of_keys, of_endpoints, of_credentials, of_embeds],
        ))
        .child(panel)
}

fn used_by(counts: &FlowCounts) -> String {
    match counts.total() {
        0 => "not used by any data flow".to_owned(),
        total => ["used by ", &counted(total, "data flow", "data flows")].concat(),
    }
}

/// Shape, colour and word.
pub(super) fn state_mark(state: &ApiKeyState) -> El {
    let (class, shape) = match state {
        ApiKeyState::Active => ("status-ok", "●"),
        ApiKeyState::Revoked | ApiKeyState::Expired => ("status-bad", "■"),
        _ => ("status-idle", "○"),
    };
    html("span.status")
        .class(class)
        .child(html("span").attr("aria-hidden", "true").text(shape))
        .text(state.label())
}

/// Whether an embed works, as shape, colour and word.
pub(super) fn embed_mark(embed: &Embed) -> El {
    let (class, shape, word) = match embed.revoked_at {
        None => ("status-ok", "●", "Live"),
        Some(_) => ("status-bad", "■", "Revoked"),
    };
    html("span.status").class(class).child(html("span").attr("aria-hidden", "true").text(shape)).text(word)
}

/// Shape, colour and word.
pub(super) fn verification_mark(state: &VerificationState) -> El {
    let (class, shape) = match state {
        VerificationState::Verified => ("status-ok", "●"),
        VerificationState::Failed => ("status-bad", "■"),
        _ => ("status-idle", "○"),
    };
    html("span.status")
        .class(class)
        .child(html("span").attr("aria-hidden", "true").text(shape))
        .text(state.label())
}

fn object(id: &str, path: &str, name: &str, mark: Option<El>) -> El {
    let settings = html("a").attr("href", &[path, id].concat()).text(name);
    html("li.object")
        .child(html("div.object-head").child(html("h2").attr("dir", "auto").child(settings)).child(mark))
        .child(html("p.object-id").child(html("code.guid").text(id)).child(copy_button(
            id.to_owned(),
            "GUID",
            name,
        )))
}

fn list(label: &str, items: impl Iterator<Item = El>) -> El {
    html("ul.objects").attr("role", "list").attr("aria-label", label).children(items)
}

fn api_keys(keys: &[ApiKey]) -> El {
    if keys.is_empty() {
        return empty_state(
            "No API keys in this environment yet.",
            html("p").text("You need one to send data or to ask for it. Make one with the button above."),
        );
    }
    let (moment, now_ms) = (now(), js_sys::Date::now());
    list(
        "API keys",
        keys.iter().map(|key| {
            let last = match &key.last_used_at {
                Some(at) => ["last used ", &ago(Some(at), now_ms)].concat(),
                None => "never used".to_owned(),
            };
            let scopes = match key.scopes.as_slice() {
                [] => "no scopes".to_owned(),
                scopes => scopes.iter().map(Scope::as_str).collect::<Vec<_>>().join(" "),
            };
            object(&key.id.to_string(), "/api-keys/", &key.name, Some(state_mark(&key.state(&moment)))).child(
                html("p.muted").text(
                    &[key.kind.label(), " · ", &scopes, " · ", &last, " · ", &used_by(&key.flow_counts)]
                        .concat(),
                ),
            )
        }),
    )
}

fn own_endpoints(endpoints: &[Endpoint]) -> El {
    if endpoints.is_empty() {
        return empty_state(
            "No endpoints in this environment yet.",
            html("p")
                .text("You need one to receive data or to answer requests. Make one with the button above."),
        );
    }
    list(
        "Endpoints",
        endpoints.iter().map(|endpoint| {
            let mark = endpoint.verification.as_ref().map(|it| verification_mark(&it.state));
            object(&endpoint.id.to_string(), "/endpoints/", &endpoint.name, mark).child(
                html("p.muted")
                    .text(&[endpoint.kind.label(), " · "].concat())
                    .child(html("span.url").text(endpoint.url.as_deref().unwrap_or("No URL yet")))
                    .text(&[" · ", &used_by(&endpoint.flow_counts)].concat()),
            )
        }),
    )
}

fn auth_credentials(credentials: &[AuthCredential]) -> El {
    if credentials.is_empty() {
        let text = "You need one where callers of an endpoint must prove themselves by more than its verification token.";
        return empty_state("No auth credentials in this environment yet.", html("p").text(text));
    }
    let one = |credential: &AuthCredential| {
        let used = match credential.endpoints.len() {
            0 => "not used by any endpoint".to_owned(),
            count => {
                let count = u32::try_from(count).unwrap_or(u32::MAX);
                ["used by ", &counted(count, "endpoint", "endpoints")].concat()
            }
        };
        object(&credential.id.to_string(), "/auth-credentials/", &credential.name, None)
            .child(html("p.muted").text(&[credential.strategy.label(), " · ", &used].concat()))
    };
    list("Auth credentials", credentials.iter().map(one))
}

fn own_embeds(embeds: &[Embed]) -> El {
    if embeds.is_empty() {
        let text = "An embed lets pages of yours, such as a partner portal, show the data-flow pictures you choose: it says which pages, which connections, and how much of them.";
        let what = Fragment::new().child(html("p").text(text)).child(html("p").child(first_embed()));
        return empty_state("No embeds in this environment yet.", what);
    }
    let now_ms = js_sys::Date::now();
    let one = |embed: &Embed| {
        let last = match &embed.last_used_at {
            Some(at) => ["last used ", &ago(Some(at), now_ms)].concat(),
            None => "never used".to_owned(),
        };
        let count = u32::try_from(embed.connection_ids.len()).unwrap_or(u32::MAX);
        let connections = counted(count, "connection", "connections");
        let reveals = embed.reveal.label();
        object(&embed.id.to_string(), "/embeds/", &embed.name, Some(embed_mark(embed)))
            .child(html("p.muted").child(html("span.url").text(&embed.allowed_origins.join(", "))))
            .child(html("p.muted").text(&[&connections, " · reveals: ", reveals, " · ", &last].concat()))
    };
    list("Embeds", embeds.iter().map(one))
}
