//! Forms: fields with label, hint and error, and a form for settings that loses nothing of what was typed.

use std::rc::Rc;

use causeway_dom::{Container, El, Fragment, Value, html, listen, watch};
use causeway_model::FieldError;
use leptos::prelude::*;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

use crate::data::{Done, Refusal};
use crate::state::use_drafts;

/// A value and how it reads.
pub(crate) type Choice = (&'static str, &'static str);

/// How a value is entered. Every value is a text.
#[derive(Clone)]
pub(crate) enum Control {
    /// One line.
    Text,
    /// Several lines.
    Lines,
    /// A day, as `2027-01-31`.
    Day,
    /// A text that is not shown and never kept.
    Secret,
    /// One of a few.
    One(Vec<Choice>),
    /// Any of a few, separated by spaces.
    Any(Vec<Choice>),
}

/// One field of a form.
#[derive(Clone)]
pub(crate) struct Field {
    /// Where its value is in the request: a JSON Pointer.
    pub(crate) pointer: &'static str,
    /// What it is.
    pub(crate) label: &'static str,
    /// What to know before filling it in.
    pub(crate) hint: &'static str,
    /// How it is entered.
    pub(crate) control: Control,
    /// What is in it.
    pub(crate) value: RwSignal<String>,
}

impl Field {
    /// A field with nothing in it yet.
    pub(crate) fn new(
        pointer: &'static str,
        label: &'static str,
        hint: &'static str,
        control: Control,
    ) -> Self {
        Self { pointer, label, hint, control, value: RwSignal::new(String::new()) }
    }

    /// The same field with something in it.
    pub(crate) fn with(self, value: &str) -> Self {
        self.value.set(value.to_owned());
        self
    }
}

/// What a form has been refused for.
pub(crate) type Errors = RwSignal<Vec<FieldError>>;

/// The fields, each with its errors. `form` tells the ids of several forms apart.
pub(crate) fn fields(form: &'static str, fields: &[Field], errors: Errors) -> Fragment {
    Fragment::new().children(fields.iter().map(|field| draw(form, field.clone(), errors)))
}

fn draw(form: &'static str, field: Field, errors: Errors) -> El {
    let Field { pointer, label, hint, control, value } = field;
    let id = [form, &pointer.replace('/', "-")].concat();
    let (hint_id, error_id) = ([&*id, "-hint"].concat(), [&*id, "-error"].concat());
    let error = Memo::new(move |_| {
        errors.with(|errors| {
            let of_field = errors.iter().filter(|error| error.pointer.starts_with(pointer));
            of_field.map(|error| error.message.as_str()).collect::<Vec<_>>().join(" ")
        })
    });
    let described = [&*hint_id, " ", &*error_id].concat();
    let dressed = |element: El| {
        element
            .attr("id", &id)
            .attr("aria-describedby", &described)
            .live_attr("aria-invalid", move || error.with(|error| !error.is_empty()))
    };
    let hint = html("p.hint").attr("id", &hint_id).text(hint);
    let error_line = html("p.field-error").attr("id", &error_id).live_text(move || error.get());
    let head = |tag: El| tag.text(label);
    if let Control::Any(choices) = control {
        let group = html("fieldset.field").attr("id", &id).attr("aria-describedby", &described);
        return group
            .child(head(html("legend")))
            .child(hint)
            .children(choices.into_iter().map(|choice| check(choice, value)))
            .child(error_line);
    }
    let input = match control {
        Control::One(choices) => dressed(select(choices, value)),
        Control::Lines => dressed(lines(value)),
        Control::Day => dressed(input("date", value)),
        Control::Secret => dressed(input("password", value).attr("autocomplete", "new-password")),
        _ => dressed(input("text", value).attr("autocomplete", "off").attr("dir", "auto")),
    };
    let head = head(html("label").attr("for", &id));
    html("div.field").child(head).child(hint).child(input).child(error_line)
}

fn input(kind: &str, value: RwSignal<String>) -> El {
    let input = html("input").attr("type", kind).attr("spellcheck", "false");
    let element: HtmlInputElement = input.cast();
    let typed = element.clone();
    watch(move || {
        value.with(|value| {
            if element.value() != *value {
                element.set_value(value)
            }
        })
    });
    input.on("input", move |_: Event| value.set(typed.value()))
}

fn lines(value: RwSignal<String>) -> El {
    let area = html("textarea").attr("rows", "6").attr("spellcheck", "false");
    let element: HtmlTextAreaElement = area.cast();
    let typed = element.clone();
    watch(move || {
        value.with(|value| {
            if element.value() != *value {
                element.set_value(value)
            }
        })
    });
    area.on("input", move |_: Event| value.set(typed.value()))
}

fn select(choices: Vec<Choice>, value: RwSignal<String>) -> El {
    let options = choices.into_iter().map(|(value, label)| html("option").attr("value", value).text(label));
    let select = html("select").children(options);
    let element: HtmlSelectElement = select.cast();
    let chosen = element.clone();
    watch(move || value.with(|value| element.set_value(value)));
    select.on("change", move |_: Event| value.set(chosen.value()))
}

fn check((name, label): Choice, value: RwSignal<String>) -> El {
    let is_on = move || value.with(|value| value.split(' ').any(|word| word == name));
    let input = html("input").attr("type", "checkbox");
    let element: HtmlInputElement = input.cast();
    let pressed = element.clone();
    watch(move || element.set_checked(is_on()));
    let input = input.on("change", move |_: Event| {
        let on = pressed.checked();
        value.update(|value| {
            let mut words: Vec<&str> =
                value.split(' ').filter(|word| !word.is_empty() && *word != name).collect();
            if on {
                words.push(name);
            }
            *value = words.join(" ");
        });
    });
    html("label.check").child(input).text(label).text(" ").child(html("code.muted").text(name))
}

/// A refusal as a notice; nothing while there is none.
pub(crate) fn refusal_notice(message: RwSignal<String>) -> El {
    html("div").attr("role", "alert").live(move || {
        let message = message.get();
        (!message.is_empty()).then(|| html("p.notice.notice-bad").text(&message))
    })
}

/// What a form is left with by an answer. Focus goes to the first field at fault.
pub(crate) fn settle<T>(
    result: Result<T, Refusal>,
    form: &El,
    errors: Errors,
    message: RwSignal<String>,
) -> Result<T, Refusal> {
    if let Err(refusal) = &result {
        message.try_set(refusal.message.clone());
        errors.try_set(refusal.fields.clone());
        if let Ok(Some(first)) = form.element().query_selector("[aria-invalid=true]") {
            let first: web_sys::HtmlElement = wasm_bindgen::JsCast::unchecked_into(first);
            first.focus().ok();
        }
    }
    result
}

/// Values of the form's fields in their order, and the version they are of.
pub(crate) type State = (u64, Vec<String>);

/// Saves: the version that the change was made from, and the new values, `None` where one was not changed.
pub(crate) type Save = Rc<dyn Fn(u64, Vec<Option<String>>, Done<State>)>;

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
                if field.value.with_untracked(|now| now != value) {
                    field.value.set(value.clone());
                }
            }
        }
    };
    let draft = drafts.take(&of);
    let is_back = draft.is_some();
    set_all(&draft.unwrap_or_else(|| base.with_untracked(|base| base.1.clone())));
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
            let value = |field: &Field| match field.control {
                Control::Secret => Some(String::new()),
                _ => field.value.try_get_untracked(),
            };
            if let Some(values) = kept.iter().map(value).collect() {
                drafts.keep(name.clone(), values);
            }
        }
    });
    let form = html("form.settings").attr("novalidate", "");
    let (shown, typed, reset) = (form.clone(), values, set_all.clone());
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
        let (shown, reset) = (shown.clone(), reset.clone());
        save(
            version,
            changed,
            Box::new(move |result| {
                pending.try_set(false);
                if let Ok(state) = settle(result, &shown, errors, message) {
                    reset(&state.1);
                    base.try_set(state);
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
        let shown = |text: &str| html("bdi").text(if text.is_empty() { "nothing" } else { text });
        html("li")
            .child(html("strong").text(field.label))
            .text(": now ")
            .child(shown(now))
            .text(", yours ")
            .child(html("bdi").live_text(move || match value.get() {
                empty if empty.is_empty() => "nothing".to_owned(),
                text => text,
            }))
            .text(" ")
            .child(
                html("button.button")
                    .attr("type", "button")
                    .attr("aria-label", &["Take the new ", field.label].concat())
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
