//! Making an embed: which pages may show which pictures, and how much of them.

use std::rc::Rc;

use causeway_dom::{Container, El, Fragment, html, watch};
use causeway_model::{Embed, Environment, NewEmbed, Reveal};
use leptos::prelude::*;
use web_sys::{Event, HtmlElement};

use super::new_api_key::{intro, opener};
use crate::components::connection_choice::{ConnectionChoice, ids};
use crate::components::dialogs::{FormDialog, form_dialog};
use crate::components::form::{Control, Field, lines_of};
use crate::data::{Attempts, Done, Names, Refusal, create_embed, use_link};
use crate::state::use_go_to;

/// The button that opens the dialog.
const OPENER: &str = "new-embed-open";

/// Name, origins, connections, and how much is shown, in this order.
pub(super) fn embed_fields(choice: ConnectionChoice) -> [Field; 4] {
    let origins = "Where the pages are, one origin a line: https://portal.example, no path. In Development also http://localhost:3000.";
    let reveals = vec![
        (
            Reveal::Names.as_str(),
            Reveal::Names.label(),
            "Names, data types and statuses. No GUIDs, URLs or VPNs.",
        ),
        (
            Reveal::NoAddresses.as_str(),
            Reveal::NoAddresses.label(),
            "GUIDs and the state of VPNs as well, but no URLs and IP addresses.",
        ),
        (
            Reveal::Everything.as_str(),
            Reveal::Everything.label(),
            "All that this dashboard shows, URLs included.",
        ),
    ];
    [
        Field::new("/name", "Name", "What you call it. Readers do not see it.", Control::Text),
        Field::new("/allowedOrigins", "Allowed origins", origins, Control::Lines),
        Field::new(
            "/connectionIds",
            "Connections",
            "Whose pictures it may show.",
            Control::Connections(choice),
        ),
        Field::new(
            "/reveal",
            "It reveals",
            "The server leaves the rest out of its answers.",
            Control::Explained(reveals),
        ),
    ]
}

/// The button with its dialog. The new embed's page is opened.
pub(super) fn new_embed(environment: Memo<Option<Environment>>) -> Fragment {
    let of = Signal::derive(move || environment.with(|it| it.as_ref().map(|it| it.id)));
    let open = RwSignal::new(false);
    let fields = embed_fields(ConnectionChoice { environment: of, names: Names::new(), open });
    let [name, origins, connections, reveal] = fields.each_ref().map(|field| field.value);
    reveal.set(Reveal::Names.as_str().to_owned());
    // Connections of another environment cannot be in it.
    let mut before = None;
    watch(move || {
        let now = of.get();
        if before.is_some() && before != now {
            connections.set(String::new());
        }
        before = now.or(before);
    });
    let link = use_link();
    let go = use_go_to();
    let attempts = Rc::new(Attempts::new());
    let send = move |done: Done<()>| {
        let Some(environment) = environment.get_untracked() else {
            return done(Err(Refusal::unknown_environment()));
        };
        let new = NewEmbed {
            environment_id: environment.id,
            name: name.get_untracked(),
            allowed_origins: origins.with_untracked(|text| lines_of(text).map(str::to_owned).collect()),
            connection_ids: connections.with_untracked(|text| ids(text).collect()),
            reveal: reveal.with_untracked(|reveal| Reveal::from(reveal.as_str())),
        };
        let go = go.clone();
        let made = move |result: Result<Embed, _>| {
            let id = result.as_ref().ok().map(|made| made.id);
            done(result.map(|_| ()));
            if let Some(id) = id {
                go(&["/embeds/", &id.to_string()].concat());
            }
        };
        create_embed(link, attempts.name(&new), new, Box::new(made));
    };
    form_dialog(FormDialog {
        button: opener(environment, "New embed")
            .attr("id", OPENER)
            .on("click", move |_: Event| open.set(true)),
        title: "New embed",
        id: "new-embed",
        intro: intro(environment),
        submit: "Create",
        fields: fields.into(),
        more: Rc::new(|_| Fragment::new()),
        send: Rc::new(send),
    })
}

/// Opens the same dialog from where there is no embed yet.
pub(super) fn first_embed() -> El {
    let press = |_: Event| {
        if let Some(opener) = document().get_element_by_id(OPENER) {
            let opener: HtmlElement = wasm_bindgen::JsCast::unchecked_into(opener);
            opener.click();
        }
    };
    html("button.button").attr("type", "button").on("click", press).text("New embed")
}
