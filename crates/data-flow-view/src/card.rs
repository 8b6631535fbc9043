//! What stands on a card. Must not know where the card is.

use causeway_data_flow::Card;
use causeway_dom::{Container, El, html};
use causeway_model::{CardKind, EndpointState, FlowCard};

use crate::copy::copy_button;
use crate::scene::EndpointHref;
use crate::status::state_word;
use crate::words;

/// The first 19 characters of a GUID stand on the first of two lines.
const GUID_BREAK: usize = 19;

/// The box of a card. It can take focus by pointer, and shows long texts in full while focus is in it.
pub(crate) fn card_box(card: &Card, endpoint_href: EndpointHref) -> El {
    let Some(facts) = &card.facts else {
        return html("div.flow-box")
            .child(html("p.flow-title").child(html("span.flow-name").text("Unknown endpoint")))
            .child(html("p.flow-note").text("Nothing is known about it."));
    };
    let note = (card.shown.1 > 1).then(|| words::repeated(facts, card.shown));
    let state = facts.state.as_ref().filter(|state| **state != EndpointState::Active);
    html("div.flow-box")
        .attr("tabindex", "-1")
        .child(
            html("p.flow-title")
                .child(html("span.flow-name").attr("dir", "auto").text(&facts.name))
                .child(kind_tag(facts)),
        )
        .child(guid(facts))
        .child(url(facts, endpoint_href(facts)))
        .child(note.map(|note| html("p.flow-note").text(&note)))
        .child(state.map(|state| html("p.flow-note").child(state_word(state))))
}

/// How a card is spoken to, as a tag.
pub(crate) fn kind_tag(facts: &FlowCard) -> El {
    html("span.flow-kind").text(words::kind(facts))
}

fn guid(facts: &FlowCard) -> El {
    let text = facts.id.to_string();
    let (first, second) = text.split_at_checked(GUID_BREAK).unwrap_or((&text, ""));
    let code =
        html("code").child(html("span").text(first)).child(html("wbr")).child(html("span").text(second));
    html("p.flow-guid").child(code).child(copy_button(text.clone(), "GUID", &facts.name))
}

/// The URL, leading to the endpoint's Settings. Never to the URL itself: it belongs to somebody else, and imported
/// data may hold any text.
fn url(facts: &FlowCard, href: Option<String>) -> Option<El> {
    let text = match &facts.url {
        Some(url) => url,
        None if facts.kind == CardKind::ApiKey => return None,
        None => "No URL yet",
    };
    let shown = html("bdi").text(text);
    Some(match href {
        Some(href) => html("a.flow-url").attr("href", &href).child(shown),
        None => html("span.flow-url").child(shown),
    })
}
