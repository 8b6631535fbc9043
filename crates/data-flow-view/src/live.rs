//! What changes while you look: the status of each data flow, as one signal per row.
//!
//! A refresh compares and sets only what differs, so one changed status touches one row. Must not know the layout.

use std::sync::Arc;

use causeway_model::{ConnectionDataFlow, DataFlowId, Status};
use leptos::prelude::*;

use crate::dynamic::effect;

/// Status per data flow, in the order of ids.
#[derive(Clone, Copy)]
pub(crate) struct Live(StoredValue<Vec<(DataFlowId, ArcRwSignal<Status>)>>);

impl Live {
    /// Follows the picture.
    pub(crate) fn follow(picture: Signal<Option<Arc<ConnectionDataFlow>>>) -> Self {
        let live = Self(StoredValue::new(vec![]));
        effect(move || {
            if let Some(picture) = picture.get() {
                live.update(&picture);
            }
        });
        live
    }

    /// The status of a data flow. A row may be drawn before its first status is known.
    pub(crate) fn status(&self, id: DataFlowId) -> ArcRwSignal<Status> {
        self.0
            .try_update_value(|rows| match rows.binary_search_by(|row| row.0.cmp(&id)) {
                Ok(at) => rows[at].1.clone(),
                Err(at) => {
                    rows.insert(at, (id, ArcRwSignal::new(Status::NoTraffic)));
                    rows[at].1.clone()
                }
            })
            .unwrap_or_else(|| ArcRwSignal::new(Status::NoTraffic))
    }

    fn update(&self, picture: &ConnectionDataFlow) {
        let mut changed = vec![];
        self.0.try_update_value(|rows| {
            let known = std::mem::take(rows);
            *rows = picture
                .flows
                .iter()
                .map(|flow| {
                    let signal = match known.binary_search_by(|row| row.0.cmp(&flow.id)) {
                        Ok(at) => known[at].1.clone(),
                        Err(_) => ArcRwSignal::new(flow.status.clone()),
                    };
                    if signal.with_untracked(|status| *status != flow.status) {
                        changed.push((signal.clone(), flow.status.clone()));
                    }
                    (flow.id, signal)
                })
                .collect();
            rows.sort_unstable_by_key(|row| row.0);
        });
        for (signal, status) in changed {
            signal.set(status);
        }
    }
}
