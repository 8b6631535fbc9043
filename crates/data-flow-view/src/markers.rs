//! The heads of arrows. Their ids are unique per picture: two pictures on one page must not share them.

use std::sync::atomic::{AtomicU32, Ordering};

use causeway_data_flow::{Head, RowKind, heads, tone};
use causeway_dom::{Container, El, svg};
use causeway_model::Verb;

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

    /// What `marker-start` and `marker-end` say for a head, `filled` or `open`, in the colour of `tone`.
    pub(crate) fn head(self, tone: &str, head: &str) -> String {
        ["url(#", &self.id(tone, head), ")"].concat()
    }

    /// Gives a path the heads of its row.
    pub(crate) fn with_heads(self, path: El, kind: &RowKind) -> El {
        let url = |head| {
            let name = match head {
                Head::None => return None,
                Head::Filled => "filled",
                Head::Open => "open",
            };
            Some(self.head(tone(kind), name))
        };
        let (start, end) = heads(kind);
        path.attr_of("marker-start", url(start)).attr_of("marker-end", url(end))
    }

    /// One arrow of each verb, to copy: copying one is a fraction of building one.
    pub(crate) fn arrows(self) -> ArrowTemplates {
        let of = |verb: &Verb| {
            let kind = RowKind::Flow(verb.clone());
            self.with_heads(arrow(&kind), &kind)
        };
        ArrowTemplates { instance: self, verbs: Verb::KNOWN.iter().map(of).collect() }
    }

    /// The definitions of the heads of some tones, once per picture.
    pub(crate) fn definitions(self, tones: &[&str]) -> El {
        let marker = |tone: &str, head: &str, d: &str| {
            svg("marker")
                .attr("class", &["flow-head ", tone, " ", head].concat())
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
        tones.iter().fold(svg("defs"), |definitions, tone| {
            definitions.child(marker(tone, "filled", "M0.5 1 9 5 0.5 9z")).child(marker(
                tone,
                "open",
                "M1.5 1.5 8.5 5 1.5 8.5",
            ))
        })
    }
}

fn arrow(kind: &RowKind) -> El {
    svg("path").attr("class", &["flow-arrow ", tone(kind)].concat())
}

/// Arrows to copy.
pub(crate) struct ArrowTemplates {
    instance: Instance,
    /// In the order of [`Verb::KNOWN`].
    verbs: Vec<El>,
}

impl ArrowTemplates {
    /// A new arrow of this kind, without a path.
    pub(crate) fn of(&self, kind: &RowKind) -> El {
        let known = match kind {
            RowKind::Flow(verb) => verb.place(),
            RowKind::Group(_) => None,
        };
        match known {
            Some(at) => self.verbs[at].copy(),
            None => self.instance.with_heads(arrow(kind), kind),
        }
    }
}
