//! Changing parts of views, boxed. Leptos compiles its machinery once per closure type; a box is one type for all, and
//! with more than a hundred such places that halves what the browser has to load.

use std::sync::Arc;

use leptos::prelude::*;

/// A value that is computed anew whenever a signal it read changes.
pub type Dynamic<T> = Box<dyn FnMut() -> T + Send>;

/// A changing text or attribute.
pub fn dynamic<T>(value: impl FnMut() -> T + Send + 'static) -> Dynamic<T> {
    Box::new(value)
}

/// A changing part of a page.
pub fn part<V: IntoView + 'static>(mut view: impl FnMut() -> V + Send + 'static) -> Dynamic<AnyView> {
    Box::new(move || view().into_any())
}

/// Views of one kind in a row, as one type for every kind.
pub fn row<V: IntoView + 'static>(views: impl Iterator<Item = V>) -> Vec<AnyView> {
    views.map(IntoAny::into_any).collect()
}

/// A view that may be absent, as one type for every kind.
pub fn maybe<V: IntoView + 'static>(view: Option<V>) -> AnyView {
    view.map_or_else(|| ().into_any(), IntoAny::into_any)
}

/// One item of a keyed list: what tells it from the others, and how to draw it.
#[derive(Clone)]
pub struct Keyed {
    /// The same key means the same item, drawn once and kept.
    pub key: String,
    /// Draws it.
    pub draw: Arc<dyn Fn() -> AnyView + Send + Sync>,
}

impl Keyed {
    /// An item; `draw` runs when its key appears.
    pub fn new(key: String, draw: impl Fn() -> AnyView + Send + Sync + 'static) -> Self {
        Self { key, draw: Arc::new(draw) }
    }
}

/// A list whose items keep their elements, and with them focus, as long as their key stays.
pub fn keyed(items: impl Fn() -> Vec<Keyed> + Send + Sync + 'static) -> AnyView {
    fn list(items: Box<dyn Fn() -> Vec<Keyed> + Send + Sync>) -> AnyView {
        view! { <For each=items key=|item| item.key.clone() children=|item| (item.draw)() /> }.into_any()
    }
    list(Box::new(items))
}

/// Something to do now and whenever a signal it read changes.
pub fn effect(run: impl FnMut() + 'static) {
    fn start(mut run: Box<dyn FnMut()>) {
        Effect::new(move |_: Option<()>| run());
    }
    start(Box::new(run));
}

/// `true` and `false`, as ARIA writes them.
pub fn aria_bool(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}
