//! The Settings page of one auth credential of yours.

use std::rc::Rc;

use crate::components::copy::copy_button;
use causeway_dom::{Container, El, Fragment, html};
use causeway_model::{
    AuthCredential, AuthCredentialId, AuthCredentialPatch, AuthStrategy, EndpointUse, Usage,
};
use leptos::prelude::*;

use super::api_key::{used_by, what_depends};
use super::new_auth_credential::{headers_field, setting};
use super::{be_about, hidden_heading, set_title};
use crate::components::dialogs::{Confirmation, confirmation};
use crate::components::form::{Control, Field};
use crate::components::headers;
use crate::components::load_state::load_state;
use crate::components::settings::{Save, Settings, State, latest, settings_form};
use crate::data::{self, Done, Remote, use_link};
use crate::format::{counted, local};
use crate::state::{use_drafts, use_go_to};

/// The page at `/auth-credentials/{id}`.
pub(crate) fn auth_credential(id: AuthCredentialId) -> Fragment {
    set_title("Auth credential");
    let remote = data::auth_credential(id);
    be_about(move || remote.value().map(|it| (it.name.clone(), it.environment_id)));
    let usage = data::auth_credential_usage(id);
    let shown = move || content(id, remote, usage);
    Fragment::new()
        .live(move || (!remote.is_here()).then(|| hidden_heading("Auth credential")))
        .child(load_state(remote.phase(), "auth credential", shown))
}

fn content(id: AuthCredentialId, remote: Remote<AuthCredential>, usage: Remote<Usage>) -> Fragment {
    // How callers prove themselves never changes.
    let Some(first) = untrack(|| remote.value()) else { return Fragment::new() };
    let crumbs = html("nav.crumbs")
        .attr("aria-label", "Breadcrumb")
        .child(html("a").attr("href", "/developer?tab=credentials").text("Auth credentials"));
    let head = html("div.page-head")
        .child(html("h1").attr("dir", "auto").live_text(move || name(remote)))
        .child(html("span.tag").text(first.strategy.label()));
    let about = html("section.panel")
        .attr("aria-labelledby", "about")
        .child(html("h2").attr("id", "about").text("About"))
        .live(move || remote.value().map(|credential| facts(&credential)));
    Fragment::new()
        .child(crumbs)
        .child(head)
        .child(about)
        .child(settings(id, remote, &first.strategy))
        .child(endpoints(remote))
        .child(used_by(usage))
        .child(end(id, remote, usage))
}

fn name(remote: Remote<AuthCredential>) -> String {
    remote.value().map(|credential| credential.name.clone()).unwrap_or_default()
}

fn facts(credential: &AuthCredential) -> El {
    let id = credential.id.to_string();
    let fact = |name: &str, value: El| Fragment::new().child(html("dt").text(name)).child(value);
    let guid = html("dd").child(html("code.guid").text(&id)).child(copy_button(id.clone(), "GUID", ""));
    html("dl.facts")
        .child(fact("GUID", guid))
        .child(fact("Made", html("dd").text(&local(&credential.created_at))))
        .child(fact("Changed", html("dd").text(&local(&credential.updated_at))))
}

/// The name, then the settings in the strategy's order, or the headers; secrets are always empty.
fn state_of(credential: &AuthCredential) -> State {
    let value = |name: &str| {
        let found = credential.settings.iter().find(|setting| setting.name == name);
        found.and_then(|setting| setting.value.clone()).unwrap_or_default()
    };
    let settings = credential.strategy.fields().iter().map(|field| value(field.name));
    let mut values: Vec<_> = std::iter::once(credential.name.clone()).chain(settings).collect();
    if credential.strategy == AuthStrategy::Headers {
        values.push(headers::of_names(credential.headers.iter().map(|header| &*header.name)));
    }
    (credential.version, values)
}

fn settings(id: AuthCredentialId, remote: Remote<AuthCredential>, strategy: &AuthStrategy) -> El {
    let current = latest(remote, state_of);
    let known = strategy.fields();
    let mut fields = vec![Field::new("/name", "Name", "What you call it.", Control::Text)];
    fields.extend(known.iter().map(|of| {
        let hint = match (of.secret, of.required) {
            (true, _) => "Stored encrypted and never shown. Leave it empty to keep the present one.",
            (false, true) => "",
            (false, false) => "Optional.",
        };
        setting(of, hint)
    }));
    if *strategy == AuthStrategy::Headers {
        let hint = "Values are stored encrypted and never shown. Leave one empty to keep the present one.";
        fields.push(headers_field(hint));
    }
    let link = use_link();
    let save: Save = Rc::new(move |version, changed: Vec<Option<String>>, done: Done<State>| {
        let mut changed = changed.into_iter();
        let name = changed.next().flatten();
        // What was emptied is removed; a secret's field is empty while nothing was typed, so it is not among these.
        let settings = known.iter().zip(changed.by_ref()).filter_map(|(of, value)| {
            Some((of.name.to_owned(), Some(value?).filter(|value| !value.trim().is_empty())))
        });
        let settings = settings.collect();
        let headers = changed.next().flatten().map(|rows| headers::settings(&rows, true));
        let patch = AuthCredentialPatch { name, settings, headers };
        let saved = move |result: Result<AuthCredential, _>| done(result.map(|it| state_of(&it)));
        data::update_auth_credential(link, id, version, patch, Box::new(saved));
    });
    let of = ["/auth-credentials/", &id.to_string()].concat();
    html("section.panel")
        .attr("aria-labelledby", "settings-title")
        .child(html("h2").attr("id", "settings-title").text("Settings"))
        .child(settings_form(Settings { of, fields, current, save }))
}

/// The endpoints that use it, linked.
fn endpoint_list(credential: &AuthCredential) -> El {
    let one = |used: &EndpointUse| {
        let flows = counted(used.data_flows, "data flow ends there", "data flows end there");
        html("li")
            .child(html("a").attr("href", &["/endpoints/", &used.id.to_string()].concat()).text(&used.name))
            .child(html("span.muted").text(&[" · ", &flows].concat()))
    };
    let list = html("ul.usage").attr("role", "list").attr("aria-label", "Endpoints with it");
    list.children(credential.endpoints.iter().map(one))
}

fn endpoints(remote: Remote<AuthCredential>) -> El {
    let listed = move || {
        let credential = remote.value()?;
        if credential.endpoints.is_empty() {
            let text = "No endpoint uses it. Choose it in the settings of one.";
            return Some(html("p.muted").text(text));
        }
        Some(endpoint_list(&credential))
    };
    html("section.panel")
        .attr("aria-labelledby", "endpoints")
        .child(html("h2").attr("id", "endpoints").text("Endpoints with it"))
        .live(listed)
}

fn end(id: AuthCredentialId, remote: Remote<AuthCredential>, usage: Remote<Usage>) -> El {
    let (link, drafts) = (use_link(), use_drafts());
    let go = use_go_to();
    let used = Memo::new(move |_| remote.value().filter(|it| !it.endpoints.is_empty()));
    let delete = confirmation(Confirmation {
        button: "Delete",
        title: "Delete this auth credential?",
        id: "delete",
        consequences: Rc::new(move || match used.get() {
            None => {
                let text = "Its secrets are gone for good. No endpoint uses it.";
                Fragment::new().child(html("p").text(text))
            }
            Some(credential) => {
                let text = "Its secrets are gone for good. These endpoints are left with their verification token alone, \
                            and have to be verified again:";
                Fragment::new()
                    .child(html("p").text(text))
                    .child(html("div.consequences").child(endpoint_list(&credential)))
                    .child(what_depends(usage))
            }
        }),
        name: Signal::derive(move || name(remote)),
        act: Rc::new(move |confirm, done| {
            let go = go.clone();
            let version = untrack(|| remote.value()).map_or(0, |credential| credential.version);
            let deleted = move |result: Result<(), _>| {
                let is_gone = result.is_ok();
                done(result);
                if is_gone {
                    drafts.end(["/auth-credentials/", &id.to_string()].concat());
                    go("/developer?tab=credentials");
                }
            };
            data::delete_auth_credential(link, id, version, confirm, Box::new(deleted));
        }),
    });
    let sentence = move || {
        let text = match used.get() {
            None => "No endpoint uses it.",
            Some(_) => "The endpoints that use it are left with their verification token alone.",
        };
        html("p.muted").text(text)
    };
    html("section.panel")
        .attr("aria-labelledby", "end")
        .child(html("h2").attr("id", "end").text("End"))
        .live(sentence)
        .child(html("div.form-actions").child(delete))
}
