//! What is drawn at the moment: the state of one picture, and what its parts read of it.

use std::rc::Rc;
use std::sync::Arc;

use causeway_data_flow::{Layout, Row, RowId, Structure, by_guid};
use causeway_model::{ConnectionDataFlow, DataFlow, DataFlowId, FlowCard};

use crate::window::{EVERYTHING, Span};

/// What there is to draw.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The server's answer.
    pub answer: Arc<ConnectionDataFlow>,
    /// What of it the reader chose to see. As long as this is the same (not only an equal) structure, nothing is laid
    /// out again.
    pub structure: Arc<Structure>,
    /// Whether filters leave arrows out, which is then said.
    pub is_filtered: bool,
}

/// What the page around a picture decides, and what it is told. Only events of the reader's lead to calls that tell.
pub trait Host {
    /// Address of the page of an endpoint or API key; `None` where there is none.
    fn endpoint_href(&self, card: &FlowCard) -> Option<String>;
    /// The reader selected this arrow, or none.
    fn on_select(&self, flow: Option<&DataFlow>);
    /// The reader opened or closed the group of this data type.
    fn on_toggle_group(&self, data_type: &str);
    /// The reader wants to see everything again.
    fn on_clear_filters(&self);
    /// The reader wants this text in the clipboard; `button` is what was pressed, and stands behind the text.
    fn copy(&self, text: String, button: web_sys::Element);
    /// What the page adds to the details of an arrow.
    fn more_details(&self, answer: &ConnectionDataFlow, flow: &DataFlow) -> Option<causeway_dom::El>;
}

/// Everything that changes.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) shown: Option<Shown>,
    /// Positions of the answer's data flows, in the order of their ids.
    pub(crate) by_id: Rc<Vec<usize>>,
    pub(crate) room: Option<crate::measure::Room>,
    pub(crate) layout: Option<Rc<Layout>>,
    /// The part that is drawn: near the view, or everything.
    pub(crate) near: Option<Span>,
    pub(crate) printing: bool,
    /// The selected arrow, whether or not it is part of the picture.
    pub(crate) selected: Option<DataFlowId>,
}

/// What the parts draw from.
#[derive(Clone)]
pub(crate) struct Drawn {
    pub(crate) answer: Arc<ConnectionDataFlow>,
    by_id: Rc<Vec<usize>>,
    pub(crate) structure: Arc<Structure>,
    pub(crate) layout: Rc<Layout>,
    /// Heights between which it is drawn.
    pub(crate) span: Span,
    pub(crate) selected: Option<DataFlowId>,
}

impl State {
    /// Takes what there is to draw; gives what was there before.
    pub(crate) fn take(&mut self, shown: Shown) -> Option<Shown> {
        self.by_id = Rc::new(by_guid(shown.answer.flows.iter().map(|flow| flow.id.0.as_u128())));
        self.shown.replace(shown)
    }

    /// Nothing until there is an answer and room for it.
    pub(crate) fn drawn(&self) -> Option<Drawn> {
        let (shown, layout) = (self.shown.as_ref()?, self.layout.as_ref()?);
        Some(Drawn {
            answer: Arc::clone(&shown.answer),
            by_id: Rc::clone(&self.by_id),
            structure: Arc::clone(&shown.structure),
            layout: Rc::clone(layout),
            span: self.near.filter(|_| !self.printing).unwrap_or(EVERYTHING),
            selected: self.selected,
        })
    }

    /// The selected arrow as the server last described it.
    pub(crate) fn selected_flow(&self) -> Option<&DataFlow> {
        find_flow(&self.shown.as_ref()?.answer, &self.by_id, self.selected?)
    }
}

impl Drawn {
    /// A row, if it is part of the picture.
    pub(crate) fn row(&self, id: &RowId) -> Option<&Row> {
        Some(self.row_at(self.layout.position(&self.structure, id)?))
    }

    /// The row at a position of the layout.
    pub(crate) fn row_at(&self, at: usize) -> &Row {
        &self.structure.rows[self.layout.rows[at].row]
    }

    /// A data flow as the server last described it.
    pub(crate) fn flow(&self, id: DataFlowId) -> Option<&DataFlow> {
        find_flow(&self.answer, &self.by_id, id)
    }

    /// Name of the connection.
    pub(crate) fn partner(&self) -> &str {
        &self.answer.connection.name
    }
}

fn find_flow<'a>(answer: &'a ConnectionDataFlow, by_id: &[usize], id: DataFlowId) -> Option<&'a DataFlow> {
    let place = by_id.binary_search_by_key(&id, |at| answer.flows[*at].id).ok()?;
    Some(&answer.flows[by_id[place]])
}

/// A length for the style sheet.
pub(crate) fn px(length: i32) -> String {
    length.to_string() + "px"
}
