//! The whole picture: tools, heading, cards and arrows or their table, details.

use std::sync::Arc;

use causeway_data_flow::words::{flow_count, flow_name};
use causeway_data_flow::{Choice, RowId, Side};
use causeway_dom::{Container, El, html};
use causeway_model::{ConnectionDataFlow, DataFlow, DataFlowId};
use leptos::prelude::*;
use web_sys::{Event, KeyboardEvent};

use crate::arrows::arrows;
use crate::cards::{Cards, repeats};
use crate::details::details;
use crate::heading::heading;
use crate::markers::Instance;
use crate::measure::use_room;
use crate::rows::Rows;
use crate::scene::{EndpointHref, Scene, Step, px};
use crate::table::table;
use crate::tools::tools;
use crate::window::use_span;

/// What a picture is made of.
#[derive(Debug)]
pub struct DataFlowPicture {
    /// What to draw; nothing while it is `None`, since loading and errors are the page's to show. A new value is
    /// compared with the one before; only what differs is touched.
    pub picture: Signal<Option<Arc<ConnectionDataFlow>>>,
    /// Address of an endpoint's Settings page; `None` where a card has no page of its own.
    pub endpoint_href: EndpointHref,
    /// What the reader chose to see; pages may keep it elsewhere too, such as in their address.
    pub choice: RwSignal<Choice>,
    /// The selected arrow; likewise.
    pub selected: RwSignal<Option<DataFlowId>>,
    /// Told after every change the reader makes to `choice`.
    pub on_choose: Option<Callback<Step>>,
    /// Told of every selection the reader makes, and of clearing it.
    pub on_select: Option<Callback<Option<DataFlowId>>>,
    /// Whether find, filters and views stand above the picture.
    pub has_tools: bool,
    /// What the page adds to them, such as exports.
    pub more_tools: Option<El>,
    /// What the page adds to the details of the selected arrow.
    pub more_details: Option<MoreDetails>,
}

/// Made anew for each arrow that is selected, and whenever it changes.
pub type MoreDetails = fn(&ConnectionDataFlow, &DataFlow) -> El;

/// The data flow of one connection: whose cards, which arrows, and what is known of the selected one.
#[must_use]
pub fn data_flow_picture(options: DataFlowPicture) -> El {
    let DataFlowPicture { picture, endpoint_href, choice, selected, .. } = options;
    let probe = html("div.flow-probe");
    let room = use_room(&probe);
    let scene = Scene::new(picture, room, choice, selected, options.on_select, options.on_choose);
    let instance = Instance::next();
    let (stage, rows) = stage(scene, instance, endpoint_href);
    // Clears the selection and gives focus back to the row that had it.
    let clear = move || {
        let selected = scene.selected.get_untracked();
        scene.select(None);
        if let Some(id) = selected {
            rows.focus(&RowId::Flow(id));
        }
    };
    let (close, escape) = (clear.clone(), clear);
    let escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" && untrack(|| scene.selected_flow()).is_some() {
            event.prevent_default();
            escape();
        }
    };
    let drawn = Memo::new(move |_| scene.layout.with(Option::is_some));
    let as_table = Memo::new(move |_| choice.with(|choice| choice.table));
    let (more_tools, more_details) = (options.more_tools, options.more_details);
    // What changes elsewhere does not draw the details anew, so nothing that is being chosen there is lost.
    let selected_flow = Memo::new(move |_| scene.selected_flow());
    let main = html("div.flow-main")
        .child(probe)
        .live(move || drawn.get().then(|| heading(scene, instance)))
        .child(stage.live_attr("hidden", move || causeway_dom::Value::switch(as_table.get())))
        .live(move || as_table.get().then(|| table(scene, endpoint_href)));
    html("div.data-flow")
        .live_class("has-selection", move || scene.selected_flow().is_some())
        .live_attr("data-connection-id", move || {
            picture.with(|picture| picture.as_ref().map(|picture| picture.connection.id.to_string()))
        })
        .on("keydown", escape)
        .child(options.has_tools.then(|| tools(scene, more_tools)))
        .child(main)
        .live(move || {
            let flow = selected_flow.get()?;
            let picture = scene.picture.get_untracked()?;
            let details = selected_details(scene, &picture, &flow, endpoint_href, close.clone());
            Some(details.child(more_details.map(|more| more(&picture, &flow))))
        })
        .child(html("p.flow-hidden").attr("role", "status").live_text(move || announcement(scene)))
}

/// Cards, rows and arrows, and a handle on the rows.
fn stage(scene: Scene, instance: Instance, endpoint_href: EndpointHref) -> (El, Rows) {
    let stage = html("div.flow-stage");
    let span = use_span(scene, &stage);
    let cards = [Side::Left, Side::Right].map(|side| Cards::new(scene, span, side, endpoint_href));
    let [left, right] = cards.clone();
    let to_card = move |side, card| match side {
        Side::Left => left.focus(card),
        Side::Right => right.focus(card),
    };
    let (list, rows) = Rows::new(scene, span, to_card);
    let [left, right] = cards.map(|cards| {
        let rows = rows.clone();
        cards.element(move |side, card| rows.focus_from_card(side, card))
    });
    let stage = stage
        .live_style("width", move || px(scene.of_layout(|layout| layout.width)))
        .live_style("height", move || px(scene.of_layout(|layout| layout.height)))
        .child(arrows(scene, span, instance))
        .child(left)
        .child(list)
        .child(right)
        .live(move || repeats(scene, span));
    (stage, rows)
}

fn selected_details(
    scene: Scene,
    picture: &ConnectionDataFlow,
    flow: &DataFlow,
    endpoint_href: EndpointHref,
    close: impl Fn() + 'static,
) -> El {
    let button =
        html("button.copy-button").attr("type", "button").on("click", move |_: Event| close()).text("Close");
    // A find or a filter changes nothing here.
    let choice = Choice { mirror: scene.is_mirrored(), ..Choice::default() };
    details(picture, flow, &choice, endpoint_href, button)
}

/// What is said when the selection or the filters change.
fn announcement(scene: Scene) -> String {
    if let Some(flow) = scene.selected_flow() {
        let mirrored = scene.is_mirrored();
        let verb = if mirrored { flow.verb.mirror() } else { flow.verb.clone() };
        let name = flow_name(&flow.data_type, &verb, &scene.partner.get(), mirrored);
        return [&name, ". ", flow.status.label(), ". Details are below the picture."].concat();
    }
    let filtered = scene.choice.with(Choice::is_filtered);
    let shown = || scene.structure.with(|structure| structure.as_deref().map(flow_count));
    if filtered { shown().unwrap_or_default() } else { String::new() }
}
