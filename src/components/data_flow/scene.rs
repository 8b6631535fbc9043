//! The signals around one picture: what the server said and what the reader chose.

use std::sync::Arc;

use causeway_data_flow::{Choice, Structure};
use causeway_model::{ConnectionDataFlow, DataFlowId, FlowCard};
use leptos::prelude::*;

/// Address of an endpoint's Settings page; `None` where a card has no page of its own.
pub(crate) type EndpointHref = fn(&FlowCard) -> Option<String>;

/// What picture, tools and table share.
#[derive(Clone, Copy)]
pub(super) struct Scene {
    /// The server's answer.
    pub(super) picture: Signal<Option<Arc<ConnectionDataFlow>>>,
    /// What the reader chose.
    pub(super) choice: RwSignal<Choice>,
    /// What is drawn.
    pub(super) structure: Memo<Option<Arc<Structure>>>,
    /// The selected arrow, whether or not it is part of the picture.
    pub(super) selected: RwSignal<Option<DataFlowId>>,
    on_choose: Callback<Step>,
}

/// Whether a change of what the reader chose is a step to go back from, or part of one, such as a letter typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// A step of its own.
    Whole,
    /// Part of one.
    Part,
}

impl Scene {
    pub(super) fn new(
        picture: Signal<Option<Arc<ConnectionDataFlow>>>,
        choice: RwSignal<Choice>,
        selected: RwSignal<Option<DataFlowId>>,
        on_choose: Callback<Step>,
    ) -> Self {
        let structure = Memo::new(move |before: Option<&Option<Arc<Structure>>>| {
            let fresh = choice.with(|choice| {
                // The selection plays a part only while the reader wants nothing else.
                let selected = if choice.only_selected { selected.get() } else { None };
                let of = |picture: &Arc<_>| Arc::new(Structure::chosen(picture, choice, selected));
                picture.with(|picture| picture.as_ref().map(of))
            });
            // An equal one is the same one: the picture lays out anew when it is given another.
            before.filter(|before| **before == fresh).cloned().unwrap_or(fresh)
        });
        Self { picture, choice, structure, selected, on_choose }
    }

    /// Selects an arrow, or none. Only from event handlers: the page is told.
    pub(super) fn select(&self, id: Option<DataFlowId>) {
        self.selected.set(id);
        self.on_choose.run(Step::Part);
    }

    /// Changes what the reader chose. Only from event handlers: the page is told.
    pub(super) fn choose(&self, step: Step, change: impl FnOnce(&mut Choice)) {
        self.choice.update(change);
        self.on_choose.run(step);
    }

    /// Opens a group of arrows, or closes it.
    pub(super) fn toggle_group(&self, data_type: &str) {
        self.choose(Step::Whole, |choice| choice.toggle_group(data_type));
    }

    /// Shows everything again.
    pub(super) fn clear(&self) {
        self.choose(Step::Whole, |choice| *choice = choice.unfiltered());
    }
}
