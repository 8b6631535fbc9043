//! Lists that stay in step with signals by themselves.

use leptos::prelude::Owner;
use web_sys::Node;

use crate::element::El;
use crate::list::List;
use crate::live::watch;

/// One item of [`crate::Container::live_list`]: what tells it from the others, and how to draw it.
pub struct Keyed {
    key: String,
    draw: Box<dyn Fn() -> El>,
}

impl Keyed {
    /// An item. `draw` runs when its key appears, and not again as long as it stays.
    pub fn new(key: String, draw: impl Fn() -> El + 'static) -> Self {
        Self { key, draw: Box::new(draw) }
    }
}

impl std::fmt::Debug for Keyed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.key)
    }
}

/// Ends what was set up for an item when the item goes.
struct Ends(Owner);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.cleanup();
    }
}

pub(crate) fn keep(parent: &Node, mut items: Box<dyn FnMut() -> Vec<Keyed>>) {
    let mut list = List::within(parent);
    // Items outlive the run that drew them, so they belong to whoever owns the list.
    let outer = Owner::current().unwrap_or_default();
    watch(move || {
        let (keys, draws): (Vec<_>, Vec<_>) = items().into_iter().map(|item| (item.key, item.draw)).unzip();
        list.keep(keys, |at| {
            let owner = outer.child();
            (owner.with(&draws[at]), Ends(owner))
        });
    });
}
