//! The four states every page has: loading, empty, failed with a way on, and content.

use causeway_dom::{Child, Container, El, Fragment, html};
use leptos::prelude::*;
use web_sys::Event;

use crate::data::{Failure, Phase, use_link};

/// Shows a remote answer, or why there is none. `what` is what it is, for messages: "connection". The content is built
/// once and kept while the answer is refreshed; it reads the answer through a signal of its own.
pub(crate) fn load_state(
    phase: Memo<Phase>,
    what: &'static str,
    content: impl Fn() -> Fragment + 'static,
) -> Fragment {
    let stage = Memo::new(move |_| phase.with(std::mem::discriminant));
    Fragment::new().live(move || {
        // Read, not only tracked: a memo that nobody reads never runs.
        stage.get();
        match phase.get_untracked() {
            Phase::Loading => skeleton(),
            Phase::Failed(failure) => failed_state(failure, what),
            Phase::Ready { .. } => Fragment::new().live(move || phase.with(refresh_notice)).child(content()),
        }
    })
}

fn refresh_notice(phase: &Phase) -> Option<El> {
    let Phase::Ready { refresh_failed: Some(failure) } = phase else { return None };
    Some(
        html("p.notice.notice-warn")
            .attr("role", "status")
            .text("Not refreshed: ")
            .text(&failure.message)
            .text(" What you see is the last answer."),
    )
}

/// Grey shapes where content will be. Announced as busy, read as "Loading".
pub(crate) fn skeleton() -> Fragment {
    Fragment::new().child(
        html("div.skeleton")
            .attr("role", "status")
            .attr("aria-busy", "true")
            .child(html("span.visually-hidden").text("Loading…"))
            .child(html("div.skeleton-line.skeleton-title"))
            .child(html("div.skeleton-line"))
            .child(html("div.skeleton-block")),
    )
}

/// Why there is nothing, and the way on. `what` is what is missing.
pub(crate) fn failed_state(failure: Failure, what: &str) -> Fragment {
    if failure.not_found {
        let title = ["There is no such ", what, "."].concat();
        let why = html("p").text("It may have been removed, or the link is not complete.");
        return Fragment::new().child(empty_state(&title, why).child(to_connections()));
    }
    let link = use_link();
    let again = html("button.button")
        .attr("type", "button")
        .on("click", move |_: Event| link.ask_again())
        .text("Try again now");
    Fragment::new().child(
        html("div.empty")
            .attr("role", "alert")
            .child(html("h2").text(&["The ", what, " could not be loaded."].concat()))
            .child(
                html("p")
                    .text(&failure.message)
                    .text(" It is asked for again by itself as soon as the server answers."),
            )
            .child(html("p").child(again)),
    )
}

/// A place where something could be but is not: what it means and what to do.
pub(crate) fn empty_state(title: &str, what_to_do: impl Child) -> El {
    html("div.empty").child(html("h2").text(title)).child(what_to_do)
}

/// The way back from an address that leads nowhere.
pub(crate) fn to_connections() -> El {
    html("p").child(html("a.button").attr("href", "/connections").text("Go to Connections"))
}
