//! What stands on a card. Must not know where the card is.

use causeway_data_flow::words::{card_note, kind_tag, several};
use causeway_data_flow::{Card, Content};
use causeway_dom::{Container, El, html};
use causeway_model::{CardKind, EndpointState, FlowCard};

use crate::copy::copy_button;
use crate::scene::EndpointHref;
use crate::status::state_word;

/// The list item of a card. Its box can take focus, and shows long texts in full while focus is in it.
pub(crate) fn card_item(card: &Card, endpoint_href: EndpointHref) -> El {
    let item = html("li.flow-card");
    let plate = html("div.flow-box").attr("tabindex", "-1");
    match &card.content {
        Content::Known(facts) => {
            let id = if facts.kind == CardKind::ApiKey { "data-api-key-id" } else { "data-endpoint-id" };
            item.attr(id, &facts.id.to_string()).attr("data-exchange", facts.exchange.as_str()).child(known(
                plate,
                card,
                facts,
                endpoint_href,
            ))
        }
        Content::Unknown => item.child(
            plate
                .child(html("span.flow-name").text("Unknown endpoint"))
                .child(html("p.flow-note").text("Nothing is known about it.")),
        ),
        Content::Several(count) => item.class("flow-several").child(
            plate
                .child(html("span.flow-name").text(&several(*count)))
                .child(html("p.flow-note").text("Open a group to see which.")),
        ),
    }
}

fn known(plate: El, card: &Card, facts: &FlowCard, endpoint_href: EndpointHref) -> El {
    let guid = facts.id.to_string();
    let note = card_note(card);
    let state = facts.state.as_ref().filter(|state| **state != EndpointState::Active);
    plate
        .child(html("span.flow-kind").text(kind_tag(facts)))
        .child(html("span.flow-name").attr("dir", "auto").text(&facts.name))
        .child(html("code.flow-guid").text(&guid))
        .child(copy_button(guid, "GUID", &facts.name))
        .child(url(facts, endpoint_href(facts)))
        .child(note.map(|note| html("p.flow-note").text(&note)))
        .child(state.map(|state| html("p.flow-note").child(state_word(state))))
}

/// The URL, leading to the endpoint's Settings. Never to the URL itself: it belongs to somebody else, and imported
/// data may hold any text.
fn url(facts: &FlowCard, href: Option<String>) -> Option<El> {
    let text = match &facts.url {
        Some(url) => url,
        None if facts.kind == CardKind::ApiKey => return None,
        None => "No URL yet",
    };
    Some(match href {
        Some(href) => html("a.flow-url").attr("href", &href).text(text),
        None => html("span.flow-url").text(text),
    })
}
