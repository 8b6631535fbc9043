//! Making an endpoint: what is asked for depends on how data reaches it.

use std::rc::Rc;

use causeway_dom::Fragment;
use causeway_model::{EndpointKind, Environment, NewEndpoint, VerificationMethod};
use leptos::prelude::*;

use super::endpoint_address::Address;
use super::new_api_key::{intro, opener};
use crate::components::dialogs::{FormDialog, form_dialog};
use crate::components::form::{Control, Errors, Field, fields};
use crate::data::{Attempts, Done, Refusal, create_endpoint, use_link};
use crate::state::use_go_to;

/// The token of the verification handshake.
pub(super) fn token_field(hint: &'static str) -> Field {
    Field::new("/verificationToken", "Verification token", hint, Control::Secret)
}

/// How the handshake is done.
pub(super) fn method_field() -> Field {
    let methods = vec![("POST", "POST"), ("GET", "GET")];
    let hint = "POST is better: with GET the token may end up in logs on the way.";
    Field::new("/verificationMethod", "Verification method", hint, Control::One(methods)).with("POST")
}

/// The button with its dialog. The new endpoint's page is opened: there it is verified.
pub(super) fn new_endpoint(environment: Memo<Option<Environment>>) -> Fragment {
    let hint = "What partners see, so be specific: “ADT intake, main campus”.";
    let name = Field::new("/name", "Name", hint, Control::Text);
    let kinds = EndpointKind::KNOWN.iter().map(|kind| (kind.as_str(), kind.label())).collect();
    let hint = "Cannot be changed later.";
    let kind = Field::new("/kind", "Data reaches it by", hint, Control::One(kinds)).with("https");
    let address = Address::new();
    let token = token_field(
        "Optional now. A long random text of your making, which your system checks in every call.",
    );
    let method = method_field();
    let chosen = kind.value;
    let all = vec![name.clone(), kind];
    let (parts, shown_token, shown_method) = (address.clone(), token.clone(), method.clone());
    let more = move |errors: Errors| {
        let kind = EndpointKind::from(chosen.get().as_str());
        let mut shown = parts.fields(&kind).to_vec();
        if kind == EndpointKind::Https {
            shown.extend([shown_token.clone(), shown_method.clone()]);
        }
        fields("new-endpoint", &shown, errors)
    };
    let link = use_link();
    let go = use_go_to();
    let attempts = Rc::new(Attempts::new());
    let send = move |done: Done<()>| {
        let Some(environment) = environment.get_untracked() else {
            return done(Err(Refusal::unknown_environment()));
        };
        let kind = EndpointKind::from(chosen.get_untracked().as_str());
        let is_https = kind == EndpointKind::Https;
        let filled =
            |text: RwSignal<String>| Some(text.get_untracked()).filter(|text| !text.trim().is_empty());
        let new = NewEndpoint {
            environment_id: environment.id,
            name: name.value.get_untracked(),
            kind: kind.clone(),
            url: address.url(&kind),
            verification_token: filled(token.value).filter(|_| is_https),
            verification_method: is_https
                .then(|| VerificationMethod::from(method.value.get_untracked().as_str())),
        };
        let go = go.clone();
        let made = move |result: Result<causeway_model::Endpoint, _>| {
            let id = result.as_ref().ok().map(|made| made.id);
            done(result.map(|_| ()));
            if let Some(id) = id {
                go(&["/endpoints/", &id.to_string()].concat());
            }
        };
        create_endpoint(link, attempts.name(&new), new, Box::new(made));
    };
    form_dialog(FormDialog {
        button: opener(environment, "New endpoint"),
        title: "New endpoint",
        id: "new-endpoint",
        intro: intro(environment),
        submit: "Create",
        fields: all,
        more: Rc::new(more),
        send: Rc::new(send),
    })
}
