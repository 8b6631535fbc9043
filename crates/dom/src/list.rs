//! Lists whose items keep their elements.

use web_sys::{Document, DocumentFragment, Node};

use crate::browser::any;
use crate::child::Container;
use crate::element::El;
use crate::page::document;
use crate::region::Region;

/// Elements under one parent, each known by a key, with something held for each as long as it is there.
#[derive(Debug)]
pub struct List<T> {
    region: Region,
    items: Vec<Item<T>>,
}

/// One element of a [`List`].
#[derive(Debug)]
pub struct Item<T> {
    key: String,
    el: El,
    /// What the list holds for it; dropped when the element goes.
    pub held: T,
}

impl<T> Item<T> {
    /// Its element.
    #[must_use]
    pub fn el(&self) -> &El {
        &self.el
    }
}

impl<T> List<T> {
    /// An empty list behind the last child of `parent`.
    #[must_use]
    pub fn append_to(parent: &impl Container) -> Self {
        Self::within(parent.node())
    }

    pub(crate) fn within(parent: &Node) -> Self {
        Self { region: Region::append_to(parent), items: vec![] }
    }

    /// The items, in order.
    #[must_use]
    pub fn items(&self) -> &[Item<T>] {
        &self.items
    }

    /// The items, in order, to change what is held for them.
    pub fn items_mut(&mut self) -> &mut [Item<T>] {
        &mut self.items
    }

    /// Makes the list have these keys, in this order, no key twice. An item whose key stays keeps its element, and
    /// with it focus and scroll position; `draw` is asked for the element at a position of `keys` that is new.
    pub fn keep(&mut self, keys: Vec<String>, mut draw: impl FnMut(usize) -> (El, T)) {
        let mut before = Before { items: self.items.drain(..).map(Some).collect(), next: 0 };
        let wanted: Vec<_> = keys.into_iter().map(|key| (before.take(&key), key)).collect();
        for gone in before.items.into_iter().flatten() {
            gone.el.element().remove();
        }
        let mut next = self.region.first();
        // Neighbours that are new are put into the page together.
        let mut fresh: Option<DocumentFragment> = None;
        for (at, (kept, key)) in wanted.into_iter().enumerate() {
            if let Some(item) = kept {
                let element: &Node = item.el.element();
                if let Some(fresh) = fresh.take() {
                    self.region.insert(&fresh, next.as_ref());
                }
                match &next {
                    Some(node) if node.is_same_node(Some(element)) => next = element.next_sibling(),
                    place => self.region.insert(element, place.as_ref()),
                }
                self.items.push(item);
            } else {
                let (el, held) = draw(at);
                let fragment = fresh.get_or_insert_with(|| document(Document::create_document_fragment));
                any(fragment).append(el.element());
                self.items.push(Item { key, el, held });
            }
        }
        if let Some(fresh) = fresh {
            self.region.insert(&fresh, next.as_ref());
        }
    }
}

/// The items of before that are not used yet. Most stay in their order, so the next one is looked at first.
struct Before<T> {
    items: Vec<Option<Item<T>>>,
    next: usize,
}

impl<T> Before<T> {
    fn take(&mut self, key: &str) -> Option<Item<T>> {
        let is_it = |item: &Option<Item<T>>| item.as_ref().is_some_and(|item| item.key == key);
        let found = match self.items.get(self.next) {
            Some(item) if is_it(item) => self.next,
            _ => self.items.iter().position(is_it)?,
        };
        self.next = found + 1;
        self.items[found].take()
    }
}
