//! Who is left, who is right, how much is shown; and what the signs of the picture mean.

use std::cell::Cell;

use causeway_data_flow::words::{endpoint_count, flow_count};
use causeway_data_flow::{Side, Structure};
use causeway_dom::{Container, El, html};

/// The heading. It stays the same elements while numbers change in it.
pub(crate) struct Heading {
    pub(crate) heads: El,
    pub(crate) legend: El,
    /// In place of arrows when there are none; behind the legend as long as that is so.
    empty: El,
    sides: [Head; 2],
    count: El,
    /// Why `empty` says what it says.
    reason: Cell<Option<Empty>>,
}

/// Name and number of endpoints of one side.
struct Head {
    name: El,
    count: El,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Empty {
    NothingThere,
    NothingMatches,
}

impl Heading {
    pub(crate) fn new() -> Self {
        let side = || Head { name: html("bdi"), count: html("span.quiet") };
        let paragraph = |head: &Head| html("p").child(head.name.clone()).child(head.count.clone());
        let (sides, count) = ([side(), side()], html("p.quiet"));
        let heads = html("div.flow-heads")
            .child(paragraph(&sides[0]))
            .child(count.clone())
            .child(paragraph(&sides[1]));
        Self { heads, legend: legend(), empty: html("p.flow-empty"), sides, count, reason: Cell::new(None) }
    }

    /// Says what is drawn.
    pub(crate) fn show(&self, structure: &Structure, partner: &str) {
        for (head, side) in self.sides.iter().zip([Side::Left, Side::Right]) {
            let is_theirs = (side == Side::Right) != structure.mirrored;
            set_text(&head.name, if is_theirs { partner } else { "Your organization" });
            // Of your side only what is not plain: a key is no endpoint.
            let count = match is_theirs {
                true => [" · ", &endpoint_count(structure.count(side))].concat(),
                false => String::new(),
            };
            set_text(&head.count, &count);
        }
        set_text(&self.count, &flow_count(structure));
    }

    /// Says that there is nothing to draw, and what can be done about it.
    pub(crate) fn show_empty(&self, structure: &Structure, on_clear: impl Fn() + 'static) {
        let reason = match (structure.shown, structure.total) {
            (0, 0) => Some(Empty::NothingThere),
            (0, _) => Some(Empty::NothingMatches),
            _ => None,
        };
        if self.reason.replace(reason) == reason {
            return;
        }
        self.empty.element().set_text_content(None);
        let strong = |text| html("strong").text(text);
        let empty = self.empty.clone();
        let _ = match reason {
            None => return self.empty.remove(),
            Some(Empty::NothingThere) => empty.child(strong("No data flows yet")).text(
                " Import a capability statement for this connection to see what you can request from it.",
            ),
            Some(Empty::NothingMatches) => {
                let again = html("button.flow-button")
                    .attr("type", "button")
                    .on("click", move |_: web_sys::Event| on_clear())
                    .text("Clear filters");
                empty.child(strong("Nothing matches your filters")).child(again)
            }
        };
        self.legend.element().after_with_node_1(self.empty.element()).ok();
    }
}

/// A text that is the same already is left alone: whoever watches the page is not disturbed.
fn set_text(el: &El, text: &str) {
    if el.element().text_content().as_deref() != Some(text) {
        el.element().set_text_content(Some(text));
    }
}

/// What colours, heads and strokes mean, in words, beside the picture and not behind a hover. The style sheet draws the
/// arrows.
fn legend() -> El {
    let sample = |class: &str, meaning: &str| html("li").attr("class", class).text(meaning);
    html("ul.flow-legend")
        .attr("role", "list")
        .attr("aria-label", "Legend")
        .child(sample("out", "you start it, data goes there"))
        .child(sample("in", "they start it, data comes to you"))
        .child(sample("answer", "the answer comes back"))
        .child(sample("troubled", "needs attention"))
}
