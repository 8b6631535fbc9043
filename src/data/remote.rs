//! One answer of the server, kept fresh.

use std::any::Any;
use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use causeway_client::{Client, ClientError};
use causeway_dom::watch;
use causeway_model::ProblemCode;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::link::{Link, use_link};

/// Why there is no answer, in words for the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// What happened.
    pub(crate) message: String,
    /// The object does not exist, or is not yours.
    pub(crate) not_found: bool,
}

impl From<&ClientError> for Failure {
    fn from(error: &ClientError) -> Self {
        Self { message: error.to_string(), not_found: error.code() == Some(&ProblemCode::NotFound) }
    }
}

/// Where an answer stands.
#[derive(Debug, PartialEq)]
enum Load<T> {
    /// Asked for, nothing yet.
    Loading,
    /// Here. `refresh_failed` when a later refresh failed and this is the last good answer.
    Ready {
        /// The answer.
        value: Arc<T>,
        /// Why it could not be refreshed.
        refresh_failed: Option<Failure>,
    },
    /// There is none.
    Failed(Failure),
}

impl<T> Clone for Load<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Loading => Self::Loading,
            Self::Ready { value, refresh_failed } => {
                Self::Ready { value: Arc::clone(value), refresh_failed: refresh_failed.clone() }
            }
            Self::Failed(failure) => Self::Failed(failure.clone()),
        }
    }
}

impl<T> Load<T> {
    /// The answer, if there is one.
    fn value(&self) -> Option<&Arc<T>> {
        match self {
            Self::Ready { value, .. } => Some(value),
            _ => None,
        }
    }
}

/// Where an answer stands, whatever it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Phase {
    /// Asked for, nothing yet.
    Loading,
    /// Here.
    Ready {
        /// Why it could not be refreshed.
        refresh_failed: Option<Failure>,
    },
    /// There is none.
    Failed(Failure),
}

/// A handle on one answer; copy it freely within the component that made it.
pub(crate) struct Remote<T: Send + Sync + 'static>(RwSignal<Load<T>>);

impl<T: Send + Sync + 'static> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Remote<T> {}

/// An answer under way.
pub(super) type Answer<T> = Pin<Box<dyn Future<Output = Result<T, ClientError>>>>;

/// An answer of whatever type: what follows is compiled once for all of them.
pub(super) type Erased = Box<dyn Any>;

impl<T: PartialEq + Send + Sync + 'static> Remote<T> {
    /// Asks anew whenever the question changes, the link says so, or the reader tries again. `ask` gives the question,
    /// as a text that tells it from others, and the answer under way; nothing while there is nothing to ask. A new
    /// question starts from nothing; a refresh keeps what is there until it is better.
    pub(super) fn new(ask: impl Fn(Client) -> Option<(String, Answer<T>)> + 'static) -> Self {
        let state = RwSignal::new(Load::Loading);
        Self(state).asking(ask, Box::new(move || state.set(Load::Loading)))
    }

    /// As [`Self::new`], but the last answer stays until a new question has one: typing in a search does not flicker.
    pub(super) fn keeping(ask: impl Fn(Client) -> Option<(String, Answer<T>)> + 'static) -> Self {
        Self(RwSignal::new(Load::Loading)).asking(ask, Box::new(|| ()))
    }

    fn asking(
        self,
        ask: impl Fn(Client) -> Option<(String, Answer<T>)> + 'static,
        start_over: Box<dyn Fn()>,
    ) -> Self {
        let (link, state) = (use_link(), self.0);
        let erased = move || {
            let (question, answer) = ask(link.client())?;
            let answer: Answer<Erased> =
                Box::pin(async move { answer.await.map(|value| Box::new(value) as Erased) });
            Some((question, answer))
        };
        keep_asking(link, Box::new(erased), start_over, Rc::new(move |result| settle(state, result)));
        self
    }

    /// Where it stands, without the answer itself.
    pub(crate) fn phase(self) -> Memo<Phase> {
        Memo::new(move |_| {
            self.0.with(|load| match load {
                Load::Loading => Phase::Loading,
                Load::Ready { refresh_failed, .. } => Phase::Ready { refresh_failed: refresh_failed.clone() },
                Load::Failed(failure) => Phase::Failed(failure.clone()),
            })
        })
    }

    /// Whether there is an answer; tracks.
    pub(crate) fn is_here(self) -> bool {
        self.0.with(|load| load.value().is_some())
    }

    /// The answer, if there is one; tracks.
    pub(crate) fn value(self) -> Option<Arc<T>> {
        self.0.with(|load| load.value().cloned())
    }
}

fn keep_asking(
    link: Link,
    ask: Box<dyn Fn() -> Option<(String, Answer<Erased>)>>,
    start_over: Box<dyn Fn()>,
    settle: Rc<dyn Fn(Result<Erased, ClientError>)>,
) {
    let newest = Rc::new(Cell::new(0_u32));
    let mut asked_before: Option<Option<String>> = None;
    watch(move || {
        link.track();
        let asked = ask();
        let question = asked.as_ref().map(|(question, _)| question.clone());
        if asked_before.as_ref().is_some_and(|before| *before != question) {
            start_over();
        }
        asked_before = Some(question);
        let Some((_, answer)) = asked else { return };
        let number = newest.get().wrapping_add(1);
        newest.set(number);
        let newest = Rc::clone(&newest);
        let settle = Rc::clone(&settle);
        spawn_local(async move {
            let result = answer.await;
            if newest.get() == number {
                link.learn(result.as_ref().err());
                settle(result);
            }
        });
    });
}

/// Takes an answer in. The component may be gone by now, hence `try_`; an unchanged answer disturbs nobody.
fn settle<T: PartialEq + Send + Sync + 'static>(
    state: RwSignal<Load<T>>,
    result: Result<Erased, ClientError>,
) {
    let Some(current) = state.try_get_untracked() else { return };
    let next = match result {
        Ok(value) => {
            let Ok(value) = value.downcast::<T>() else { return };
            match current {
                Load::Ready { value: old, refresh_failed } if *old == *value => {
                    if refresh_failed.is_none() {
                        return;
                    }
                    Load::Ready { value: old, refresh_failed: None }
                }
                _ => Load::Ready { value: Arc::from(value), refresh_failed: None },
            }
        }
        Err(error) => {
            let failure = Failure::from(&error);
            match current {
                // Gone for good is not a failed refresh: showing the last picture would be a lie.
                Load::Ready { value, .. } if !failure.not_found => {
                    Load::Ready { value, refresh_failed: Some(failure) }
                }
                _ => Load::Failed(failure),
            }
        }
    };
    state.try_set(next);
}
