//! The few icons, drawn in the text's colour. All are decoration: the words beside them carry the meaning.

use causeway_dom::{Container, El, svg};

/// Two opposed arrows: the product's mark.
pub(crate) fn mark_icon() -> El {
    icon("22", "M2 7h13l-3-3M20 15H7l3 3").class("mark-icon")
}

/// A magnifying glass.
pub(crate) fn search_icon() -> El {
    icon("16", "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM11 11l3.2 3.2")
}

/// An arrow into a tray.
pub(crate) fn import_icon() -> El {
    icon("16", "M8 2v8M5 7l3 3 3-3M2.5 11v2.5h11V11")
}

/// A person.
pub(crate) fn account_icon() -> El {
    icon("16", "M8 8a3 3 0 1 0 0-6a3 3 0 0 0 0 6zM2.5 14.2c.6-2.8 2.8-4.2 5.5-4.2s4.9 1.4 5.5 4.2")
}

/// A square of `size` px with one line in it.
fn icon(size: &str, line: &str) -> El {
    svg("svg.icon")
        .attr("viewBox", &["0 0 ", size, " ", size].concat())
        .attr("width", size)
        .attr("height", size)
        .attr("aria-hidden", "true")
        .child(svg("path.icon-line").attr("d", line))
}
