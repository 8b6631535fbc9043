//! The section of an embed's page with the lines that put it into pages of others.

use causeway_dom::{Container, El, Fragment, html};
use causeway_model::{Embed, EmbedId};
use leptos::prelude::*;

use super::embed_snippets::{Snippet, snippets};
use crate::components::code::code_block;
use crate::components::form::{Control, Field, fields};
use crate::data::{Names, Remote, public_base};

/// Which of its connections the lines and the preview are for: the first one until another is chosen.
pub(super) fn shown_connection(remote: Remote<Embed>) -> RwSignal<String> {
    let shown = RwSignal::new(String::new());
    causeway_dom::watch(move || {
        let Some(embed) = remote.value() else { return };
        let ids = || embed.connection_ids.iter().map(ToString::to_string);
        if !shown.with_untracked(|shown| ids().any(|id| id == *shown)) {
            shown.set(ids().next().unwrap_or_default());
        }
    });
    shown
}

/// The choice of one of an embed's connections, the same in each section.
pub(super) fn connection_field(
    section: &'static str,
    remote: Remote<Embed>,
    names: Names,
    shown: RwSignal<String>,
) -> Fragment {
    // A memo: each token changes when the embed was last used, and a list that is open must stay open.
    let choices = Memo::new(move |_| {
        let ids = remote.value().map(|embed| embed.connection_ids.clone()).unwrap_or_default();
        ids.into_iter().map(|id| (id.to_string(), names.of(id))).collect::<Vec<_>>()
    });
    let field = Field::new("/connection", "Connection", "", Control::OneOf(choices.into()));
    fields(section, &[Field { value: shown, ..field }], RwSignal::new(Vec::new()))
}

/// The section.
pub(super) fn code(id: EmbedId, remote: Remote<Embed>, names: Names, shown: RwSignal<String>) -> El {
    let text = "Its server gets a token for each reader, the page shows the picture with it. One way into the page is enough.";
    let lines = move || {
        let connection = shown.get();
        if connection.is_empty() {
            return Fragment::new()
                .child(html("p.muted").text("It has no connection any more. Add one in the settings."));
        }
        Fragment::new().children(snippets(&public_base(), &id.to_string(), &connection).iter().map(one))
    };
    html("section.panel")
        .attr("aria-labelledby", "code-title")
        .child(html("h2").attr("id", "code-title").text("Put it into a page"))
        .child(html("p.muted").text(text))
        .child(connection_field("code", remote, names, shown))
        .live(lines)
}

fn one(snippet: &Snippet) -> El {
    html("section.snippet")
        .attr("aria-label", snippet.title)
        .child(html("h3").text(snippet.title))
        .child(html("p.hint").text(snippet.about))
        .child(code_block(&snippet.lines, snippet.title))
}
