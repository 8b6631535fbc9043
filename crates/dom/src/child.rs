//! What can stand inside an element, and what can hold children.

use web_sys::Node;

use crate::browser::any;
use crate::element::El;
use crate::fragment::Fragment;
#[cfg(feature = "live")]
use crate::{
    keyed::{self, Keyed},
    live::{keep_region, keep_text},
};

/// Something that can be put into an element.
pub trait Child {
    /// Puts it behind the last child of `parent`.
    fn append_to(self, parent: &Node);
}

impl Child for () {
    fn append_to(self, _: &Node) {}
}

impl Child for El {
    fn append_to(self, parent: &Node) {
        any(parent).append(self.element());
    }
}

impl Child for Fragment {
    fn append_to(self, parent: &Node) {
        any(parent).append(self.node());
    }
}

impl Child for &str {
    fn append_to(self, parent: &Node) {
        any(parent).append_text(self);
    }
}

impl Child for String {
    fn append_to(self, parent: &Node) {
        self.as_str().append_to(parent);
    }
}

impl<C: Child> Child for Option<C> {
    fn append_to(self, parent: &Node) {
        if let Some(child) = self {
            child.append_to(parent);
        }
    }
}

impl<C: Child> Child for Vec<C> {
    fn append_to(self, parent: &Node) {
        for child in self {
            child.append_to(parent);
        }
    }
}

/// Something that holds children: an element or a fragment.
pub trait Container: Sized {
    /// The node children are appended to.
    fn node(&self) -> &Node;

    /// Appends a child.
    #[must_use]
    fn child(self, child: impl Child) -> Self {
        child.append_to(self.node());
        self
    }

    /// Appends one child per item.
    #[must_use]
    fn children<C: Child>(self, children: impl IntoIterator<Item = C>) -> Self {
        for child in children {
            child.append_to(self.node());
        }
        self
    }

    /// Appends a text.
    #[must_use]
    fn text(self, text: &str) -> Self {
        text.append_to(self.node());
        self
    }

    /// Appends a text and keeps it at what `text` gives.
    #[cfg(feature = "live")]
    #[must_use]
    fn live_text(self, text: impl FnMut() -> String + 'static) -> Self {
        keep_text(self.node(), Box::new(text));
        self
    }

    /// Appends what `build` gives, and replaces it whenever a signal that `build` read changes. What was set up for
    /// the old content ends before the new one is built.
    #[cfg(feature = "live")]
    #[must_use]
    fn live<C: Child>(self, mut build: impl FnMut() -> C + 'static) -> Self {
        keep_region(self.node(), Box::new(move |parent| build().append_to(parent)));
        self
    }

    /// Appends a list, and keeps it in step with `items`. An item keeps its element, and with it focus and scroll
    /// position, as long as its key is there. No two items may have the same key.
    #[cfg(feature = "live")]
    #[must_use]
    fn live_list(self, items: impl FnMut() -> Vec<Keyed> + 'static) -> Self {
        keyed::keep(self.node(), Box::new(items));
        self
    }
}
