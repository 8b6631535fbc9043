//! Making an API key: with a secret, or with public keys that the browser can make too.

use std::rc::Rc;

use causeway_dom::{Container, El, Fragment, Value, html};
use causeway_model::{ApiKeyKind, Environment, NewApiKey, Scope};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::Event;

use crate::components::dialogs::{FormDialog, Shown, form_dialog, use_shown_secret};
use crate::components::form::{Control, Errors, Field, fields, refusal_notice};
use crate::data::{Attempts, Done, KeyPair, Refusal, create_api_key, generate_key_pair, use_link};
use crate::format::end_of_day;

/// The scopes as choices of a form.
pub(super) fn scope_choices() -> Vec<(&'static str, &'static str)> {
    Scope::KNOWN.iter().map(|scope| (scope.as_str(), scope.label())).collect()
}

/// The scopes of a form's field.
pub(super) fn scopes(text: &str) -> Vec<Scope> {
    text.split(' ').filter(|word| !word.is_empty()).map(Scope::from).collect()
}

/// What to do with a secret.
pub(super) const STORE_SECRET: &str = "Put it where your system keeps its secrets; it sends “Authorization: Bearer …” with every request. If it is lost, rotate the API key.";
const STORE_PRIVATE: &str = "This private key was made in your browser and is nowhere else. Put it where your system keeps its secrets.";

/// The button with its dialog, and the panel that shows the secret.
pub(super) fn new_api_key(environment: Memo<Option<Environment>>) -> Fragment {
    let name = Field::new("/name", "Name", "What the system is that will use it.", Control::Text);
    let kinds = vec![
        ("secret", "A secret, sent as bearer token"),
        ("publicKey", "A signature, checked by its public key"),
    ];
    let kind = Field::new(
        "/kind",
        "It proves itself by",
        "Signing is safer: nothing secret is sent.",
        Control::One(kinds),
    )
    .with("secret");
    let may = Field::new(
        "/scopes",
        "It may",
        "In this environment only. None is needed just to name where data flows start.",
        Control::Any(scope_choices()),
    )
    .with("connections:read");
    let until =
        Field::new("/expiresAt", "Works until", "The end of that day, UTC; empty for ever.", Control::Day);
    let jwk_set = Field::new(
        "/jwkSet",
        "Public keys",
        "A JWK Set (RFC 7517), public halves only: RSA of 2048 bits or more, or EC P-384.",
        Control::Lines,
    );
    let jwks_url =
        Field::new("/jwksUrl", "or their URL", "Where your system publishes its JWK Set.", Control::Text);
    let shown = use_shown_secret();
    let pair = RwSignal::new(None::<KeyPair>);
    let attempts = Rc::new(Attempts::new());
    let all = vec![name.clone(), kind.clone(), may.clone(), until.clone()];
    let is_public = Memo::new(move |_| kind.value.with(|kind| kind == ApiKeyKind::PublicKey.as_str()));
    let (set, url) = (jwk_set.clone(), jwks_url.clone());
    let more = move |errors: Errors| {
        if !is_public.get() {
            return Fragment::new();
        }
        fields("new-key", &[set.clone(), url.clone()], errors).child(generate(set.value, pair))
    };
    let link = use_link();
    let send = move |done: Done<()>| {
        let Some(environment) = environment.get_untracked() else {
            return done(Err(Refusal::unknown_environment()));
        };
        let filled = |field: &Field| Some(field.value.get_untracked()).filter(|text| !text.trim().is_empty());
        let public = is_public.get_untracked();
        let new = NewApiKey {
            environment_id: environment.id,
            name: name.value.get_untracked(),
            kind: if public { ApiKeyKind::PublicKey } else { ApiKeyKind::Secret },
            scopes: may.value.with_untracked(|text| scopes(text)),
            expires_at: until.value.with_untracked(|day| end_of_day(day)),
            jwk_set: filled(&jwk_set).filter(|_| public),
            jwks_url: filled(&jwks_url).filter(|_| public),
        };
        let (name, jwk_set, jwks_url) = (name.value, jwk_set.value, jwks_url.value);
        let made_by = Rc::clone(&attempts);
        let made = move |result: Result<causeway_model::ApiKeyWithSecret, Refusal>| {
            if result.as_ref().is_ok_and(|made| made.secret.is_none() && !public) {
                return done(Err(Refusal::secret_lost()));
            }
            let result = result.map(|made| {
                let of = made.api_key.name;
                let private = pair.try_update(Option::take).flatten();
                let used = private.filter(|pair| jwk_set.with_untracked(|set| *set == pair.public));
                let secret = made.secret.map(|secret| (secret, STORE_SECRET));
                let secret = secret.or_else(|| used.map(|pair| (pair.private, STORE_PRIVATE)));
                shown.try_set(secret.map(|(secret, what_to_do)| Shown { of, secret, what_to_do }));
                for field in [name, jwk_set, jwks_url] {
                    field.try_set(String::new());
                }
                made_by.done();
            });
            done(result);
        };
        create_api_key(link, attempts.name(&new), new, Box::new(made));
    };
    form_dialog(FormDialog {
        button: opener(environment, "New API key"),
        title: "New API key",
        id: "new-key",
        intro: intro(environment),
        submit: "Create",
        fields: all,
        more: Rc::new(more),
        send: Rc::new(send),
    })
}

/// The button that opens a dialog, once it is known where to make what it makes.
pub(super) fn opener(environment: Memo<Option<Environment>>, label: &str) -> El {
    html("button.button.button-primary")
        .live_attr("disabled", move || Value::switch(environment.with(Option::is_none)))
        .text(label)
}

/// Which environment it will be in.
pub(super) fn intro(environment: Memo<Option<Environment>>) -> Fragment {
    let name = move || environment.with(|it| it.as_ref().map(|it| it.name.clone()).unwrap_or_default());
    Fragment::new().child(html("p.muted").text("In ").child(html("strong").live_text(name)).text("."))
}

/// Fills the field with the public half of a new pair.
fn generate(jwk_set: RwSignal<String>, pair: RwSignal<Option<KeyPair>>) -> El {
    let failure = RwSignal::new(String::new());
    let press = move |_: Event| {
        failure.set(String::new());
        spawn_local(async move {
            match generate_key_pair().await {
                Ok(made) => {
                    jwk_set.try_set(made.public.clone());
                    pair.try_set(Some(made));
                }
                Err(reason) => {
                    failure.try_set(reason);
                }
            }
        });
    };
    let made = move || {
        let made =
            pair.with(|pair| pair.as_ref().is_some_and(|pair| jwk_set.with(|set| *set == pair.public)));
        if made { "Made. The private half is shown once the API key is created." } else { "" }.to_owned()
    };
    html("div.field")
        .child(
            html("button.button")
                .attr("type", "button")
                .on("click", press)
                .text("Make a key pair in this browser"),
        )
        .child(html("p.hint").attr("role", "status").live_text(made))
        .child(refusal_notice(failure))
}
