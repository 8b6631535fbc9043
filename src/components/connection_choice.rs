//! Choosing some of an environment's connections, of which there may be many thousands: those that are chosen, and a search
//! for more.

use std::cell::RefCell;
use std::time::Duration;

use causeway_dom::{Container, El, Fragment, html, watch};
use causeway_model::{ConnectionId, EnvironmentId};
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlInputElement, KeyboardEvent};

use crate::data::{Names, Phase, some_connections};
use crate::format::{counted, grouped};

/// Typing pauses this long before the search runs.
const PAUSE: Duration = Duration::from_millis(180);
/// How many more *Show more* shows.
const STEP: usize = 200;

/// What there is to choose from.
#[derive(Clone, Copy)]
pub(crate) struct ConnectionChoice {
    /// Whose connections.
    pub(crate) environment: Signal<Option<EnvironmentId>>,
    /// Their names, as far as they are known.
    pub(crate) names: Names,
    /// Whether the search is there; until then nothing is asked for.
    pub(crate) open: RwSignal<bool>,
}

/// The ids in a field's text.
pub(crate) fn ids(text: &str) -> impl Iterator<Item = ConnectionId> + '_ {
    text.split(' ').filter_map(|id| id.parse().ok())
}

/// The text of a field with these ids.
pub(crate) fn text_of(ids: &[ConnectionId]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn put(value: RwSignal<String>, id: ConnectionId, on: bool) {
    let mut chosen: Vec<_> = ids(&value.get_untracked()).filter(|other| *other != id).collect();
    if on {
        chosen.push(id);
    }
    value.set(text_of(&chosen));
}

/// What is chosen, and below it the search. `id` is the field's.
pub(crate) fn connection_choice(
    id: &str,
    choice: ConnectionChoice,
    value: RwSignal<String>,
    error: Memo<String>,
) -> Fragment {
    let open = choice.open;
    // What is at fault must be in sight, and take the focus.
    watch(move || {
        if error.with(|error| !error.is_empty()) {
            open.set(true);
        }
    });
    let count = move || match value.with(|value| ids(value).count()) {
        0 => "None is chosen.".to_owned(),
        count => [&counted(u32::try_from(count).unwrap_or(u32::MAX), "connection", "connections"), " chosen"]
            .concat(),
    };
    let add = move |_: Event| open.set(true);
    let id = id.to_owned();
    let shown = Memo::new(move |_| open.get());
    Fragment::new()
        .child(html("p.hint").attr("role", "status").live_text(count))
        .child(chosen(choice.names, value))
        .live(move || match shown.get() {
            true => search(&id, choice, value, error),
            false => Fragment::new().child(html("div").child(
                html("button.button").attr("type", "button").on("click", add).text("Add connections"),
            )),
        })
}

/// What is chosen, each with a button that takes it out.
fn chosen(names: Names, value: RwSignal<String>) -> El {
    let list = html("ul.chosen").attr("role", "list").attr("aria-label", "Chosen connections");
    let shown = list.clone();
    let item = move |place: usize, id: ConnectionId| {
        let list = shown.clone();
        let press = move |_: Event| {
            put(value, id, false);
            focus_near(list.clone(), place);
        };
        let remove = html("button")
            .attr("type", "button")
            .live_attr("aria-label", move || ["Remove ", &names.of(id)].concat())
            .on("click", press)
            .child(html("span").attr("aria-hidden", "true").text("×"));
        html("li.chosen-one").child(html("bdi").live_text(move || names.of(id))).child(remove)
    };
    list.live(move || {
        let ids: Vec<_> = value.with(|value| ids(value).collect());
        ids.into_iter().enumerate().map(|(place, id)| item(place, id)).collect::<Vec<_>>()
    })
}

/// The button that was pressed is gone, and focus would be with it: it goes to the one in its place, or the last one, or
/// on to the search.
fn focus_near(list: El, place: usize) {
    let focus = move || {
        let buttons = list.element().query_selector_all("button").ok();
        let near =
            buttons.and_then(|all| all.get(u32::try_from(place).ok()?.min(all.length().checked_sub(1)?)));
        let next = || {
            let field = list.element().closest("fieldset").ok()??;
            field.query_selector("input, div > .button").ok()?.map(Into::into)
        };
        if let Some(next) = near.or_else(next) {
            next.unchecked_into::<HtmlElement>().focus().ok();
        }
    };
    // Once the list is drawn anew.
    set_timeout(focus, Duration::ZERO);
}

fn search(id: &str, choice: ConnectionChoice, value: RwSignal<String>, error: Memo<String>) -> Fragment {
    let ConnectionChoice { environment, names, .. } = choice;
    let searched = RwSignal::new(String::new());
    let wanted = RwSignal::new(STEP);
    let list = some_connections(move || Some((environment.get()?, searched.get(), wanted.get())));
    let box_id = [id, "-search"].concat();
    let field = html("input")
        .attr("type", "search")
        .attr("id", &box_id)
        .attr("aria-label", "Search connections to add")
        .attr("aria-describedby", &[id, "-error"].concat())
        .live_attr("aria-invalid", move || error.with(|error| !error.is_empty()))
        .attr("placeholder", "Search names, GUIDs, URLs, data models")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("maxlength", "200");
    let input: HtmlInputElement = field.cast();
    let search_soon = RefCell::new(debounce(PAUSE, move |()| {
        wanted.try_set(STEP);
        searched.try_set(input.value().trim().to_owned());
    }));
    let field = field
        .on("input", move |_: Event| search_soon.borrow_mut()(()))
        // Enter would send the form around it.
        .on("keydown", |event: KeyboardEvent| {
            if event.key() == "Enter" {
                event.prevent_default();
            }
        });
    let items = move || {
        let some = list.value();
        let item = |(id, name): &(ConnectionId, String)| one(*id, name.clone(), names, value);
        some.map(|some| some.0.iter().map(item).collect::<Vec<_>>())
    };
    let phase = list.phase();
    let note = move || {
        if let Phase::Failed(failure) | Phase::Ready { refresh_failed: Some(failure) } = phase.get() {
            return ["They could not be loaded: ", &*failure.message].concat();
        }
        match list.value().as_deref() {
            None => "Loading…".to_owned(),
            Some((some, _)) if some.is_empty() => {
                "There is no such connection in this environment.".to_owned()
            }
            Some((some, more)) => {
                let count = u32::try_from(some.len()).unwrap_or(u32::MAX);
                match more {
                    false => counted(count, "connection", "connections"),
                    true => ["The first ", &grouped(count), ". Search, or show more."].concat(),
                }
            }
        }
    };
    let has_more = Memo::new(move |_| list.value().is_some_and(|some| some.1));
    let more = move |_: Event| wanted.set(list.value().map_or(0, |some| some.0.len()) + STEP);
    let more = move || {
        has_more
            .get()
            .then(|| html("button.button").attr("type", "button").on("click", more).text("Show more"))
    };
    Fragment::new()
        .child(field)
        .child(
            html("ul.choices")
                .attr("role", "list")
                .attr("aria-label", "Connections to choose from")
                .live(items),
        )
        .child(
            html("div.choices-end").child(html("p.hint").attr("role", "status").live_text(note)).live(more),
        )
}

fn one(id: ConnectionId, name: String, names: Names, value: RwSignal<String>) -> El {
    let input = html("input").attr("type", "checkbox");
    let (element, pressed): (HtmlInputElement, HtmlInputElement) = (input.cast(), input.cast());
    watch(move || element.set_checked(value.with(|value| ids(value).any(|chosen| chosen == id))));
    let shown = html("bdi").text(&name);
    let press = move |_: Event| {
        names.learn(id, &name);
        put(value, id, pressed.checked());
    };
    html("li").child(html("label.check").child(input.on("change", press)).child(shown))
}
