//! Saving a picture: as a drawing, a table, the answer itself, or on paper. Files are made by the server; a bitmap is
//! made from its drawing here, because browsers can do that by themselves.

use causeway_data_flow::Choice;
use causeway_dom::{Container, El, Fragment, html};
use causeway_model::{ConnectionId, DataFlowId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::Event;

use super::menu::menu;
use crate::data::{Export, api_url, save_png};

/// The menu; every entry takes what the reader chose along.
pub(crate) fn export_menu(
    id: ConnectionId,
    choice: RwSignal<Choice>,
    selected: RwSignal<Option<DataFlowId>>,
) -> El {
    let failure = RwSignal::new(String::new());
    let query = move || view_query(&choice.get(), selected.get());
    let link = move |label: &str, export: Export| {
        html("a.flow-button")
            .attr("rel", "external")
            .attr("download", "")
            .live_attr("href", move || api_url(id, export, &query()))
            .text(label)
    };
    let png = move |_: Event| {
        failure.set(String::new());
        let url = api_url(id, Export::Svg, &untrack(query));
        spawn_local(async move {
            if let Err(reason) = save_png(&url).await {
                failure.try_set(reason);
            }
        });
    };
    let print = html("a.flow-button")
        .attr("rel", "external")
        .attr("target", "_blank")
        .live_attr("href", move || ["/connections/", &id.to_string(), "/print", &query()].concat())
        .text("Print…");
    let panel = Fragment::new()
        .child(link("SVG drawing", Export::Svg))
        .child(html("button.flow-button").attr("type", "button").on("click", png).text("PNG image"))
        .child(link("CSV table", Export::Csv))
        .child(link("JSON data", Export::Json))
        .child(print)
        .child(html("p.field-error").attr("role", "alert").live_text(move || failure.get()));
    menu(html("summary.flow-button").text("Export"), panel)
}

/// What the reader chose, as a URL says it: `?find=adt`, or nothing.
pub(crate) fn view_query(choice: &Choice, selected: Option<DataFlowId>) -> String {
    let mut pairs = choice.to_query();
    if let Some(selected) = selected {
        pairs.push(("flow", selected.to_string()));
    }
    let mut query = String::new();
    for (name, value) in pairs {
        query.push(if query.is_empty() { '?' } else { '&' });
        query.push_str(name);
        query.push('=');
        query.push_str(&String::from(js_sys::encode_uri_component(&value)));
    }
    query
}
