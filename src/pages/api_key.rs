//! The Settings page of one API key of yours.

use std::rc::Rc;

use crate::components::clock::ticking_now;
use crate::components::copy::copy_button;
use causeway_dom::{Container, El, Fragment, html};
use causeway_model::{ApiKey, ApiKeyId, ApiKeyKind, ApiKeyPatch, ApiKeySecret, Scope, Usage};
use leptos::prelude::*;

use super::developer::state_mark;
use super::new_api_key::{STORE_SECRET, scope_choices, scopes};
use super::{be_about, hidden_heading, set_title};
use crate::components::dialogs::{
    Confirmation, FormDialog, Shown, confirmation, form_dialog, use_shown_secret,
};
use crate::components::form::{Control, Field};
use crate::components::load_state::load_state;
use crate::components::settings::{Save, Settings, State, latest, settings_form};
use crate::components::usage::{Said, last_uses, usage_list};
use crate::data::{self, Done, Remote, use_link};
use crate::format::{day, end_of_day, local, now};
use crate::state::{use_drafts, use_go_to};

/// The page at `/api-keys/{id}`.
pub(crate) fn api_key(id: ApiKeyId) -> Fragment {
    set_title("API key");
    let remote = data::api_key(id);
    let usage = data::api_key_usage(id);
    be_about(move || remote.value().map(|it| (it.name.clone(), it.environment_id)));
    Fragment::new().live(move || (!remote.is_here()).then(|| hidden_heading("API key"))).child(load_state(
        remote.phase(),
        "API key",
        move || content(id, remote, usage),
    ))
}

fn content(id: ApiKeyId, remote: Remote<ApiKey>, usage: Remote<Usage>) -> Fragment {
    let Some(first) = untrack(|| remote.value()) else { return Fragment::new() };
    let is_public = first.kind == ApiKeyKind::PublicKey;
    let revoked = Memo::new(move |_| remote.value().is_some_and(|key| key.revoked_at.is_some()));
    let head = html("div.page-head")
        .child(html("h1").attr("dir", "auto").live_text(move || name(remote)))
        .live(move || remote.value().map(|key| state_mark(&key.state(&now()))));
    let crumbs = html("nav.crumbs")
        .attr("aria-label", "Breadcrumb")
        .child(html("a").attr("href", "/developer").text("API keys"));
    let about = html("section.panel")
        .attr("aria-labelledby", "about")
        .child(html("h2").attr("id", "about").text("About"))
        .live(move || remote.value().map(|key| facts(&key)));
    Fragment::new()
        .child(crumbs)
        .child(head)
        .child(about)
        .live(move || (!revoked.get()).then(|| settings(id, remote, is_public)))
        .live(move || (!is_public && !revoked.get()).then(|| secrets(id, remote)))
        .child(used_by_connections(remote, usage))
        .child(end(id, remote, usage, revoked))
}

fn path(id: ApiKeyId) -> String {
    ["/api-keys/", &id.to_string()].concat()
}

fn name(remote: Remote<ApiKey>) -> String {
    remote.value().map(|key| key.name.clone()).unwrap_or_default()
}

fn version(remote: Remote<ApiKey>) -> u64 {
    untrack(|| remote.value()).map_or(0, |key| key.version)
}

fn facts(key: &ApiKey) -> El {
    let fact = |name: &str, value: El| Fragment::new().child(html("dt").text(name)).child(value);
    let id = key.id.to_string();
    let guid = html("dd").child(html("code.guid").text(&id)).child(copy_button(id, "GUID", ""));
    let last = key.last_used_at.as_ref().map_or_else(|| "Never".to_owned(), local);
    let facts = html("dl.facts")
        .child(fact("GUID, client id", guid))
        .child(fact("Proves itself by", html("dd").text(key.kind.label())))
        .child(fact("Made", html("dd").text(&local(&key.created_at))))
        .child(fact("Last used", html("dd").text(&last)));
    let facts = match &key.revoked_at {
        Some(at) => facts.child(fact("Revoked", html("dd").text(&local(at)))),
        None => facts,
    };
    let keys = key.public_keys.iter().map(|public| {
        html("dd")
            .child(html("code").text(&public.kid))
            .text(&[" ", &public.description].concat())
            .child(html("span.muted").text(&["SHA-256 ", &public.thumbprint].concat()))
    });
    if key.public_keys.is_empty() {
        facts
    } else {
        facts.child(html("dt").text("Public keys")).children(keys)
    }
}

fn state_of(key: &ApiKey) -> State {
    let scopes = key.scopes.iter().map(Scope::as_str).collect::<Vec<_>>().join(" ");
    let mut values = vec![key.name.clone(), scopes, day(key.expires_at.as_ref())];
    if key.kind == ApiKeyKind::PublicKey {
        values.extend([String::new(), key.jwks_url.clone().unwrap_or_default()]);
    }
    (key.version, values)
}

fn settings(id: ApiKeyId, remote: Remote<ApiKey>, is_public: bool) -> El {
    let current = latest(remote, state_of);
    let mut fields = vec![
        Field::new("/name", "Name", "What the system is that uses it.", Control::Text),
        Field::new(
            "/scopes",
            "It may",
            "In its environment only. A change holds at once, also for access tokens given out before.",
            Control::Any(scope_choices()),
        ),
        Field::new("/expiresAt", "Works until", "The end of that day, UTC; empty for ever.", Control::Day),
    ];
    if is_public {
        let hint =
            "A JWK Set in place of the keys above; keep the old key in it while programs still sign with it.";
        fields.push(Field::new("/jwkSet", "New public keys", hint, Control::Lines));
        let hint = "Where your system publishes its JWK Set, in place of keys stored here.";
        fields.push(Field::new("/jwksUrl", "URL of public keys", hint, Control::Text));
    }
    let link = use_link();
    let save: Save = Rc::new(move |version, changed: Vec<Option<String>>, done: Done<State>| {
        let mut changed = changed.into_iter();
        let mut next = || changed.next().flatten();
        let patch = ApiKeyPatch {
            name: next(),
            scopes: next().map(|text| scopes(&text)),
            expires_at: next().map(|day| end_of_day(&day)),
            jwk_set: next().filter(|set| !set.trim().is_empty()),
            jwks_url: next().filter(|url| !url.trim().is_empty()),
        };
        data::update_api_key(
            link,
            id,
            version,
            patch,
            Box::new(move |result| done(result.map(|key| state_of(&key)))),
        );
    });
    let form = settings_form(Settings { of: path(id), fields, current, save });
    html("section.panel")
        .attr("aria-labelledby", "settings-title")
        .child(html("h2").attr("id", "settings-title").text("Settings"))
        .child(form)
}

fn secrets(id: ApiKeyId, remote: Remote<ApiKey>) -> El {
    let link = use_link();
    let shown = use_shown_secret();
    let choices = vec![
        ("0", "Ends at once"),
        ("3600", "Works one more hour"),
        ("86400", "Works one more day"),
        ("604800", "Works one more week"),
        ("2592000", "Works 30 more days"),
    ];
    let hint = "Time to give every program the new one before the old one ends.";
    let overlap =
        Field::new("/overlapSeconds", "The present secret", hint, Control::One(choices)).with("86400");
    let seconds = overlap.value;
    let send = move |done: Done<()>| {
        let overlap = seconds.get_untracked().parse().unwrap_or(0);
        let made = move |result: Result<causeway_model::ApiKeyWithSecret, _>| {
            done(result.map(|made| {
                let of = made.api_key.name;
                let secret = made.secret.map(|secret| Shown { of, secret, what_to_do: STORE_SECRET });
                shown.try_set(secret);
            }));
        };
        data::rotate_api_key(link, id, version(remote), overlap, Box::new(made));
    };
    let none = Memo::new(move |_| remote.value().is_some_and(|key| key.secrets.is_empty()));
    let rotate = form_dialog(FormDialog {
        button: html("button.button")
            .live_text(move || if none.get() { "Make a secret" } else { "Rotate" }.to_owned()),
        title: "A new secret",
        id: "rotate",
        intro: Fragment::new(),
        submit: "Make the secret",
        fields: vec![overlap],
        more: Rc::new(|_| Fragment::new()),
        send: Rc::new(send),
    });
    let listed = move || {
        let key = remote.value()?;
        if key.secrets.is_empty() {
            let text = "It has no secret yet, so it names where data flows start and opens nothing.";
            return Some(Fragment::new().child(html("p.muted").text(text)));
        }
        let items = html("ul.secrets")
            .attr("role", "list")
            .attr("aria-label", "Secrets")
            .children(key.secrets.iter().map(secret));
        Some(Fragment::new().child(items))
    };
    html("section.panel")
        .attr("aria-labelledby", "secrets-title")
        .child(html("h2").attr("id", "secrets-title").text("Secrets"))
        .live(listed)
        .child(html("div.form-actions").child(rotate))
}

fn secret(secret: &ApiKeySecret) -> El {
    let used = secret
        .last_used_at
        .as_ref()
        .map_or_else(|| "never used".to_owned(), |at| ["last used ", &local(at)].concat());
    let over = secret.expires_at.as_ref().is_some_and(|at| *at <= now());
    let ends = match &secret.expires_at {
        Some(at) if over => ["ended ", &local(at)].concat(),
        Some(at) => ["works until ", &local(at)].concat(),
        None => "the present one".to_owned(),
    };
    html("li").child(html("code").text(&[&secret.prefix, "_…", &secret.last4].concat())).child(
        html("span.muted").text(&[&ends, " · made ", &local(&secret.created_at), " · ", &used].concat()),
    )
}

/// What depends on an object; states of the question included.
pub(super) fn used_by(usage: Remote<Usage>) -> El {
    used_by_with(usage, Signal::derive(|| false))
}

/// What depends on an API key. During a rotation each connection shows which secret or key pair it last used.
fn used_by_connections(remote: Remote<ApiKey>, usage: Remote<Usage>) -> El {
    let rotating = move || {
        let Some(key) = remote.value() else { return false };
        let works = |secret: &&ApiKeySecret| secret.expires_at.as_ref().is_none_or(|end| *end > now());
        // How many key pairs are published elsewhere is not known here.
        key.secrets.iter().filter(works).count() > 1 || key.public_keys.len() > 1 || key.jwks_url.is_some()
    };
    used_by_with(usage, Signal::derive(rotating))
}

/// The usage without what changes with every request: what is not shown must not take focus from a link.
fn without_uses(usage: Remote<Usage>) -> Memo<Option<Usage>> {
    Memo::new(move |_| {
        let mut usage = Usage::clone(&*usage.value()?);
        for used in &mut usage.items {
            used.last_uses.clear();
        }
        Some(usage)
    })
}

fn used_by_with(usage: Remote<Usage>, rotating: Signal<bool>) -> El {
    let clock = ticking_now();
    let said: Said = Rc::new(move |id| {
        clock.track();
        let usage = usage.value();
        let used = usage.iter().flat_map(|usage| &usage.items).find(|used| used.connection.id == id);
        used.map(last_uses).unwrap_or_default()
    });
    let listed = move || {
        let said = Rc::clone(&said);
        let shown = without_uses(usage);
        let rotating = Memo::new(move |_| rotating.get());
        Fragment::new()
            .live(move || shown.get().map(|usage| usage_list(&usage, rotating.get().then_some(&said))))
    };
    html("section.panel")
        .attr("aria-labelledby", "used-by")
        .child(html("h2").attr("id", "used-by").text("Used by"))
        .child(load_state(usage.phase(), "list of what uses it", listed))
}

/// Whether nothing depends on an object; not while that is unknown.
pub(super) fn unused(usage: Remote<Usage>) -> Memo<bool> {
    Memo::new(move |_| usage.value().is_some_and(|usage| usage.data_flows == 0))
}

/// What a confirmation says of what depends on an object.
pub(super) fn consequences(usage: Remote<Usage>, sentence: &'static str) -> Fragment {
    Fragment::new().child(html("p").text(sentence)).child(what_depends(usage))
}

/// What depends on an object, if anything does.
pub(super) fn what_depends(usage: Remote<Usage>) -> Fragment {
    let usage = without_uses(usage);
    let used = move || usage.get().filter(|usage| usage.data_flows > 0);
    Fragment::new().live(move || used().map(|usage| html("div.consequences").child(usage_list(&usage, None))))
}

/// The name that has to be typed where something depends on an object.
pub(super) fn name_if_used(
    usage: Remote<Usage>,
    name: impl Fn() -> String + Send + Sync + 'static,
) -> Signal<String> {
    Signal::derive(move || {
        let used = usage.value().is_none_or(|usage| usage.data_flows > 0);
        if used { name() } else { String::new() }
    })
}

fn end(id: ApiKeyId, remote: Remote<ApiKey>, usage: Remote<Usage>, revoked: Memo<bool>) -> El {
    let (link, drafts) = (use_link(), use_drafts());
    let go = use_go_to();
    let unused = unused(usage);
    let revoke = move || {
        (!revoked.get()).then(|| {
            confirmation(Confirmation {
                button: "Revoke",
                title: "Revoke this API key?",
                id: "revoke",
                consequences: Rc::new(move || {
                    consequences(
                        usage,
                        "Its secrets, public keys and access tokens stop working at once and for good.",
                    )
                }),
                name: name_if_used(usage, move || name(remote)),
                act: Rc::new(move |_, done| {
                    let revoked = move |result: Result<(), _>| {
                        if result.is_ok() {
                            drafts.end(path(id));
                        }
                        done(result);
                    };
                    data::revoke_api_key(link, id, version(remote), Box::new(revoked));
                }),
            })
        })
    };
    let delete = confirmation(Confirmation {
        button: "Delete",
        title: "Delete this API key?",
        id: "delete",
        consequences: Rc::new(move || {
            let sentence = if unused.get() {
                "It stops working at once. No data flow depends on it."
            } else {
                "It stops working at once, and these data flows are deleted with it."
            };
            consequences(usage, sentence)
        }),
        name: name_if_used(usage, move || name(remote)),
        act: Rc::new(move |confirm, done| {
            let go = go.clone();
            let deleted = move |result: Result<(), _>| {
                let is_gone = result.is_ok();
                done(result);
                if is_gone {
                    drafts.end(path(id));
                    go("/developer");
                }
            };
            data::delete_api_key(link, id, version(remote), confirm, Box::new(deleted));
        }),
    });
    html("section.panel")
        .attr("aria-labelledby", "end")
        .child(html("h2").attr("id", "end").text("End"))
        .live(move || {
            let text = match (revoked.get(), unused.get()) {
                (false, false) => {
                    "Revoking stops it at once, for good. Deleting also deletes the data flows that start with it."
                }
                (false, true) => {
                    "Revoking stops it at once, for good. Deleting also removes it from the list."
                }
                (true, false) => "It is revoked. Deleting also deletes the data flows that start with it.",
                (true, true) => "It is revoked. Deleting removes it from the list.",
            };
            html("p.muted").text(text)
        })
        .child(html("div.form-actions").live(revoke).child(delete))
}
