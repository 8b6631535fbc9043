//! The lists of cards left and right, and the stand-ins for cards drawn further up.

use std::cell::{Cell, RefCell};

use causeway_data_flow::{Card, Content, PlacedCard, Rect, Repeat, Side};
use causeway_dom::{Container, El, List, html};
use causeway_model::{EndpointState, VpnStatus};
use web_sys::Element;

use crate::card::{CardTemplate, card_item};
use crate::clock;
use crate::scene::{Drawn, Host, px};

/// What is held of a card.
struct DrawnCard {
    /// Its index in the structure.
    card: usize,
    /// Where it was put.
    placed: Option<PlacedCard>,
}

/// A card may follow its rows down from this height of theirs on, px; where they are fewer, all are in view with it.
/// Not for all: each card that follows is a layer of its own to the browser.
const FOLLOWS_FROM: i32 = 480;

/// The cards of one side.
pub(crate) struct Cards {
    side: Side,
    pub(crate) element: El,
    template: CardTemplate,
    list: RefCell<List<DrawnCard>>,
    /// What all cards of the side have in common, as it was last set: left edge, width, lines of a GUID.
    common: Cell<(i32, i32, i32)>,
    /// A card that stays on screen wherever it is, because it has focus.
    focused: Cell<Option<usize>>,
}

impl Cards {
    pub(crate) fn new(side: Side) -> Self {
        let element = html("ul.flow-cards").attr("role", "list");
        let list = RefCell::new(List::append_to(&element));
        let (common, focused) = (Cell::new((0, 0, 1)), Cell::new(None));
        Self { side, element, template: CardTemplate::new(), list, common, focused }
    }

    /// Has those cards on screen that should be.
    pub(crate) fn draw(&self, drawn: &Drawn, host: &dyn Host) {
        let (top, bottom) = drawn.span;
        let (cards, placed, focused) =
            (drawn.structure.cards(self.side), drawn.layout.cards(self.side), self.focused.get());
        self.show_common(drawn, placed.first());
        let near = |placed: &&PlacedCard| {
            (placed.reach >= top && placed.rect.y < bottom) || focused == Some(placed.card)
        };
        let shown: Vec<&PlacedCard> = placed.iter().filter(near).collect();
        // Most pictures have no VPN, and need no clock.
        let now = cards.iter().any(|card| vpn(card).is_some()).then(clock::now);
        let vpn = |card: &Card| Some(vpn(card)?.shown(now.as_ref()?));
        let vpns: Vec<_> = shown.iter().map(|placed| vpn(&cards[placed.card])).collect();
        let key_of = |(placed, vpn): (&&PlacedCard, &Option<VpnStatus>)| {
            key(placed.card, &cards[placed.card], vpn.as_ref())
        };
        let keys = shown.iter().zip(&vpns).map(key_of).collect();
        let mut list = self.list.borrow_mut();
        list.keep(keys, |at| {
            let card = shown[at].card;
            let item = card_item(&self.template, &cards[card], vpns[at].as_ref(), host);
            (item, DrawnCard { card, placed: None })
        });
        for (item, placed) in list.items_mut().iter_mut().zip(shown) {
            if item.held.placed != Some(*placed) {
                place(item.el(), placed, item.held.placed.as_ref());
                item.held.placed = Some(*placed);
            }
        }
    }

    /// What all cards of a side have in common is said once.
    fn show_common(&self, drawn: &Drawn, first: Option<&PlacedCard>) {
        let is_yours = (self.side == Side::Left) != drawn.structure.mirrored;
        let name = match is_yours {
            true => "Your endpoints".to_owned(),
            false => [drawn.partner(), "'s endpoints"].concat(),
        };
        if self.element.element().get_attribute("aria-label").as_ref() != Some(&name) {
            self.element.set_attr("aria-label", &name);
        }
        let common = first.map(|card| (card.rect.x, card.rect.width, card.lines.guid)).unwrap_or_default();
        if self.common.replace(common) != common {
            self.element.set_style("--card-x", &px(common.0));
            self.element.set_style("--card-width", &px(common.1));
            self.element.set_class("flow-narrow", common.2 == 2);
        }
    }

    /// Moves focus to a card, also to one that is not on screen.
    pub(crate) fn focus(&self, drawn: &Drawn, host: &dyn Host, card: usize) {
        self.focused.set(Some(card));
        self.draw(drawn, host);
        let list = self.list.borrow();
        if let Some(item) = list.items().iter().find(|item| item.held.card == card) {
            item.el().first().focus();
        }
    }

    /// The card that an element is part of.
    pub(crate) fn card_of(&self, element: &Element) -> Option<usize> {
        let item = element.closest(".flow-card").ok()??;
        let list = self.list.borrow();
        list.items().iter().find(|drawn| *drawn.el().element() == item).map(|drawn| drawn.held.card)
    }
}

fn vpn(card: &Card) -> Option<&causeway_model::VpnState> {
    card.facts()?.vpn.as_ref()
}

/// The list item reaches down as far as the card's arrows; the card itself is as high as its content. The style sheet
/// has a text take one line, and a card stay where it is.
fn place(item: &El, placed: &PlacedCard, before: Option<&PlacedCard>) {
    item.set_style("top", &px(placed.rect.y));
    item.set_style("height", &px(placed.reach - placed.rect.y));
    let lines = |read: fn(&PlacedCard) -> i32, property| {
        if read(placed) != before.map_or(1, read) {
            item.set_style(property, &read(placed).to_string());
        }
    };
    lines(|it| it.lines.name, "--name-lines");
    lines(|it| it.lines.url.max(1), "--url-lines");
    let class = |is: fn(&PlacedCard) -> bool, class| {
        if is(placed) != before.is_some_and(is) {
            item.set_class(class, is(placed));
        }
    };
    class(|it| it.lines.name > 1 || it.lines.url > 1, "flow-lines");
    class(|it| it.reach - it.rect.y >= FOLLOWS_FROM, "flow-follows");
}

fn place_rect(element: &El, rect: &Rect) {
    for (property, length) in
        [("left", rect.x), ("top", rect.y), ("width", rect.width), ("height", rect.height)]
    {
        element.set_style(property, &px(length));
    }
}

/// What makes a card another one: a card that only moves is kept.
fn key(index: usize, card: &Card, vpn: Option<&VpnStatus>) -> String {
    let facts = card.facts();
    let state = facts.and_then(|facts| facts.state.as_ref());
    let several = match card.content {
        Content::Several(count) => count,
        Content::Known(_) | Content::Unknown => 0,
    };
    // A line break cannot be part of any of them.
    let numbers =
        [index.to_string(), card.shown.0.to_string(), card.shown.1.to_string(), several.to_string()];
    let parts: [&str; 10] = [
        &numbers[0],
        &card.key,
        facts.map_or("", |facts| facts.name.as_str()),
        facts.and_then(|facts| facts.url.as_deref()).unwrap_or_default(),
        facts.and_then(|facts| facts.connection_type.as_deref()).unwrap_or_default(),
        state.map_or("", EndpointState::as_str),
        vpn.map_or("", VpnStatus::as_str),
        &numbers[1],
        &numbers[2],
        &numbers[3],
    ];
    parts.join("\n")
}

/// Names of cards that are drawn further up. The lists have the cards themselves, so this is for the eye only.
pub(crate) fn repeats(drawn: &Drawn) -> Vec<El> {
    let (top, bottom) = drawn.span;
    let stand_in = |repeat: &Repeat| {
        let card = &drawn.structure.cards(repeat.side)[repeat.card];
        let name = card.facts().map(|facts| facts.name.as_str()).unwrap_or_default();
        let element = html("div.flow-repeat")
            .attr("aria-hidden", "true")
            .child(html("span").attr("dir", "auto").text(name))
            .child(html("span").text("see above"));
        place_rect(&element, &repeat.rect);
        element
    };
    let near = |repeat: &&Repeat| repeat.rect.bottom() >= top && repeat.rect.y < bottom;
    drawn.layout.repeats.iter().filter(near).map(stand_in).collect()
}
