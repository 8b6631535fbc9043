//! One element and what is on it.

use wasm_bindgen::{JsCast, UnwrapThrowExt};
use web_sys::{Element, HtmlElement, Node};

use crate::attribute::Value;
use crate::browser::{any, create_element, create_element_ns};
use crate::child::Container;
use crate::listen;

const SVG: &str = "http://www.w3.org/2000/svg";

/// A handle on an element; clones are handles on the same one.
#[derive(Debug, Clone)]
pub struct El(Element);

/// An HTML element. `selector` is its tag and classes, as a style sheet writes them: `"p.notice.notice-bad"`.
#[must_use]
pub fn html(selector: &'static str) -> El {
    let (tag, classes) = parts(selector);
    dressed(create_element(tag), classes)
}

/// An SVG element; `selector` as for [`html`].
#[must_use]
pub fn svg(selector: &'static str) -> El {
    let (tag, classes) = parts(selector);
    dressed(create_element_ns(SVG, tag), classes)
}

/// `("p", Some("notice.notice-bad"))` of `"p.notice.notice-bad"`.
fn parts(selector: &'static str) -> (&'static str, Option<&'static str>) {
    match selector.split_once('.') {
        Some((tag, classes)) => (tag, Some(classes)),
        None => (selector, None),
    }
}

fn dressed(element: Element, classes: Option<&str>) -> El {
    if let Some(classes) = classes {
        any(&element).set_attribute("class", &classes.replace('.', " "));
    }
    El(element)
}

impl El {
    /// The element itself.
    #[must_use]
    pub fn element(&self) -> &Element {
        &self.0
    }

    /// The element as what its tag says it is, such as `HtmlInputElement` for `html("input")`; this is not checked.
    #[must_use]
    pub fn cast<T: JsCast>(&self) -> T {
        self.0.clone().unchecked_into()
    }

    /// A copy with everything in it, as it is now; what listens to it or keeps it up to date stays with the original.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self(any(&self.0).clone_node(true))
    }

    /// Its first child; it must have one that is an element.
    #[must_use]
    pub fn first(&self) -> Self {
        Self(self.0.first_element_child().unwrap_throw())
    }

    /// Removes it from where it is.
    pub fn remove(&self) {
        self.0.remove();
    }

    /// Sets an attribute.
    #[must_use]
    pub fn attr(self, name: &str, value: &str) -> Self {
        self.set_attr(name, value);
        self
    }

    /// Sets an attribute of an element that is in use already.
    pub fn set_attr(&self, name: &str, value: &str) {
        any(&self.0).set_attribute(name, value);
    }

    /// Sets an attribute that may be absent or is made from something else than text.
    #[must_use]
    pub fn attr_of(self, name: &str, value: impl Into<Value>) -> Self {
        value.into().set(&self.0, name);
        self
    }

    /// Adds a class.
    #[must_use]
    pub fn class(self, class: &str) -> Self {
        self.set_class(class, true);
        self
    }

    /// Adds or removes a class.
    pub fn set_class(&self, class: &str, on: bool) {
        any(&self.0).class_list().toggle(class, on);
    }

    /// Hides it, or shows it.
    pub fn set_hidden(&self, hidden: bool) {
        Value::switch(hidden).set(&self.0, "hidden");
    }

    /// Sets a property of its style. Through the object model: a `style` attribute would be blocked by the content
    /// security policy.
    #[must_use]
    pub fn style(self, property: &str, value: &str) -> Self {
        self.set_style(property, value);
        self
    }

    /// Sets a property of the style of an element that is in use already.
    pub fn set_style(&self, property: &str, value: &str) {
        any(&self.0).style().set_property(property, value);
    }

    /// Calls `handler` on every event of this name on the element or below. `E` is the event's interface, which the
    /// name determines; this is not checked.
    #[must_use]
    pub fn on<E: JsCast>(self, event: &'static str, handler: impl Fn(E) + 'static) -> Self {
        listen::attach(&self.0, event, Box::new(move |event| handler(event.unchecked_into())));
        self
    }

    /// Moves the keyboard's focus to it.
    pub fn focus(&self) {
        self.0.unchecked_ref::<HtmlElement>().focus().ok();
    }
}

impl Container for El {
    fn node(&self) -> &Node {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_selector_is_a_tag_and_classes() {
        assert_eq!(parts("p"), ("p", None));
        assert_eq!(parts("p.notice.notice-bad"), ("p", Some("notice.notice-bad")));
    }
}
