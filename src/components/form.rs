//! Fields of forms, with label, hint and error.

use causeway_dom::{Container, El, Fragment, html, watch};
use causeway_model::FieldError;
use leptos::prelude::*;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

use super::connection_choice::{ConnectionChoice, connection_choice, ids};
use super::headers;
use crate::data::Refusal;

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
    /// Several lines that are never kept.
    SecretLines,
    /// One of a few.
    One(Vec<Choice>),
    /// One of those that there are just now: value and how it reads.
    OneOf(Signal<Vec<(String, String)>>),
    /// One of a few, all in sight: value, how it reads, and what it means.
    Explained(Vec<(&'static str, &'static str, &'static str)>),
    /// Any of a few, separated by spaces.
    Any(Vec<Choice>),
    /// Any of an environment's connections: their ids, separated by spaces.
    Connections(ConnectionChoice),
    /// Headers with values that are not shown and never kept: see [`super::headers`].
    Headers,
}

impl Control {
    /// What may be kept of a value after its form is gone: nothing of a secret.
    pub(crate) fn kept(&self, value: String) -> String {
        match self {
            Self::Secret | Self::SecretLines => String::new(),
            Self::Headers => headers::without_values(&value),
            _ => value,
        }
    }

    /// A value in words.
    pub(crate) fn said(&self, value: &str) -> String {
        let said = match self {
            Self::Headers => headers::names(value),
            Self::Lines => lines_of(value).collect::<Vec<_>>().join(", "),
            Self::Explained(choices) => {
                let found = choices.iter().find(|(known, ..)| *known == value);
                found.map_or(value, |(_, label, _)| label).to_owned()
            }
            Self::Connections(choice) => {
                ids(value).map(|id| choice.names.of(id)).collect::<Vec<_>>().join(", ")
            }
            _ => value.to_owned(),
        };
        if said.is_empty() { "nothing".to_owned() } else { said }
    }

    /// One of several things in a value, in words.
    fn part(&self, value: &str, place: usize) -> Option<String> {
        match self {
            Self::Lines => lines_of(value).nth(place).map(str::to_owned),
            Self::Connections(choice) => ids(value).nth(place).map(|id| choice.names.of(id)),
            _ => None,
        }
    }
}

/// The lines of a field that have something in them.
pub(crate) fn lines_of(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
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
    let has_rows = matches!(control, Control::Headers);
    let parts = control.clone();
    let error = Memo::new(move |_| {
        errors.with(|errors| {
            let of_field =
                errors.iter().filter_map(|error| {
                    let within = error.pointer.strip_prefix(pointer)?;
                    // Rows say themselves what is wrong in them.
                    if has_rows && !within.is_empty() {
                        return None;
                    }
                    // Of several things in one field it says which is at fault.
                    let place = within.strip_prefix('/').and_then(|place| place.parse().ok());
                    let part = place.and_then(|place| untrack(|| parts.part(&value.get(), place)));
                    Some(part.map_or_else(
                        || error.message.clone(),
                        |part| [&part, ": ", &*error.message].concat(),
                    ))
                });
            of_field.collect::<Vec<_>>().join(" ")
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
    let group = |content: Fragment| {
        html("fieldset.field")
            .attr("aria-describedby", &described)
            .child(head(html("legend")))
            .child(hint.clone())
            .child(content)
            .child(error_line.clone())
    };
    let control = match control {
        Control::Any(choices) => {
            let choices = choices.into_iter().map(|choice| check(choice, value));
            return group(Fragment::new().children(choices)).attr("id", &id);
        }
        Control::Explained(choices) => {
            let choices = choices.into_iter().map(|choice| radio(&id, choice, value));
            return group(Fragment::new().children(choices)).attr("id", &id);
        }
        Control::Connections(choice) => return group(connection_choice(&id, choice, value, error)),
        Control::Headers => {
            return group(Fragment::new().child(headers::header_rows(&id, value, errors)));
        }
        other => other,
    };
    let input = match control {
        Control::One(choices) => dressed(select(choices, value)),
        Control::OneOf(choices) => dressed(live_select(choices, value)),
        Control::Lines | Control::SecretLines => dressed(lines(value)),
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
                element.set_value(value);
            }
        });
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
                element.set_value(value);
            }
        });
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

fn live_select(choices: Signal<Vec<(String, String)>>, value: RwSignal<String>) -> El {
    let select = html("select");
    let element: HtmlSelectElement = select.cast();
    let chosen = element.clone();
    let select = select.live(move || {
        let option = |(value, label): (String, String)| html("option").attr("value", &value).text(&label);
        choices.get().into_iter().map(option).collect::<Vec<_>>()
    });
    watch(move || {
        // New options are there already: they were put in before this ran.
        choices.track();
        value.with(|value| element.set_value(value));
    });
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

fn radio(name: &str, (choice, label, meaning): (&'static str, &str, &str), value: RwSignal<String>) -> El {
    let input = html("input").attr("type", "radio").attr("name", name).attr("value", choice);
    let element: HtmlInputElement = input.cast();
    watch(move || element.set_checked(value.with(|value| value == choice)));
    html("label.explained")
        .child(input.on("change", move |_: Event| value.set(choice.to_owned())))
        .child(html("span").child(html("span").text(label)).text(" ").child(html("span.hint").text(meaning)))
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
        // What is said beside a field need not be said twice.
        let said =
            if refusal.fields.is_empty() { &refusal.message } else { "Not saved. See what is marked above." };
        message.try_set(said.to_owned());
        errors.try_set(refusal.fields.clone());
        let form = form.clone();
        // Once the fields know of it.
        let focus = move || {
            if let Ok(Some(first)) = form.element().query_selector("[aria-invalid=true]") {
                let first: web_sys::HtmlElement = wasm_bindgen::JsCast::unchecked_into(first);
                first.focus().ok();
            }
        };
        set_timeout(focus, std::time::Duration::ZERO);
    }
    result
}
