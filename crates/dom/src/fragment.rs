//! Several nodes without an element around them.

use web_sys::{Document, DocumentFragment, Node};

use crate::child::Container;
use crate::page::document;

/// Several nodes side by side. Empty once it has been put into an element.
#[derive(Debug, Clone)]
pub struct Fragment(DocumentFragment);

impl Fragment {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self(document(Document::create_document_fragment))
    }
}

impl Default for Fragment {
    fn default() -> Self {
        Self::new()
    }
}

impl Container for Fragment {
    fn node(&self) -> &Node {
        &self.0
    }
}
