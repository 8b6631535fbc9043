//! The heads of arrows. Their ids are unique per picture: two pictures on one page must not share them.

use std::sync::atomic::{AtomicU32, Ordering};

use causeway_data_flow::Head;
use causeway_dom::{Container, El, svg};
use causeway_model::{Initiator, Verb};

/// Prefix of the ids of one picture.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Instance(u32);

impl Instance {
    /// A prefix no other picture has.
    pub(crate) fn next() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }

    fn id(self, tone: &str, head: &str) -> String {
        ["flow-", &self.0.to_string(), "-", tone, "-", head].concat()
    }

    /// Gives a path the colour and the heads of its verb.
    pub(crate) fn dress(self, path: El, verb: &Verb) -> El {
        let tone = tone(verb);
        let url = |head| {
            let name = match head {
                Head::None => return None,
                Head::Filled => "filled",
                Head::Open => "open",
            };
            Some(["url(#", &self.id(tone, name), ")"].concat())
        };
        let (start, end) = causeway_data_flow::heads(verb);
        path.class(tone).attr_of("marker-start", url(start)).attr_of("marker-end", url(end))
    }

    /// The definitions, once per picture.
    pub(crate) fn definitions(self) -> El {
        let marker = |tone, head, d| {
            svg("marker.flow-head")
                .class(tone)
                .class(head)
                .attr("id", &self.id(tone, head))
                .attr("viewBox", "0 0 10 10")
                .attr("refX", "8.5")
                .attr("refY", "5")
                .attr("markerWidth", "10")
                .attr("markerHeight", "10")
                .attr("markerUnits", "userSpaceOnUse")
                .attr("orient", "auto-start-reverse")
                .child(svg("path").attr("d", d))
        };
        let both = |tone| {
            [marker(tone, "filled", "M0.5 1 9 5 0.5 9z"), marker(tone, "open", "M1.5 1.5 8.5 5 1.5 8.5")]
        };
        svg("defs").children(["out", "in"].into_iter().flat_map(both))
    }
}

/// The class that gives an arrow its colour: who starts.
pub(crate) fn tone(verb: &Verb) -> &'static str {
    match verb.initiator() {
        Some(Initiator::You) => "out",
        Some(_) => "in",
        None => "other",
    }
}
