//! The lists of cards left and right, and the stand-ins for cards drawn further up.

use causeway_data_flow::{Card, Layout, PlacedCard, Side};
use causeway_model::FlowCard;
use leptos::prelude::*;

use crate::card::CardBox;
use crate::dynamic::{Keyed, dynamic, keyed, part, row};
use crate::scene::{Scene, px};

/// The cards of one side.
#[component]
pub(crate) fn Cards(
    scene: Scene,
    side: Side,
    #[prop(into)] label: Signal<String>,
    endpoint_href: Callback<FlowCard, Option<String>>,
) -> impl IntoView {
    let cards = move || match (scene.structure.get(), scene.layout.get()) {
        (Some(structure), Some(layout)) => {
            let draw = |placed: &PlacedCard| {
                let (index, card) = (placed.card, structure.cards(side)[placed.card].clone());
                Keyed::new(key(index, &card), move || {
                    let card = card.clone();
                    view! { <PlacedBox scene=scene side=side index=index card=card endpoint_href=endpoint_href /> }
                        .into_any()
                })
            };
            layout.cards(side).iter().map(draw).collect()
        }
        _ => vec![],
    };
    view! {
        <ul class="flow-cards" role="list" aria-label=label>
            {keyed(cards)}
        </ul>
    }
}

#[component]
fn PlacedBox(
    scene: Scene,
    side: Side,
    index: usize,
    card: Card,
    endpoint_href: Callback<FlowCard, Option<String>>,
) -> impl IntoView {
    let at = move |read: fn(&PlacedCard) -> i32| {
        move || scene.of_layout(|layout| layout.card(side, index).map(read).unwrap_or_default())
    };
    let length = move |read: fn(&PlacedCard) -> i32| dynamic(move || px(at(read)()));
    let lines = move |read: fn(&PlacedCard) -> i32| dynamic(move || at(read)().to_string());
    let facts = card.facts.as_ref();
    let is_key = facts.is_some_and(|facts| facts.kind == causeway_model::CardKind::ApiKey);
    let id = facts.map(|facts| facts.id.to_string());
    let exchange = facts.map(|facts| facts.exchange.as_str().to_owned());
    let (key_id, endpoint_id) = if is_key { (id, None) } else { (None, id) };
    view! {
        <li
            class="flow-card"
            data-endpoint-id=endpoint_id
            data-api-key-id=key_id
            data-exchange=exchange
            style:left=length(|placed| placed.rect.x)
            style:top=length(|placed| placed.rect.y)
            style:width=length(|placed| placed.rect.width)
            style:height=length(|placed| placed.reach - placed.rect.y)
            style=("--card", length(|placed| placed.rect.height))
            style=("--name-lines", lines(|placed| placed.lines.name))
            style=("--url-lines", lines(|placed| placed.lines.url.max(1)))
        >
            <CardBox card=card endpoint_href=endpoint_href />
        </li>
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
        state.map_or("", causeway_model::EndpointState::as_str),
        &nth,
        &of,
    ];
    parts.join("\n")
}

/// Names of cards that are drawn further up. The lists have the cards themselves, so this is for the eye only.
#[component]
pub(crate) fn Repeats(scene: Scene) -> impl IntoView {
    part(move || {
        let (Some(structure), Some(layout)) = (scene.structure.get(), scene.layout.get()) else {
            return vec![];
        };
        let name = |side, card: usize| {
            structure
                .cards(side)
                .get(card)
                .and_then(|card| card.facts.as_ref())
                .map(|facts| facts.name.clone())
        };
        let stand_ins = |layout: &Layout| {
            let one = |repeat: &causeway_data_flow::Repeat| {
                view! {
                    <div
                        class="flow-repeat"
                        aria-hidden="true"
                        style:left=px(repeat.rect.x)
                        style:top=px(repeat.rect.y)
                        style:width=px(repeat.rect.width)
                        style:height=px(repeat.rect.height)
                    >
                        <span dir="auto">{name(repeat.side, repeat.card)}</span>
                        <span>"see above"</span>
                    </div>
                }
            };
            row(layout.repeats.iter().map(one))
        };
        stand_ins(&layout)
    })
}
