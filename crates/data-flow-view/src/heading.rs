//! Who is left, who is right, how much is shown; and what the signs of the picture mean.

use causeway_data_flow::words::{endpoint_count, flow_count};
use causeway_data_flow::{Side, Structure};
use causeway_dom::{Container, El, Fragment, html, svg};
use leptos::prelude::*;

use crate::markers::Instance;
use crate::scene::Scene;
use crate::tools::clear;

/// The heading. It stays the same element while numbers change in it.
pub(crate) fn heading(scene: Scene, instance: Instance) -> Fragment {
    let of = move |read: fn(&Structure) -> String| {
        move || scene.structure.with(|structure| structure.as_deref().map(read).unwrap_or_default())
    };
    let yours = |is_here: bool| {
        move || (scene.is_mirrored() != is_here).then(|| html("span").text("Your organization"))
    };
    let theirs = |is_here: bool| {
        move || (scene.is_mirrored() == is_here).then(|| html("bdi").text(&scene.partner.get()))
    };
    let heads = html("div.flow-heads")
        .child(
            html("p")
                .live(yours(true))
                .live(theirs(true))
                .child(html("span.quiet").live_text(of(|it| side_count(it, Side::Left)))),
        )
        .child(html("p.quiet").live_text(of(flow_count)))
        .child(
            html("p")
                .live(theirs(false))
                .live(yours(false))
                .child(html("span.quiet").live_text(of(|it| side_count(it, Side::Right)))),
        );
    Fragment::new()
        .child(heads)
        .live(move || (!scene.choice.with(|choice| choice.table)).then(|| legend(instance)))
        .live(move || nothing(scene))
}

/// " · 5 endpoints in 7 cards"; of your side only what is not plain: a key is no endpoint.
fn side_count(structure: &Structure, side: Side) -> String {
    let is_theirs = (side == Side::Right) != structure.mirrored;
    let count = structure.count(side);
    if !is_theirs { String::new() } else { [" · ", &endpoint_count(count)].concat() }
}

fn nothing(scene: Scene) -> Option<El> {
    let (shown, total) = scene.structure.with(|it| it.as_ref().map(|it| (it.shown, it.total)))?;
    if shown > 0 {
        return None;
    }
    if total == 0 {
        return Some(html("p.flow-empty").child(html("strong").text("No data flows yet")).text(
            " Import a capability statement for this connection to see what you can request from it.",
        ));
    }
    let again = html("button.flow-button")
        .attr("type", "button")
        .on("click", move |_: web_sys::Event| clear(scene))
        .text("Clear filters");
    Some(html("p.flow-empty").child(html("strong").text("Nothing matches your filters")).child(again))
}

/// What colours, heads and strokes mean, in words, beside the picture and not behind a hover.
fn legend(instance: Instance) -> El {
    let sample = |class: &'static str, heads: &[(&str, &str)], meaning: &str| {
        let line = svg("path.flow-arrow").class(class).attr("d", "M2 6H30");
        let line = heads.iter().fold(line, |line, (end, head)| line.attr(end, &instance.head(class, head)));
        let picture = svg("svg")
            .attr("width", "32")
            .attr("height", "12")
            .attr("viewBox", "0 0 32 12")
            .attr("aria-hidden", "true")
            .child(line);
        html("li").child(picture).text(meaning)
    };
    html("ul.flow-legend")
        .attr("role", "list")
        .attr("aria-label", "Legend")
        .child(sample("out", &[("marker-end", "filled")], "you start it, data goes there"))
        .child(sample("in", &[("marker-start", "filled")], "they start it, data comes to you"))
        .child(sample("out", &[("marker-start", "open"), ("marker-end", "filled")], "the answer comes back"))
        .child(sample("troubled", &[], "needs attention"))
}
