//! The arrows as SVG, with rails and brackets. For the eye only: the lists carry the meaning.
//!
//! The highlighted arrow is drawn once more on top, so that hovering and selecting touch one element and not all.

use std::cell::{Cell, RefCell};

use causeway_data_flow::{Row, RowId, RowKind, tone};
use causeway_dom::{Container, El, List, svg};
use causeway_model::{DataFlowId, guid};

use crate::markers::{ArrowTemplates, Instance};
use crate::scene::Drawn;

/// The drawing.
pub(crate) struct Arrows {
    pub(crate) element: El,
    instance: Instance,
    templates: ArrowTemplates,
    size: Cell<(i32, i32)>,
    rails: El,
    /// Only part of the drawing while there are any.
    ties: El,
    hover: El,
    group: El,
    /// Whether heads in the colour of neither side are defined: few pictures have such arrows.
    has_other_heads: Cell<bool>,
    list: RefCell<List<DrawnArrow>>,
    /// The selected arrow once more, on top of all, and the veil below it.
    chosen: RefCell<Option<El>>,
}

impl Arrows {
    pub(crate) fn new(instance: Instance) -> Self {
        let group = svg("g");
        let list = RefCell::new(List::append_to(&group));
        let (rails, ties, hover) = (svg("path.flow-rails"), svg("path.flow-ties"), svg("path.flow-hover"));
        let element = svg("svg.flow-arrows")
            .attr("aria-hidden", "true")
            .attr("focusable", "false")
            .child(instance.definitions(&["out", "in"]))
            .child(rails.clone())
            .child(group.clone());
        Self {
            element,
            instance,
            templates: instance.arrows(),
            size: Cell::new((0, 0)),
            rails,
            ties,
            hover,
            group,
            has_other_heads: Cell::new(false),
            list,
            chosen: RefCell::new(None),
        }
    }

    /// Has those arrows on screen that reach into the view, also those whose label does not.
    pub(crate) fn draw(&self, drawn: &Drawn) {
        let (layout, (top, bottom)) = (&*drawn.layout, drawn.span);
        let size = (layout.width, layout.height);
        if self.size.replace(size) != size {
            self.element.set_attr("width", &size.0.to_string());
            self.element.set_attr("height", &size.1.to_string());
        }
        self.rails.set_attr("d", &layout.rails_path(top, bottom));
        self.show_below(&self.ties, &layout.ties.iter().map(|tie| tie.d.as_str()).collect::<String>());
        let reaches = |at: &usize| {
            let (highest, lowest) = layout.extent(&layout.rows[*at]);
            lowest >= top && highest < bottom
        };
        let shown: Vec<usize> = (0..layout.rows.len()).filter(reaches).collect();
        let keys = shown.iter().map(|at| key(drawn.row_at(*at))).collect();
        let mut list = self.list.borrow_mut();
        list.keep(keys, |at| {
            let row = drawn.row_at(shown[at]);
            if tone(&row.kind) == "other" && !self.has_other_heads.replace(true) {
                let _ = self.element.clone().child(self.instance.definitions(&["other"]));
            }
            let held = DrawnArrow { flow: row.id.flow(), d: String::new(), troubled: false };
            (self.templates.of(&row.kind), held)
        });
        for (item, at) in list.items_mut().iter_mut().zip(&shown) {
            let d = layout.path(&layout.rows[*at]);
            if d != item.held.d {
                item.el().set_attr("d", &d);
                item.held.d = d;
            }
        }
        show_trouble(&mut list, drawn);
    }

    /// A refresh that changes a status touches its arrow and no other.
    pub(crate) fn show_statuses(&self, drawn: &Drawn) {
        show_trouble(&mut self.list.borrow_mut(), drawn);
    }

    /// Draws the selected arrow once more, above a veil over all arrows: fading them themselves would have the browser
    /// draw them all anew.
    pub(crate) fn choose(&self, drawn: &Drawn) {
        let id = drawn.selected.map(RowId::Flow);
        let chosen = id.and_then(|id| {
            let kind = &drawn.row(&id)?.kind;
            let path = svg("path")
                .attr("class", &["flow-chosen ", tone(kind)].concat())
                .attr("d", &path_of(drawn, &id)?);
            let veil = svg("path.flow-veil").attr("d", &drawn.layout.veil());
            Some(svg("g").child(veil).child(self.instance.with_heads(path, kind)))
        });
        if let Some(chosen) = &chosen {
            let _ = self.element.clone().child(chosen.clone());
        }
        if let Some(before) = self.chosen.replace(chosen) {
            before.remove();
        }
    }

    /// Marks the row under the pointer.
    pub(crate) fn hover(&self, drawn: &Drawn, row: Option<&RowId>) {
        self.show_below(&self.hover, &row.and_then(|row| path_of(drawn, row)).unwrap_or_default());
    }

    /// Draws a path below the arrows, or takes it away when it has nothing to show.
    fn show_below(&self, path: &El, d: &str) {
        if d.is_empty() {
            return path.remove();
        }
        path.set_attr("d", d);
        if path.element().parent_node().is_none() {
            self.group.element().before_with_node_1(path.element()).ok();
        }
    }
}

/// What is held of an arrow.
struct DrawnArrow {
    flow: Option<DataFlowId>,
    d: String,
    troubled: bool,
}

/// Marks the arrows of unhealthy data flows, touching those only that change.
fn show_trouble(list: &mut List<DrawnArrow>, drawn: &Drawn) {
    for item in list.items_mut() {
        let flow = item.held.flow.and_then(|id| drawn.flow(id));
        let is = flow.is_some_and(|flow| flow.status.is_unhealthy());
        if is != item.held.troubled {
            item.held.troubled = is;
            item.el().set_class("troubled", is);
        }
    }
}

/// What makes an arrow another one: an arrow that only moves is kept.
fn key(row: &Row) -> String {
    match (&row.id, &row.kind) {
        (RowId::Flow(id), RowKind::Flow(verb)) => [&guid(id.0), " ", verb.as_str()].concat(),
        (_, kind) => {
            let (start, end) = causeway_data_flow::heads(kind);
            [&row.data_type, " ", &(start as u8).to_string(), &(end as u8).to_string()].concat()
        }
    }
}

fn path_of(drawn: &Drawn, id: &RowId) -> Option<String> {
    let at = drawn.layout.position(&drawn.structure, id)?;
    Some(drawn.layout.path(&drawn.layout.rows[at]))
}
