//! The whole picture: heading, cards and arrows, details.

use std::sync::Arc;

use causeway_data_flow::Side;
use causeway_dom::{Container, El, Fragment, html};
use causeway_model::{ConnectionDataFlow, DataFlowId};
use leptos::prelude::*;

use crate::arrows::arrows;
use crate::cards::{cards, repeats};
use crate::details::details;
use crate::markers::Instance;
use crate::measure::use_room;
use crate::rows::Rows;
use crate::scene::{EndpointHref, Scene, px};
use crate::words;

/// What a picture is made of.
#[derive(Debug, Clone, Copy)]
pub struct DataFlowPicture {
    /// What to draw; nothing while it is `None`, since loading and errors are the page's to show. A new value is
    /// compared with the one before; only what differs is touched.
    pub picture: Signal<Option<Arc<ConnectionDataFlow>>>,
    /// Address of an endpoint's Settings page; `None` where a card has no page of its own.
    pub endpoint_href: EndpointHref,
    /// The selected arrow; pages may keep it elsewhere too, such as in their address.
    pub selected: RwSignal<Option<DataFlowId>>,
    /// Told of every selection the user makes, and of clearing it.
    pub on_select: Option<Callback<Option<DataFlowId>>>,
}

/// The data flow of one connection: whose cards, which arrows, and what is known of the selected one.
#[must_use]
pub fn data_flow_picture(options: DataFlowPicture) -> El {
    let DataFlowPicture { picture, endpoint_href, selected, on_select } = options;
    let probe = html("div.flow-probe");
    let scene = Scene::new(picture, use_room(&probe), selected, on_select);
    let instance = Instance::next();
    let (drawing, group) = arrows(scene, instance);
    let (list, rows) = Rows::new(scene, instance, group);
    // Clears the selection and gives focus back to the row that had it.
    let clear = move || {
        let selected = scene.selected.get_untracked();
        scene.select(None);
        if let Some(id) = selected {
            rows.focus(id);
        }
    };
    let (close, escape) = (clear.clone(), clear);
    let escape = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && untrack(|| scene.selected_flow()).is_some() {
            event.prevent_default();
            escape();
        }
    };
    let stage = html("div.flow-stage")
        .live_style("width", move || px(scene.of_layout(|layout| layout.width)))
        .live_style("height", move || px(scene.of_layout(|layout| layout.height)))
        .child(drawing)
        .child(cards(scene, Side::Left, endpoint_href).attr("aria-label", "Your endpoints"))
        .child(list)
        .child(
            cards(scene, Side::Right, endpoint_href)
                .live_attr("aria-label", move || scene.partner.get() + "'s endpoints"),
        )
        .live(move || repeats(scene));
    let drawn = Memo::new(move |_| scene.layout.with(Option::is_some));
    html("div.data-flow")
        .live_class("has-selection", move || scene.selected_flow().is_some())
        .live_attr("data-connection-id", move || {
            picture.with(|picture| picture.as_ref().map(|picture| picture.connection.id.to_string()))
        })
        .on("keydown", escape)
        .child(probe)
        .live(move || drawn.get().then(|| heading(scene)))
        .child(stage)
        .live(move || {
            let (flow, structure) = (scene.selected_flow()?, scene.structure.get()?);
            let close = close.clone();
            let button = html("button.copy-button")
                .attr("type", "button")
                .on("click", move |_: web_sys::Event| close())
                .text("Close");
            Some(details(scene, &flow, &structure, button))
        })
        .child(html("p.flow-hidden").attr("role", "status").live_text(move || announcement(scene)))
}

fn heading(scene: Scene) -> Fragment {
    let count = move || scene.structure.with(|structure| structure.as_ref().map_or(0, |it| it.rows.len()));
    let theirs = move || {
        let endpoints = scene.structure.with(|structure| structure.as_ref().map(|it| it.count(Side::Right)));
        endpoints.map(words::endpoint_count).unwrap_or_default()
    };
    let heads = html("div.flow-heads")
        .child(html("p").text("Your organization"))
        .child(html("p.quiet").live_text(move || words::flow_count(count())))
        .child(
            html("p").child(html("bdi").live_text(move || scene.partner.get())).text(" · ").live_text(theirs),
        );
    Fragment::new().child(heads).live(move || {
        (count() == 0).then(|| {
            html("p.flow-empty").child(html("strong").text("No data flows yet")).text(
                " Import a capability statement for this connection to see what you can request from it.",
            )
        })
    })
}

fn announcement(scene: Scene) -> String {
    let Some(flow) = scene.selected_flow() else { return String::new() };
    let mut text = words::sentence(&flow.data_type, &flow.verb, &scene.partner.get());
    text.push_str(". ");
    text.push_str(flow.status.label());
    text.push_str(". Details are below the picture.");
    text
}
