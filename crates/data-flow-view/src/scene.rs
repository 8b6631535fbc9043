//! The signals of one picture, in two stages: structure and room first, then what only exists with a layout.

use std::sync::Arc;

use causeway_data_flow::{Layout, Options, Row, Structure, layout};
use causeway_model::{ConnectionDataFlow, DataFlow, DataFlowId, FlowCard};
use leptos::prelude::*;

use crate::measure::Room;

/// Address of an endpoint's Settings page; `None` where a card has no page of its own.
pub(crate) type EndpointHref = fn(&FlowCard) -> Option<String>;

/// Everything the parts of a picture share.
#[derive(Clone, Copy)]
pub(crate) struct Scene {
    /// The server's answer.
    pub(crate) picture: Signal<Option<Arc<ConnectionDataFlow>>>,
    /// Name of the connection.
    pub(crate) partner: Memo<String>,
    /// What is drawn.
    pub(crate) structure: Memo<Option<Arc<Structure>>>,
    /// Where it is drawn; `None` until there is a picture and room for it.
    pub(crate) layout: Memo<Option<Arc<Layout>>>,
    /// The selected arrow, whether or not it is part of the picture.
    pub(crate) selected: RwSignal<Option<DataFlowId>>,
    /// The arrow under the pointer.
    pub(crate) hovered: RwSignal<Option<DataFlowId>>,
    on_select: Option<Callback<Option<DataFlowId>>>,
}

impl Scene {
    pub(crate) fn new(
        picture: Signal<Option<Arc<ConnectionDataFlow>>>,
        room: ReadSignal<Option<Room>>,
        selected: RwSignal<Option<DataFlowId>>,
        on_select: Option<Callback<Option<DataFlowId>>>,
    ) -> Self {
        let partner = Memo::new(move |_| {
            picture.with(|picture| picture.as_ref().map(|p| p.connection.name.clone()).unwrap_or_default())
        });
        let structure = Memo::new(move |_| {
            picture.with(|picture| picture.as_ref().map(|picture| Arc::new(Structure::of(picture))))
        });
        let layout = Memo::new(move |_| {
            let (structure, room) = (structure.get()?, room.get()?);
            Some(Arc::new(layout(&structure, &Options { width: room.width, font: room.font })))
        });
        Self { picture, partner, structure, layout, selected, hovered: RwSignal::new(None), on_select }
    }

    /// What is drawn and where; nothing until there is a layout.
    pub(crate) fn drawn(&self) -> Option<(Arc<Structure>, Arc<Layout>)> {
        // The layout is of the present structure: a memo is never read before what it depends on.
        Some((self.structure.get()?, self.layout.get()?))
    }

    /// Reads something off the layout; its default until there is one.
    pub(crate) fn of_layout<T: Default>(&self, read: impl FnOnce(&Layout) -> T) -> T {
        self.layout.with(|layout| layout.as_deref().map(read).unwrap_or_default())
    }

    /// The row of an arrow, if it is part of the picture.
    pub(crate) fn row(&self, id: DataFlowId) -> Option<Row> {
        let (structure, layout) = self.drawn()?;
        Some(structure.rows[layout.row(id)?.row].clone())
    }

    /// The selected arrow as the server last described it.
    pub(crate) fn selected_flow(&self) -> Option<DataFlow> {
        let id = self.selected.get()?;
        self.picture.with(|picture| picture.as_ref()?.flows.iter().find(|flow| flow.id == id).cloned())
    }

    /// Selects an arrow, or none. Only from event handlers: the page is told.
    pub(crate) fn select(&self, id: Option<DataFlowId>) {
        self.selected.set(id);
        if let Some(on_select) = self.on_select {
            on_select.run(id);
        }
    }
}

/// A length for the style sheet.
pub(crate) fn px(length: i32) -> String {
    length.to_string() + "px"
}
