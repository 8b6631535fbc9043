//! What runs again when signals change.

use leptos::prelude::{RenderEffect, StoredValue};
use web_sys::{Document, Node};

use crate::page::document;
use crate::region::Region;

/// Runs `run` now and again whenever a signal it read changes, until the present owner is cleaned up.
pub fn watch(run: impl FnMut() + 'static) {
    start(Box::new(run));
}

fn start(mut run: Box<dyn FnMut()>) {
    // An effect that nobody holds is over; the owner holds this one.
    StoredValue::new_local(RenderEffect::new(move |_| run()));
}

pub(crate) fn keep_region(parent: &Node, mut build: Box<dyn FnMut(&Node)>) {
    let region = Region::append_to(parent);
    watch(move || {
        let fresh = document(Document::create_document_fragment);
        build(&fresh);
        region.clear();
        region.insert(&fresh, None);
    });
}

pub(crate) fn keep_text(parent: &Node, mut text: Box<dyn FnMut() -> String>) {
    let node = document(|it| it.create_text_node(""));
    parent.append_child(&node).ok();
    watch(move || node.set_data(&text()));
}
