//! The same exchange in the words of three standards: data model event, HL7 v2 trigger, FHIR resource and interaction;
//! and the noun it has in a plain sentence.
//!
//! People in one meeting use different names for the same thing. The correspondence is of the field, not of a
//! standard: HL7 v2 triggers as interface engines commonly map them (HL7 v2.5.1 chapters 3 to 12), FHIR R4 resources
//! and interactions (<http://hl7.org/fhir/R4/http.html>). It is many-to-many, so what is not one to one says so.

/// A word of another standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// As that standard writes it: `ADT^A02`, `Encounter update`.
    pub text: &'static str,
    /// Comes close, but is not one to one.
    pub about: bool,
}

/// One event in the words of the other two standards; `None` where one has nothing of the kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Translation {
    /// HL7 v2 message and trigger.
    pub hl7v2: Option<Term>,
    /// FHIR resource and interaction or operation.
    pub fhir: Option<Term>,
}

/// The table: a line per data model with its noun and the FHIR resources that carry about the same, then one per event,
/// indented, with HL7 v2 and FHIR. `~` in front: about. Empty: nothing of the kind. As text, because browsers load it:
/// as arrays it has twice the bytes, most of them addresses of texts.
const TABLE: &str = include_str!("vocabulary.txt");

/// What the table says of one data model.
struct Model {
    name: &'static str,
    /// What is exchanged, in plain words.
    noun: &'static str,
    /// FHIR resources, with spaces between them.
    resources: &'static str,
    /// The lines of its events, and all that follows them.
    below: &'static str,
}

/// An event in the words of HL7 v2 and FHIR, as the table writes them.
type Event = (&'static str, &'static str, &'static str);

impl Model {
    fn events(&self) -> impl Iterator<Item = Event> {
        let cells = |line: &'static str| {
            let (event, terms) = line.strip_prefix('\t')?.split_once('\t')?;
            let (hl7v2, fhir) = terms.split_once('\t')?;
            Some((event, hl7v2, fhir))
        };
        // The next data model's line has no cells.
        self.below.split('\n').map_while(cells)
    }
}

fn models() -> impl Iterator<Item = Model> {
    let mut rest = TABLE;
    std::iter::from_fn(move || {
        loop {
            let (line, below) = rest.split_once('\n')?;
            rest = below;
            if let Some((name, facts)) = line.split_once(": ") {
                let (noun, resources) = facts.split_once(": ").unwrap_or((facts, ""));
                return Some(Model { name, noun, resources, below });
            }
        }
    })
}

/// What is exchanged, in plain words: "admissions, transfers and discharges".
#[must_use]
pub fn noun(data_type: &str) -> String {
    if let Some(model) = model(data_type) {
        return model.noun.to_owned();
    }
    match data_type.strip_prefix("FHIR.") {
        Some(resource) => match resource.split_once('.') {
            Some(("Event", group)) => [group, " notifications"].concat(),
            Some(("Message", group)) => ["detailed ", group, " notifications"].concat(),
            _ => ["FHIR ", resource, " resources"].concat(),
        },
        None => [data_type, " data"].concat(),
    }
}

/// One event type of a data model in the words of HL7 v2 and FHIR. An answer is translated like its query.
#[must_use]
pub fn translate(data_type: &str, event: &str) -> Translation {
    let Some(model) = model(data_type) else { return Translation::default() };
    let of = |wanted: &str| model.events().find(|(name, ..)| *name == wanted);
    let found = of(event).or_else(|| match event.strip_suffix("Response")? {
        "" => of("Query").or_else(|| of("Request")),
        query => of(query),
    });
    found.map(|(_, hl7v2, fhir)| Translation { hl7v2: term(hl7v2), fhir: term(fhir) }).unwrap_or_default()
}

/// The data model that carries about the same as a FHIR resource: `PatientAdmin` for `Encounter`.
#[must_use]
pub fn data_model_of(resource: &str) -> Option<&'static str> {
    models().find(|model| model.resources.split(' ').any(|it| it == resource)).map(|model| model.name)
}

fn model(name: &str) -> Option<Model> {
    models().find(|model| model.name == name)
}

fn term(text: &'static str) -> Option<Term> {
    match text.strip_prefix('~') {
        Some(text) => Some(Term { text, about: true }),
        None if text.is_empty() => None,
        None => Some(Term { text, about: false }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DATA_MODELS;

    #[test]
    fn every_data_model_and_event_of_the_catalogue_has_its_words() {
        for data_model in DATA_MODELS {
            let known = model(data_model.name).unwrap_or_else(|| panic!("{} has no words", data_model.name));
            let queries =
                data_model.queries.iter().flat_map(|query| [query.request, query.response]).flatten();
            for event in data_model.notifications.iter().copied().chain(queries) {
                let translation = translate(data_model.name, event);
                assert!(translation.fhir.is_some(), "{}.{event}", data_model.name);
            }
            assert!(!known.noun.is_empty());
        }
        assert_eq!(models().count(), DATA_MODELS.len());
    }

    #[test]
    fn what_is_not_one_to_one_says_so() {
        let of = |event| translate("PatientAdmin", event).hl7v2.unwrap();
        assert_eq!(of("Transfer"), Term { text: "ADT^A02", about: false });
        // Also A10 (patient arriving).
        assert_eq!(of("Arrival"), Term { text: "ADT^A01", about: true });
        assert_eq!(translate("SSO", "Sign-on").hl7v2, None);
        assert_eq!(translate("PatientAdmin", "Elopement"), Translation::default());
        assert_eq!(translate("Elopement", "New"), Translation::default());
    }

    #[test]
    fn an_answer_is_translated_like_its_query_and_a_notification_by_its_own_name() {
        assert_eq!(translate("Scheduling", "BookedResponse"), translate("Scheduling", "Booked"));
        assert_eq!(translate("PatientSearch", "Response"), translate("PatientSearch", "Query"));
        assert_eq!(translate("Referral", "AuthResponse").hl7v2.unwrap().text, "RPA^I08");
    }

    #[test]
    fn triggers_have_the_form_of_hl7() {
        let events = models().flat_map(|model| {
            let events: Vec<Event> = model.events().collect();
            events.into_iter().map(move |event| (model.name, event))
        });
        for (model, (event, hl7v2, _)) in events {
            let trigger = hl7v2.trim_start_matches('~');
            let is_trigger = |(message, trigger): (&str, &str)| message.len() == 3 && trigger.len() == 3;
            assert!(trigger.is_empty() || trigger.split_once('^').is_some_and(is_trigger), "{model}.{event}");
        }
    }

    #[test]
    fn nouns_read_well_for_resources_and_unknown_types_too() {
        assert_eq!(noun("PatientAdmin"), "admissions, transfers and discharges");
        assert_eq!(noun("FHIR.Encounter"), "FHIR Encounter resources");
        assert_eq!(noun("FHIR.Event.Order"), "Order notifications");
        assert_eq!(noun("FHIR.Message.PatientAdmin"), "detailed PatientAdmin notifications");
        assert_eq!(noun("Genomics"), "Genomics data");
        let resources: Vec<&str> = models().flat_map(|model| model.resources.split(' ')).collect();
        assert_eq!(resources.iter().filter(|resource| !resource.is_empty()).count(), 32);
        assert_eq!(data_model_of("Encounter"), Some("PatientAdmin"));
        assert_eq!(data_model_of("Basic"), None);
    }
}
