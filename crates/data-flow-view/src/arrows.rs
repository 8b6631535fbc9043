//! The arrows as SVG, with rails and brackets. For the eye only: the lists carry the meaning.
//!
//! The highlighted arrow is drawn once more on top, so that hovering and selecting touch one element and not all.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use causeway_data_flow::{Layout, Row, RowId, RowKind, Structure};
use causeway_dom::{Container, El, List, svg, watch};
use causeway_model::{ConnectionDataFlow, DataFlowId};
use leptos::prelude::*;

use crate::markers::{Instance, tone};
use crate::scene::{Scene, find_flows};
use crate::window::Span;

/// The drawing.
pub(crate) fn arrows(scene: Scene, span: Memo<Span>, instance: Instance) -> El {
    let length = move |read: fn(&Layout) -> i32| move || scene.of_layout(read).to_string();
    let path = move |read: fn(&Layout, Span) -> String| {
        move || {
            let span = span.get();
            scene.of_layout(|layout| read(layout, span))
        }
    };
    let group = svg("g");
    keep_arrows(scene, span, instance, &group);
    svg("svg.flow-arrows")
        .attr("aria-hidden", "true")
        .attr("focusable", "false")
        .live_attr("width", length(|layout| layout.width))
        .live_attr("height", length(|layout| layout.height))
        .child(instance.definitions())
        .child(svg("path.flow-rails").live_attr("d", path(rails)))
        .child(svg("path.flow-ties").live_attr("d", path(ties)))
        .child(svg("path.flow-hover").live_attr("d", move || {
            scene.hovered.with(|hovered| hovered.as_ref().map(|id| path_of(scene, id)).unwrap_or_default())
        }))
        .child(group)
        .live(move || chosen(scene, instance))
}

/// Arrows that reach into the view, also those whose label does not.
fn keep_arrows(scene: Scene, span: Memo<Span>, instance: Instance, group: &El) {
    let list: Rc<RefCell<List<DrawnArrow>>> = Rc::new(RefCell::new(List::append_to(group)));
    let drawing = Rc::clone(&list);
    let templates = instance.arrows();
    watch(move || {
        let Some((structure, layout)) = scene.drawn() else { return };
        let (top, bottom) = span.get();
        let reaches = |at: &usize| {
            let (highest, lowest) = layout.extent(&layout.rows[*at]);
            lowest >= top && highest < bottom
        };
        let shown: Vec<usize> = (0..layout.rows.len()).filter(reaches).collect();
        let row = |at: usize| &structure.rows[layout.rows[shown[at]].row];
        let keys = (0..shown.len()).map(|at| key(row(at))).collect();
        let mut list = drawing.borrow_mut();
        list.keep(keys, |at| {
            let row = row(at);
            (templates.of(&row.kind), DrawnArrow { flow: row.id.flow(), d: String::new(), troubled: false })
        });
        for (item, at) in list.items_mut().iter_mut().zip(&shown) {
            let d = layout.path(&layout.rows[*at]);
            if d != item.held.d {
                item.el().set_attr("d", &d);
                item.held.d = d;
            }
        }
        show_trouble(&mut list, scene.picture.get_untracked().as_deref());
    });
    watch(move || show_trouble(&mut list.borrow_mut(), scene.picture.get().as_deref()));
}

/// What is held of an arrow.
struct DrawnArrow {
    flow: Option<DataFlowId>,
    d: String,
    troubled: bool,
}

/// Marks the arrows of unhealthy data flows, touching those only that change.
fn show_trouble(list: &mut List<DrawnArrow>, picture: Option<&ConnectionDataFlow>) {
    let ids = list.items().iter().map(|item| item.held.flow).collect();
    for (item, flow) in list.items_mut().iter_mut().zip(find_flows(ids, picture)) {
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
        (RowId::Flow(id), RowKind::Flow(verb)) => [&id.to_string(), " ", verb.as_str()].concat(),
        (_, kind) => {
            let (start, end) = causeway_data_flow::heads(kind);
            format!("{} {} {}", row.data_type, start as u8, end as u8)
        }
    }
}

/// The selected arrow once more, on top of all.
fn chosen(scene: Scene, instance: Instance) -> Option<El> {
    let id = RowId::Flow(scene.selected.get()?);
    let row = scene.row(&id)?;
    let path = svg("path.flow-chosen").class(tone(&row.kind)).attr("d", &path_of(scene, &id));
    Some(instance.with_heads(path, &row.kind))
}

fn path_of(scene: Scene, id: &RowId) -> String {
    let at = |(structure, layout): &(Arc<Structure>, Arc<Layout>)| layout.position(structure, id);
    scene.drawn().and_then(|drawn| Some(drawn.1.path(&drawn.1.rows[at(&drawn)?]))).unwrap_or_default()
}

fn rails(layout: &Layout, (top, bottom): Span) -> String {
    let mut d = String::new();
    for rail in layout.rails.iter().filter(|rail| rail.bottom >= top && rail.top < bottom) {
        for (command, number) in [('M', rail.x), (' ', rail.top), ('V', rail.bottom)] {
            d.push(command);
            d.push_str(&number.to_string());
        }
    }
    d
}

fn ties(layout: &Layout, _: Span) -> String {
    layout.ties.iter().map(|tie| tie.d.as_str()).collect()
}
