//! What is known of the selected arrow: in three vocabularies and one sentence, with both its ends.

use causeway_data_flow::words::{Vocabularies, exchange, explain, flow_name, kind_tag};
use causeway_dom::{Container, El, Fragment, html};
use causeway_model::{ConnectionDataFlow, DataFlow, FlowCard, Timestamp};
use wasm_bindgen::JsValue;

use crate::scene::Host;
use crate::status::status_word;

/// The details region of a data flow; `close` is the button that closes it.
pub(crate) fn details(
    picture: &ConnectionDataFlow,
    flow: &DataFlow,
    mirrored: bool,
    host: &dyn Host,
    close: El,
) -> El {
    let partner = &picture.connection.name;
    let verb = if mirrored { flow.verb.mirror() } else { flow.verb.clone() };
    let words = Vocabularies::of(flow);
    let fact = |name: &str, value: El| html("div").child(html("dt").text(name)).child(value);
    // The ends as the answer names them, whatever is folded or hidden just now.
    let end = |cards: &[FlowCard], key: &str| end(cards.iter().find(|card| card.key == key), host);
    let facts = html("dl")
        .child(fact("Data model", list(&words.data_model)))
        .child(fact("HL7 v2", list(&words.hl7v2)))
        .child(fact("FHIR", list(&words.fhir)))
        .child(fact("Exchange", html("dd").text(exchange(verb.exchange().as_ref()))))
        .child(fact("Your side", end(&picture.left, &flow.left)))
        .child(fact("Their side", end(&picture.right, &flow.right)))
        .child(fact("Status", html("dd").child(status_word(&flow.status))))
        .child(fact(
            "Last message",
            html("dd").child(last_message(flow.last_message_at.as_ref(), &host.language())),
        ));
    html("section.flow-details")
        .attr("aria-label", "Selected data flow")
        .child(
            html("div.flow-details-head")
                .child(html("p").attr("dir", "auto").text(&flow_name(
                    &flow.data_type,
                    &verb,
                    partner,
                    mirrored,
                )))
                .child(close),
        )
        .child(html("p.flow-sentence").attr("dir", "auto").text(&explain(
            &flow.data_type,
            &verb,
            partner,
            mirrored,
        )))
        .child(facts)
}

fn list(words: &[String]) -> El {
    if words.is_empty() {
        return html("dd").child(html("span.quiet").text("Nothing of the kind"));
    }
    let item = |word: &String| html("li").attr("dir", "auto").text(word);
    html("dd").child(html("ul.flow-events").attr("role", "list").children(words.iter().map(item)))
}

fn end(facts: Option<&FlowCard>, host: &dyn Host) -> El {
    let Some(facts) = facts else { return html("dd").text("Unknown endpoint") };
    let name = match host.endpoint_href(facts) {
        Some(href) => html("a").attr("href", &href),
        None => html("bdi"),
    };
    html("dd").child(name.text(&facts.name)).text(" ").child(html("span.flow-kind").text(kind_tag(facts)))
}

/// When it was, in a language (`default`: the browser's) and the reader's time zone.
#[must_use]
pub fn last_message(at: Option<&Timestamp>, language: &str) -> Fragment {
    let Some(at) = at else { return Fragment::new().text("never") };
    let date = js_sys::Date::new(&JsValue::from_str(&at.0));
    let shown = match date.get_time().is_nan() {
        true => at.0.clone(),
        false => String::from(date.to_locale_string(language, &JsValue::UNDEFINED)),
    };
    Fragment::new().child(html("time").attr("datetime", &at.0).text(&shown))
}
