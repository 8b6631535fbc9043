//! Dialogs: one to fill in, one to confirm by, one that shows a secret once.

use std::rc::Rc;

use super::copy::copy_button;
use causeway_dom::{Container, El, Fragment, Value, html, listen, watch};
use leptos::prelude::*;
use web_sys::{Event, HtmlDialogElement, HtmlInputElement, KeyboardEvent};

use super::form::{Errors, Field, fields, refusal_notice, settle};
use crate::data::{Done, Refusal};

/// A dialog with a form.
pub(crate) struct FormDialog {
    /// What the button that opens it says, and its look.
    pub(crate) button: El,
    /// Its heading.
    pub(crate) title: &'static str,
    /// Tells it from other forms of the page.
    pub(crate) id: &'static str,
    /// What stands above the fields.
    pub(crate) intro: Fragment,
    /// What the button that sends it says.
    pub(crate) submit: &'static str,
    /// The fields that are always there.
    pub(crate) fields: Vec<Field>,
    /// What follows from what has been chosen in those; tracks.
    pub(crate) more: Rc<dyn Fn(Errors) -> Fragment>,
    /// Sends it; the dialog closes when that has gone well.
    pub(crate) send: Rc<dyn Fn(Done<()>)>,
}

/// The button and the dialog. What was typed stays when the dialog is closed or refused.
pub(crate) fn form_dialog(dialog: FormDialog) -> Fragment {
    let FormDialog { button, title, id, intro, submit, fields: all, more, send } = dialog;
    let title_id = [id, "-title"].concat();
    let dialog = html("dialog.dialog").attr("aria-labelledby", &title_id);
    let (opening, closing, done): (HtmlDialogElement, HtmlDialogElement, HtmlDialogElement) =
        (dialog.cast(), dialog.cast(), dialog.cast());
    let (errors, message): (Errors, _) = (RwSignal::new(Vec::new()), RwSignal::new(String::new()));
    let pending = RwSignal::new(false);
    let form = html("form").attr("novalidate", "");
    let at_fault = form.clone();
    let on_submit = move |event: Event| {
        event.prevent_default();
        if pending.get_untracked() {
            return;
        }
        errors.set(Vec::new());
        message.set(String::new());
        pending.set(true);
        let (at_fault, done) = (at_fault.clone(), done.clone());
        send(Box::new(move |result| {
            pending.try_set(false);
            if settle(result, &at_fault, errors, message).is_ok() {
                done.close();
            }
        }));
    };
    let form = form
        .on("submit", on_submit)
        .child(html("h2").attr("id", &title_id).text(title))
        .child(intro)
        .child(fields(id, &all, errors))
        .live(move || more(errors))
        .child(refusal_notice(message))
        .child(actions(closing, "Close", submit, pending, || false, ""));
    let button = button.attr("type", "button").on("click", move |_: Event| {
        opening.show_modal().ok();
    });
    Fragment::new().child(button).child(dialog.child(form))
}

fn actions(
    closing: HtmlDialogElement,
    close: &str,
    submit: &str,
    pending: RwSignal<bool>,
    held_back: impl Fn() -> bool + 'static,
    class: &str,
) -> El {
    let submit = html("button.button.button-primary")
        .attr("type", "submit")
        .live_attr("disabled", move || Value::switch(pending.get() || held_back()))
        .text(submit);
    let submit = if class.is_empty() { submit } else { submit.class(class) };
    html("div.dialog-actions")
        .child(
            html("button.button")
                .attr("type", "button")
                .on("click", move |_: Event| closing.close())
                .text(close),
        )
        .child(submit)
}

/// A step that cannot be taken back.
pub(crate) struct Confirmation {
    /// What the button that opens it says.
    pub(crate) button: &'static str,
    /// Its question.
    pub(crate) title: &'static str,
    /// Tells it from other dialogs of the page.
    pub(crate) id: &'static str,
    /// What happens; tracks.
    pub(crate) consequences: Rc<dyn Fn() -> Fragment>,
    /// The name to be typed before it can be done; empty for none. Tracks.
    pub(crate) name: Signal<String>,
    /// Does it; is told the name that was typed, if one was asked for.
    pub(crate) act: Rc<dyn Fn(Option<String>, Done<()>)>,
}

/// The button and the dialog.
pub(crate) fn confirmation(confirmation: Confirmation) -> Fragment {
    let Confirmation { button, title, id, consequences, name, act } = confirmation;
    // A refresh that leaves the name as it is must not take what is being typed away.
    let name = Memo::new(move |_| name.get());
    let (title_id, input_id) = ([id, "-title"].concat(), [id, "-name"].concat());
    let dialog = html("dialog.dialog").attr("aria-labelledby", &title_id);
    let (opening, closing, done): (HtmlDialogElement, HtmlDialogElement, HtmlDialogElement) =
        (dialog.cast(), dialog.cast(), dialog.cast());
    let (typed, message, pending) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(false));
    let held_back = move || name.with(|name| !name.is_empty() && typed.with(|typed| typed.trim() != name));
    let on_submit = move |event: Event| {
        event.prevent_default();
        if pending.get_untracked() || untrack(held_back) {
            return;
        }
        message.set(String::new());
        pending.set(true);
        let done = done.clone();
        let confirmed = Some(name.get_untracked()).filter(|name| !name.is_empty());
        let ended = move |result: Result<(), Refusal>| {
            pending.try_set(false);
            match result {
                Ok(()) => done.close(),
                Err(refusal) => {
                    message.try_set(refusal.message);
                }
            }
        };
        act(confirmed, Box::new(ended));
    };
    let asked = move || {
        let name = name.get();
        if name.is_empty() {
            return None;
        }
        let input = html("input").attr("id", &input_id).attr("type", "text").attr("autocomplete", "off");
        let element: HtmlInputElement = input.cast();
        let input = input.on("input", move |_: Event| typed.set(element.value()));
        let label = html("label")
            .attr("for", &input_id)
            .text("Type ")
            .child(html("strong").attr("dir", "auto").text(&name))
            .text(" to confirm");
        Some(html("div.field").child(label).child(input))
    };
    let form = html("form")
        .on("submit", on_submit)
        .child(html("h2").attr("id", &title_id).text(title))
        .live(move || consequences())
        .live(asked)
        .child(refusal_notice(message))
        .child(actions(closing, "Cancel", button, pending, held_back, "button-danger"));
    let button = html("button.button")
        .attr("type", "button")
        .on("click", move |_: Event| {
            typed.set(String::new());
            message.set(String::new());
            opening.show_modal().ok();
        })
        .text(button);
    Fragment::new().child(button).child(dialog.child(form))
}

/// A secret that was just made, and what it is of.
#[derive(Clone)]
pub(crate) struct Shown {
    /// Name of the API key.
    pub(crate) of: String,
    /// What is shown once: a bearer secret, or a private key.
    pub(crate) secret: String,
    /// What to do with it.
    pub(crate) what_to_do: &'static str,
}

#[derive(Clone, Copy)]
struct ShownSecret(RwSignal<Option<Shown>>);

/// What the panel shows; nothing closes it.
pub(crate) fn use_shown_secret() -> RwSignal<Option<Shown>> {
    expect_context::<ShownSecret>().0
}

/// Shows a secret until the reader says that it is stored. Neither Escape nor a press beside it closes it, nor does
/// going back, because it stands beside the pages; and leaving the program asks first: there is no second time.
pub(crate) fn provide_secret_panel() -> El {
    let shown = RwSignal::new(None::<Shown>);
    provide_context(ShownSecret(shown));
    let dialog = html("dialog.dialog.secret-panel")
        .attr("aria-labelledby", "secret-title")
        .attr("aria-describedby", "secret-about")
        .attr("closedby", "none");
    let (element, closing): (HtmlDialogElement, HtmlDialogElement) = (dialog.cast(), dialog.cast());
    watch(move || {
        if shown.with(Option::is_some) {
            element.show_modal().ok();
        }
    });
    listen(&window(), "beforeunload", move |event: Event| {
        if shown.with_untracked(Option::is_some) {
            event.prevent_default();
        }
    });
    let close = move || {
        closing.close();
        shown.set(None);
    };
    let close: Rc<dyn Fn()> = Rc::new(close);
    dialog
        .on("cancel", |event: Event| event.prevent_default())
        // Browsers let a second Escape through; older ones know no `closedby`.
        .on("keydown", |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.prevent_default();
            }
        })
        .live(move || shown.get().map(|shown| secret(&shown, Rc::clone(&close))))
}

fn secret(shown: &Shown, close: Rc<dyn Fn()>) -> Fragment {
    let stored = RwSignal::new(false);
    let check = html("input").attr("type", "checkbox");
    let element: HtmlInputElement = check.cast();
    let check = check.on("change", move |_: Event| stored.set(element.checked()));
    let done = html("button.button.button-primary")
        .attr("type", "button")
        .live_attr("disabled", move || Value::switch(!stored.get()))
        .on("click", move |_: Event| close())
        .text("Done");
    Fragment::new()
        .child(html("h2").attr("id", "secret-title").text("Secret of ").child(html("bdi").text(&shown.of)))
        .child(
            html("p.notice.notice-warn")
                .attr("id", "secret-about")
                .child(html("strong").text("It is shown this once and never again. "))
                .text(shown.what_to_do),
        )
        .child(
            html("div.secret-text")
                .child(html("code").attr("data-secret", "").text(&shown.secret))
                .child(copy_button(shown.secret.clone(), "secret", "")),
        )
        .child(html("label.check").child(check).text("I have stored it where my system reads it"))
        .child(html("div.dialog-actions").child(done))
}
