//! What stands on a card. Must not know where the card is.

use causeway_data_flow::Card;
use causeway_model::{EndpointState, FlowCard};
use leptos::prelude::*;

use crate::copy::CopyButton;
use crate::dynamic::maybe;
use crate::status::StateWord;
use crate::words;

/// The first 19 characters of a GUID stand on the first of two lines.
const GUID_BREAK: usize = 19;

/// The box of a card. It can take focus by pointer, and shows long texts in full while focus is in it.
#[component]
pub(crate) fn CardBox(card: Card, endpoint_href: Callback<FlowCard, Option<String>>) -> impl IntoView {
    let Some(facts) = card.facts else {
        return view! {
            <div class="flow-box">
                <p class="flow-title"><span class="flow-name">"Unknown endpoint"</span></p>
                <p class="flow-note">"Nothing is known about it."</p>
            </div>
        }
        .into_any();
    };
    let note = (card.shown.1 > 1).then(|| words::repeated(&facts, card.shown));
    let state = facts.state.clone().filter(|state| *state != EndpointState::Active);
    let href = endpoint_href.run(facts.clone());
    view! {
        <div class="flow-box" tabindex="-1">
            <p class="flow-title">
                <span class="flow-name" dir="auto">{facts.name.clone()}</span>
                <span class="flow-kind">{words::kind(&facts).to_owned()}</span>
            </p>
            <Guid text=facts.id.to_string() of=facts.name.clone() />
            {url(&facts, href)}
            {maybe(note.map(|note| view! { <p class="flow-note">{note}</p> }))}
            {maybe(state.map(|state| view! { <p class="flow-note"><StateWord state=state /></p> }))}
        </div>
    }
    .into_any()
}

#[component]
fn Guid(text: String, of: String) -> impl IntoView {
    let (first, second) = text.split_at_checked(GUID_BREAK).unwrap_or((&text, ""));
    let (first, second) = (first.to_owned(), second.to_owned());
    view! {
        <p class="flow-guid">
            <code><span>{first}</span><wbr /><span>{second}</span></code>
            <CopyButton text=text what="GUID" of=of />
        </p>
    }
}

/// The URL, leading to the endpoint's Settings. Never to the URL itself: it belongs to somebody else, and imported
/// data may hold any text.
fn url(facts: &FlowCard, href: Option<String>) -> Option<AnyView> {
    let text = match &facts.url {
        Some(url) => url.clone(),
        None if facts.kind == causeway_model::CardKind::ApiKey => return None,
        None => "No URL yet".to_owned(),
    };
    Some(match href {
        Some(href) => view! { <a class="flow-url" href=href><bdi>{text}</bdi></a> }.into_any(),
        None => view! { <span class="flow-url"><bdi>{text}</bdi></span> }.into_any(),
    })
}
