//! What stands on a card.

use causeway_model::{EndpointState, FlowCard};

use super::pen::{ACCENT, BAD, Style, Svg};
use super::status_colour;
use super::wrap::wrap;
use crate::words::{card_note, kind_tag, several};
use crate::{Card, Content, PlacedCard};

/// Draws what stands on a card, and its frame.
pub(super) fn card(svg: &mut Svg, placed: &PlacedCard, card: &Card) {
    let rect = &placed.rect;
    svg.begin_card();
    match &card.content {
        Content::Known(facts) => known_card(svg, placed, card, facts),
        Content::Unknown => {
            svg.frame(rect, &[]);
            svg.text(rect.x + 12, rect.y + 24, "Unknown endpoint", &Style::bold(14), rect.width - 24);
        }
        Content::Several(count) => {
            svg.frame(rect, &[("stroke-dasharray", "4 3")]);
            let text = several(*count);
            svg.text(rect.x + 12, rect.y + 24, &text, &Style::bold(14), rect.width - 24);
        }
    }
    svg.end_group();
}

fn known_card(svg: &mut Svg, placed: &PlacedCard, card: &Card, facts: &FlowCard) {
    let rect = &placed.rect;
    let (x, room) = (rect.x + 12, rect.width - 24);
    svg.frame(rect, &[]);
    let mut y = rect.y + 24;
    svg.text(rect.right() - 12, y, kind_tag(facts), &Style::plain(11).quiet().end(), 64);
    for line in wrap(&facts.name, 14, room - 72, placed.lines.name) {
        svg.text(x, y, &line, &Style::bold(14), room - 72);
        y += 20;
    }
    y -= 1;
    let guid = facts.id.to_string();
    match placed.lines.guid {
        0 => {}
        1 => {
            svg.text(x, y + 5, &guid, &Style::mono(), i32::MAX);
            y += 30;
        }
        _ => {
            svg.text(x, y, &guid[..19], &Style::mono(), i32::MAX);
            svg.text(x, y + 16, &guid[19..], &Style::mono(), i32::MAX);
            y += 36;
        }
    }
    if placed.lines.url > 0 {
        let url = facts.url.as_deref().unwrap_or("No URL yet");
        let style = Style::plain(13).colour(ACCENT);
        for line in wrap(url, 13, room, placed.lines.url) {
            svg.text(x, y, &line, &style, room);
            y += 20;
        }
    }
    if let Some(note) = card_note(card) {
        svg.text(x, y, &note, &Style::plain(12).quiet(), room);
        y += 20;
    }
    if let Some(state) = facts.state.as_ref().filter(|state| **state != EndpointState::Active) {
        svg.text(x, y, state.label(), &Style::bold(12).colour(BAD), room);
        y += 20;
    }
    if let Some(vpn) = &facts.vpn {
        let style = Style::bold(12).colour(status_colour(&vpn.status.drawn_as()));
        svg.text(x, y, vpn.status.label(), &style, room);
    }
}
