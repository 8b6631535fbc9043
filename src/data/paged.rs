//! A long list that arrives in pages, as far as somebody looks.

use std::cell::Cell;
use std::future::Future;
use std::rc::Rc;

use causeway_client::{Client, ClientError};
use causeway_model::Page;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::link::{Link, use_link};
use super::remote::{Answer, Erased, Failure};

/// Items asked for at once; the API's maximum, since a request costs more than a row.
pub(super) const PAGE: u32 = 200;

/// What has arrived of the list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PagedState<T> {
    /// The first items of the list, in its order.
    pub(crate) items: Vec<T>,
    /// No further items exist.
    pub(crate) complete: bool,
    /// The items answer an earlier question; the present one is under way.
    pub(crate) outdated: bool,
    /// Why no more has arrived.
    pub(crate) failure: Option<Failure>,
}

/// A handle on one list; copy it freely within the component that made it.
pub(crate) struct Paged<T: Send + Sync + 'static> {
    state: RwSignal<PagedState<T>>,
    wanted: RwSignal<usize>,
}

impl<T: Send + Sync + 'static> Clone for Paged<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Paged<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> Paged<T> {
    /// Asks `fetch` for pages of the list that answers `key`. While a new key is under way the old items stay, marked
    /// outdated, so that typing in a search box does not flicker.
    pub(super) fn new<K, F, A>(key: impl Fn() -> Option<K> + 'static, fetch: F) -> Self
    where
        K: PartialEq + Clone + 'static,
        F: Fn(Client, K, Option<String>) -> A + Clone + 'static,
        A: Future<Output = Result<Page<T>, ClientError>> + 'static,
    {
        let link = use_link();
        let state =
            RwSignal::new(PagedState { items: Vec::new(), complete: false, outdated: true, failure: None });
        let wanted = RwSignal::new(1_usize);
        let list = Self { state, wanted };
        let progress = Rc::new(Progress::default());
        Effect::new(move |previous: Option<(Option<K>, u32)>| {
            let tick = link.track();
            let needed = wanted.get();
            let key = key();
            let same_key = previous.as_ref().is_some_and(|(previous, _)| *previous == key);
            let same_tick = previous.as_ref().is_some_and(|(_, previous)| *previous == tick);
            let Some(asked_for) = key.clone() else { return (key, tick) };
            if !same_key {
                progress.restart();
                state.update(|state| state.outdated = true);
                wanted.set(1);
            } else if !same_tick {
                // What is under way is fresh already, and knows where to go on.
                if progress.busy.get() {
                    return (key, tick);
                }
                progress.restart();
            } else if progress.busy.get() || !list.lacks(needed) {
                return (key, tick);
            }
            let refresh = !same_key || !same_tick;
            spawn_local(load(
                link,
                list.steps(asked_for, fetch.clone(), &progress),
                Rc::clone(&progress),
                refresh,
            ));
            (key, tick)
        });
        list
    }

    /// What to do with this list, for [`load`].
    fn steps<K, F, A>(self, key: K, fetch: F, progress: &Rc<Progress>) -> Steps
    where
        K: Clone + 'static,
        F: Fn(Client, K, Option<String>) -> A + 'static,
        A: Future<Output = Result<Page<T>, ClientError>> + 'static,
    {
        let progress = Rc::clone(progress);
        Steps {
            fetch: Box::new(move |client, cursor| {
                let page = fetch(client, key.clone(), cursor);
                Box::pin(async move { page.await.map(|page| Box::new(page) as Erased) })
            }),
            fail: Box::new(move |failure| {
                self.state.try_update(|state| {
                    state.failure = Some(failure);
                    if state.outdated {
                        state.items.clear();
                        state.complete = false;
                    }
                });
            }),
            take_in: Box::new(move |page, first| self.take_in(*page.downcast().ok()?, first, &progress)),
        }
    }

    /// What has arrived; tracks.
    pub(crate) fn with<R>(self, read: impl FnOnce(&PagedState<T>) -> R) -> R {
        self.state.with(read)
    }

    /// Says how many items of the list are looked at, so that they are fetched.
    pub(crate) fn want(self, items: usize) {
        if self.wanted.get_untracked() < items {
            self.wanted.set(items);
        }
    }

    fn lacks(self, needed: usize) -> bool {
        self.state.with_untracked(|state| state.outdated || (!state.complete && state.items.len() < needed))
    }

    /// Adds a page. Returns whether more is wanted; `None` when the list is gone. A refresh that finds the head of the
    /// list as it was disturbs nobody and goes on from where the list had got to.
    fn take_in(self, page: Page<T>, first: bool, progress: &Progress) -> Option<bool> {
        let resume = progress.resume.take();
        let (keep, quiet) = self.state.try_with_untracked(|state| {
            let head = state.items.get(..page.items.len());
            let head_unchanged = first && !state.outdated && head == Some(&page.items[..]);
            let longer = state.items.len() > page.items.len();
            // A longer list whose end is not reached is kept only if it is known how to go on.
            let keep = head_unchanged && longer && (state.complete || resume.is_some());
            let same = keep || (head_unchanged && !longer && state.complete == page.next.is_none());
            (keep, same && state.failure.is_none())
        })?;
        let complete = page.next.is_none();
        progress.next.set(if keep { resume } else { page.next });
        if !quiet {
            self.state.try_update(|state| {
                if first && !keep {
                    state.items.clear();
                }
                if !keep {
                    state.items.extend(page.items);
                    state.complete = complete;
                }
                state.outdated = false;
                state.failure = None;
            })?;
        }
        let wanted = self.wanted.try_get_untracked()?;
        self.state.try_with_untracked(|state| !state.complete && state.items.len() < wanted)
    }
}

/// What differs between lists of one kind of items and of another: the fetching itself is compiled once.
struct Steps {
    fetch: Box<dyn Fn(Client, Option<String>) -> Answer<Erased>>,
    fail: Box<dyn Fn(Failure)>,
    /// Takes a page and whether it is the first; see [`Paged::take_in`].
    take_in: Box<dyn Fn(Erased, bool) -> Option<bool>>,
}

/// Fetches pages until what is wanted is there. Stops silently when a newer question was asked meanwhile.
async fn load(link: Link, steps: Steps, progress: Rc<Progress>, refresh: bool) {
    let run = progress.run.get();
    progress.busy.set(true);
    let mut first = refresh;
    loop {
        let cursor = if first { None } else { progress.next.take() };
        // Without a cursor the answer is the head of the list, whatever was meant.
        first = cursor.is_none();
        let result = (steps.fetch)(link.client(), cursor.clone()).await;
        if progress.run.get() != run {
            return;
        }
        link.learn(result.as_ref().err());
        let page = match result {
            Ok(page) => page,
            Err(error) => {
                progress.next.set(cursor);
                (steps.fail)(Failure::from(&error));
                break;
            }
        };
        let Some(more_wanted) = (steps.take_in)(page, first) else { return };
        first = false;
        if !more_wanted {
            break;
        }
    }
    progress.busy.set(false);
}

/// How far the fetching of one list has got.
#[derive(Default)]
struct Progress {
    run: Cell<u32>,
    busy: Cell<bool>,
    next: Cell<Option<String>>,
    resume: Cell<Option<String>>,
}

impl Progress {
    /// Makes whatever is under way stop, and remembers where a refresh may go on.
    fn restart(&self) {
        self.run.set(self.run.get().wrapping_add(1));
        self.busy.set(false);
        if let Some(next) = self.next.take() {
            self.resume.set(Some(next));
        }
    }
}
