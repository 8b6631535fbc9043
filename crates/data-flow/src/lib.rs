//! The data-flow picture of one connection as arithmetic: structure in, positions and paths out.
//!
//! It is a bipartite list, not a general graph: cards left, cards right, one row per arrow between them. Layout is
//! closed-form, works in whole CSS pixels and depends on nothing but its two arguments; the order in which the
//! server lists cards and flows does not matter. This crate must not know a browser, a framework or a clock, and
//! nothing that changes while you look at the picture (status, counters, selection): those go straight to what is
//! drawn, without passing through here.
//!
//! [`layout`] is the list of passes; each pass is one file.

mod choice;
mod geometry;
mod grouping;
mod metrics;
mod options;
mod order;
mod picture;
mod route;
mod sorting;
mod stacked;
mod structure;
mod svg;
mod table;
mod ties;
mod verify;
mod wide;
pub mod words;

pub use choice::{Choice, GROUP_ABOVE};
pub use geometry::{Point, Rect};
pub use metrics::CardLines;
pub use options::{Form, Options};
pub use picture::{Lane, Layout, PlacedCard, PlacedRow, Rail, Repeat, Tie};
pub use route::{Head, heads, tone};
pub use sorting::by_guid;
pub use structure::{Card, Content, Count, Group, Row, RowId, RowKind, Side, Structure};
pub use svg::Drawing;
pub use table::{Line, Table};
pub use verify::verify;

/// Lays the picture out.
///
/// What most pictures have no use for is kept out of line here and elsewhere (`inline(never)`): a browser compiles a
/// function when it is first called, whole, and whoever opens a picture waits for that. So is every pass: V8 compiles a
/// function anew, with care, once it has run for long. Of a pass that would be in vain, since it runs once a picture, and
/// with all passes in one function it took 50 ms of a second processor at 5,000 arrows, which the page was waiting for.
///
/// 1. *order*: which card and which row comes after which, so that rows of the same two cards are neighbours;
/// 2. *place* (`wide` or `stacked`): cards, rows and the rails on which arrows end;
/// 3. *route*: the path of every arrow;
/// 4. *ties*: brackets that join the cards of one endpoint;
/// 5. *verify*: in debug builds, what must hold of every picture does hold.
#[must_use]
pub fn layout(structure: &Structure, options: &Options) -> Layout {
    let metrics = metrics::Metrics::new(structure, options);
    let order = order::order(structure);
    let placed = match metrics.form {
        Form::Wide => wide::place(structure, &order, &metrics),
        Form::Stacked => stacked::place(structure, &order, &metrics),
    };
    let mut layout = route::route(structure, &order, &metrics, placed);
    layout.ties = ties::ties(structure, &layout, &metrics);
    debug_assert!(verify(structure, &layout).is_empty(), "{:?}", verify(structure, &layout));
    layout
}
