//! Every sentence of the picture, on screen and on paper. Must not know elements or signals.

use causeway_model::{
    CardKind, ConnectionDataFlow, DataFlow, ExchangeKind, FlowCard, Term, Verb, noun, translate,
};

use crate::{Card, Count, Row, RowKind, Structure};

/// How a row is named: "Results: you send to Redox Health System", "Results: 12 arrows, 1 unhealthy".
#[must_use]
pub fn row_name(row: &Row, partner: &str, mirrored: bool) -> String {
    match &row.kind {
        RowKind::Flow(verb) => flow_name(&row.data_type, verb, partner, mirrored),
        RowKind::Group(group) => [&row.data_type, ": ", &group.note()].concat(),
    }
}

/// How a data flow is named. `mirrored`, `verb` is the other side's: "Results: Redox Health System sends to you".
#[must_use]
pub fn flow_name(data_type: &str, verb: &Verb, partner: &str, mirrored: bool) -> String {
    if !mirrored {
        return [data_type, ": ", &verb.clause(partner)].concat();
    }
    let does = match verb {
        Verb::Send => " sends to you",
        Verb::Receive => " receives from you",
        Verb::Request => " requests from you",
        Verb::Respond => " responds to you",
        Verb::Other(verb) => return [data_type, ": ", partner, ", ", verb].concat(),
    };
    [data_type, ": ", partner, does].concat()
}

/// One plain sentence about an arrow. `mirrored`, it is told from the other side; `verb` is then theirs.
#[must_use]
pub fn explain(data_type: &str, verb: &Verb, partner: &str, mirrored: bool) -> String {
    let what = noun(data_type);
    let parts: [&str; 5] = match (verb, mirrored) {
        (Verb::Send, false) => ["You send ", &what, " to ", partner, "; each message is acknowledged."],
        (Verb::Receive, false) => [partner, " sends you ", &what, "; you acknowledge each message.", ""],
        (Verb::Request, false) => ["You ask ", partner, " for ", &what, "; the answer comes back at once."],
        (Verb::Respond, false) => [partner, " asks you for ", &what, "; you answer at once.", ""],
        (Verb::Send, true) => [partner, " sends ", &what, " to you; you acknowledge each message.", ""],
        (Verb::Receive, true) => {
            [partner, " receives ", &what, " from you and acknowledges each message.", ""]
        }
        (Verb::Request, true) => [partner, " asks you for ", &what, " and waits for your answer.", ""],
        (Verb::Respond, true) => [partner, " answers at once when you ask for ", &what, ".", ""],
        (Verb::Other(_), _) => ["You and ", partner, " exchange ", &what, "."],
    };
    parts.concat()
}

/// What happens on an exchange of this kind.
#[must_use]
pub fn exchange(kind: Option<&ExchangeKind>) -> &'static str {
    match kind {
        Some(ExchangeKind::OneWay) => "One-way: data goes over and is acknowledged",
        Some(ExchangeKind::TwoWay) => "Two-way: a query goes over and its answer comes back",
        _ => "Not known",
    }
}

/// "72 data flows", "12 of 72 data flows".
#[must_use]
pub fn flow_count(structure: &Structure) -> String {
    let total = match structure.total {
        0 => return "No data flows".to_owned(),
        1 => "1 data flow".to_owned(),
        many => many.to_string() + " data flows",
    };
    if structure.shown == structure.total {
        return total;
    }
    [&structure.shown.to_string(), " of ", &total].concat()
}

/// "5 endpoints in 7 cards"; the cards only where they are more.
#[must_use]
pub fn endpoint_count(count: Count) -> String {
    let mut text = count.parties.to_string();
    text.push_str(if count.parties == 1 { " endpoint" } else { " endpoints" });
    if count.cards > count.parties {
        text.push_str(" in ");
        text.push_str(&count.cards.to_string());
        text.push_str(" cards");
    }
    text
}

/// The name of a card that stands for several: "5 endpoints and API keys".
#[must_use]
pub fn several(count: u32) -> String {
    count.to_string() + " endpoints and keys together"
}

/// Why a card looks like another one: "Two-way, card 2 of 2 of this endpoint".
#[must_use]
pub fn card_note(card: &Card) -> Option<String> {
    let facts = card.facts().filter(|_| card.shown.1 > 1)?;
    let of = if facts.kind == CardKind::ApiKey { " of this API key" } else { " of this endpoint" };
    let (nth, count) = (card.shown.0.to_string(), card.shown.1.to_string());
    Some([facts.exchange.label(), ", card ", &nth, " of ", &count, of].concat())
}

/// The tag of a card: how it is spoken to, short.
#[must_use]
pub fn kind_tag(facts: &FlowCard) -> &str {
    if facts.kind == CardKind::ApiKey {
        return facts.kind.label();
    }
    match facts.connection_type.as_deref() {
        Some("hl7-fhir-rest" | "hl7-fhir-msg") => "FHIR",
        Some("hl7v2-mllp") => "MLLP",
        Some("direct-project") => "Direct",
        Some("secure-email") => "E-mail",
        Some(code) if code.starts_with("dicom") => "DICOM",
        Some(code) if code.starts_with("ihe") => "IHE",
        Some(code) => code,
        None => match &facts.url {
            Some(url) if url.starts_with("https:") => "HTTPS",
            Some(url) if url.starts_with("http:") => "HTTP",
            _ => "Endpoint",
        },
    }
}

/// The three vocabularies of one arrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabularies {
    /// Data model events: "PatientAdmin.Arrival"; for a FHIR resource the data model that carries about the same.
    pub data_model: Vec<String>,
    /// HL7 v2 triggers.
    pub hl7v2: Vec<String>,
    /// FHIR resources and interactions.
    pub fhir: Vec<String>,
}

impl Vocabularies {
    /// Of a data flow. What is not one to one begins with "about"; an empty list means that there is nothing of the
    /// kind.
    #[must_use]
    pub fn of(flow: &DataFlow) -> Self {
        if let Some(resource) = flow.data_type.strip_prefix("FHIR.") {
            return Self::of_resource(resource, flow);
        }
        let mut this = Self { data_model: vec![], hl7v2: vec![], fhir: vec![] };
        for event in flow.event_types.iter() {
            this.data_model.push([&flow.data_type, ".", event].concat());
            let translation = translate(&flow.data_type, event);
            add(&mut this.hl7v2, translation.hl7v2);
            add(&mut this.fhir, translation.fhir);
        }
        if this.data_model.is_empty() {
            this.data_model.push((*flow.data_type).to_owned());
        }
        this
    }

    fn of_resource(resource: &str, flow: &DataFlow) -> Self {
        let about = causeway_model::data_model_of(resource).map(|model| ["about ", model].concat());
        let mut fhir: Vec<String> =
            flow.event_types.iter().map(|interaction| [resource, " ", interaction].concat()).collect();
        if fhir.is_empty() {
            fhir.push(resource.to_owned());
        }
        Self { data_model: about.into_iter().collect(), hl7v2: vec![], fhir }
    }
}

fn add(list: &mut Vec<String>, term: Option<Term>) {
    let Some(term) = term else { return };
    let text = if term.about { ["about ", term.text].concat() } else { term.text.to_owned() };
    if !list.contains(&text) {
        list.push(text);
    }
}

/// What a drawing of the answer is called: "Data flow with Redox Health System".
#[must_use]
pub fn document_title(picture: &ConnectionDataFlow) -> String {
    ["Data flow with ", &picture.connection.name].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_the_right_number() {
        assert_eq!(endpoint_count(Count { parties: 1, cards: 1 }), "1 endpoint");
        assert_eq!(endpoint_count(Count { parties: 1, cards: 2 }), "1 endpoint in 2 cards");
        assert_eq!(endpoint_count(Count { parties: 5, cards: 7 }), "5 endpoints in 7 cards");
        let structure = |shown, total| Structure {
            left: vec![],
            right: vec![],
            rows: vec![],
            shown,
            total,
            grouped: false,
            mirrored: false,
        };
        assert_eq!(flow_count(&structure(0, 0)), "No data flows");
        assert_eq!(flow_count(&structure(1, 1)), "1 data flow");
        assert_eq!(flow_count(&structure(72, 72)), "72 data flows");
        assert_eq!(flow_count(&structure(0, 72)), "0 of 72 data flows");
    }

    #[test]
    fn a_data_flow_reads_like_a_sentence_from_either_side() {
        let name = |verb: Verb, mirrored| flow_name("PatientAdmin", &verb, "Mercy", mirrored);
        assert_eq!(name(Verb::Send, false), "PatientAdmin: you send to Mercy");
        assert_eq!(name(Verb::Send.mirror(), true), "PatientAdmin: Mercy receives from you");
    }

    #[test]
    fn an_arrow_is_explained_from_either_side() {
        let mine = explain("PatientAdmin", &Verb::Send, "Mercy", false);
        assert_eq!(
            mine,
            "You send admissions, transfers and discharges to Mercy; each message is acknowledged."
        );
        let theirs = explain("PatientAdmin", &Verb::Send.mirror(), "Mercy", true);
        assert_eq!(
            theirs,
            "Mercy receives admissions, transfers and discharges from you and acknowledges each message."
        );
        for verb in Verb::KNOWN {
            let sentence = explain("Results", verb, "Mercy", true);
            assert!(
                sentence.starts_with("Mercy ") && sentence.ends_with('.') && sentence.contains("results")
            );
        }
    }
}
