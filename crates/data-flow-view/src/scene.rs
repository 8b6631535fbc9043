//! The signals of one picture: what the server said and the reader chose, then what is drawn, then where.

use std::sync::Arc;

use causeway_data_flow::{Choice, Layout, Options, Row, RowId, Structure, by_number, layout};
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
    /// What the reader chose.
    pub(crate) choice: RwSignal<Choice>,
    /// What is drawn.
    pub(crate) structure: Memo<Option<Arc<Structure>>>,
    /// Where it is drawn; `None` until there is a picture and room for it.
    pub(crate) layout: Memo<Option<Arc<Layout>>>,
    /// The selected arrow, whether or not it is part of the picture.
    pub(crate) selected: RwSignal<Option<DataFlowId>>,
    /// The row under the pointer.
    pub(crate) hovered: RwSignal<Option<RowId>>,
    on_select: Option<Callback<Option<DataFlowId>>>,
    on_choose: Option<Callback<Step>>,
}

/// Whether a change of what the reader chose is a step to go back from, or part of one, such as a letter typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A step of its own.
    Whole,
    /// Part of one.
    Part,
}

impl Scene {
    pub(crate) fn new(
        picture: Signal<Option<Arc<ConnectionDataFlow>>>,
        room: ReadSignal<Option<Room>>,
        choice: RwSignal<Choice>,
        selected: RwSignal<Option<DataFlowId>>,
        on_select: Option<Callback<Option<DataFlowId>>>,
        on_choose: Option<Callback<Step>>,
    ) -> Self {
        let partner = Memo::new(move |_| {
            picture.with(|picture| picture.as_ref().map(|p| p.connection.name.clone()).unwrap_or_default())
        });
        let structure = Memo::new(move |_| {
            choice.with(|choice| {
                // The selection plays a part only while the reader wants nothing else.
                let selected = if choice.only_selected { selected.get() } else { None };
                let of = |picture: &Arc<_>| Arc::new(Structure::chosen(picture, choice, selected));
                picture.with(|picture| picture.as_ref().map(of))
            })
        });
        let layout = Memo::new(move |_| {
            let (structure, room) = (structure.get()?, room.get()?);
            Some(Arc::new(layout(&structure, &Options { width: room.width, font: room.font })))
        });
        let hovered = RwSignal::new(None);
        Self { picture, partner, choice, structure, layout, selected, hovered, on_select, on_choose }
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

    /// Whether the picture is seen from the other side.
    pub(crate) fn is_mirrored(&self) -> bool {
        self.structure.with(|structure| structure.as_ref().is_some_and(|structure| structure.mirrored))
    }

    /// A row, if it is part of the picture.
    pub(crate) fn row(&self, id: &RowId) -> Option<Row> {
        let (structure, layout) = self.drawn()?;
        Some(structure.rows[layout.rows[layout.position(&structure, id)?].row].clone())
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

    /// Changes what the reader chose. Only from event handlers: the page is told.
    pub(crate) fn choose(&self, step: Step, change: impl FnOnce(&mut Choice)) {
        self.choice.update(change);
        if let Some(on_choose) = self.on_choose {
            on_choose.run(step);
        }
    }

    /// Opens a group of arrows, or closes it.
    pub(crate) fn toggle_group(&self, data_type: &str) {
        self.choose(Step::Whole, |choice| {
            let before = choice.open.len();
            choice.open.retain(|open| open != data_type);
            if choice.open.len() == before {
                choice.open.push(data_type.to_owned());
            }
        });
    }
}

/// The data flows with these ids, as the server last described them. Many are asked for at once, of many.
pub(crate) fn find_flows(
    ids: Vec<Option<DataFlowId>>,
    picture: Option<&ConnectionDataFlow>,
) -> Vec<Option<&DataFlow>> {
    let mut found = vec![None; ids.len()];
    let Some(picture) = picture.filter(|_| !ids.is_empty()) else { return found };
    let number = |at: usize| ids[at].map_or(u128::MAX, |id| id.0.as_u128());
    let order = by_number((0..ids.len()).map(number));
    for flow in &picture.flows {
        let id = flow.id.0.as_u128();
        if let Ok(place) = order.binary_search_by(|at| number(*at).cmp(&id)) {
            found[order[place]] = Some(flow);
        }
    }
    found
}

/// A length for the style sheet.
pub(crate) fn px(length: i32) -> String {
    length.to_string() + "px"
}
