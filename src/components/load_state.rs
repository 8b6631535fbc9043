//! The four states every page has: loading, empty, failed with a way on, and content.

use causeway_data_flow_view::dynamic::part;
use leptos::prelude::*;

use crate::data::{Failure, Phase, use_link};

/// Shows a remote answer, or why there is none. The content is built once and kept while the answer is refreshed; it
/// reads the answer through a signal of its own.
#[component]
pub(crate) fn LoadState(
    /// Where the answer stands.
    phase: Memo<Phase>,
    /// What it is, for messages: "connection".
    what: &'static str,
    /// Builds the content.
    content: Box<dyn Fn() -> AnyView + Send + Sync>,
) -> impl IntoView {
    let stage = Memo::new(move |_| phase.with(std::mem::discriminant));
    part(move || {
        // Read, not only tracked: a memo that nobody reads never runs.
        stage.get();
        match phase.get_untracked() {
            Phase::Loading => view! { <Skeleton /> }.into_any(),
            Phase::Failed(failure) => view! { <FailedState failure=failure what=what /> }.into_any(),
            Phase::Ready { .. } => view! {
                {part(move || phase.with(refresh_notice))}
                {content()}
            }
            .into_any(),
        }
    })
}

fn refresh_notice(phase: &Phase) -> Option<AnyView> {
    let Phase::Ready { refresh_failed: Some(failure) } = phase else { return None };
    let reason = failure.message.clone();
    let notice = view! {
        <p class="notice notice-warn" role="status">
            "Not refreshed: " {reason} " What you see is the last answer."
        </p>
    };
    Some(notice.into_any())
}

/// Grey shapes where content will be. Announced as busy, read as "Loading".
#[component]
pub(crate) fn Skeleton() -> impl IntoView {
    view! {
        <div class="skeleton" role="status" aria-busy="true">
            <span class="visually-hidden">"Loading…"</span>
            <div class="skeleton-line skeleton-title"></div>
            <div class="skeleton-line"></div>
            <div class="skeleton-block"></div>
        </div>
    }
}

/// Why there is nothing, and the way on.
#[component]
pub(crate) fn FailedState(
    /// The reason.
    failure: Failure,
    /// What is missing.
    what: &'static str,
) -> impl IntoView {
    let link = use_link();
    if failure.not_found {
        view! {
            <EmptyState title=format!("There is no such {what}.")>
                <p>"It may have been removed, or the link is not complete."</p>
                <p><a class="button" href="/connections">"Go to Connections"</a></p>
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            <div class="empty" role="alert">
                <h2>{format!("The {what} could not be loaded.")}</h2>
                <p>{failure.message} " It is asked for again by itself as soon as the server answers."</p>
                <p><button class="button" type="button" on:click=move |_| link.ask_again()>"Try again now"</button></p>
            </div>
        }
        .into_any()
    }
}

/// A place where something could be but is not: what it means and what to do.
#[component]
pub(crate) fn EmptyState(
    /// The state, as a sentence.
    #[prop(into)]
    title: String,
    /// What to do.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="empty">
            <h2>{title}</h2>
            {children()}
        </div>
    }
}
