//! What is known of the selected arrow: in three vocabularies and one sentence, with both its ends.

use std::sync::Arc;

use causeway_data_flow::words::{Vocabularies, exchange, explain, flow_name, kind_tag};
use causeway_dom::{Container, El, Fragment, html};
use causeway_model::{ConnectionDataFlow, DataFlow, FlowCard, Timestamp, guid};
use wasm_bindgen::JsValue;

use crate::scene::Host;
use crate::status::status_word;

/// The details of one data flow.
pub(crate) struct Details {
    pub(crate) element: El,
    /// What it says, but for status and time.
    pub(crate) facts: String,
    status: El,
    last_message: El,
}

/// What the details of a data flow say, but for status and time, to tell whether they have to be made anew.
pub(crate) fn facts(picture: &ConnectionDataFlow, flow: &DataFlow, mirrored: bool) -> String {
    let end = |cards: &[Arc<FlowCard>], key: &str| {
        let card = cards.iter().find(|card| *card.key == *key);
        card.map(|card| [kind_tag(card), "\n", &card.name].concat()).unwrap_or_default()
    };
    let (left, right) = (end(&picture.left, &flow.left), end(&picture.right, &flow.right));
    let id = guid(flow.id.0);
    let parts: [&str; 10] = [
        &id,
        if mirrored { "theirs" } else { "yours" },
        &picture.connection.name,
        &flow.data_type,
        flow.verb.as_str(),
        &flow.event_types.join(","),
        &flow.left,
        &left,
        &flow.right,
        &right,
    ];
    parts.join("\n")
}

impl Details {
    /// The region; `close` is the button that closes it, `more` what the page adds.
    pub(crate) fn new(
        picture: &ConnectionDataFlow,
        flow: &DataFlow,
        mirrored: bool,
        facts: String,
        host: &dyn Host,
        close: El,
        more: Option<El>,
    ) -> Self {
        let partner = &picture.connection.name;
        let verb = if mirrored { flow.verb.mirror() } else { flow.verb.clone() };
        let words = Vocabularies::of(flow);
        let fact = |name: &str, value: El| html("div").child(html("dt").text(name)).child(value);
        // The ends as the answer names them, whatever is folded or hidden just now.
        let end = |cards: &[Arc<FlowCard>], key: &str| {
            end(cards.iter().find(|card| *card.key == *key).map(|card| &**card), host)
        };
        let (status, last_message) = (html("dd"), html("dd"));
        let list_of_facts = html("dl")
            .child(fact("Data model", list(&words.data_model)))
            .child(fact("HL7 v2", list(&words.hl7v2)))
            .child(fact("FHIR", list(&words.fhir)))
            .child(fact("Exchange", html("dd").text(exchange(verb.exchange().as_ref()))))
            .child(fact("Your side", end(&picture.left, &flow.left)))
            .child(fact("Their side", end(&picture.right, &flow.right)))
            .child(fact("Status", status.clone()))
            .child(fact("Last message", last_message.clone()));
        let name = flow_name(&flow.data_type, &verb, partner, mirrored);
        let sentence = explain(&flow.data_type, &verb, partner, mirrored);
        let head =
            html("div.flow-details-head").child(html("p").attr("dir", "auto").text(&name)).child(close);
        let element = html("section.flow-details")
            .attr("aria-label", "Selected data flow")
            .child(head)
            .child(html("p.flow-sentence").attr("dir", "auto").text(&sentence))
            .child(list_of_facts)
            .child(more);
        let this = Self { element, facts, status, last_message };
        this.update(flow);
        this
    }

    /// Shows the present status and time.
    pub(crate) fn update(&self, flow: &DataFlow) {
        for value in [&self.status, &self.last_message] {
            value.element().set_text_content(None);
        }
        let _ = self.status.clone().child(status_word(&flow.status));
        let _ = self.last_message.clone().child(last_message(flow.last_message_at.as_ref()));
    }
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

/// When it was, in the reader's own language and time zone.
#[must_use]
pub fn last_message(at: Option<&Timestamp>) -> Fragment {
    let Some(at) = at else { return Fragment::new().text("never") };
    let date = js_sys::Date::new(&JsValue::from_str(&at.0));
    let shown = match date.get_time().is_nan() {
        true => at.0.clone(),
        false => String::from(date.to_locale_string("default", &JsValue::UNDEFINED)),
    };
    Fragment::new().child(html("time").attr("datetime", &at.0).text(&shown))
}
