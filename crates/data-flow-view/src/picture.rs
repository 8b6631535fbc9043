//! The whole picture: heading, cards and arrows, details.

use std::sync::Arc;

use causeway_data_flow::Side;
use causeway_model::{ConnectionDataFlow, DataFlowId, FlowCard};
use leptos::html::Div;
use leptos::prelude::*;

use crate::arrows::Arrows;
use crate::cards::{Cards, Repeats};
use crate::details::Details;
use crate::dynamic::{dynamic, maybe, part};
use crate::measure::use_room;
use crate::rows::{Rows, focus_within};
use crate::scene::{Scene, px};
use crate::words;

/// The data flow of one connection: whose cards, which arrows, and what is known of the selected one.
///
/// Draws nothing while `picture` is `None`; loading and errors are the page's to show.
#[component]
pub fn DataFlowPicture(
    /// What to draw. A new value is compared with the one before; only what differs is touched.
    #[prop(into)]
    picture: Signal<Option<Arc<ConnectionDataFlow>>>,
    /// Address of an endpoint's Settings page; `None` where a card has no page of its own.
    #[prop(into)]
    endpoint_href: Callback<FlowCard, Option<String>>,
    /// The selected arrow, for pages that keep it elsewhere too, such as in their address.
    #[prop(optional, into)]
    selected: Option<RwSignal<Option<DataFlowId>>>,
    /// Told of every selection the user makes, and of clearing it.
    #[prop(optional, into)]
    on_select: Option<Callback<Option<DataFlowId>>>,
) -> impl IntoView {
    let probe = NodeRef::<Div>::new();
    let root = NodeRef::<Div>::new();
    let selected = selected.unwrap_or_else(|| RwSignal::new(None));
    let scene = Scene::new(picture, use_room(probe), selected, on_select);
    let has_selection = Memo::new(move |_| scene.selected_flow().is_some());
    let close = Callback::new(move |()| clear(scene, root));
    let escape = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && has_selection.get_untracked() {
            event.prevent_default();
            clear(scene, root);
        }
    };
    let connection_id = Memo::new(move |_| {
        picture.with(|p| p.as_ref().map(|p| p.connection.id.to_string()).unwrap_or_default())
    });
    let theirs = Signal::derive(move || scene.partner.get() + "'s endpoints");
    let drawn = Memo::new(move |_| scene.layout.with(Option::is_some));
    view! {
        <div
            class="data-flow"
            class:has-selection=has_selection
            data-connection-id=connection_id
            node_ref=root
            on:keydown=escape
        >
            <div class="flow-probe" node_ref=probe></div>
            {part(move || if drawn.get() {
                view! {
                <Heading scene=scene />
                <div
                    class="flow-stage"
                    style:width=dynamic(move || px(scene.of_layout(|layout| layout.width)))
                    style:height=dynamic(move || px(scene.of_layout(|layout| layout.height)))
                >
                    <Arrows scene=scene />
                    <Cards scene=scene side=Side::Left label="Your endpoints".to_owned() endpoint_href=endpoint_href />
                    <Rows scene=scene />
                    <Cards scene=scene side=Side::Right label=theirs endpoint_href=endpoint_href />
                    <Repeats scene=scene />
                </div>
                <Details scene=scene on_close=close />
                }.into_any()
            } else { ().into_any() })}
            <p class="flow-hidden" role="status">{dynamic(move || announcement(scene))}</p>
        </div>
    }
}

#[component]
fn Heading(scene: Scene) -> impl IntoView {
    let count = move || scene.rows.with(Vec::len);
    let theirs = move || {
        let endpoints = scene.structure.get().map(|structure| structure.count(Side::Right));
        endpoints.map(words::endpoint_count).unwrap_or_default()
    };
    view! {
        <div class="flow-heads">
            <p>"Your organization"</p>
            <p class="quiet">{dynamic(move || words::flow_count(count()))}</p>
            <p><bdi>{scene.partner}</bdi>" · "{dynamic(theirs)}</p>
        </div>
        {part(move || maybe((count() == 0).then(|| view! {
            <p class="flow-empty">
                <strong>"No data flows yet"</strong>
                " Import a capability statement for this connection to see what you can request from it."
            </p>
        })))}
    }
}

fn announcement(scene: Scene) -> String {
    let Some(flow) = scene.selected_flow() else { return String::new() };
    let mut text = words::sentence(&flow.data_type, &flow.verb, &scene.partner.get());
    text.push_str(". ");
    text.push_str(flow.status.label());
    text.push_str(". Details are below the picture.");
    text
}

/// Clears the selection and gives focus back to the row that had it.
fn clear(scene: Scene, root: NodeRef<Div>) {
    let row = scene.selected.get_untracked().and_then(|id| {
        let selector = ["[data-flow-id=\"", &id.to_string(), "\"]"].concat();
        root.get_untracked()?.query_selector(&selector).ok()?
    });
    scene.select(None);
    if let Some(row) = row {
        focus_within(&row);
    }
}
