//! Making an auth credential: what is asked for depends on how callers shall prove themselves.

use std::collections::BTreeMap;
use std::rc::Rc;

use causeway_dom::Fragment;
use causeway_model::{AuthCredential, AuthField, AuthStrategy, Environment, NewAuthCredential};
use leptos::prelude::*;

use super::new_api_key::{intro, opener};
use crate::components::dialogs::{FormDialog, form_dialog};
use crate::components::form::{Control, Errors, Field, fields};
use crate::components::headers;
use crate::data::{Attempts, Done, Refusal, create_auth_credential, use_link};
use crate::state::use_go_to;

/// The field of a setting.
pub(super) fn setting(of: &AuthField, hint: &'static str) -> Field {
    let control = match (of.secret, of.name) {
        // Longer than a line; it is not shown again all the same.
        (true, "privateKey") => Control::SecretLines,
        (true, _) => Control::Secret,
        (false, _) => Control::Text,
    };
    Field::new(of.pointer, of.label, hint, control)
}

/// The field of the headers.
pub(super) fn headers_field(hint: &'static str) -> Field {
    Field::new("/headers", "Headers", hint, Control::Headers)
}

fn hint(of: &AuthField) -> &'static str {
    match (of.secret, of.required) {
        (true, _) => "Stored encrypted and never shown.",
        (false, true) => "",
        (false, false) => "Optional.",
    }
}

/// The button with its dialog. The new credential's page is opened.
pub(super) fn new_auth_credential(environment: Memo<Option<Environment>>) -> Fragment {
    let name = Field::new("/name", "Name", "Such as the gateway in front of the endpoints.", Control::Text);
    let choices = AuthStrategy::KNOWN.iter().map(|strategy| (strategy.as_str(), strategy.label())).collect();
    let control = Control::One(choices);
    let strategy =
        Field::new("/strategy", "Callers prove themselves by", "Cannot be changed later.", control)
            .with("basic");
    // One set of fields per strategy, so that looking at another one loses nothing.
    let one = |known: &AuthStrategy| {
        let mut fields: Vec<_> = known.fields().iter().map(|of| setting(of, hint(of))).collect();
        if *known == AuthStrategy::Headers {
            let hint = "Sent with every call, up to 10. Values are stored encrypted and never shown.";
            fields.push(headers_field(hint).with(headers::EMPTY));
        }
        (known.clone(), fields)
    };
    let every: Rc<Vec<_>> = Rc::new(AuthStrategy::KNOWN.iter().map(one).collect());
    let chosen = strategy.value;
    let of = move |strategy: &AuthStrategy| {
        let found = every.iter().find(|(known, _)| known == strategy);
        found.map(|(_, fields)| fields.clone()).unwrap_or_default()
    };
    let shown = of.clone();
    let more = move |errors: Errors| {
        let strategy = AuthStrategy::from(chosen.get().as_str());
        fields("new-credential", &shown(&strategy), errors)
    };
    let link = use_link();
    let go = use_go_to();
    let attempts = Rc::new(Attempts::new());
    let all = vec![name.clone(), strategy];
    let send = move |done: Done<()>| {
        let Some(environment) = environment.get_untracked() else {
            return done(Err(Refusal::unknown_environment()));
        };
        let strategy = AuthStrategy::from(chosen.get_untracked().as_str());
        let values = of(&strategy);
        let filled = strategy.fields().iter().zip(&values).filter_map(|(of, field)| {
            let value = field.value.get_untracked();
            (!value.trim().is_empty()).then(|| (of.name.to_owned(), value))
        });
        let new = NewAuthCredential {
            environment_id: environment.id,
            name: name.value.get_untracked(),
            settings: filled.collect::<BTreeMap<_, _>>(),
            headers: match strategy {
                AuthStrategy::Headers => values
                    .iter()
                    .flat_map(|field| headers::settings(&field.value.get_untracked(), false))
                    .collect(),
                _ => Vec::new(),
            },
            strategy,
        };
        let go = go.clone();
        let made = move |result: Result<AuthCredential, _>| {
            let id = result.as_ref().ok().map(|made| made.id);
            done(result.map(|_| ()));
            if let Some(id) = id {
                go(&["/auth-credentials/", &id.to_string()].concat());
            }
        };
        create_auth_credential(link, attempts.name(&new), new, Box::new(made));
    };
    form_dialog(FormDialog {
        button: opener(environment, "New auth credential"),
        title: "New auth credential",
        id: "new-credential",
        intro: intro(environment),
        submit: "Create",
        fields: all,
        more: Rc::new(more),
        send: Rc::new(send),
    })
}
