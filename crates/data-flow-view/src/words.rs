//! Every sentence of the picture. Must not know elements or signals.

use causeway_data_flow::Count;
use causeway_model::{CardKind, ExchangeKind, FlowCard, Status, Verb};

/// How a data flow is named: "Results: you send to Redox Health System".
pub(crate) fn sentence(data_type: &str, verb: &Verb, partner: &str) -> String {
    let mut text = data_type.to_owned();
    text.push_str(": ");
    text.push_str(&verb.clause(partner));
    text
}

/// Whether a status is worth a word on every label. Working, and not yet used, are the quiet cases.
pub(crate) fn is_noteworthy(status: &Status) -> bool {
    !matches!(status, Status::Healthy | Status::NoTraffic)
}

/// "72 data flows".
pub(crate) fn flow_count(count: usize) -> String {
    match count {
        0 => "No data flows".to_owned(),
        1 => "1 data flow".to_owned(),
        many => many.to_string() + " data flows",
    }
}

/// "5 endpoints in 7 cards"; the cards only where they are more.
pub(crate) fn endpoint_count(count: Count) -> String {
    let mut text = count.parties.to_string();
    text.push_str(if count.parties == 1 { " endpoint" } else { " endpoints" });
    if count.cards > count.parties {
        text.push_str(" in ");
        text.push_str(&count.cards.to_string());
        text.push_str(" cards");
    }
    text
}

/// Why a card looks like another one: "Two-way, card 2 of 2 of this endpoint".
pub(crate) fn repeated(facts: &FlowCard, shown: (u32, u32)) -> String {
    let mut text = facts.exchange.label().to_owned();
    text.push_str(", card ");
    text.push_str(&shown.0.to_string());
    text.push_str(" of ");
    text.push_str(&shown.1.to_string());
    text.push_str(if facts.kind == CardKind::ApiKey { " of this API key" } else { " of this endpoint" });
    text
}

/// What happens on an exchange of this kind.
pub(crate) fn exchange(kind: Option<&ExchangeKind>) -> &'static str {
    match kind {
        Some(ExchangeKind::OneWay) => "One-way: data goes over and is acknowledged",
        Some(ExchangeKind::TwoWay) => "Two-way: a query goes over and its answer comes back",
        _ => "Not known",
    }
}

/// The tag of a card: how it is spoken to, short.
pub(crate) fn kind(facts: &FlowCard) -> &str {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_flow_reads_like_a_sentence() {
        let text = sentence("PatientAdmin", &Verb::Send, "Redox Health System");
        assert_eq!(text, "PatientAdmin: you send to Redox Health System");
    }

    #[test]
    fn counts_have_the_right_number() {
        assert_eq!(flow_count(0), "No data flows");
        assert_eq!(flow_count(1), "1 data flow");
        assert_eq!(flow_count(72), "72 data flows");
        assert_eq!(endpoint_count(Count { parties: 1, cards: 1 }), "1 endpoint");
        assert_eq!(endpoint_count(Count { parties: 1, cards: 2 }), "1 endpoint in 2 cards");
        assert_eq!(endpoint_count(Count { parties: 5, cards: 7 }), "5 endpoints in 7 cards");
    }
}
