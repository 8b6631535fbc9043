//! What stands on a card. Must not know where the card is.

use causeway_data_flow::words::{card_note, kind_tag, several};
use causeway_data_flow::{Card, Content};
use causeway_dom::{Container, El, html};
use causeway_model::{CardKind, EndpointState, FlowCard, VpnStatus, guid};

use crate::scene::Host;
use crate::status::{state_word, vpn_word};

/// A card to copy: copying one is a fraction of building one.
#[derive(Clone)]
pub(crate) struct CardTemplate(El);

impl CardTemplate {
    pub(crate) fn new() -> Self {
        let plate = plate()
            .child(html("span.flow-kind"))
            .child(html("span.flow-name").attr("dir", "auto"))
            .child(html("code.flow-guid"))
            .child(html("button.copy-button").attr("type", "button").text("Copy"));
        Self(html("li.flow-card").child(plate))
    }
}

fn plate() -> El {
    html("div.flow-box").attr("tabindex", "-1")
}

/// The list item of a card. Its box can take focus, and shows long texts in full while focus is in it. Presses of its
/// Copy button are the list's to hear. `vpn` is the state of the card's VPN now.
pub(crate) fn card_item(
    template: &CardTemplate,
    card: &Card,
    vpn: Option<&VpnStatus>,
    host: &dyn Host,
) -> El {
    let item = || html("li.flow-card");
    match &card.content {
        Content::Known(facts) => known(template.0.copy(), card, facts, vpn, host),
        Content::Unknown => item().child(
            plate()
                .child(html("span.flow-name").text("Unknown endpoint"))
                .child(html("p.flow-note").text("Nothing is known about it.")),
        ),
        Content::Several(count) => item().class("flow-several").child(
            plate()
                .child(html("span.flow-name").text(&several(*count)))
                .child(html("p.flow-note").text("Open a group to see which.")),
        ),
    }
}

fn known(item: El, card: &Card, facts: &FlowCard, vpn: Option<&VpnStatus>, host: &dyn Host) -> El {
    let guid = guid(facts.id);
    let note = card_note(card);
    let state = facts.state.as_ref().filter(|state| **state != EndpointState::Active);
    let plate = item.first();
    // As the template has them.
    let mut next = plate.element().first_element_child();
    for text in [kind_tag(facts), facts.name.as_str(), guid.as_str()] {
        if let Some(element) = next {
            element.set_text_content(Some(text));
            next = element.next_element_sibling();
        }
    }
    if let Some(button) = next {
        button.set_attribute("aria-label", &["Copy GUID of ", &facts.name].concat()).ok();
    }
    let _ = plate
        .child(url(facts, host.endpoint_href(facts)))
        .child(note.map(|note| html("p.flow-note").text(&note)))
        .child(state.map(|state| html("p.flow-note").child(state_word(state))))
        .child(vpn.map(|vpn| html("p.flow-note").attr("data-vpn-status", vpn.as_str()).child(vpn_word(vpn))));
    let id = if facts.kind == CardKind::ApiKey { "data-api-key-id" } else { "data-endpoint-id" };
    item.attr(id, &guid).attr("data-exchange", facts.exchange.as_str())
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
