//! The picture for a custom element. The element itself is an ES class, `js/causeway-data-flow.js`, because a class is
//! what browsers take; it owns life cycle, feeds and events, and calls what is here: [`mount`], [`Widget::show`] and the
//! setters. Dropping a [`Widget`] ends everything it set up.
//!
//! It must not know a server, a token or what is outside the node it is given. Every byte is loaded by somebody else's
//! page: nothing of Leptos, no JSON library, no formatting of numbers with a point is here.

use std::cell::RefCell;
use std::rc::{Rc, Weak};
use std::sync::Arc;

use causeway_data_flow::{Choice, Structure};
use causeway_data_flow_view::{Host, Picture, Shown};
use causeway_dom::El;
use causeway_model::{ConnectionDataFlow, DataFlow, FlowCard, guid};
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Element, Node};

#[wasm_bindgen]
extern "C" {
    /// What the element is told; `js/causeway-data-flow.js` has the other half.
    pub type Owner;

    /// The reader selected an arrow; without an id, none.
    #[wasm_bindgen(method, js_name = flowSelected)]
    fn flow_selected(this: &Owner, id: Option<String>, data_type: &str, verb: &str, status: &str);

    /// The reader pressed a card.
    #[wasm_bindgen(method, js_name = cardPressed)]
    fn card_pressed(this: &Owner, id: &str, kind: &str, name: &str);

    /// The reader wants a text in the clipboard.
    #[wasm_bindgen(method)]
    fn copy(this: &Owner, text: &str, button: Element);

    /// The language around the element.
    #[wasm_bindgen(method)]
    fn language(this: &Owner) -> String;
}

/// One picture in an element.
#[wasm_bindgen]
pub struct Widget(Rc<View>);

/// What is drawn, and how the reader wants to see it.
struct View {
    picture: Picture,
    answer: RefCell<Option<Arc<ConnectionDataFlow>>>,
    choice: RefCell<Choice>,
}

/// Puts an empty picture into a node. Without `details` a selected arrow opens no panel.
#[wasm_bindgen]
pub fn mount(node: &Node, owner: Owner, details: bool) -> Widget {
    let view = Rc::new_cyclic(|view| View {
        picture: Picture::new(Box::new(Page { owner, view: Weak::clone(view) }), details),
        answer: RefCell::default(),
        choice: RefCell::default(),
    });
    node.append_child(view.picture.element().element()).ok();
    Widget(view)
}

#[wasm_bindgen]
impl Widget {
    /// Draws an answer, given as JSON. False when it is none; what was drawn before stays.
    pub fn show(&self, json: &[u8]) -> bool {
        let answer = causeway_client::read::<ConnectionDataFlow>(json).map(Arc::new);
        let is_answer = answer.is_some();
        if is_answer {
            self.0.answer.replace(answer);
            self.0.draw();
        }
        is_answer
    }

    /// How many arrows there are.
    pub fn flows(&self) -> usize {
        self.0.answer.borrow().as_ref().map_or(0, |answer| answer.flows.len())
    }

    /// GUID of the connection; empty while there is none.
    pub fn connection(&self) -> String {
        self.0.answer.borrow().as_ref().map(|answer| guid(answer.connection.id.0)).unwrap_or_default()
    }

    /// Shows the partner's side, or one's own.
    pub fn mirror(&self, mirror: bool) {
        self.0.choice.borrow_mut().mirror = mirror;
        self.0.draw();
    }

    /// Shows the legend, or not.
    pub fn legend(&self, legend: bool) {
        self.0.picture.set_legend_hidden(!legend);
    }

    /// Has a selected arrow open a panel, or not.
    pub fn details(&self, details: bool) {
        self.0.picture.set_details(details);
    }

    /// Looks again how much room and how large a text there is.
    pub fn measure(&self) {
        self.0.picture.measure();
    }

    /// Selects an arrow by its GUID, or none.
    pub fn select(&self, id: Option<String>) {
        self.0.picture.select(id.and_then(|id| id.parse().ok()));
    }

    /// GUID of the selected arrow.
    pub fn selected(&self) -> Option<String> {
        self.0.picture.selected().map(|id| guid(id.0))
    }
}

impl View {
    fn draw(&self) {
        let Some(answer) = self.answer.borrow().clone() else { return };
        let structure = Arc::new(Structure::viewed(&answer, &self.choice.borrow(), None));
        self.picture.show(Shown { answer, structure, is_filtered: false });
    }
}

/// What is around the picture.
struct Page {
    owner: Owner,
    view: Weak<View>,
}

impl Host for Page {
    fn endpoint_href(&self, _: &FlowCard) -> Option<String> {
        None
    }

    fn on_select(&self, flow: Option<&DataFlow>) {
        let id = flow.map(|flow| guid(flow.id.0));
        let (data_type, verb, status) = flow
            .map_or(("", "", ""), |flow| (flow.data_type.as_str(), flow.verb.as_str(), flow.status.as_str()));
        self.owner.flow_selected(id, data_type, verb, status);
    }

    fn on_toggle_group(&self, data_type: &str) {
        if let Some(view) = self.view.upgrade() {
            view.choice.borrow_mut().toggle_group(data_type);
            view.draw();
        }
    }

    // The widget has no filters.
    fn on_clear_filters(&self) {}

    fn on_card(&self, card: &FlowCard) {
        self.owner.card_pressed(&guid(card.id), card.kind.as_str(), &card.name);
    }

    fn copy(&self, text: String, button: Element) {
        self.owner.copy(&text, button);
    }

    fn language(&self) -> String {
        self.owner.language()
    }

    fn more_details(&self, _: &ConnectionDataFlow, _: &DataFlow) -> Option<El> {
        None
    }
}
