//! A place of its own among the children of a node.

use web_sys::{Comment, Node};

use crate::page::document;

/// A place among the children of a node whose content changes. Comments mark its ends: what stands between them may
/// change by itself meanwhile.
#[derive(Debug)]
pub(crate) struct Region {
    start: Comment,
    end: Comment,
}

impl Region {
    pub(crate) fn append_to(parent: &Node) -> Self {
        let region =
            Self { start: document(|it| it.create_comment("")), end: document(|it| it.create_comment("")) };
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

    /// Removes the content.
    #[cfg(feature = "live")]
    pub(crate) fn clear(&self) {
        while let Some(node) = self.first().filter(|node| !node.is_same_node(Some(&self.end))) {
            match node.parent_node() {
                Some(parent) => parent.remove_child(&node).ok(),
                None => break,
            };
        }
    }
}
