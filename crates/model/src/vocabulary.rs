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

struct Model {
    name: &'static str,
    /// What is exchanged, in plain words.
    noun: &'static str,
    /// Event, HL7 v2, FHIR. `~` in front: about. Empty: nothing of the kind.
    events: &'static [(&'static str, &'static str, &'static str)],
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
    let of = |wanted: &str| model.events.iter().find(|(name, ..)| *name == wanted);
    let found = of(event).or_else(|| match event.strip_suffix("Response")? {
        "" => of("Query").or_else(|| of("Request")),
        query => of(query),
    });
    found.map(|(_, hl7v2, fhir)| Translation { hl7v2: term(hl7v2), fhir: term(fhir) }).unwrap_or_default()
}

/// The data model that carries about the same as a FHIR resource: `PatientAdmin` for `Encounter`.
#[must_use]
pub fn data_model_of(resource: &str) -> Option<&'static str> {
    RESOURCES.iter().find(|(name, _)| *name == resource).map(|(_, model)| *model)
}

fn model(name: &str) -> Option<&'static Model> {
    MODELS.iter().find(|model| model.name == name)
}

fn term(text: &'static str) -> Option<Term> {
    match text.strip_prefix('~') {
        Some(text) => Some(Term { text, about: true }),
        None if text.is_empty() => None,
        None => Some(Term { text, about: false }),
    }
}

const MODELS: &[Model] = &[
    Model {
        name: "Claim",
        noun: "claims and payments",
        events: &[
            ("PaymentBatch", "", "~ExplanationOfBenefit create"),
            ("SubmissionBatch", "", "~Claim create"),
        ],
    },
    Model {
        name: "ClinicalDecisions",
        noun: "decision support requests",
        events: &[("Request", "", "~CDS Hooks call")],
    },
    Model {
        name: "ClinicalSummary",
        noun: "clinical summaries",
        events: &[
            ("DocumentGet", "", "~DocumentReference read"),
            ("DocumentQuery", "", "~DocumentReference search"),
            ("PatientPush", "~MDM^T02", "~DocumentReference create"),
            ("PatientQuery", "", "~Patient $docref"),
            ("VisitPush", "~MDM^T02", "~DocumentReference create"),
            ("VisitQuery", "", "~DocumentReference search"),
        ],
    },
    Model { name: "Device", noun: "device readings", events: &[("New", "~ORU^R01", "~Observation create")] },
    Model {
        name: "Enrichment",
        noun: "code translations",
        events: &[("NormalizationQuery", "", "~ConceptMap $translate")],
    },
    Model {
        name: "FHIR Bulk Data Access",
        noun: "bulk exports",
        events: &[
            ("group-export", "", "Group $export"),
            ("system-export", "", "System $export"),
            ("system-export-response", "", "System $export"),
            ("status-check-response", "", "$export status"),
        ],
    },
    Model {
        name: "Financial",
        noun: "charges and account changes",
        events: &[
            ("AccountUpdate", "~BAR^P01", "~Account update"),
            ("Transaction", "DFT^P03", "~ChargeItem create"),
        ],
    },
    Model {
        name: "Flowsheet",
        noun: "vital signs and flowsheets",
        events: &[("New", "~ORU^R01", "~Observation create")],
    },
    Model {
        name: "Insurance",
        noun: "insurance changes",
        events: &[("New", "~ADT^A08", "~Coverage create"), ("Update", "~ADT^A08", "~Coverage update")],
    },
    Model {
        name: "Inventory",
        noun: "supply changes",
        events: &[
            ("Deplete", "~DFT^P03", "~SupplyDelivery create"),
            ("Update", "~MFN^M16", "~SupplyDelivery update"),
        ],
    },
    Model {
        name: "Media",
        noun: "images and documents",
        events: &[
            ("Delete", "~MDM^T11", "~DocumentReference delete"),
            ("New", "~MDM^T02", "~DocumentReference create"),
            ("Query", "", "~DocumentReference search"),
            ("Replace", "~MDM^T10", "~DocumentReference update"),
        ],
    },
    Model {
        name: "Medications",
        noun: "prescriptions and medications given",
        events: &[
            ("Administration", "RAS^O17", "~MedicationAdministration create"),
            ("Cancel", "~RDE^O11", "~MedicationRequest update"),
            ("New", "~RDE^O11", "~MedicationRequest create"),
            ("Update", "~RDE^O11", "~MedicationRequest update"),
        ],
    },
    Model {
        name: "Notes",
        noun: "clinical notes",
        events: &[
            ("Delete", "~MDM^T11", "~DocumentReference delete"),
            ("New", "~MDM^T02", "~DocumentReference create"),
            ("Query", "", "~DocumentReference search"),
            ("Replace", "~MDM^T10", "~DocumentReference update"),
        ],
    },
    Model {
        name: "Order",
        noun: "orders",
        events: &[
            ("Cancel", "~ORM^O01", "~ServiceRequest update"),
            ("GroupedOrders", "~OML^O21", "~ServiceRequest create"),
            ("New", "~ORM^O01", "~ServiceRequest create"),
            ("Query", "", "~ServiceRequest search"),
            ("Update", "~ORM^O01", "~ServiceRequest update"),
        ],
    },
    Model {
        name: "Organization",
        noun: "organization records",
        events: &[
            ("New", "~MFN^M05", "~Organization create"),
            ("Query", "", "~Organization search"),
            ("Update", "~MFN^M05", "~Organization update"),
        ],
    },
    Model {
        name: "PatientAdmin",
        noun: "admissions, transfers and discharges",
        events: &[
            ("Arrival", "~ADT^A01", "~Encounter create"),
            ("Cancel", "~ADT^A11", "~Encounter update"),
            ("CensusQuery", "~QRY^A19", "~Encounter search"),
            ("Discharge", "ADT^A03", "~Encounter update"),
            ("NewPatient", "ADT^A28", "Patient create"),
            ("PatientMerge", "~ADT^A40", "~Patient $merge"),
            ("PatientUpdate", "ADT^A31", "Patient update"),
            ("PreAdmit", "ADT^A05", "~Encounter create"),
            ("Registration", "ADT^A04", "~Encounter create"),
            ("Transfer", "ADT^A02", "~Encounter update"),
            ("VisitMerge", "~ADT^A42", "~Encounter update"),
            ("VisitQuery", "~QRY^A19", "~Encounter search"),
            ("VisitUpdate", "ADT^A08", "~Encounter update"),
        ],
    },
    Model {
        name: "PatientEducation",
        noun: "patient education material",
        events: &[
            ("Delete", "", "~Communication delete"),
            ("New", "", "~Communication create"),
            ("Update", "", "~Communication update"),
        ],
    },
    Model {
        name: "PatientSearch",
        noun: "patient lookups",
        events: &[("LocationQuery", "", "~Patient search"), ("Query", "~QBP^Q22", "~Patient $match")],
    },
    Model {
        name: "Provider",
        noun: "provider records",
        events: &[
            ("Activate", "~MFN^M02", "~Practitioner update"),
            ("Deactivate", "~MFN^M02", "~Practitioner update"),
            ("New", "~MFN^M02", "~Practitioner create"),
            ("ProviderQuery", "", "~Practitioner search"),
            ("Update", "~MFN^M02", "~Practitioner update"),
        ],
    },
    Model {
        name: "Referral",
        noun: "referrals and authorizations",
        events: &[
            // A notification in spite of its name.
            ("AuthResponse", "~RPA^I08", "~ClaimResponse create"),
            ("AuthReview", "~RQA^I08", "~Claim $submit"),
            ("Cancel", "REF^I14", "~ServiceRequest update"),
            ("Modify", "REF^I13", "~ServiceRequest update"),
            ("New", "REF^I12", "~ServiceRequest create"),
            ("Query", "", "~ServiceRequest search"),
        ],
    },
    Model {
        name: "Research",
        noun: "studies and their subjects",
        events: &[
            ("Study", "", "~ResearchStudy create"),
            ("SubjectUpdate", "~CRM^C01", "~ResearchSubject update"),
        ],
    },
    Model {
        name: "Results",
        noun: "results",
        events: &[
            ("New", "~ORU^R01", "~DiagnosticReport create"),
            ("NewUnsolicited", "~ORU^R01", "~DiagnosticReport create"),
            ("Query", "", "~DiagnosticReport search"),
        ],
    },
    Model {
        name: "Scheduling",
        noun: "appointments",
        events: &[
            ("AvailableSlots", "~SRM^S01", "~Slot search"),
            ("Booked", "~SQM^S25", "~Appointment search"),
            ("Cancel", "SIU^S15", "~Appointment update"),
            ("Modification", "SIU^S14", "~Appointment update"),
            ("New", "SIU^S12", "~Appointment create"),
            ("NoShow", "SIU^S26", "~Appointment update"),
            ("PushSlots", "~SIU^S18", "~Slot update"),
            ("Reschedule", "SIU^S13", "~Appointment update"),
        ],
    },
    Model { name: "SSO", noun: "sign-ons", events: &[("Sign-on", "", "~SMART app launch")] },
    Model {
        name: "SurgicalScheduling",
        noun: "surgery appointments",
        events: &[
            ("Cancel", "~SIU^S15", "~Appointment update"),
            ("Modification", "~SIU^S14", "~Appointment update"),
            ("New", "~SIU^S12", "~Appointment create"),
            ("NoShow", "~SIU^S26", "~Appointment update"),
            ("Reschedule", "~SIU^S13", "~Appointment update"),
        ],
    },
    Model {
        name: "Vaccination",
        noun: "vaccinations",
        events: &[
            ("Administration", "~VXU^V04", "~Immunization create"),
            ("New", "~VXU^V04", "~Immunization create"),
            ("PatientQuery", "~QBP^Q11", "~Immunization search"),
        ],
    },
];

/// FHIR resources and the data model that carries about the same.
const RESOURCES: &[(&str, &str)] = &[
    ("Account", "Financial"),
    ("Appointment", "Scheduling"),
    ("ChargeItem", "Financial"),
    ("Claim", "Claim"),
    ("ClaimResponse", "Claim"),
    ("Communication", "PatientEducation"),
    ("Coverage", "Insurance"),
    ("Device", "Device"),
    ("DiagnosticReport", "Results"),
    ("DocumentReference", "Notes"),
    ("Encounter", "PatientAdmin"),
    ("ExplanationOfBenefit", "Claim"),
    ("Immunization", "Vaccination"),
    ("Media", "Media"),
    ("Medication", "Medications"),
    ("MedicationAdministration", "Medications"),
    ("MedicationDispense", "Medications"),
    ("MedicationOrder", "Medications"),
    ("MedicationRequest", "Medications"),
    ("MedicationStatement", "Medications"),
    ("Observation", "Results"),
    ("Organization", "Organization"),
    ("Patient", "PatientAdmin"),
    ("Practitioner", "Provider"),
    ("PractitionerRole", "Provider"),
    ("ReferralRequest", "Referral"),
    ("ResearchStudy", "Research"),
    ("ResearchSubject", "Research"),
    ("Schedule", "Scheduling"),
    ("ServiceRequest", "Order"),
    ("Slot", "Scheduling"),
    ("SupplyDelivery", "Inventory"),
];

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
        assert_eq!(MODELS.len(), DATA_MODELS.len());
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
        for (model, event, hl7v2) in MODELS
            .iter()
            .flat_map(|model| model.events.iter().map(|(event, hl7v2, _)| (model.name, event, hl7v2)))
        {
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
        for (resource, model) in RESOURCES {
            assert!(super::model(model).is_some(), "{resource}");
        }
        assert_eq!(data_model_of("Encounter"), Some("PatientAdmin"));
        assert_eq!(data_model_of("Basic"), None);
    }
}
