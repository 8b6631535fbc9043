//! One row: its list item and its label. What changes is set on the element it concerns, without a signal of its own: a
//! picture has many rows. Must not know which rows there are.

use causeway_data_flow::words::row_name;
use causeway_data_flow::{Group, Row, RowId, RowKind, tone};
use causeway_dom::{Container, El, html, svg};
use causeway_model::{Status, Verb, guid};

use crate::scene::px;
use crate::status::status_word;

/// Rows to copy: copying one is a fraction of building one.
#[derive(Clone)]
pub(crate) struct RowTemplates {
    /// In the order of [`Verb::KNOWN`].
    verbs: [El; 4],
    /// Of a verb that is not known.
    other: El,
    group: El,
}

impl RowTemplates {
    pub(crate) fn new() -> Self {
        let button = || html("button.flow-plate").attr("type", "button").attr("tabindex", "-1");
        let flow = |verb: &str, tone: &str| {
            let button = button()
                .attr("aria-pressed", "false")
                .child(html("span.flow-verb").text(verb))
                // A tab, so that the data types stand in a column of their own.
                .text("\t");
            html("li")
                .attr("class", &["flow-row ", tone].concat())
                .attr("data-verb", verb)
                .attr("data-status", Status::Healthy.as_str())
                .child(button)
        };
        let chevron = svg("svg.flow-chevron")
            .attr("viewBox", "0 0 10 10")
            .attr("aria-hidden", "true")
            .child(svg("path").attr("d", "M3 1.5 7 5 3 8.5"));
        let group = button().child(chevron).child(html("span.flow-type")).child(html("span.flow-note"));
        let of = |at: usize| flow(Verb::KNOWN[at].as_str(), tone(&RowKind::Flow(Verb::KNOWN[at].clone())));
        Self {
            verbs: [of(0), of(1), of(2), of(3)],
            other: flow("", "other"),
            group: html("li.flow-row.flow-group").child(group),
        }
    }
}

/// What is held of a row to change it later.
pub(crate) struct DrawnRow {
    pub(crate) id: RowId,
    item: El,
    button: El,
    /// The name without a status.
    name: String,
    status: Option<Status>,
    word: Option<El>,
    /// Whether its data type is in an element.
    has_room: bool,
    pressed: bool,
    stop: bool,
    /// Free space above it, and which of how many it is, as they were set.
    gap: i32,
    of: Option<(usize, usize)>,
}

impl DrawnRow {
    /// The list item of a row.
    pub(crate) fn draw(templates: &RowTemplates, row: &Row, partner: &str, mirrored: bool) -> (El, Self) {
        let name = row_name(row, partner, mirrored);
        let (item, button) = match &row.kind {
            RowKind::Flow(verb) => {
                let known = verb.place();
                let (item, button) = copy(known.map_or(&templates.other, |at| &templates.verbs[at]));
                if known.is_none() {
                    item.set_attr("data-verb", verb.as_str());
                    button.first().element().set_text_content(Some(verb.as_str()));
                }
                (item, button.text(&row.data_type))
            }
            RowKind::Group(group) => draw_group(templates, row, group),
        };
        match &row.id {
            RowId::Flow(id) => item.set_attr("data-flow-id", &guid(id.0)),
            RowId::Group(data_type) => item.set_attr("data-group", data_type),
        }
        item.set_attr("aria-label", &name);
        let id = row.id.clone();
        let drawn = Self {
            id,
            item: item.clone(),
            button,
            name,
            // As the template has it.
            status: matches!(row.kind, RowKind::Flow(_)).then_some(Status::Healthy),
            word: None,
            has_room: false,
            pressed: false,
            stop: false,
            gap: 0,
            of: None,
        };
        (item, drawn)
    }

    /// Puts it where it belongs: so far below the row before. With `of`, also says which of how many it is, since not
    /// all are there.
    pub(crate) fn place(&mut self, gap: i32, at: usize, of: Option<usize>) {
        if gap != self.gap {
            self.gap = gap;
            self.item.set_style("margin-top", &px(gap));
        }
        let of = of.map(|of| (at + 1, of));
        if of != self.of {
            self.of = of;
            for (name, number) in [("aria-posinset", of.map(|of| of.0)), ("aria-setsize", of.map(|of| of.1))]
            {
                match number {
                    Some(number) => self.item.set_attr(name, &number.to_string()),
                    None => drop(self.item.element().remove_attribute(name)),
                }
            }
        }
    }

    /// Shows a status; nothing happens when it is the one shown.
    pub(crate) fn show(&mut self, status: &Status) {
        if self.status.as_ref() == Some(status) {
            return;
        }
        if let Some(word) = self.word.take() {
            word.remove();
            self.item.set_attr("aria-label", &self.name);
        }
        self.item.set_attr("data-status", status.as_str());
        if status.is_noteworthy() {
            self.make_room();
            let word = status_word(status);
            let _ = self.button.clone().child(word.clone());
            self.word = Some(word);
            self.item.set_attr("aria-label", &[&self.name, ", ", status.label()].concat());
        }
        self.status = Some(status.clone());
    }

    /// Where both do not fit, the data type gives way to a status and not the status to it. That takes an element for it,
    /// which most rows do without.
    fn make_room(&mut self) {
        if std::mem::replace(&mut self.has_room, true) {
            return;
        }
        let data_type = html("span.flow-type");
        if let Some(text) = self.button.element().last_child() {
            data_type.element().append_child(&text).ok();
        }
        let _ = self.button.clone().class("with-status").child(data_type);
    }

    /// Whether it is the selected one.
    pub(crate) fn press(&mut self, pressed: bool) {
        if std::mem::replace(&mut self.pressed, pressed) != pressed {
            self.button.set_attr("aria-pressed", if pressed { "true" } else { "false" });
        }
    }

    /// Whether the Tab key leads to it.
    pub(crate) fn stop(&mut self, stop: bool) {
        if std::mem::replace(&mut self.stop, stop) != stop {
            self.button.set_attr("tabindex", if stop { "0" } else { "-1" });
        }
    }
}

#[inline(never)]
fn draw_group(templates: &RowTemplates, row: &Row, group: &Group) -> (El, El) {
    let (item, button) = copy(&templates.group);
    button.set_attr("aria-expanded", if group.open { "true" } else { "false" });
    let texts = [&*row.data_type, &group.note()];
    let mut next = button.element().first_element_child().and_then(|chevron| chevron.next_element_sibling());
    for text in texts {
        if let Some(span) = next {
            span.set_text_content(Some(text));
            next = span.next_element_sibling();
        } else {
            break;
        }
    }
    (item, button)
}

/// A copy of a template, and the button in it.
fn copy(template: &El) -> (El, El) {
    let item = template.copy();
    let button = item.first();
    (item, button)
}
