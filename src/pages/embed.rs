//! The Settings page of one embed of yours.

use std::rc::Rc;

use crate::components::copy::copy_button;
use causeway_dom::{Container, El, Fragment, html};
use causeway_model::{Embed, EmbedId, EmbedPatch, Reveal};
use leptos::prelude::*;

use super::developer::embed_mark;
use super::embed_check::check;
use super::embed_code::{code, shown_connection};
use super::embed_preview::preview;
use super::new_embed::embed_fields;
use super::{be_about, hidden_heading, set_title};
use crate::components::connection_choice::{ConnectionChoice, ids, text_of};
use crate::components::dialogs::{Confirmation, confirmation};
use crate::components::form::lines_of;
use crate::components::load_state::load_state;
use crate::components::settings::{Save, Settings, State, latest, settings_form};
use crate::data::{self, Done, Names, Remote, use_link};
use crate::format::local;
use crate::state::{use_drafts, use_go_to};

/// The page at `/embeds/{id}`.
pub(crate) fn embed(id: EmbedId) -> Fragment {
    set_title("Embed");
    let remote = data::embed(id);
    be_about(move || remote.value().map(|it| (it.name.clone(), it.environment_id)));
    Fragment::new().live(move || (!remote.is_here()).then(|| hidden_heading("Embed"))).child(load_state(
        remote.phase(),
        "embed",
        move || content(id, remote),
    ))
}

fn content(id: EmbedId, remote: Remote<Embed>) -> Fragment {
    let names = Names::new();
    let shown = shown_connection(remote);
    let revoked = Memo::new(move |_| remote.value().is_some_and(|embed| embed.revoked_at.is_some()));
    let crumbs = html("nav.crumbs")
        .attr("aria-label", "Breadcrumb")
        .child(html("a").attr("href", "/developer?tab=embeds").text("Embeds"));
    let head = html("div.page-head")
        .child(html("h1").attr("dir", "auto").live_text(move || name(remote)))
        .live(move || remote.value().map(|embed| embed_mark(&embed)));
    let about = html("section.panel")
        .attr("aria-labelledby", "about")
        .child(html("h2").attr("id", "about").text("About"))
        .live(move || remote.value().map(|embed| facts(&embed)));
    // Nothing can be done with one that is revoked but to delete it.
    let of_live = move || {
        (!revoked.get()).then(|| {
            Fragment::new()
                .child(settings(id, remote, names))
                .child(code(id, remote, names, shown))
                .child(check(id, remote))
                .child(preview(id, remote, names, shown))
        })
    };
    Fragment::new().child(crumbs).child(head).child(about).live(of_live).child(end(id, remote, revoked))
}

fn path(id: EmbedId) -> String {
    ["/embeds/", &id.to_string()].concat()
}

fn name(remote: Remote<Embed>) -> String {
    remote.value().map(|embed| embed.name.clone()).unwrap_or_default()
}

fn version(remote: Remote<Embed>) -> u64 {
    untrack(|| remote.value()).map_or(0, |embed| embed.version)
}

fn facts(embed: &Embed) -> El {
    let fact = |name: &str, value: El| Fragment::new().child(html("dt").text(name)).child(value);
    let id = embed.id.to_string();
    let guid = html("dd").child(html("code.guid").text(&id)).child(copy_button(id, "GUID", ""));
    let last = embed.last_used_at.as_ref().map_or_else(|| "Never".to_owned(), local);
    let facts = html("dl.facts")
        .child(fact("GUID", guid))
        .child(fact("Made", html("dd").text(&local(&embed.created_at))))
        .child(fact("Last used", html("dd").text(&last)));
    match &embed.revoked_at {
        Some(at) => facts.child(fact("Revoked", html("dd").text(&local(at)))),
        None => facts,
    }
}

/// Values in the order of [`embed_fields`].
fn state_of(embed: &Embed) -> State {
    let values = vec![
        embed.name.clone(),
        embed.allowed_origins.join("\n"),
        text_of(&embed.connection_ids),
        embed.reveal.as_str().to_owned(),
    ];
    (embed.version, values)
}

fn settings(id: EmbedId, remote: Remote<Embed>, names: Names) -> El {
    let environment = Memo::new(move |_| remote.value().map(|embed| embed.environment_id));
    let choice = ConnectionChoice { environment: environment.into(), names, open: RwSignal::new(false) };
    let link = use_link();
    let save: Save = Rc::new(move |version, changed: Vec<Option<String>>, done: Done<State>| {
        let mut changed = changed.into_iter();
        let mut next = || changed.next().flatten();
        let patch = EmbedPatch {
            name: next(),
            allowed_origins: next().map(|text| lines_of(&text).map(str::to_owned).collect()),
            connection_ids: next().map(|text| ids(&text).collect()),
            reveal: next().map(|reveal| Reveal::from(reveal.as_str())),
        };
        let saved = move |result: Result<Embed, _>| done(result.map(|embed| state_of(&embed)));
        data::update_embed(link, id, version, patch, Box::new(saved));
    });
    let fields = embed_fields(choice);
    let [_, _, chosen, _] = fields.each_ref().map(|field| field.value);
    let current = latest(remote, state_of);
    let form = settings_form(Settings { of: path(id), fields: fields.into(), current, save });
    // After the form, which may bring back what was chosen before and not saved.
    names.ask_for(move || {
        let mut all = remote.value().map(|embed| embed.connection_ids.clone()).unwrap_or_default();
        chosen.with(|chosen| all.extend(ids(chosen)));
        all
    });
    html("section.panel")
        .attr("aria-labelledby", "settings-title")
        .child(html("h2").attr("id", "settings-title").text("Settings"))
        .child(html("p.muted").text("A change holds at once, in pages that show it already as well."))
        .child(form)
}

fn end(id: EmbedId, remote: Remote<Embed>, revoked: Memo<bool>) -> El {
    let (link, drafts) = (use_link(), use_drafts());
    let go = use_go_to();
    let revoke = move || {
        (!revoked.get()).then(|| {
            let text = "Every page that shows it stops within seconds, for good: its tokens end now, and it gives no new ones.";
            confirmation(Confirmation {
                button: "Revoke",
                title: "Revoke this embed?",
                id: "revoke",
                consequences: Rc::new(move || Fragment::new().child(html("p").text(text))),
                name: Signal::derive(move || name(remote)),
                act: Rc::new(move |_, done| {
                    let revoked = move |result: Result<(), _>| {
                        if result.is_ok() {
                            drafts.end(path(id));
                        }
                        done(result);
                    };
                    data::revoke_embed(link, id, version(remote), Box::new(revoked));
                }),
            })
        })
    };
    let consequences = move || {
        let text = match revoked.get() {
            true => "No page shows it any more. It is removed from the list.",
            false => {
                "Every page that shows it stops within seconds, for good, and it is removed from the list."
            }
        };
        Fragment::new().child(html("p").text(text))
    };
    let delete = confirmation(Confirmation {
        button: "Delete",
        title: "Delete this embed?",
        id: "delete",
        consequences: Rc::new(consequences),
        // One that is revoked shows nothing anywhere.
        name: Signal::derive(move || if revoked.get() { String::new() } else { name(remote) }),
        act: Rc::new(move |_, done| {
            let go = go.clone();
            let deleted = move |result: Result<(), _>| {
                let is_gone = result.is_ok();
                done(result);
                if is_gone {
                    drafts.end(path(id));
                    go("/developer?tab=embeds");
                }
            };
            data::delete_embed(link, id, version(remote), Box::new(deleted));
        }),
    });
    html("section.panel")
        .attr("aria-labelledby", "end")
        .child(html("h2").attr("id", "end").text("End"))
        .live(move || {
            let text = match revoked.get() {
                false => "Revoking stops it in every page, for good. Deleting also removes it from the list.",
                true => "It is revoked. Deleting removes it from the list.",
            };
            html("p.muted").text(text)
        })
        .child(html("div.form-actions").live(revoke).child(delete))
}
