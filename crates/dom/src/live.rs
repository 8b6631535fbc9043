//! What runs again when signals change.

use leptos::prelude::{RenderEffect, StoredValue, document};
use web_sys::{Comment, Node};

/// Runs `run` now and again whenever a signal it read changes, until the present owner is cleaned up.
pub fn watch(run: impl FnMut() + 'static) {
    start(Box::new(run));
}

fn start(mut run: Box<dyn FnMut()>) {
    // An effect that nobody holds is over; the owner holds this one.
    StoredValue::new_local(RenderEffect::new(move |_| run()));
}

/// A place among the children of a node whose content changes. Comments mark its ends: what stands between them may
/// change by itself meanwhile.
#[derive(Debug)]
pub(crate) struct Region {
    start: Comment,
    end: Comment,
}

impl Region {
    pub(crate) fn append_to(parent: &Node) -> Self {
        let region = Self { start: document().create_comment(""), end: document().create_comment("") };
        parent.append_child(&region.start).ok();
        parent.append_child(&region.end).ok();
        region
    }

    /// The first node of the content, or the end mark.
    pub(crate) fn first(&self) -> Option<Node> {
        self.start.next_sibling()
    }

    /// Puts a node, or all nodes of a fragment, before another one of the content; without one, at the end.
    pub(crate) fn insert(&self, node: &Node, before: Option<&Node>) {
        if let Some(parent) = self.end.parent_node() {
            parent.insert_before(node, Some(before.unwrap_or(&self.end))).ok();
        }
    }

    fn clear(&self) {
        while let Some(node) = self.first().filter(|node| !node.is_same_node(Some(&self.end))) {
            match node.parent_node() {
                Some(parent) => parent.remove_child(&node).ok(),
                None => break,
            };
        }
    }
}

pub(crate) fn keep_region(parent: &Node, mut build: Box<dyn FnMut(&Node)>) {
    let region = Region::append_to(parent);
    watch(move || {
        let fresh = document().create_document_fragment();
        build(&fresh);
        region.clear();
        region.insert(&fresh, None);
    });
}
