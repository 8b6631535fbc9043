//! Counts per status, each a filter.

use causeway_data_flow_view::StatusShape;
use causeway_model::{EnvironmentSummary, Status};
use leptos::prelude::*;

use super::chip::Chip;
use super::status_mark::tone;
use crate::format::grouped;
use causeway_data_flow_view::dynamic::{dynamic, part, row};

/// A row of toggles: all, and every status that occurs or is chosen.
#[component]
pub(crate) fn StatusFilter(
    /// The counts; `None` until they are known.
    summary: Signal<Option<EnvironmentSummary>>,
    /// The chosen status.
    chosen: Signal<Option<Status>>,
    /// Chooses another; `None` for all.
    on_choose: Callback<Option<Status>>,
) -> impl IntoView {
    let statuses = Memo::new(move |_| {
        let chosen = chosen.get();
        summary.with(|summary| {
            let counts = summary.as_ref().map(|summary| summary.by_status.as_slice()).unwrap_or_default();
            let mut statuses: Vec<Status> = counts.iter().map(|entry| entry.status.clone()).collect();
            statuses.extend(chosen.filter(|chosen| !counts.iter().any(|entry| entry.status == *chosen)));
            statuses
        })
    });
    // One chip: of a status, or of all.
    let chip = move |status: Option<Status>| {
        let (label, mark) = match &status {
            None => ("All".to_owned(), None),
            Some(status) => {
                let class = tone(status);
                let mark = view! { <span class=class><StatusShape status=status.clone() /></span> };
                (status.label().to_owned(), Some(mark))
            }
        };
        let (counted, shown) = (status.clone(), status.clone());
        let count =
            move || summary.with(|summary| summary.as_ref().map(|summary| count(summary, counted.as_ref())));
        let pressed = Signal::derive(move || chosen.with(|chosen| *chosen == shown));
        let on_press = Callback::new(move |()| {
            let release = chosen.with_untracked(|chosen| *chosen == status);
            on_choose.run(if release { None } else { status.clone() });
        });
        view! {
            <Chip pressed=pressed on_press=on_press>
                {mark}
                {label}
                <span class="chip-count">
                    {dynamic(move || count().map(|count| format!(" {}", grouped(count))).unwrap_or_default())}
                </span>
            </Chip>
        }
    };
    view! {
        <div class="chips" role="group" aria-label="Filter by status">
            {chip(None)}
            {part(move || row(statuses.get().into_iter().map(|status| chip(Some(status)))))}
        </div>
    }
}

fn count(summary: &EnvironmentSummary, status: Option<&Status>) -> u32 {
    match status {
        None => summary.connections,
        Some(status) => {
            summary.by_status.iter().find(|entry| entry.status == *status).map_or(0, |entry| entry.count)
        }
    }
}
