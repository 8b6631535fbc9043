//! The calls that building elements consists of.
//!
//! web-sys has them too. There, each call that a browser may refuse goes through a function that catches what it throws,
//! and each that returns a node keeps that node in a table: 2,400 times for a picture of 100 arrows. Here
//! names are the program's own and nodes are new, so nothing is refused, and nothing comes back that nobody wants.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Element, Node};

#[wasm_bindgen]
extern "C" {
    /// A node of any kind.
    pub(crate) type Any;
    /// The style of an element.
    pub(crate) type Style;
    /// The classes of an element.
    pub(crate) type Classes;

    #[wasm_bindgen(js_namespace = document, js_name = createElement)]
    pub(crate) fn create_element(tag: &str) -> Element;

    #[wasm_bindgen(js_namespace = document, js_name = createElementNS)]
    pub(crate) fn create_element_ns(namespace: &str, tag: &str) -> Element;

    #[wasm_bindgen(method, js_name = cloneNode)]
    pub(crate) fn clone_node(this: &Any, deep: bool) -> Element;

    #[wasm_bindgen(method, js_name = setAttribute)]
    pub(crate) fn set_attribute(this: &Any, name: &str, value: &str);

    #[wasm_bindgen(method)]
    pub(crate) fn append(this: &Any, node: &Node);

    #[wasm_bindgen(method, js_name = append)]
    pub(crate) fn append_text(this: &Any, text: &str);

    #[wasm_bindgen(method, getter)]
    pub(crate) fn style(this: &Any) -> Style;

    #[wasm_bindgen(method, js_name = setProperty)]
    pub(crate) fn set_property(this: &Style, name: &str, value: &str);

    #[wasm_bindgen(method, getter, js_name = classList)]
    pub(crate) fn class_list(this: &Any) -> Classes;

    #[wasm_bindgen(method)]
    pub(crate) fn toggle(this: &Classes, class: &str, on: bool);
}

/// A node, to call these on.
pub(crate) fn any(node: &Node) -> &Any {
    node.unchecked_ref()
}
