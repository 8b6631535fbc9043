//! A form for the settings of one object: nothing that was typed is lost, and nobody's change is overwritten unseen.

use std::rc::Rc;

use causeway_dom::{Container, El, Value, html, listen, watch};
use leptos::prelude::*;
use web_sys::Event;

use super::form::{Field, fields, refusal_notice, settle};
use crate::data::{Done, Remote};
use crate::state::{Draft, use_drafts};

/// Values of the form's fields in their order, and the version they are of.
pub(crate) type State = (u64, Vec<String>);

/// Saves: the version that the change was made from, and the new values, `None` where one was not changed.
pub(crate) type Save = Rc<dyn Fn(u64, Vec<Option<String>>, Done<State>)>;

/// The state of what was read; while it is not there, as after it was deleted, the last one.
pub(crate) fn latest<T: Clone + PartialEq + Send + Sync + 'static>(
    remote: Remote<T>,
    state_of: fn(&T) -> State,
) -> Memo<State> {
    Memo::new(move |before: Option<&State>| match remote.value() {
        Some(value) => state_of(&value),
        None => before.cloned().unwrap_or_default(),
    })
}

/// A form for the settings of one object.
pub(crate) struct Settings {
    /// Tells it from other forms, and names its draft.
    pub(crate) of: String,
    /// Its fields, in the order of the state's values.
    pub(crate) fields: Vec<Field>,
    /// What the server has now.
    pub(crate) current: Memo<State>,
    /// Sends a change.
    pub(crate) save: Save,
}

/// The form. What was typed stays until it is saved or discarded: through refusals, through somebody else's changes,
/// which are shown beside it, and while other pages are open.
pub(crate) fn settings_form(settings: Settings) -> El {
    let Settings { of, fields: all, current, save } = settings;
    let drafts = use_drafts();
    let base = RwSignal::new(current.get_untracked());
    let set_all = {
        let all = all.clone();
        move |values: &[String]| {
            for (field, value) in all.iter().zip(values) {
                // The page may be gone by the time an answer arrives.
                if field.value.try_with_untracked(|now| now != value) == Some(true) {
                    field.value.try_set(value.clone());
                }
            }
        }
    };
    let draft = drafts.take(&of);
    let is_back = draft.is_some();
    match draft {
        // What it was typed over comes back with it, so that a change made meanwhile is seen as one.
        Some(Draft { base: before, typed }) => {
            base.set(before);
            set_all(&typed);
        }
        None => base.with_untracked(|base| set_all(&base.1)),
    }
    let values = {
        let all = all.clone();
        move || all.iter().map(|field| field.value.get()).collect::<Vec<_>>()
    };
    let dirty = {
        let values = values.clone();
        Memo::new(move |_| base.with(|base| base.1 != values()))
    };
    let (errors, message) = (RwSignal::new(Vec::new()), RwSignal::new(String::new()));
    let (saved, pending) = (RwSignal::new(false), RwSignal::new(false));
    // Another's change: taken over where nothing was typed, else shown beside it.
    let follow = set_all.clone();
    watch(move || {
        let now = current.get();
        let typing = dirty.get_untracked();
        if typing && base.with_untracked(|base| base.1 != now.1) {
            return;
        }
        if !typing {
            follow(&now.1);
        }
        if base.with_untracked(|base| *base != now) {
            base.set(now);
        }
    });
    listen(&window(), "beforeunload", move |event: Event| {
        if dirty.get_untracked() {
            event.prevent_default();
        }
    });
    let kept = all.clone();
    let name = of.clone();
    on_cleanup(move || {
        if dirty.try_get_untracked() == Some(true) {
            let value =
                |field: &Field| field.value.try_get_untracked().map(|value| field.control.kept(value));
            let typed = kept.iter().map(value).collect();
            if let Some((base, typed)) = base.try_get_untracked().zip(typed) {
                drafts.keep(name.clone(), Draft { base, typed });
            }
        }
    });
    let form = html("form.settings").attr("novalidate", "");
    let (shown, typed) = (form.clone(), values);
    let values: Vec<RwSignal<String>> = all.iter().map(|field| field.value).collect();
    let submit = move |event: Event| {
        event.prevent_default();
        if pending.get_untracked() || !dirty.get_untracked() {
            return;
        }
        let (version, before) = base.get_untracked();
        let typed = untrack(&typed);
        let changed = typed.iter().zip(&before).map(|(now, was)| (now != was).then(|| now.clone())).collect();
        errors.set(Vec::new());
        message.set(String::new());
        saved.set(false);
        pending.set(true);
        let (shown, sent, name) = (shown.clone(), typed, of.clone());
        let values: Vec<_> = values.clone();
        save(
            version,
            changed,
            Box::new(move |result| {
                pending.try_set(false);
                if let Ok(state) = settle(result, &shown, errors, message) {
                    // What was typed while it was on its way stays.
                    for ((value, sent), now) in values.iter().zip(&sent).zip(&state.1) {
                        if value.try_with_untracked(|value| value == sent) == Some(true) {
                            value.try_set(now.clone());
                        }
                    }
                    // Nothing is left of the form: what was typed is saved, and need not come back.
                    if base.try_set(state).is_some() {
                        drafts.take(&name);
                    }
                    saved.try_set(true);
                }
            }),
        );
    };
    let discard = move |_: Event| {
        errors.set(Vec::new());
        message.set(String::new());
        base.with_untracked(|base| set_all(&base.1));
    };
    let all_shown = fields("settings", &all, errors);
    let conflict = move || {
        (dirty.get() && current.with(|now| base.with(|base| base.1 != now.1)))
            .then(|| conflict_notice(&all, base, current))
    };
    let back = is_back.then(|| {
        html("p.notice").attr("role", "status").text("What you typed here before and did not save is back.")
    });
    let button = |class: &'static str, kind: &str| {
        html(class)
            .attr("type", kind)
            .live_attr("disabled", move || Value::switch(pending.get() || !dirty.get()))
    };
    form.on("submit", submit)
        .child(back)
        .child(html("div").attr("role", "alert").live(conflict))
        .child(all_shown)
        .child(refusal_notice(message))
        .child(
            html("div.form-actions")
                .child(button("button.button.button-primary", "submit").text("Save"))
                .child(button("button.button", "button").on("click", discard).text("Discard"))
                .child(html("span.muted").attr("role", "status").live_text(move || {
                    let said = if pending.get() {
                        "Saving…"
                    } else if dirty.get() {
                        "Not saved yet"
                    } else if saved.get() {
                        "Saved"
                    } else {
                        ""
                    };
                    said.to_owned()
                })),
        )
}

/// Somebody else's values beside the reader's, field by field.
fn conflict_notice(all: &[Field], base: RwSignal<State>, current: Memo<State>) -> El {
    let (now, before) = (current.get_untracked(), base.get_untracked());
    let changed = all.iter().zip(now.1.iter().zip(&before.1)).filter(|(_, (now, before))| now != before);
    let row = |(field, (now, _)): (&Field, (&String, &String))| {
        let (value, theirs) = (field.value, now.clone());
        let control = field.control.clone();
        html("li")
            .child(html("strong").text(field.label))
            .text(": now ")
            .child(html("bdi").text(&control.said(now)))
            .text(", yours ")
            .child(html("bdi").live_text(move || control.said(&value.get())))
            .text(" ")
            .child(
                html("button.button")
                    .attr("type", "button")
                    .attr("aria-label", &["Take the new one: ", field.label].concat())
                    .on("click", move |_: Event| value.set(theirs.clone()))
                    .text("Take the new one"),
            )
    };
    html("div.notice.notice-warn")
        .child(
            html("p")
                .child(html("strong").text("Changed meanwhile."))
                .text(" Somebody saved other values while you were typing. Nothing of yours is lost."),
        )
        .child(html("ul.conflicts").children(changed.map(row)))
        .child(
            html("button.button")
                .attr("type", "button")
                .on("click", move |_: Event| base.set(current.get_untracked()))
                .text("Go on with what stands below"),
        )
}
