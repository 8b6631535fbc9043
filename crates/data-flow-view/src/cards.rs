//! The lists of cards left and right, and the stand-ins for cards drawn further up.

use causeway_data_flow::{Card, Layout, PlacedCard, Rect, Repeat, Side, Structure};
use causeway_dom::{Container, El, List, html, watch};
use causeway_model::{CardKind, EndpointState};

use crate::card::card_box;
use crate::scene::{EndpointHref, Scene, px};

/// The cards of one side, in a list with this name.
pub(crate) fn cards(scene: Scene, side: Side, endpoint_href: EndpointHref) -> El {
    let element = html("ul.flow-cards").attr("role", "list");
    let mut list = List::append_to(&element);
    watch(move || {
        let Some((structure, layout)) = scene.drawn() else { return };
        let (cards, placed) = (structure.cards(side), layout.cards(side));
        let keys = placed.iter().map(|placed| key(placed.card, &cards[placed.card])).collect();
        list.keep(keys, |at| {
            let card = &cards[placed[at].card];
            (item(card).child(card_box(card, endpoint_href)), ())
        });
        for (item, placed) in list.items().iter().zip(placed) {
            place(item.el(), placed);
        }
    });
    element
}

fn item(card: &Card) -> El {
    let Some(facts) = &card.facts else { return html("li.flow-card") };
    let id = if facts.kind == CardKind::ApiKey { "data-api-key-id" } else { "data-endpoint-id" };
    html("li.flow-card").attr(id, &facts.id.to_string()).attr("data-exchange", facts.exchange.as_str())
}

/// The list item reaches down as far as the card's arrows; the card itself is as high as its content.
fn place(item: &El, placed: &PlacedCard) {
    place_rect(item, &Rect { height: placed.reach - placed.rect.y, ..placed.rect });
    item.set_style("--card", &px(placed.rect.height));
    item.set_style("--name-lines", &placed.lines.name.to_string());
    item.set_style("--url-lines", &placed.lines.url.max(1).to_string());
}

fn place_rect(element: &El, rect: &Rect) {
    for (property, length) in
        [("left", rect.x), ("top", rect.y), ("width", rect.width), ("height", rect.height)]
    {
        element.set_style(property, &px(length));
    }
}

/// What makes a card another one: a card that only moves is kept.
fn key(index: usize, card: &Card) -> String {
    let facts = card.facts.as_ref();
    let state = facts.and_then(|facts| facts.state.as_ref());
    // A line break cannot be part of any of them.
    let (index, nth, of) = (index.to_string(), card.shown.0.to_string(), card.shown.1.to_string());
    let parts: [&str; 8] = [
        &index,
        &card.key,
        facts.map_or("", |facts| facts.name.as_str()),
        facts.and_then(|facts| facts.url.as_deref()).unwrap_or_default(),
        facts.and_then(|facts| facts.connection_type.as_deref()).unwrap_or_default(),
        state.map_or("", EndpointState::as_str),
        &nth,
        &of,
    ];
    parts.join("\n")
}

/// Names of cards that are drawn further up. The lists have the cards themselves, so this is for the eye only.
pub(crate) fn repeats(scene: Scene) -> Option<Vec<El>> {
    let (structure, layout) = scene.drawn()?;
    Some(stand_ins(&structure, &layout))
}

fn stand_ins(structure: &Structure, layout: &Layout) -> Vec<El> {
    let stand_in = |repeat: &Repeat| {
        let card = &structure.cards(repeat.side)[repeat.card];
        let name = card.facts.as_ref().map(|facts| facts.name.as_str()).unwrap_or_default();
        let element = html("div.flow-repeat")
            .attr("aria-hidden", "true")
            .child(html("span").attr("dir", "auto").text(name))
            .child(html("span").text("see above"));
        place_rect(&element, &repeat.rect);
        element
    };
    layout.repeats.iter().map(stand_in).collect()
}
