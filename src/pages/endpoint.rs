//! The Settings page of one endpoint: yours can be changed, verified and deleted; a connection's can be looked at.

use std::rc::Rc;

use crate::components::copy::copy_button;
use causeway_dom::{Container, El, Fragment, Value, html};
use causeway_model::{
    Endpoint, EndpointId, EndpointKind, EndpointPatch, Owner, Usage, Verification, VerificationMethod,
};
use leptos::prelude::*;
use web_sys::Event;

use super::api_key::{consequences, unused, used_by};
use super::developer::verification_mark;
use super::endpoint_address::url_hint;
use super::new_endpoint::{method_field, token_field};
use super::{be_about, hidden_heading, set_title};
use crate::components::dialogs::{Confirmation, confirmation};
use crate::components::form::{Control, Field, refusal_notice};
use crate::components::load_state::load_state;
use crate::components::settings::{Save, Settings, State, latest, settings_form};
use crate::components::status_mark::vpn_mark;
use crate::components::vpn::{vpn_panel, vpn_status_of};
use crate::data::{self, Done, Remote, use_link};
use crate::format::{fhir_release, local};
use crate::state::{use_drafts, use_go_to};

/// The page at `/endpoints/{id}`.
pub(crate) fn endpoint(id: EndpointId) -> Fragment {
    set_title("Endpoint");
    let remote = data::endpoint(id);
    let usage = data::endpoint_usage(id);
    be_about(move || remote.value().map(|it| (it.name.clone(), it.environment_id)));
    Fragment::new().live(move || (!remote.is_here()).then(|| hidden_heading("Endpoint"))).child(load_state(
        remote.phase(),
        "endpoint",
        move || content(id, remote, usage),
    ))
}

fn content(id: EndpointId, remote: Remote<Endpoint>, usage: Remote<Usage>) -> Fragment {
    // Whose it is and of which kind never changes.
    let Some(first) = untrack(|| remote.value()) else { return Fragment::new() };
    // A monitor may bring new results every minute: they must not take focus from a Copy button.
    let facts = Memo::new(move |_| {
        remote.value().map(|endpoint| Endpoint { vpn: None, ..Endpoint::clone(&endpoint) })
    });
    let whose = if first.owner == Owner::You { "Yours" } else { "Read-only" };
    let page = Fragment::new()
        .child(crumbs(&first))
        .child(
            html("div.page-head")
                .child(html("h1").attr("dir", "auto").live_text(move || name(remote)))
                .child(html("span.tag").text(whose)),
        )
        .child(about(&first))
        .live(move || facts.get().map(|endpoint| base_info(&endpoint)))
        .child(status_info(remote));
    if !first.editable {
        return page.child(vpn_panel(remote)).child(used_by(usage));
    }
    let verified = (first.kind == EndpointKind::Https).then(|| verification(id, remote));
    page.child(settings(id, remote, &first.kind))
        .child(verified)
        .child(vpn_panel(remote))
        .child(used_by(usage))
        .child(end(id, remote, usage))
}

fn name(remote: Remote<Endpoint>) -> String {
    remote.value().map(|endpoint| endpoint.name.clone()).unwrap_or_default()
}

fn crumbs(endpoint: &Endpoint) -> El {
    let crumbs = html("nav.crumbs").attr("aria-label", "Breadcrumb");
    match &endpoint.connection {
        Some(connection) => crumbs
            .child(html("a").attr("href", "/connections").text("Connections"))
            .child(html("span").attr("aria-hidden", "true").text("/"))
            .child(
                html("a")
                    .attr("href", &["/connections/", &connection.id.to_string()].concat())
                    .attr("dir", "auto")
                    .text(&connection.name),
            ),
        None => crumbs.child(html("a").attr("href", "/developer?tab=endpoints").text("Endpoints")),
    }
}

fn about(endpoint: &Endpoint) -> Option<El> {
    let connection = endpoint.connection.as_ref()?;
    Some(
        html("p.muted")
            .text("This endpoint belongs to ")
            .child(html("bdi").text(&connection.name))
            .text(". You can look at its settings; only they can change them."),
    )
}

fn base_info(endpoint: &Endpoint) -> El {
    let id = endpoint.id.to_string();
    let fact = |name: &str, value: El| Fragment::new().child(html("dt").text(name)).child(value);
    let missing = |text: &str| html("dd").child(html("span.muted").text(text));
    let guid = html("dd")
        .child(html("code.guid").attr("data-endpoint-id", &id).text(&id))
        .child(copy_button(id.clone(), "GUID", ""));
    // Text, not a link: opening it would send the reader's browser to a system of another company.
    let url = match &endpoint.url {
        Some(url) => html("dd").child(html("code.url").text(url)).child(copy_button(url.clone(), "URL", "")),
        None => missing("Not set"),
    };
    let connection_type = match &endpoint.connection_type {
        Some(code) => html("dd").child(html("code").text(code)),
        None => missing("Not set"),
    };
    let speaks = match &endpoint.fhir_version {
        Some(version) => html("dd").text(&[&fhir_release(version), " (", version, ")"].concat()),
        None => missing("Not known"),
    };
    let facts = html("dl.facts")
        .child(fact("GUID", guid))
        .child(fact("URL", url))
        .child(fact("Kind", html("dd").text(endpoint.kind.label())));
    let facts = if endpoint.editable {
        facts
    } else {
        facts.child(fact("Connection type", connection_type)).child(fact("Speaks", speaks))
    };
    html("section.panel")
        .attr("aria-labelledby", "base-info")
        .child(html("h2").attr("id", "base-info").text("Base info"))
        .child(facts)
}

/// Whether it is meant to be used, and how its VPN is.
fn status_info(remote: Remote<Endpoint>) -> El {
    let vpn = vpn_status_of(remote);
    let state = move || remote.value().map(|it| it.state.label().to_owned()).unwrap_or_default();
    let mark = move || match vpn.get() {
        Some(status) => vpn_mark(&status),
        None => html("span.muted").text("No VPN test is recorded"),
    };
    html("section.panel")
        .attr("aria-labelledby", "status-info")
        .child(html("h2").attr("id", "status-info").text("Status info"))
        .child(
            html("dl.facts")
                .child(html("dt").text("State"))
                .child(html("dd").live_text(state))
                .child(html("dt").text("VPN"))
                .child(html("dd").child(html("span").attr("role", "status").live(mark))),
        )
}

fn state_of(endpoint: &Endpoint) -> State {
    let mut values = vec![endpoint.name.clone(), endpoint.url.clone().unwrap_or_default()];
    if let Some(verification) = &endpoint.verification {
        values.extend([String::new(), verification.method.as_str().to_owned()]);
    }
    values.push(endpoint.auth_credential.as_ref().map(|it| it.id.to_string()).unwrap_or_default());
    (endpoint.version, values)
}

fn settings(id: EndpointId, remote: Remote<Endpoint>, kind: &EndpointKind) -> El {
    let current = latest(remote, state_of);
    let mut fields = vec![
        Field::new("/name", "Name", "What partners see.", Control::Text),
        Field::new("/url", "URL", url_hint(kind), Control::Text),
    ];
    let is_https = *kind == EndpointKind::Https;
    if is_https {
        fields.push(token_field(
            "Stored encrypted and never shown. Leave it empty to keep the present one; a new one is not verified yet.",
        ));
        fields.push(method_field());
    }
    fields.push(credential_field(remote));
    let link = use_link();
    let save: Save = Rc::new(move |version, changed: Vec<Option<String>>, done: Done<State>| {
        let mut changed = changed.into_iter();
        let mut next = || changed.next().flatten();
        let patch = EndpointPatch {
            name: next(),
            url: next().map(|url| Some(url).filter(|url| !url.trim().is_empty())),
            verification_token: if is_https { next() } else { None },
            verification_method: if is_https {
                next().map(|method| VerificationMethod::from(method.as_str()))
            } else {
                None
            },
            auth_credential_id: next().map(|id| id.parse().ok()),
        };
        let saved = move |result: Result<Endpoint, _>| done(result.map(|endpoint| state_of(&endpoint)));
        data::update_endpoint(link, id, version, patch, Box::new(saved));
    });
    let form =
        settings_form(Settings { of: ["/endpoints/", &id.to_string()].concat(), fields, current, save });
    html("section.panel")
        .attr("aria-labelledby", "settings-title")
        .child(html("h2").attr("id", "settings-title").text("Settings"))
        .child(form)
}

/// How callers prove themselves: one of the auth credentials of the endpoint's environment.
fn credential_field(remote: Remote<Endpoint>) -> Field {
    let credentials = data::auth_credentials(move || remote.value().map(|endpoint| endpoint.environment_id));
    let choices = move || {
        let mut choices = vec![(String::new(), "Only the verification token".to_owned())];
        if let Some(known) = credentials.value() {
            choices.extend(known.iter().map(|it| (it.id.to_string(), it.name.clone())));
        }
        choices
    };
    Field::new(
        "/authCredentialId",
        "Callers prove themselves by",
        "An auth credential of this environment; make one on the Developer page.",
        Control::OneOf(Signal::derive(choices)),
    )
}

fn verification(id: EndpointId, remote: Remote<Endpoint>) -> El {
    let link = use_link();
    let (pending, message) = (RwSignal::new(false), RwSignal::new(String::new()));
    let missing = Memo::new(move |_| {
        let endpoint = remote.value()?;
        let has_token = endpoint.verification.as_ref().is_some_and(|it| it.has_token);
        match (&endpoint.url, has_token) {
            (None, _) => Some("Set the URL first."),
            (_, false) => Some("Set a verification token first."),
            _ => None,
        }
    });
    let press = move |_: Event| {
        message.set(String::new());
        pending.set(true);
        let ended = move |result: Result<Endpoint, data::Refusal>| {
            pending.try_set(false);
            if let Err(refusal) = result {
                message.try_set(refusal.message);
            }
        };
        data::verify_endpoint(link, id, Box::new(ended));
    };
    let button = html("button.button")
        .attr("type", "button")
        .live_attr("disabled", move || Value::switch(pending.get() || missing.get().is_some()))
        .on("click", press)
        .live_text(move || if pending.get() { "Verifying…" } else { "Verify now" }.to_owned());
    let outcome = Memo::new(move |_| remote.value().and_then(|it| it.verification.clone()));
    html("section.panel")
        .attr("aria-labelledby", "verification")
        .child(html("h2").attr("id", "verification").text("Verification"))
        .child(html("p.muted").text(
            "We send your token and a challenge to the URL, with the fixed headers of its auth credential if it has any; your system checks the token and answers with the challenge.",
        ))
        .child(html("div").attr("role", "status").live(move || outcome.get().as_ref().map(result)))
        .child(refusal_notice(message))
        .child(
            html("div.form-actions")
                .child(button)
                .child(html("span.muted").live_text(move || missing.get().unwrap_or_default().to_owned())),
        )
}

fn result(verification: &Verification) -> Fragment {
    let when = verification.checked_at.as_ref().map(|at| html("span.muted").text(&local(at)));
    let why = verification.detail.as_ref().map(|detail| html("p.notice.notice-bad").text(detail));
    let state = html("p.verification-state").child(verification_mark(&verification.state)).child(when);
    Fragment::new().child(state).child(why)
}

fn end(id: EndpointId, remote: Remote<Endpoint>, usage: Remote<Usage>) -> El {
    let (link, drafts) = (use_link(), use_drafts());
    let go = use_go_to();
    let unused = unused(usage);
    let delete = confirmation(Confirmation {
        button: "Delete",
        title: "Delete this endpoint?",
        id: "delete",
        consequences: Rc::new(move || {
            let sentence = if unused.get() {
                "It is gone for good. No data flow ends at it."
            } else {
                "It is gone for good, and these data flows are deleted with it."
            };
            consequences(usage, sentence)
        }),
        name: Signal::derive(move || name(remote)),
        act: Rc::new(move |confirm, done| {
            let go = go.clone();
            let version = untrack(|| remote.value()).map_or(0, |endpoint| endpoint.version);
            let deleted = move |result: Result<(), _>| {
                let is_gone = result.is_ok();
                done(result);
                if is_gone {
                    drafts.end(["/endpoints/", &id.to_string()].concat());
                    go("/developer?tab=endpoints");
                }
            };
            data::delete_endpoint(link, id, version, confirm, Box::new(deleted));
        }),
    });
    html("section.panel")
        .attr("aria-labelledby", "end")
        .child(html("h2").attr("id", "end").text("End"))
        .live(move || {
            let text = if unused.get() {
                "No data flow ends at it."
            } else {
                "Deleting also deletes the data flows that end at it."
            };
            html("p.muted").text(text)
        })
        .child(html("div.form-actions").child(delete))
}
