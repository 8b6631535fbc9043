//! Reading JSON with the browser's own parser.
//!
//! `serde_json` would bring a parser, number tables and error texts that a page already has or never shows.

use std::cell::RefCell;
use std::collections::BTreeMap;

use causeway_model::{Read, Source, wire_name};
use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Reads a JSON text; `None` when it is not JSON or not of the expected shape.
pub(crate) fn read<T: Read>(text: &str) -> Option<T> {
    T::read(&Json(JSON::parse(text).ok()?))
}

struct Json(JsValue);

thread_local! {
    /// The names of fields as the browser's strings: a picture of 5,000 arrows asks for forty thousand.
    static NAMES: RefCell<BTreeMap<&'static str, JsValue>> = const { RefCell::new(BTreeMap::new()) };
}

impl Source for Json {
    fn get(&self, field: &'static str) -> Self {
        let name = NAMES.with_borrow_mut(|names| {
            names.entry(field).or_insert_with(|| JsValue::from_str(&wire_name(field))).clone()
        });
        // What is no object has no fields.
        Self(Reflect::get(&self.0, &name).unwrap_or(JsValue::UNDEFINED))
    }

    fn is_null(&self) -> bool {
        self.0.is_null() || self.0.is_undefined()
    }

    fn text(&self) -> Option<String> {
        self.0.as_string()
    }

    fn number(&self) -> Option<f64> {
        self.0.as_f64()
    }

    fn truth(&self) -> Option<bool> {
        self.0.as_bool()
    }

    fn items(&self) -> Option<Vec<Self>> {
        Some(self.0.dyn_ref::<Array>()?.iter().map(Self).collect())
    }
}
