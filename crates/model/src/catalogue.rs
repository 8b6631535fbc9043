//! The catalogue of data models: which exist, and what can be exchanged of each.
//!
//! Facts of the field: the published data models and event types of the Redox Data Model API. A model with both lists
//! gives two arrows per direction, one one-way and one two-way. `Referral.AuthResponse` is a notification in spite of
//! its name; `SSO.Sign-on` is a query without a response of its own.

/// One data model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataModel {
    /// Its name, as in `Meta.DataModel` without spaces, except where the field itself writes one.
    pub name: &'static str,
    /// Event types exchanged one-way (SEND, RECEIVE).
    pub notifications: &'static [&'static str],
    /// Event types exchanged two-way (REQUEST, RESPOND).
    pub queries: &'static [Query],
}

/// A synchronous event type and the event types that answer it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Query {
    /// What is asked; `None` where only the answer is published.
    pub request: Option<&'static str>,
    /// What answers; `None` where the answer has no event type of its own.
    pub response: Option<&'static str>,
}

const fn query(request: &'static str, response: &'static str) -> Query {
    Query { request: Some(request), response: Some(response) }
}

/// All data models, in alphabetical order.
pub const DATA_MODELS: &[DataModel] = &[
    DataModel { name: "Claim", notifications: &["PaymentBatch", "SubmissionBatch"], queries: &[] },
    DataModel { name: "ClinicalDecisions", notifications: &[], queries: &[query("Request", "Response")] },
    DataModel {
        name: "ClinicalSummary",
        notifications: &["PatientPush", "VisitPush"],
        queries: &[
            query("DocumentGet", "DocumentGetResponse"),
            query("DocumentQuery", "DocumentQueryResponse"),
            query("PatientQuery", "PatientQueryResponse"),
            query("VisitQuery", "VisitQueryResponse"),
        ],
    },
    DataModel { name: "Device", notifications: &["New"], queries: &[] },
    DataModel {
        name: "Enrichment",
        notifications: &[],
        queries: &[query("NormalizationQuery", "NormalizationQueryResponse")],
    },
    DataModel {
        name: "FHIR Bulk Data Access",
        notifications: &[],
        queries: &[
            Query { request: Some("group-export"), response: None },
            Query { request: None, response: Some("system-export-response") },
            Query { request: None, response: Some("status-check-response") },
        ],
    },
    DataModel { name: "Financial", notifications: &["AccountUpdate", "Transaction"], queries: &[] },
    DataModel { name: "Flowsheet", notifications: &["New"], queries: &[] },
    DataModel { name: "Insurance", notifications: &["New", "Update"], queries: &[] },
    DataModel { name: "Inventory", notifications: &["Deplete", "Update"], queries: &[] },
    DataModel {
        name: "Media",
        notifications: &["Delete", "New", "Replace"],
        queries: &[query("Query", "QueryResponse")],
    },
    DataModel {
        name: "Medications",
        notifications: &["Administration", "Cancel", "New", "Update"],
        queries: &[],
    },
    DataModel {
        name: "Notes",
        notifications: &["Delete", "New", "Replace"],
        queries: &[query("Query", "QueryResponse")],
    },
    DataModel {
        name: "Order",
        notifications: &["Cancel", "GroupedOrders", "New", "Update"],
        queries: &[query("Query", "QueryResponse")],
    },
    DataModel {
        name: "Organization",
        notifications: &["New", "Update"],
        queries: &[query("Query", "QueryResponse")],
    },
    DataModel {
        name: "PatientAdmin",
        notifications: &[
            "Arrival",
            "Cancel",
            "Discharge",
            "NewPatient",
            "PatientMerge",
            "PatientUpdate",
            "PreAdmit",
            "Registration",
            "Transfer",
            "VisitMerge",
            "VisitUpdate",
        ],
        queries: &[query("CensusQuery", "CensusQueryResponse"), query("VisitQuery", "VisitQueryResponse")],
    },
    DataModel { name: "PatientEducation", notifications: &["Delete", "New", "Update"], queries: &[] },
    DataModel {
        name: "PatientSearch",
        notifications: &[],
        queries: &[query("LocationQuery", "LocationQueryResponse"), query("Query", "Response")],
    },
    DataModel {
        name: "Provider",
        notifications: &["Activate", "Deactivate", "New", "Update"],
        queries: &[query("ProviderQuery", "ProviderQueryResponse")],
    },
    DataModel {
        name: "Referral",
        notifications: &["AuthResponse", "AuthReview", "Cancel", "Modify", "New"],
        queries: &[query("Query", "QueryResponse")],
    },
    DataModel { name: "Research", notifications: &["Study", "SubjectUpdate"], queries: &[] },
    DataModel {
        name: "Results",
        notifications: &["New", "NewUnsolicited"],
        queries: &[query("Query", "QueryResponse")],
    },
    DataModel {
        name: "Scheduling",
        notifications: &["Cancel", "Modification", "New", "NoShow", "PushSlots", "Reschedule"],
        queries: &[query("AvailableSlots", "AvailableSlotsResponse"), query("Booked", "BookedResponse")],
    },
    DataModel {
        name: "SSO",
        notifications: &[],
        queries: &[Query { request: Some("Sign-on"), response: None }],
    },
    DataModel {
        name: "SurgicalScheduling",
        notifications: &["Cancel", "Modification", "New", "NoShow", "Reschedule"],
        queries: &[],
    },
    DataModel {
        name: "Vaccination",
        notifications: &["Administration", "New"],
        queries: &[query("PatientQuery", "PatientQueryResponse")],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_has_every_model_and_event_type_of_the_field_once() {
        assert_eq!(DATA_MODELS.len(), 26);
        let events: usize = DATA_MODELS
            .iter()
            .map(|model| {
                let synchronous =
                    model.queries.iter().flat_map(|q| [q.request, q.response]).flatten().count();
                model.notifications.len() + synchronous
            })
            .sum();
        assert_eq!(events, 112);
        assert!(DATA_MODELS.windows(2).all(|pair| pair[0].name.to_lowercase() < pair[1].name.to_lowercase()));
    }

    #[test]
    fn every_model_can_be_exchanged() {
        for model in DATA_MODELS {
            assert!(!model.notifications.is_empty() || !model.queries.is_empty(), "{}", model.name);
        }
    }

    #[test]
    fn an_answer_by_name_is_still_a_notification() {
        let referral = DATA_MODELS.iter().find(|model| model.name == "Referral").unwrap();
        assert!(referral.notifications.contains(&"AuthResponse"));
    }
}
