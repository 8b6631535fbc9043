//! Names of connections that are known by their ids only.

use std::cell::Cell;
use std::rc::Rc;

use causeway_dom::watch;
use causeway_model::{ConnectionId, ProblemCode};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::link::use_link;

/// What stands for the name of a connection that was deleted.
const GONE: &str = "A connection that is gone";

/// Names by the ids of connections, as far as they are known.
#[derive(Clone, Copy)]
pub(crate) struct Names(RwSignal<Vec<(ConnectionId, String)>>);

impl Names {
    /// None so far.
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// The name, or the id as long as it is not known; tracks.
    pub(crate) fn of(self, id: ConnectionId) -> String {
        self.0.with(|names| {
            let found = names.iter().find(|(known, _)| *known == id);
            found.map_or_else(|| id.to_string(), |(_, name)| name.clone())
        })
    }

    /// Takes in a name that was read with something else.
    pub(crate) fn learn(self, id: ConnectionId, name: &str) {
        if !self.knows(id) {
            self.0.try_update(|names| names.push((id, name.to_owned())));
        }
    }

    /// Asks for the names of these connections that are not known. The API has no list of them by ids, so it is asked for
    /// one after another; an embed has a few as a rule, and never more than 200.
    pub(crate) fn ask_for(self, ids: impl Fn() -> Vec<ConnectionId> + 'static) {
        let link = use_link();
        let busy = Rc::new(Cell::new(false));
        watch(move || {
            link.track();
            let missing: Vec<_> = ids().into_iter().filter(|id| !self.knows(*id)).collect();
            if missing.is_empty() || busy.replace(true) {
                return;
            }
            let busy = Rc::clone(&busy);
            spawn_local(async move {
                for id in missing {
                    if self.knows(id) {
                        continue;
                    }
                    let result = link.client().connection(id).await;
                    match &result {
                        Ok(read) => self.learn(id, &read.value.name),
                        Err(error) if error.code() == Some(&ProblemCode::NotFound) => self.learn(id, GONE),
                        Err(error) => {
                            link.learn(Some(error));
                            break;
                        }
                    }
                }
                busy.set(false);
            });
        });
    }

    fn knows(self, id: ConnectionId) -> bool {
        self.0.try_with_untracked(|names| names.iter().any(|(known, _)| *known == id)).unwrap_or(true)
    }
}
