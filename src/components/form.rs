//! Fields of forms, with label, hint and error.

use causeway_dom::{Container, El, Fragment, html, watch};
use causeway_model::FieldError;
use leptos::prelude::*;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

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
    /// Any of a few, separated by spaces.
    Any(Vec<Choice>),
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
        let said = if matches!(self, Self::Headers) { headers::names(value) } else { value.to_owned() };
        if said.is_empty() { "nothing".to_owned() } else { said }
    }
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
    let error = Memo::new(move |_| {
        errors.with(|errors| {
            // Rows say themselves what is wrong in them.
            let is_of = |at: &str| if has_rows { at == pointer } else { at.starts_with(pointer) };
            let of_field = errors.iter().filter(|error| is_of(&error.pointer));
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
    if has_rows {
        return html("fieldset.field")
            .attr("aria-describedby", &described)
            .child(head(html("legend")))
            .child(hint)
            .child(headers::header_rows(&id, value, errors))
            .child(error_line);
    }
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
