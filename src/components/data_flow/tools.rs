//! Above the picture: find, filters, and the ways to look at it. Everything here changes the reader's choice and
//! nothing else.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use causeway_data_flow::Choice;
use causeway_dom::{Container, El, Fragment, Value, html, listen, watch};
use causeway_model::{ConnectionDataFlow, Status, Verb};
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement, KeyboardEvent};

use super::scene::{Scene, Step};
use crate::components::menu::menu;

/// Typing pauses this long before the picture follows.
const PAUSE: Duration = Duration::from_millis(120);

/// The tools; `more` is what the page adds, such as exports.
pub(super) fn tools(scene: Scene, more: El) -> El {
    html("div.flow-tools")
        .attr("role", "toolbar")
        .attr("aria-label", "Find and filter")
        .child(find(scene))
        .child(verbs(scene))
        .child(only_unhealthy(scene))
        .child(
            html("div.flow-tools-end")
                .child(filters(scene))
                .child(views(scene))
                .child(more)
                .child(picture_or_table(scene)),
        )
}

/// How many arrows there are of what, whatever is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Counts {
    /// In the order of [`Verb::KNOWN`], as seen from the left.
    verbs: [usize; 4],
    unhealthy: usize,
}

impl Counts {
    fn of(picture: &ConnectionDataFlow, mirror: bool) -> Self {
        let mut counts = Self::default();
        for flow in &picture.flows {
            let at = Verb::KNOWN
                .iter()
                .position(|verb| if mirror { verb.mirror() == flow.verb } else { *verb == flow.verb });
            if let Some(at) = at {
                counts.verbs[at] += 1;
            }
            counts.unhealthy += usize::from(flow.status.is_unhealthy());
        }
        counts
    }
}

fn counts(scene: Scene) -> Memo<Counts> {
    Memo::new(move |_| {
        let mirror = scene.choice.with(|choice| choice.mirror);
        scene.picture.with(|picture| picture.as_ref().map(|it| Counts::of(it, mirror)).unwrap_or_default())
    })
}

fn find(scene: Scene) -> El {
    let field = html("input.flow-find")
        .attr("type", "search")
        .attr("aria-label", "Find a data flow")
        .attr("aria-keyshortcuts", "/")
        .attr("placeholder", "Find")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("maxlength", "200");
    let input: HtmlInputElement = field.cast();
    // What is being typed is not overwritten.
    let shown = input.clone();
    watch(move || {
        scene.choice.with(|choice| {
            if shown.value().trim() != choice.find.trim() {
                shown.set_value(&choice.find);
            }
        });
    });
    let target = field.clone();
    listen(&window(), "keydown", move |event: KeyboardEvent| {
        let plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
        if event.key() == "/" && plain && !event.default_prevented() && !is_typing(&event) {
            event.prevent_default();
            target.focus();
        }
    });
    let typed = input.clone();
    let find = move || scene.choose(Step::Part, |choice| choice.find = typed.value());
    let find = Rc::new(RefCell::new(debounce(PAUSE, move |()| find())));
    let clear = move |event: KeyboardEvent| {
        if event.key() == "Escape" && !input.value().is_empty() {
            event.stop_propagation();
            input.set_value("");
            scene.choose(Step::Whole, |choice| choice.find.clear());
        }
    };
    field.on("input", move |_: Event| find.borrow_mut()(())).on("keydown", clear)
}

/// Whether a key goes into a text field rather than to the page.
fn is_typing(event: &KeyboardEvent) -> bool {
    event.target().and_then(|target| target.dyn_into::<Element>().ok()).is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || element.has_attribute("contenteditable")
    })
}

fn verbs(scene: Scene) -> El {
    let counts = counts(scene);
    let one = move |(at, verb): (usize, &'static Verb)| {
        let press = move |_: Event| {
            scene.choose(Step::Whole, |choice| {
                let before = choice.verbs.len();
                choice.verbs.retain(|chosen| chosen != verb);
                if choice.verbs.len() == before {
                    choice.verbs.push(verb.clone());
                }
            });
        };
        chip(move || scene.choice.with(|choice| choice.verbs.contains(verb)))
            .live_attr("hidden", move || {
                let chosen = scene.choice.with(|choice| choice.verbs.contains(verb));
                Value::switch(!chosen && counts.with(|counts| counts.verbs[at] == 0))
            })
            .on("click", press)
            .text(verb.label())
            .child(html("span.flow-count").live_text(move || counts.with(|counts| counted(counts.verbs[at]))))
    };
    html("div.flow-chips")
        .attr("role", "group")
        .attr("aria-label", "Filter by verb")
        .children(Verb::KNOWN.iter().enumerate().map(one))
}

fn counted(count: usize) -> String {
    [" ", &count.to_string()].concat()
}

fn only_unhealthy(scene: Scene) -> El {
    let counts = counts(scene);
    let unhealthy = move || counts.with(|counts| counts.unhealthy);
    let chosen = move || scene.choice.with(|choice| choice.only_unhealthy);
    chip(chosen)
        .live_attr("hidden", move || Value::switch(unhealthy() == 0 && !chosen()))
        .on("click", move |_: Event| {
            scene.choose(Step::Whole, |choice| choice.only_unhealthy = !choice.only_unhealthy);
        })
        .text("Only unhealthy")
        .child(html("span.flow-count").live_text(move || counted(unhealthy())))
}

fn chip(pressed: impl Fn() -> bool + 'static) -> El {
    html("button.flow-chip").attr("type", "button").live_attr("aria-pressed", pressed)
}

/// Data type, status, only the selected arrow.
fn filters(scene: Scene) -> El {
    let active = move || {
        scene.choice.with(|choice| {
            [choice.data_type.is_some(), choice.status.is_some(), choice.only_selected]
                .into_iter()
                .filter(|on| *on)
                .count()
        })
    };
    let summary =
        html("summary.flow-button").text("Filter").child(html("span.flow-count").live_text(move || {
            match active() {
                0 => String::new(),
                some => counted(some),
            }
        }));
    let panel = Fragment::new()
        .child(data_types(scene))
        .child(statuses(scene))
        .child(switch(
            "Only the selected data flow",
            move || scene.choice.with(|choice| choice.only_selected),
            move |on| scene.choose(Step::Whole, |choice| choice.only_selected = on),
        ))
        .child(
            html("button.flow-button")
                .attr("type", "button")
                .on("click", move |_: Event| scene.clear())
                .text("Clear filters"),
        );
    menu(summary, panel)
}

fn data_types(scene: Scene) -> El {
    let types = Memo::new(move |_| {
        scene.picture.with(|picture| {
            let flows = picture.as_ref().map(|picture| picture.flows.as_slice()).unwrap_or_default();
            // Few are different.
            let mut types: Vec<Arc<str>> = vec![];
            for flow in flows {
                if let Err(place) = types.binary_search(&flow.data_type) {
                    types.insert(place, flow.data_type.clone());
                }
            }
            types
        })
    });
    let chosen = move |choice: &Choice| choice.data_type.clone();
    let choose = move |value| scene.choose(Step::Whole, |choice| choice.data_type = value);
    let option = |name: &Arc<str>| ((**name).to_owned(), (**name).to_owned());
    let options = move || types.with(|types| types.iter().map(option).collect());
    select(scene, "Data type", "All data types", options, chosen, choose)
}

fn statuses(scene: Scene) -> El {
    let chosen = |choice: &Choice| choice.status.as_ref().map(|status| status.as_str().to_owned());
    let choose = move |value: Option<String>| {
        scene.choose(Step::Whole, |choice| choice.status = value.map(|value| Status::from(value.as_str())));
    };
    let options = || {
        Status::KNOWN.iter().map(|status| (status.as_str().to_owned(), status.label().to_owned())).collect()
    };
    select(scene, "Status", "Any status", options, chosen, choose)
}

/// A choice of one of several values, or of none.
fn select(
    scene: Scene,
    label: &str,
    none: &'static str,
    options: impl Fn() -> Vec<(String, String)> + 'static,
    chosen: impl Fn(&Choice) -> Option<String> + 'static,
    choose: impl Fn(Option<String>) + 'static,
) -> El {
    let field = html("select");
    let element: HtmlSelectElement = field.cast();
    let field = field.on("change", move |_: Event| {
        choose(Some(element.value()).filter(|value| !value.is_empty()));
    });
    let option = |value: &str, text: &str, chosen: bool| {
        html("option").attr("value", value).attr_of("selected", Value::switch(chosen)).text(text)
    };
    html("label.flow-field").text(label).child(field.live(move || {
        let chosen = scene.choice.with(&chosen);
        let mut all = vec![option("", none, chosen.is_none())];
        all.extend(options().iter().map(|(value, text)| option(value, text, chosen.as_ref() == Some(value))));
        all
    }))
}

/// Cards, side, groups.
fn views(scene: Scene) -> El {
    let is = move |read: fn(&Choice) -> bool| move || scene.choice.with(read);
    let set =
        move |write: fn(&mut Choice, bool)| move |on| scene.choose(Step::Whole, |choice| write(choice, on));
    let grouped = move || {
        scene.structure.with(|structure| structure.as_ref().is_some_and(|structure| structure.grouped))
    };
    let panel = Fragment::new()
        .child(switch("One card per endpoint", is(|choice| choice.fold), set(|choice, on| choice.fold = on)))
        .child(switch("As they see it", is(|choice| choice.mirror), set(|choice, on| choice.mirror = on)))
        .child(switch("Group by data type", grouped, set(|choice, on| choice.group = Some(on))));
    menu(html("summary.flow-button").text("View"), panel)
}

fn switch(label: &str, on: impl Fn() -> bool + 'static, set: impl Fn(bool) + 'static) -> El {
    let field = html("input").attr("type", "checkbox");
    let (shown, changed): (HtmlInputElement, HtmlInputElement) = (field.cast(), field.cast());
    watch(move || shown.set_checked(on()));
    html("label.flow-switch").child(field.on("change", move |_: Event| set(changed.checked()))).text(label)
}

fn picture_or_table(scene: Scene) -> El {
    let one = move |label: &str, table: bool| {
        chip(move || scene.choice.with(|choice| choice.table == table))
            .on("click", move |_: Event| scene.choose(Step::Whole, |choice| choice.table = table))
            .text(label)
    };
    html("div.flow-chips.flow-joined")
        .attr("role", "group")
        .attr("aria-label", "Show as")
        .child(one("Picture", false))
        .child(one("Table", true))
}
