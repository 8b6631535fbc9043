//! What the reader typed into a form and did not save: kept while the page is left, so that coming back brings it back.
//! In memory only: a reload asks first, and a secret is never kept.

use causeway_dom::listen;
use leptos::prelude::*;
use web_sys::Event;

/// Drafts by what they are of, such as the path of a page; each holds the values of the form's fields.
#[derive(Clone, Copy)]
pub(crate) struct Drafts(StoredValue<Vec<(String, Vec<String>)>>);

/// Puts the drafts where every page finds them. Leaving the program while there are some asks first.
pub(crate) fn provide_drafts() {
    let drafts = Drafts(StoredValue::new(Vec::new()));
    listen(&window(), "beforeunload", move |event: Event| {
        if drafts.0.with_value(|drafts| !drafts.is_empty()) {
            event.prevent_default();
        }
    });
    provide_context(drafts);
}

/// The drafts of all pages.
pub(crate) fn use_drafts() -> Drafts {
    expect_context()
}

impl Drafts {
    /// Takes the draft of a form out, if there is one.
    pub(crate) fn take(self, of: &str) -> Option<Vec<String>> {
        self.0.try_update_value(|drafts| {
            let place = drafts.iter().position(|(name, _)| name == of)?;
            Some(drafts.swap_remove(place).1)
        })?
    }

    /// Keeps a draft.
    pub(crate) fn keep(self, of: String, values: Vec<String>) {
        self.0.try_update_value(|drafts| {
            drafts.retain(|(name, _)| *name != of);
            drafts.push((of, values));
        });
    }
}
