//! Another API key or endpoint of yours for the selected arrow: chosen from those there are, done after a confirmation.

use std::sync::Arc;

use causeway_dom::{Container, El, Fragment, Value, html};
use causeway_model::{ConnectionDataFlow, ConnectionId, DataFlow, DataFlowId, Reroute, Verb, YourEnd};
use leptos::prelude::*;
use uuid::Uuid;
use web_sys::{Event, HtmlSelectElement};

use super::load_state::load_state;
use crate::data::{self, use_link};

/// The arrow in question.
#[derive(Clone)]
struct Arrow {
    connection: ConnectionId,
    id: DataFlowId,
    data_type: Arc<str>,
    /// Its present end on your side.
    from: Uuid,
}

/// The button below the details of an arrow, and what it opens.
pub(crate) fn reroute(picture: &ConnectionDataFlow, flow: &DataFlow) -> El {
    let place = html("div.reroute");
    let Some(from) = flow.left.split('/').next().and_then(|id| Uuid::try_parse(id).ok()) else {
        return place;
    };
    let open = RwSignal::new(false);
    let environment = picture.connection.environment_id;
    let arrow =
        Arrow { connection: picture.connection.id, id: flow.id, data_type: flow.data_type.clone(), from };
    let verb = flow.verb.clone();
    let is_key = matches!(verb, Verb::Send | Verb::Request);
    let label = if is_key { "Use another API key" } else { "Use another endpoint" };
    place.live(move || {
        if open.get() {
            let ends = data::your_ends(verb.clone(), environment);
            let arrow = arrow.clone();
            return load_state(ends.phase(), "list", move || {
                choose(&arrow, untrack(|| ends.value()).unwrap_or_default(), open)
            });
        }
        let button = html("button.flow-button").attr("type", "button");
        Fragment::new().child(button.on("click", move |_: Event| open.set(true)).text(label))
    })
}

fn choose(arrow: &Arrow, ends: Arc<Vec<YourEnd>>, open: RwSignal<bool>) -> Fragment {
    let Arrow { connection, id, data_type, from } = arrow.clone();
    let to = RwSignal::new(from);
    let (message, pending) = (RwSignal::new(String::new()), RwSignal::new(false));
    let options = ends.iter().filter(|end| end.revoked_at.is_none() || end.id == from).map(|end| {
        let is_present = Value::switch(end.id == from);
        html("option").attr("value", &end.id.to_string()).attr_of("selected", is_present).text(&end.name)
    });
    let select = html("select").attr("aria-label", "It shall use").children(options);
    let element: HtmlSelectElement = select.cast();
    let select = select.on("change", move |_: Event| {
        if let Ok(id) = Uuid::try_parse(&element.value()) {
            to.set(id);
        }
    });
    let sentence = move || {
        let name = ends.iter().find(|end| end.id == to.get()).map_or("", |end| &end.name);
        if to.get() == from {
            return "It uses this one now.".to_owned();
        }
        [&*data_type, " will use “", name, "” from now on."].concat()
    };
    let link = use_link();
    let confirm = move |_: Event| {
        message.set(String::new());
        pending.set(true);
        let done = move |result: Result<DataFlow, data::Refusal>| {
            pending.try_set(false);
            match result {
                Ok(_) => open.try_set(false).map_or((), drop),
                Err(refusal) => message.try_set(refusal.message).map_or((), drop),
            }
        };
        data::reroute(link, connection, id, Reroute { from, to: to.get_untracked() }, Box::new(done));
    };
    let button = || html("button.flow-button").attr("type", "button");
    let actions = html("div.form-actions")
        .child(
            button()
                .live_attr("disabled", move || Value::switch(pending.get() || to.get() == from))
                .on("click", confirm)
                .text("Confirm"),
        )
        .child(button().on("click", move |_: Event| open.set(false)).text("Cancel"));
    Fragment::new()
        .child(html("div.flow-field").child(select))
        .child(html("p").attr("role", "status").live_text(sentence))
        .child(html("p.field-error").attr("role", "alert").live_text(move || message.get()))
        .child(actions)
}
