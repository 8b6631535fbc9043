//! What the reader typed into a form and did not save: kept while the page is left, so that coming back brings it back.
//! In memory only: a reload asks first, and a secret is never kept.

use causeway_dom::listen;
use leptos::prelude::*;
use web_sys::Event;

/// What was typed, and what it was typed over.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    /// Version and values of the object when typing began.
    pub(crate) base: (u64, Vec<String>),
    /// Values of the form's fields.
    pub(crate) typed: Vec<String>,
}

/// Drafts by what they are of, such as the path of a page.
#[derive(Clone, Copy)]
pub(crate) struct Drafts {
    kept: StoredValue<Vec<(String, Draft)>>,
    /// Of objects that are gone: nobody comes back to these.
    ended: StoredValue<Vec<String>>,
}

/// Puts the drafts where every page finds them. Leaving the program while there are some asks first.
pub(crate) fn provide_drafts() {
    let drafts = Drafts { kept: StoredValue::new(Vec::new()), ended: StoredValue::new(Vec::new()) };
    listen(&window(), "beforeunload", move |event: Event| {
        if drafts.kept.with_value(|drafts| !drafts.is_empty()) {
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
    pub(crate) fn take(self, of: &str) -> Option<Draft> {
        self.kept.try_update_value(|drafts| {
            let place = drafts.iter().position(|(name, _)| name == of)?;
            Some(drafts.swap_remove(place).1)
        })?
    }

    /// Keeps a draft, unless its object is gone.
    pub(crate) fn keep(self, of: String, draft: Draft) {
        if self.ended.with_value(|ended| ended.contains(&of)) {
            return;
        }
        self.kept.try_update_value(|drafts| {
            drafts.retain(|(name, _)| *name != of);
            drafts.push((of, draft));
        });
    }

    /// Forgets the draft of an object that is gone, and keeps none any more.
    pub(crate) fn end(self, of: String) {
        self.take(&of);
        self.ended.try_update_value(|ended| ended.push(of));
    }
}
