//! Counts per status, each a filter.

use std::rc::Rc;

use causeway_dom::{Container, El, html};
use causeway_model::{EnvironmentSummary, Status};
use leptos::prelude::*;

use super::chip::chip;
use super::status_mark::toned_shape;
use crate::format::grouped;

/// A row of toggles: all, and every status that occurs or is chosen. The counts are `None` until they are known; the
/// chosen status is `None` for all.
pub(crate) fn status_filter(
    summary: Signal<Option<EnvironmentSummary>>,
    chosen: Memo<Option<Status>>,
    on_choose: impl Fn(Option<Status>) + 'static,
) -> El {
    let on_choose: Rc<dyn Fn(Option<Status>)> = Rc::new(on_choose);
    let statuses = Memo::new(move |_| {
        let chosen = chosen.get();
        summary.with(|summary| {
            let counts = summary.as_ref().map(|summary| summary.by_status.as_slice()).unwrap_or_default();
            let mut statuses: Vec<Status> = counts.iter().map(|entry| entry.status.clone()).collect();
            statuses.extend(chosen.filter(|chosen| !counts.iter().any(|entry| entry.status == *chosen)));
            statuses
        })
    });
    let one = move |status| status_chip(summary, chosen, status, Rc::clone(&on_choose));
    html("div.chips")
        .attr("role", "group")
        .attr("aria-label", "Filter by status")
        .child(one(None))
        .live(move || statuses.get().into_iter().map(|status| one(Some(status))).collect::<Vec<_>>())
}

/// One chip: of a status, or of all.
fn status_chip(
    summary: Signal<Option<EnvironmentSummary>>,
    chosen: Memo<Option<Status>>,
    status: Option<Status>,
    on_choose: Rc<dyn Fn(Option<Status>)>,
) -> El {
    let (shown, counted) = (status.clone(), status.clone());
    let label = status.as_ref().map_or("All", Status::label).to_owned();
    let shape = status.as_ref().map(toned_shape);
    let on_press = move || {
        let release = chosen.with_untracked(|chosen| *chosen == status);
        on_choose(if release { None } else { status.clone() });
    };
    let count = move || {
        let count = summary.with(|summary| summary.as_ref().map(|summary| count(summary, counted.as_ref())));
        count.map(|count| [" ", &grouped(count)].concat()).unwrap_or_default()
    };
    chip(move || chosen.with(|chosen| *chosen == shown), on_press)
        .child(shape)
        .text(&label)
        .child(html("span.chip-count").live_text(count))
}

fn count(summary: &EnvironmentSummary, status: Option<&Status>) -> u32 {
    match status {
        None => summary.connections,
        Some(status) => {
            summary.by_status.iter().find(|entry| entry.status == *status).map_or(0, |entry| entry.count)
        }
    }
}
