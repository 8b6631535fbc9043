//! What stays in step with signals by itself, on elements.

use crate::attribute::Value;
use crate::element::El;
use crate::live::watch;

impl El {
    /// Keeps an attribute at what `value` gives.
    #[must_use]
    pub fn live_attr<V: Into<Value>>(
        self,
        name: &'static str,
        mut value: impl FnMut() -> V + 'static,
    ) -> Self {
        self.keep_attr(name, Box::new(move || value().into()));
        self
    }

    fn keep_attr(&self, name: &'static str, mut value: Box<dyn FnMut() -> Value>) {
        let element = self.element().clone();
        watch(move || value().set(&element, name));
    }

    /// Keeps a class there or away, as `on` says.
    #[must_use]
    pub fn live_class(self, class: &'static str, on: impl FnMut() -> bool + 'static) -> Self {
        self.keep_class(class, Box::new(on));
        self
    }

    fn keep_class(&self, class: &'static str, mut on: Box<dyn FnMut() -> bool>) {
        let this = self.clone();
        watch(move || this.set_class(class, on()));
    }

    /// Keeps a property of its style at what `value` gives.
    #[must_use]
    pub fn live_style(self, property: &'static str, value: impl FnMut() -> String + 'static) -> Self {
        self.keep_style(property, Box::new(value));
        self
    }

    fn keep_style(&self, property: &'static str, mut value: Box<dyn FnMut() -> String>) {
        let this = self.clone();
        watch(move || this.set_style(property, &value()));
    }
}
