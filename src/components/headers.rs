//! The headers of an auth credential as rows of a form: a name and a value each, added and taken away.
//!
//! In a form every value is a text, so rows are lines here: name, tab, value. Neither field takes a line break, and of a
//! name the tab is taken away.

use causeway_dom::{Container, El, Value, html, watch};
use causeway_model::{AuthHeaderSetting, MOST_HEADERS};
use leptos::prelude::*;
use web_sys::{Event, HtmlInputElement};

use super::form::Errors;

/// One row with nothing in it.
pub(crate) const EMPTY: &str = "\t";

/// A row with a name and no value.
fn row(name: &str) -> String {
    [name, EMPTY].concat()
}

/// Rows with these names and no values.
pub(crate) fn of_names<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(row).collect::<Vec<_>>().join("\n")
}

/// Names and values, row by row.
fn cells(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().map(|line| line.split_once('\t').unwrap_or((line, "")))
}

/// The same rows without the values.
pub(crate) fn without_values(text: &str) -> String {
    of_names(cells(text).map(|(name, _)| name))
}

/// The names in words.
pub(crate) fn names(text: &str) -> String {
    cells(text).map(|(name, _)| name).collect::<Vec<_>>().join(", ")
}

/// The rows as they are sent; with `keep`, a value that was not typed stays what it is.
pub(crate) fn settings(text: &str, keep: bool) -> Vec<AuthHeaderSetting> {
    let setting = |(name, value): (&str, &str)| AuthHeaderSetting {
        name: name.to_owned(),
        value: (!(keep && value.is_empty())).then(|| value.to_owned()),
    };
    cells(text).map(setting).collect()
}

/// The rows, with a button that adds one. `id` tells them from those of other forms.
pub(crate) fn header_rows(id: &str, value: RwSignal<String>, errors: Errors) -> El {
    let count = Memo::new(move |_| value.with(|text| text.lines().count()));
    let add = html("button.button").attr("type", "button").text("Add a header");
    let button = add.clone();
    let (id, to_button) = (id.to_owned(), add.clone());
    let rows = html("div.headers");
    let shown = rows.clone();
    let rows = rows.live(move || {
        let drawn = |place| one(&id, place, value, errors, to_button.clone());
        (0..count.get()).map(drawn).collect::<Vec<_>>()
    });
    let press = move |_: Event| {
        value.update(|text| {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(EMPTY);
        });
        // The new row is there by then.
        let shown = shown.clone();
        let focus = move || {
            if let Ok(Some(last)) = shown.element().query_selector(".header:last-of-type input") {
                let last: web_sys::HtmlElement = wasm_bindgen::JsCast::unchecked_into(last);
                last.focus().ok();
            }
        };
        set_timeout(focus, std::time::Duration::ZERO);
    };
    let full = move || Value::switch(count.get() >= MOST_HEADERS);
    html("div.headers").child(rows).child(button.live_attr("disabled", full).on("click", press))
}

fn one(id: &str, place: usize, value: RwSignal<String>, errors: Errors, add: El) -> El {
    let number = (place + 1).to_string();
    let remove = html("button.button")
        .attr("type", "button")
        .attr("aria-label", &["Remove header ", &number].concat())
        .text("Remove")
        .on("click", move |_: Event| {
            value.update(|text| {
                let lines = text.lines().enumerate().filter(|(row, _)| *row != place);
                *text = lines.map(|(_, line)| line).collect::<Vec<_>>().join("\n");
            });
            // What was pressed is gone, and focus would be with it.
            add.focus();
        });
    html("div.header")
        .child(cell(id, place, false, value, errors))
        .child(cell(id, place, true, value, errors))
        .child(remove)
}

/// A name, or the value that belongs to it.
fn cell(id: &str, place: usize, is_value: bool, value: RwSignal<String>, errors: Errors) -> El {
    let of_row = move |text: &str| {
        let (name, value) = cells(text).nth(place).unwrap_or_default();
        if is_value { value.to_owned() } else { name.to_owned() }
    };
    let what = if is_value { "value" } else { "name" };
    let pointer = ["/headers/", &place.to_string(), "/", what].concat();
    let id = [id, "-", what, &place.to_string()].concat();
    let error_id = [&*id, "-error"].concat();
    let error = Memo::new(move |_| {
        errors.with(|errors| {
            let of_cell = errors.iter().find(|error| error.pointer == pointer);
            of_cell.map(|error| error.message.clone()).unwrap_or_default()
        })
    });
    let label = [if is_value { "Value of header " } else { "Header " }, &(place + 1).to_string()].concat();
    let input = html("input")
        .attr("id", &id)
        .attr("type", if is_value { "password" } else { "text" })
        .attr("autocomplete", if is_value { "new-password" } else { "off" })
        .attr("spellcheck", "false")
        .attr("aria-describedby", &error_id)
        .live_attr("aria-invalid", move || error.with(|error| !error.is_empty()));
    let element: HtmlInputElement = input.cast();
    let typed = element.clone();
    watch(move || {
        let now = value.with(|text| of_row(text));
        if element.value() != now {
            element.set_value(&now);
        }
    });
    let input = input.on("input", move |_: Event| {
        let new = typed.value();
        value.update(|text| {
            let line = |(row, (name, value)): (usize, (&str, &str))| match (row == place, is_value) {
                (true, true) => [name, "\t", &new].concat(),
                (true, false) => [&new.replace('\t', " "), "\t", value].concat(),
                (false, _) => [name, "\t", value].concat(),
            };
            *text = cells(text).enumerate().map(line).collect::<Vec<_>>().join("\n");
        });
    });
    html("div.field")
        .child(html("label").attr("for", &id).text(&label))
        .child(input)
        .child(html("p.field-error").attr("id", &error_id).live_text(move || error.get()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_lines_and_values_stay_behind() {
        let text = "X-Api-Key\ta\tb\nX-Tenant\t\n\t";
        let sent = |keep| settings(text, keep).into_iter().map(|it| (it.name, it.value)).collect::<Vec<_>>();
        let row = |name: &str, value: Option<&str>| (name.to_owned(), value.map(str::to_owned));
        assert_eq!(
            sent(false),
            [row("X-Api-Key", Some("a\tb")), row("X-Tenant", Some("")), row("", Some(""))]
        );
        assert_eq!(sent(true), [row("X-Api-Key", Some("a\tb")), row("X-Tenant", None), row("", None)]);
        assert_eq!(without_values(text), "X-Api-Key\t\nX-Tenant\t\n\t");
        assert_eq!(names(&without_values(text)), "X-Api-Key, X-Tenant, ");
        assert!(settings("", true).is_empty());
    }
}
