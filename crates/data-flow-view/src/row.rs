//! One row: its list item, its label and its arrow. What changes is set on the element it concerns, without a signal of
//! its own: a picture has many rows. Must not know which rows there are.

use causeway_data_flow::{PlacedRow, Row};
use causeway_dom::{Container, El, html, svg};
use causeway_model::{DataFlowId, Status};

use crate::markers::{Instance, tone};
use crate::scene::px;
use crate::status::status_word;
use crate::words::{is_noteworthy, sentence};

/// What is held of a row to change it later.
pub(crate) struct DrawnRow {
    pub(crate) id: DataFlowId,
    item: El,
    button: El,
    plate: El,
    arrow: El,
    /// The name without a status.
    sentence: String,
    status: Option<Status>,
    word: Option<El>,
}

impl DrawnRow {
    /// The list item of a row, and its arrow inside `arrows`.
    pub(crate) fn draw(row: &Row, partner: &str, instance: Instance, arrows: &El) -> (El, Self) {
        let plate = html("span.flow-plate")
            .child(html("span.flow-verb").text(row.verb.as_str()))
            .text(" ")
            .child(html("span.flow-type").attr("dir", "auto").text(&row.data_type));
        let button = html("button").attr("type", "button").child(plate.clone());
        let item = html("li.flow-row")
            .class(tone(&row.verb))
            .attr("data-flow-id", &row.id.to_string())
            .attr("data-verb", row.verb.as_str())
            .child(button.clone());
        let arrow = instance.dress(svg("path.flow-arrow"), &row.verb);
        arrows.node().append_child(arrow.node()).ok();
        let drawn = Self {
            id: row.id,
            item: item.clone(),
            button,
            plate,
            arrow,
            sentence: sentence(&row.data_type, &row.verb, partner),
            status: None,
            word: None,
        };
        drawn.stop(false);
        drawn.press(false);
        (item, drawn)
    }

    /// Puts it where it belongs.
    pub(crate) fn place(&self, placed: &PlacedRow) {
        self.arrow.set_attr("d", &placed.d);
        self.item.set_style("top", &px(placed.top));
    }

    /// Shows a status; nothing happens when it is the one shown.
    pub(crate) fn show(&mut self, status: &Status) {
        if self.status.as_ref() == Some(status) {
            return;
        }
        self.status = Some(status.clone());
        let noteworthy = is_noteworthy(status);
        if let Some(word) = self.word.take() {
            word.element().remove();
        }
        let mut name = self.sentence.clone();
        if noteworthy {
            name.push_str(", ");
            name.push_str(status.label());
            let word = status_word(status);
            self.plate.node().append_child(word.node()).ok();
            self.word = Some(word);
        }
        self.item.set_attr("aria-label", &name);
        self.item.set_attr("data-status", status.as_str());
        self.arrow.set_class("troubled", noteworthy);
    }

    /// Whether it is the selected one.
    pub(crate) fn press(&self, pressed: bool) {
        self.button.set_attr("aria-pressed", if pressed { "true" } else { "false" });
    }

    /// Whether the Tab key leads to it.
    pub(crate) fn stop(&self, stop: bool) {
        self.button.set_attr("tabindex", if stop { "0" } else { "-1" });
    }

    /// Moves focus to it.
    pub(crate) fn focus(&self) {
        self.button.focus();
    }
}

/// The arrow stands elsewhere and goes with its row.
impl Drop for DrawnRow {
    fn drop(&mut self) {
        self.arrow.element().remove();
    }
}
