//! What an attribute can be set to.

use web_sys::Element;

use crate::browser::any;

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// The element has no such attribute.
    Absent,
    /// A text of the program's own.
    Fixed(&'static str),
    /// A text made up at run time.
    Text(String),
}

impl Value {
    pub(crate) fn set(&self, element: &Element, name: &str) {
        match self {
            Self::Absent => drop(element.remove_attribute(name)),
            Self::Fixed(text) => any(element).set_attribute(name, text),
            Self::Text(text) => any(element).set_attribute(name, text),
        }
    }
}

impl From<&'static str> for Value {
    fn from(text: &'static str) -> Self {
        Self::Fixed(text)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// As ARIA writes it. HTML's own switches, such as `disabled`, are [`Value::switch`].
impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Fixed(if value { "true" } else { "false" })
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Into::into)
    }
}

impl Value {
    /// An attribute that is there or not, such as `disabled`.
    #[must_use]
    pub fn switch(on: bool) -> Self {
        if on { Self::Fixed("") } else { Self::Absent }
    }
}

#[cfg(test)]
mod tests {
    use super::Value;

    #[test]
    fn truth_is_written_as_aria_does_and_switches_as_html_does() {
        assert_eq!(Value::from(false), Value::Fixed("false"));
        assert_eq!(Value::switch(true), Value::Fixed(""));
        assert_eq!(Value::switch(false), Value::Absent);
        assert_eq!(Value::from(None::<String>), Value::Absent);
        assert_eq!(Value::from(Some("page")), Value::Fixed("page"));
    }
}
