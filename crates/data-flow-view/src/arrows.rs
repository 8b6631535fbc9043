//! The arrows as SVG, with rails and brackets. For the eye only: the lists carry the meaning.
//!
//! The highlighted arrow is drawn once more on top, so that hovering and selecting touch one element and not all.
//! The arrows themselves are put into `group` by their rows (`row`).

use causeway_data_flow::Layout;
use causeway_dom::{Container, El, svg};
use causeway_model::DataFlowId;
use leptos::prelude::*;

use crate::markers::Instance;
use crate::scene::Scene;

/// The drawing, and the group that the rows put their arrows into.
pub(crate) fn arrows(scene: Scene, instance: Instance) -> (El, El) {
    let group = svg("g");
    let length = move |read: fn(&Layout) -> i32| move || scene.of_layout(read).to_string();
    let path = move |read: fn(&Layout) -> String| move || scene.of_layout(read);
    let drawing = svg("svg.flow-arrows")
        .attr("aria-hidden", "true")
        .attr("focusable", "false")
        .live_attr("width", length(|layout| layout.width))
        .live_attr("height", length(|layout| layout.height))
        .child(instance.definitions())
        .child(svg("path.flow-rails").live_attr("d", path(rails)))
        .child(svg("path.flow-ties").live_attr("d", path(ties)))
        .child(svg("path.flow-hover").live_attr("d", move || path_of(scene, scene.hovered.get())))
        .child(group.clone())
        .live(move || chosen(scene, instance));
    (drawing, group)
}

/// The selected arrow once more, on top of all.
fn chosen(scene: Scene, instance: Instance) -> Option<El> {
    let row = scene.row(scene.selected.get()?)?;
    let path = svg("path.flow-chosen").attr("d", &path_of(scene, Some(row.id)));
    Some(instance.dress(path, &row.verb))
}

fn path_of(scene: Scene, id: Option<DataFlowId>) -> String {
    scene.of_layout(|layout| id.and_then(|id| layout.row(id)).map(|row| row.d.clone()).unwrap_or_default())
}

fn rails(layout: &Layout) -> String {
    let mut d = String::new();
    for rail in &layout.rails {
        for (command, number) in [('M', rail.x), (' ', rail.top), ('V', rail.bottom)] {
            d.push(command);
            d.push_str(&number.to_string());
        }
    }
    d
}

fn ties(layout: &Layout) -> String {
    layout.ties.iter().map(|tie| tie.d.as_str()).collect()
}
