//! The arrows as SVG, one path each, with rails and brackets. For the eye only: the lists carry the meaning.
//!
//! The highlighted arrow is drawn once more on top, so that hovering and selecting touch one element and not all.

use causeway_data_flow::{Layout, Row};
use causeway_model::DataFlowId;
use leptos::prelude::*;

use crate::dynamic::{Keyed, dynamic, keyed, maybe, part};
use crate::markers::{Instance, Markers, tone};
use crate::scene::Scene;

/// All arrows of a picture.
#[component]
pub(crate) fn Arrows(scene: Scene) -> impl IntoView {
    let instance = Instance::next();
    let frame = move |read: fn(&Layout) -> String| dynamic(move || scene.of_layout(read));
    let arrows = move || {
        let draw = |row: &Row| {
            let (key, row) = (row_key(row), row.clone());
            Keyed::new(key, move || {
                view! { <Arrow scene=scene instance=instance row=row.clone() /> }.into_any()
            })
        };
        scene.rows.with(|rows| rows.iter().map(draw).collect())
    };
    view! {
        <svg
            class="flow-arrows"
            aria-hidden="true"
            focusable="false"
            width=frame(|layout| layout.width.to_string())
            height=frame(|layout| layout.height.to_string())
        >
            <defs><Markers instance=instance /></defs>
            <path class="flow-rails" d=frame(rails) />
            <path class="flow-ties" d=frame(ties) />
            <path class="flow-hover" d=dynamic(move || path_of(scene, scene.hovered.get())) />
            {keyed(arrows)}
            {part(move || maybe(chosen(scene, instance)))}
        </svg>
    }
}

#[component]
fn Arrow(scene: Scene, instance: Instance, row: Row) -> impl IntoView {
    let (start, end) = instance.heads(&row.verb);
    let class = ["flow-arrow", tone(&row.verb)].join(" ");
    let status = scene.live.status(row.id);
    view! {
        <path
            class=class
            class:troubled=dynamic(move || status.with(crate::words::is_noteworthy))
            d=dynamic(move || path_of(scene, Some(row.id)))
            marker-start=start
            marker-end=end
        />
    }
}

/// What makes a row another one: a row that only moves is kept.
pub(crate) fn row_key(row: &Row) -> String {
    [&row.id.to_string(), " ", row.verb.as_str(), " ", &row.data_type].concat()
}

/// The selected arrow once more, on top of all.
fn chosen(scene: Scene, instance: Instance) -> Option<AnyView> {
    let id = scene.selected.get()?;
    let row = scene.rows.with(|rows| rows.iter().find(|row| row.id == id).cloned())?;
    let (start, end) = instance.heads(&row.verb);
    let class = ["flow-chosen", tone(&row.verb)].join(" ");
    let arrow = view! {
        <g><path class=class d=dynamic(move || path_of(scene, Some(id))) marker-start=start marker-end=end /></g>
    };
    Some(arrow.into_any())
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
