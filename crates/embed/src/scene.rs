//! What is drawn, as lists for the class in `js/`: every text, every place, every path. `js/drawing.js` names the fields
//! of each list in the same order.

use causeway_data_flow::words::{
    Vocabularies, card_note, endpoint_count, exchange, explain, flow_count, flow_name, kind_tag, row_name,
    several,
};
use causeway_data_flow::{Card, Content, Head, Layout, Row, RowKind, Side, Structure, by_guid, heads, tone};
use causeway_model::{
    CardKind, ConnectionDataFlow, DataFlow, EndpointState, Status, Timestamp, VpnStatus, guid,
};

use crate::json::Json;

/// Heading, sizes, cards, rows, stand-ins, rails and brackets.
pub(crate) fn scene(
    answer: &ConnectionDataFlow,
    structure: &Structure,
    layout: &Layout,
    now: &Timestamp,
) -> String {
    let partner = &answer.connection.name;
    let mut json = Json::default();
    json.list(&mut |json| {
        json.list(&mut |json| {
            json.text(&guid(answer.connection.id.0));
            json.text(&flow_count(structure));
            json.number(count(structure.shown));
            json.number(count(structure.total));
            let lane = &layout.lane;
            for number in [
                layout.width,
                layout.height,
                lane.left,
                lane.right - lane.left,
                lane.row,
                lane.label - lane.left,
                lane.label_end - lane.label,
                lane.label_lines,
            ] {
                json.number(number);
            }
            json.text(&layout.rails_path(i32::MIN, i32::MAX));
            json.text(&layout.ties.iter().map(|tie| tie.d.as_str()).collect::<String>());
            json.text(&layout.veil());
        });
        for side in [Side::Left, Side::Right] {
            json.list(&mut |json| cards(json, partner, structure, layout, side, now));
        }
        json.list(&mut |json| {
            // In the order of their ids, to find those of many rows.
            let flows = by_guid(answer.flows.iter().map(|flow| flow.id.0.as_u128()));
            for placed in &layout.rows {
                let row = &structure.rows[placed.row];
                let flow = row.id.flow().and_then(|id| {
                    let found = flows.binary_search_by(|at| answer.flows[*at].id.cmp(&id)).ok()?;
                    Some(&answer.flows[flows[found]])
                });
                json.list(&mut |json| {
                    self::row(json, flow, row, partner, structure.mirrored);
                    json.number(placed.top);
                    let (top, bottom) = layout.extent(placed);
                    json.number(top);
                    json.number(bottom);
                    json.text(&layout.path(placed));
                    for side in [Side::Left, Side::Right] {
                        json.number(count(row.card(side)));
                    }
                });
            }
        });
        json.list(&mut |json| {
            for repeat in &layout.repeats {
                let card = &structure.cards(repeat.side)[repeat.card];
                json.list(&mut |json| {
                    json.text(card.facts().map(|facts| facts.name.as_str()).unwrap_or_default());
                    for length in [repeat.rect.x, repeat.rect.y, repeat.rect.width, repeat.rect.height] {
                        json.number(length);
                    }
                });
            }
        });
    });
    json.finish()
}

fn count(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// One side: its heading, what its cards have in common, then the cards.
fn cards(
    json: &mut Json,
    partner: &str,
    structure: &Structure,
    layout: &Layout,
    side: Side,
    now: &Timestamp,
) {
    let is_theirs = (side == Side::Right) != structure.mirrored;
    let placed = layout.cards(side);
    json.truth(is_theirs);
    json.text(if is_theirs { partner } else { "Your organization" });
    json.text(&if is_theirs { endpoint_count(structure.count(side)) } else { String::new() });
    let first = placed.first();
    json.number(first.map_or(0, |card| card.rect.x));
    json.number(first.map_or(0, |card| card.rect.width));
    json.truth(first.is_some_and(|card| card.lines.guid == 2));
    for placed in placed {
        let card = &structure.cards(side)[placed.card];
        json.list(&mut |json| {
            for number in [
                count(placed.card),
                placed.rect.y,
                placed.reach - placed.rect.y,
                placed.lines.name,
                placed.lines.url.max(1),
            ] {
                json.number(number);
            }
            face(json, card, now);
        });
    }
}

/// What stands on a card.
fn face(json: &mut Json, card: &Card, now: &Timestamp) {
    let facts = match &card.content {
        Content::Known(facts) => facts,
        Content::Unknown => {
            json.text("Unknown endpoint");
            return json.text("unknown");
        }
        Content::Several(count) => {
            json.text(&several(*count));
            return json.text("several");
        }
    };
    json.text(&facts.name);
    json.text(facts.kind.as_str());
    json.text(&if facts.id_hidden { String::new() } else { guid(facts.id) });
    json.text(facts.exchange.as_str());
    json.text(kind_tag(facts));
    json.text(match &facts.url {
        Some(url) => url,
        None if facts.kind == CardKind::ApiKey || facts.url_hidden => "",
        None => "No URL yet",
    });
    json.text(&card_note(card).unwrap_or_default());
    let state = facts.state.as_ref().filter(|state| **state != EndpointState::Active);
    json.text(state.map(EndpointState::drawn_as).as_ref().map_or("", Status::as_str));
    json.text(state.map_or("", EndpointState::label));
    let vpn = facts.vpn.as_ref().map(|vpn| vpn.shown(now));
    json.text(vpn.as_ref().map(VpnStatus::drawn_as).as_ref().map_or("", Status::as_str));
    json.text(vpn.as_ref().map_or("", |vpn| vpn.label()));
    json.text(vpn.as_ref().map_or("", |vpn| vpn.as_str()));
}

/// What a row is.
fn row(json: &mut Json, flow: Option<&DataFlow>, row: &Row, partner: &str, mirrored: bool) {
    let (start, end) = heads(&row.kind);
    json.text(&row.id.flow().map(|id| guid(id.0)).unwrap_or_default());
    let status = flow.map(|flow| &flow.status);
    json.text(status.map_or("", |status| status.as_str()));
    let worth_a_word = status.filter(|status| status.is_noteworthy());
    json.text(worth_a_word.map_or("", |status| status.label()));
    json.truth(status.is_some_and(Status::is_unhealthy));
    json.text(&row.data_type);
    json.text(&row_name(row, partner, mirrored));
    json.text(tone(&row.kind));
    match &row.kind {
        RowKind::Flow(verb) => {
            json.text(verb.as_str());
            json.truth(false);
        }
        RowKind::Group(group) => {
            json.text(&group.note());
            json.truth(group.open);
        }
    }
    for head in [start, end] {
        json.text(match head {
            Head::None => "",
            Head::Filled => "filled",
            Head::Open => "open",
        });
    }
}

/// What is known of one arrow.
pub(crate) fn details(answer: &ConnectionDataFlow, flow: &DataFlow, mirrored: bool) -> String {
    let partner = &answer.connection.name;
    let verb = if mirrored { flow.verb.mirror() } else { flow.verb.clone() };
    let words = Vocabularies::of(flow);
    let mut json = Json::default();
    json.list(&mut |json| {
        json.text(&flow_name(&flow.data_type, &verb, partner, mirrored));
        json.text(&explain(&flow.data_type, &verb, partner, mirrored));
        for list in [&words.data_model, &words.hl7v2, &words.fhir] {
            json.list(&mut |json| list.iter().for_each(|word| json.text(word)));
        }
        json.text(exchange(verb.exchange().as_ref()));
        for (cards, key) in [(&answer.left, &flow.left), (&answer.right, &flow.right)] {
            let card = cards.iter().find(|card| card.key == *key);
            json.text(card.map_or("Unknown endpoint", |card| card.name.as_str()));
            json.text(card.map_or("", |card| kind_tag(card)));
        }
        json.text(flow.status.as_str());
        json.text(flow.status.label());
        json.text(flow.last_message_at.as_ref().map_or("", |at| at.0.as_str()));
        json.text(&flow.data_type);
        json.text(flow.verb.as_str());
    });
    json.finish()
}
