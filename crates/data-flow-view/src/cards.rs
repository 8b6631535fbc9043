//! The lists of cards left and right, and the stand-ins for cards drawn further up.

use std::cell::RefCell;
use std::rc::Rc;

use causeway_data_flow::{Card, Content, PlacedCard, Rect, Repeat, Side};
use causeway_dom::{Container, El, List, html, watch};
use causeway_model::EndpointState;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use crate::card::card_item;
use crate::scene::{EndpointHref, Scene, px};
use crate::window::Span;

/// The cards of one side; cheap to clone. Held for each is its index in the structure.
#[derive(Clone)]
pub(crate) struct Cards {
    scene: Scene,
    span: Memo<Span>,
    side: Side,
    endpoint_href: EndpointHref,
    element: El,
    list: Rc<RefCell<List<usize>>>,
    /// A card that stays on screen wherever it is, because it has focus.
    focused: RwSignal<Option<usize>>,
}

impl Cards {
    pub(crate) fn new(scene: Scene, span: Memo<Span>, side: Side, endpoint_href: EndpointHref) -> Self {
        let element = html("ul.flow-cards").attr("role", "list").live_attr("aria-label", move || {
            let is_yours = (side == Side::Left) != scene.is_mirrored();
            if is_yours { "Your endpoints".to_owned() } else { scene.partner.get() + "'s endpoints" }
        });
        let list = Rc::new(RefCell::new(List::append_to(&element)));
        let this = Self { scene, span, side, endpoint_href, element, list, focused: RwSignal::new(None) };
        let drawing = this.clone();
        watch(move || drawing.draw());
        this
    }

    /// The list. `to_row` moves focus from a card to a row.
    pub(crate) fn element(&self, to_row: impl Fn(Side, usize) + 'static) -> El {
        let this = self.clone();
        self.element.clone().on("keydown", move |event: KeyboardEvent| {
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
        let keys = shown.iter().map(|placed| key(placed.card, &cards[placed.card])).collect();
        let mut list = self.list.borrow_mut();
        list.keep(keys, |at| {
            let card = shown[at].card;
            (card_item(&cards[card], self.endpoint_href), card)
        });
        for (item, placed) in list.items().iter().zip(shown) {
            place(item.el(), placed);
        }
    }

    /// Moves focus to a card, also to one that is not on screen.
    pub(crate) fn focus(&self, card: usize) {
        self.focused.set(Some(card));
        untrack(|| self.draw());
        let list = self.list.borrow();
        if let Some(item) = list.items().iter().find(|item| item.held == card) {
            item.el().first().focus();
        }
    }

    fn card_at(&self, event: &KeyboardEvent) -> Option<usize> {
        let target = event.target()?.dyn_into::<Element>().ok()?;
        let item = target.closest(".flow-card").ok()??;
        self.list.borrow().items().iter().find(|drawn| *drawn.el().element() == item).map(|drawn| drawn.held)
    }
}

/// The list item reaches down as far as the card's arrows; the card itself is as high as its content.
fn place(item: &El, placed: &PlacedCard) {
    place_rect(item, &Rect { height: placed.reach - placed.rect.y, ..placed.rect });
    item.set_style("--card", &px(placed.rect.height));
    item.set_style("--name-lines", &placed.lines.name.to_string());
    item.set_style("--url-lines", &placed.lines.url.max(1).to_string());
    item.set_class("flow-narrow", placed.lines.guid == 2);
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
    let facts = card.facts();
    let state = facts.and_then(|facts| facts.state.as_ref());
    let several = match card.content {
        Content::Several(count) => count,
        Content::Known(_) | Content::Unknown => 0,
    };
    // A line break cannot be part of any of them.
    let numbers =
        [index.to_string(), card.shown.0.to_string(), card.shown.1.to_string(), several.to_string()];
    let parts: [&str; 9] = [
        &numbers[0],
        &card.key,
        facts.map_or("", |facts| facts.name.as_str()),
        facts.and_then(|facts| facts.url.as_deref()).unwrap_or_default(),
        facts.and_then(|facts| facts.connection_type.as_deref()).unwrap_or_default(),
        state.map_or("", EndpointState::as_str),
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
