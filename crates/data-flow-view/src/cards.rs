//! The lists of cards left and right, and the stand-ins for cards drawn further up.

use std::cell::RefCell;
use std::rc::Rc;

use causeway_data_flow::{Card, Content, Layout, PlacedCard, Rect, Repeat, Side};
use causeway_dom::{Container, El, List, html, watch};
use causeway_model::{EndpointState, Timestamp, VpnStatus};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};

use crate::card::{CardTemplate, card_item};
use crate::clock::ticking_now;
use crate::copy;
use crate::scene::{EndpointHref, Scene, px};
use crate::window::Span;

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

/// The cards of one side; cheap to clone.
#[derive(Clone)]
pub(crate) struct Cards {
    scene: Scene,
    span: Memo<Span>,
    side: Side,
    endpoint_href: EndpointHref,
    template: CardTemplate,
    now: ReadSignal<Timestamp>,
    element: El,
    list: Rc<RefCell<List<DrawnCard>>>,
    /// A card that stays on screen wherever it is, because it has focus.
    focused: RwSignal<Option<usize>>,
}

impl Cards {
    pub(crate) fn new(scene: Scene, span: Memo<Span>, side: Side, endpoint_href: EndpointHref) -> Self {
        let of_first = move |read: fn(&PlacedCard) -> i32| {
            move || {
                scene.of_layout(|layout: &Layout| layout.cards(side).first().map(read).unwrap_or_default())
            }
        };
        let (x, width) = (of_first(|card| card.rect.x), of_first(|card| card.rect.width));
        let guid_lines = of_first(|card| card.lines.guid);
        // What all cards of a side have in common is said once.
        let element = html("ul.flow-cards")
            .attr("role", "list")
            .live_attr("aria-label", move || {
                let is_yours = (side == Side::Left) != scene.is_mirrored();
                if is_yours { "Your endpoints".to_owned() } else { scene.partner.get() + "'s endpoints" }
            })
            .live_style("--card-x", move || px(x()))
            .live_style("--card-width", move || px(width()))
            .live_class("flow-narrow", move || guid_lines() == 2);
        let list = Rc::new(RefCell::new(List::append_to(&element)));
        let template = CardTemplate::new();
        let focused = RwSignal::new(None);
        let now = ticking_now();
        let this = Self { scene, span, side, endpoint_href, template, now, element, list, focused };
        let drawing = this.clone();
        watch(move || drawing.draw());
        this
    }

    /// The list. `to_row` moves focus from a card to a row.
    pub(crate) fn element(&self, to_row: impl Fn(Side, usize) + 'static) -> El {
        let this = self.clone();
        let element = self.element.clone().on("click", |event: Event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            if let Some(button) = target.and_then(|target| target.closest(".copy-button").ok().flatten()) {
                let guid = button.previous_element_sibling().and_then(|guid| guid.text_content());
                copy::copy(guid.unwrap_or_default(), button);
            }
        });
        element.on("keydown", move |event: KeyboardEvent| {
            let inward = if this.side == Side::Left { "ArrowRight" } else { "ArrowLeft" };
            if event.key() == inward
                && let Some(card) = this.card_at(&event)
            {
                event.prevent_default();
                to_row(this.side, card);
            }
        })
    }

    fn draw(&self) {
        let Some((structure, layout)) = self.scene.drawn() else { return };
        let (top, bottom) = self.span.get();
        let (cards, focused) = (structure.cards(self.side), self.focused.get());
        let near = |placed: &&PlacedCard| {
            (placed.reach >= top && placed.rect.y < bottom) || focused == Some(placed.card)
        };
        let shown: Vec<&PlacedCard> = layout.cards(self.side).iter().filter(near).collect();
        let vpns: Vec<_> = shown.iter().map(|placed| self.vpn(&cards[placed.card])).collect();
        let key_of = |(placed, vpn): (&&PlacedCard, &Option<VpnStatus>)| {
            key(placed.card, &cards[placed.card], vpn.as_ref())
        };
        let keys = shown.iter().zip(&vpns).map(key_of).collect();
        let mut list = self.list.borrow_mut();
        list.keep(keys, |at| {
            let card = shown[at].card;
            let item = card_item(&self.template, &cards[card], vpns[at].as_ref(), self.endpoint_href);
            (item, DrawnCard { card, placed: None })
        });
        for (item, placed) in list.items_mut().iter_mut().zip(shown) {
            if item.held.placed != Some(*placed) {
                place(item.el(), placed, item.held.placed.as_ref());
                item.held.placed = Some(*placed);
            }
        }
    }

    /// The state of a card's VPN now. Only where there is one are cards looked at again as time goes by.
    fn vpn(&self, card: &Card) -> Option<VpnStatus> {
        let vpn = card.facts()?.vpn.as_ref()?;
        Some(self.now.with(|now| vpn.shown(now)))
    }

    /// Moves focus to a card, also to one that is not on screen.
    pub(crate) fn focus(&self, card: usize) {
        self.focused.set(Some(card));
        untrack(|| self.draw());
        let list = self.list.borrow();
        if let Some(item) = list.items().iter().find(|item| item.held.card == card) {
            item.el().first().focus();
        }
    }

    fn card_at(&self, event: &KeyboardEvent) -> Option<usize> {
        let target = event.target()?.dyn_into::<Element>().ok()?;
        let item = target.closest(".flow-card").ok()??;
        self.list
            .borrow()
            .items()
            .iter()
            .find(|drawn| *drawn.el().element() == item)
            .map(|drawn| drawn.held.card)
    }
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
    let follows = |placed: &PlacedCard| placed.reach - placed.rect.y >= FOLLOWS_FROM;
    if follows(placed) != before.is_some_and(follows) {
        item.set_class("flow-follows", follows(placed));
    }
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
pub(crate) fn repeats(scene: Scene, span: Memo<Span>) -> Option<Vec<El>> {
    let (structure, layout) = scene.drawn()?;
    let (top, bottom) = span.get();
    let stand_in = |repeat: &Repeat| {
        let card = &structure.cards(repeat.side)[repeat.card];
        let name = card.facts().map(|facts| facts.name.as_str()).unwrap_or_default();
        let element = html("div.flow-repeat")
            .attr("aria-hidden", "true")
            .child(html("span").attr("dir", "auto").text(name))
            .child(html("span").text("see above"));
        place_rect(&element, &repeat.rect);
        element
    };
    let near = |repeat: &&Repeat| repeat.rect.bottom() >= top && repeat.rect.y < bottom;
    Some(layout.repeats.iter().filter(near).map(stand_in).collect())
}
