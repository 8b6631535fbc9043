//! The picture in the dashboard: with find, filters and views above it, and its table in its place.
//!
//! The picture itself is `causeway_data_flow_view`'s; here signals lead into it, and what the reader does leads out.

mod scene;
mod table;
mod tools;

use std::cell::RefCell;
use std::sync::Arc;

use causeway_data_flow::Choice;
use causeway_data_flow_view::{Host, Picture, Shown};
use causeway_dom::{Container, El, watch};
use causeway_model::{ConnectionDataFlow, DataFlow, DataFlowId, FlowCard};
use leptos::prelude::*;

pub(crate) use scene::{EndpointHref, Step};

use crate::components::copy;
use scene::Scene;
use table::table;
use tools::tools;

/// What a picture and what is around it are made of.
pub(crate) struct DataFlowPanel {
    /// What to draw; nothing while it is `None`, since loading and errors are the page's to show. A new value is
    /// compared with the one before; only what differs is touched.
    pub(crate) picture: Signal<Option<Arc<ConnectionDataFlow>>>,
    /// Address of an endpoint's Settings page; `None` where a card has no page of its own.
    pub(crate) endpoint_href: EndpointHref,
    /// What the reader chose to see; the page keeps it in its address too.
    pub(crate) choice: RwSignal<Choice>,
    /// The selected arrow; likewise.
    pub(crate) selected: RwSignal<Option<DataFlowId>>,
    /// Told after every change the reader makes to either.
    pub(crate) on_choose: Callback<Step>,
    /// What the page adds to the tools, such as exports.
    pub(crate) more_tools: El,
    /// What the page adds to the details of the selected arrow; made anew for each.
    pub(crate) more_details: fn(&ConnectionDataFlow, &DataFlow) -> El,
}

/// The data flow of one connection: whose cards, which arrows, and what is known of the selected one.
pub(crate) fn data_flow_panel(options: DataFlowPanel) -> El {
    let DataFlowPanel { picture, endpoint_href, choice, selected, more_details, .. } = options;
    let scene = Scene::new(picture, choice, selected, options.on_choose);
    let owner = Owner::current().unwrap_or_default();
    let page = Page { scene, endpoint_href, more_details, owner, of_details: RefCell::default() };
    let drawing = Picture::new(Box::new(page));
    let element = drawing.element().clone();
    element.element().prepend_with_node_1(tools(scene, options.more_tools).element()).ok();
    let as_table = Memo::new(move |_| choice.with(|choice| choice.table));
    let _ = drawing
        .main()
        .clone()
        .live(move || (as_table.get() && picture.with(Option::is_some)).then(|| table(scene, endpoint_href)));
    let (showing, selecting) = (drawing.clone(), drawing.clone());
    watch(move || selecting.select(selected.get()));
    watch(move || {
        if let (Some(answer), Some(structure)) = (picture.get(), scene.structure.get()) {
            showing.show(Shown { answer, structure, is_filtered: choice.with(Choice::is_filtered) });
        }
    });
    watch(move || drawing.set_stage_hidden(as_table.get()));
    element
}

/// What the picture asks of the page, and tells it.
struct Page {
    scene: Scene,
    endpoint_href: EndpointHref,
    more_details: fn(&ConnectionDataFlow, &DataFlow) -> El,
    owner: Owner,
    /// Ends what was set up for the details of an arrow.
    of_details: RefCell<Option<Owner>>,
}

impl Host for Page {
    fn endpoint_href(&self, card: &FlowCard) -> Option<String> {
        (self.endpoint_href)(card)
    }

    fn on_select(&self, flow: Option<&DataFlow>) {
        self.scene.select(flow.map(|flow| flow.id));
    }

    fn on_toggle_group(&self, data_type: &str) {
        self.scene.toggle_group(data_type);
    }

    fn on_clear_filters(&self) {
        self.scene.clear();
    }

    fn copy(&self, text: String, button: web_sys::Element) {
        copy::copy(text, button);
    }

    fn more_details(&self, answer: &ConnectionDataFlow, flow: &DataFlow) -> Option<El> {
        let owner = self.owner.child();
        if let Some(before) = self.of_details.replace(Some(owner.clone())) {
            before.cleanup();
        }
        Some(owner.with(|| untrack(|| (self.more_details)(answer, flow))))
    }
}
