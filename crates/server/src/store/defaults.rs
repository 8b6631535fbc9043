//! What a new organization has on its first day: three environments, your endpoint and API key, and the two default
//! connections with every data model, so that a system can be set up and tested before anyone else is connected.

use causeway_model::{
    ConnectionKind, DATA_MODELS, DataModel, EndpointState, EnvironmentFlag, ExchangeKind, Initiator,
};
use uuid::Uuid;

use crate::clock::Time;
use crate::random::{Random, RandomError};

/// Name of your endpoint and of your API key, as the field names both.
pub(crate) const YOURS: &str = "Redox API Endpoint";

/// URL shown for the default connections' endpoints. Nothing ever calls it.
const DEFAULT_URL: &str = "https://api.redoxengine.com/endpoint";

/// An organization to be, complete with ids.
#[derive(Debug, Clone)]
pub struct NewOrganization {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) created_at: Time,
    pub(crate) environments: Vec<NewEnvironment>,
    /// Your endpoint, in the first environment.
    pub(crate) endpoint_id: Uuid,
    /// Your API key, in the first environment.
    pub(crate) api_key_id: Uuid,
    pub(crate) connections: Vec<NewConnection>,
}

#[derive(Debug, Clone)]
pub(crate) struct NewEnvironment {
    pub(crate) id: Uuid,
    pub(crate) flag: EnvironmentFlag,
}

/// A default connection with its one endpoint.
#[derive(Debug, Clone)]
pub(crate) struct NewConnection {
    pub(crate) id: Uuid,
    pub(crate) kind: ConnectionKind,
    pub(crate) name: &'static str,
    pub(crate) endpoint_id: Uuid,
    pub(crate) endpoint_name: &'static str,
    pub(crate) endpoint_url: &'static str,
    pub(crate) endpoint_state: EndpointState,
    pub(crate) flows: Vec<NewFlow>,
}

#[derive(Debug, Clone)]
pub(crate) struct NewFlow {
    pub(crate) id: Uuid,
    pub(crate) initiator: Initiator,
    pub(crate) exchange: ExchangeKind,
    pub(crate) data_type: &'static str,
    pub(crate) event_types: Vec<&'static str>,
}

impl NewOrganization {
    /// Draws up an organization.
    ///
    /// # Errors
    /// When the random source has failed.
    pub fn draw_up(name: &str, now: Time, random: &dyn Random) -> Result<Self, RandomError> {
        let flags = [EnvironmentFlag::Development, EnvironmentFlag::Staging, EnvironmentFlag::Production];
        let environments = flags
            .into_iter()
            .map(|flag| Ok(NewEnvironment { id: random.uuid(now)?, flag }))
            .collect::<Result<Vec<_>, RandomError>>()?;
        let connections = [("Redox Engine", "Redox Dev Tools"), ("Redox Health System", "Redox EMR")]
            .into_iter()
            .map(|(name, endpoint_name)| default_connection(name, endpoint_name, now, random))
            .collect::<Result<Vec<_>, RandomError>>()?;
        Ok(Self {
            id: random.uuid(now)?,
            name: name.to_owned(),
            created_at: now,
            environments,
            endpoint_id: random.uuid(now)?,
            api_key_id: random.uuid(now)?,
            connections,
        })
    }
}

fn default_connection(
    name: &'static str,
    endpoint_name: &'static str,
    now: Time,
    random: &dyn Random,
) -> Result<NewConnection, RandomError> {
    let mut flows = Vec::new();
    for model in DATA_MODELS {
        for (exchange, event_types) in exchanges(model) {
            for initiator in [Initiator::You, Initiator::Connection] {
                flows.push(NewFlow {
                    id: random.uuid(now)?,
                    initiator,
                    exchange: exchange.clone(),
                    data_type: model.name,
                    event_types: event_types.clone(),
                });
            }
        }
    }
    Ok(NewConnection {
        id: random.uuid(now)?,
        kind: ConnectionKind::Default,
        name,
        endpoint_id: random.uuid(now)?,
        endpoint_name,
        endpoint_url: DEFAULT_URL,
        endpoint_state: EndpointState::Active,
        flows,
    })
}

/// The exchange kinds of a data model that have event types, with those event types. A query goes by the name of what
/// is asked, or of what answers where only that is published.
fn exchanges(model: &DataModel) -> Vec<(ExchangeKind, Vec<&'static str>)> {
    let queries = model.queries.iter().filter_map(|query| query.request.or(query.response)).collect();
    [(ExchangeKind::OneWay, model.notifications.to_vec()), (ExchangeKind::TwoWay, queries)]
        .into_iter()
        .filter(|(_, event_types): &(_, Vec<_>)| !event_types.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use causeway_model::Verb;

    use super::*;
    use crate::random::SeededRandom;

    fn organization() -> NewOrganization {
        NewOrganization::draw_up("Mine", Time(1_000_000), &SeededRandom::new(7)).unwrap()
    }

    #[test]
    fn both_default_connections_cover_every_data_model_and_all_four_verbs() {
        let organization = organization();
        let names: Vec<_> = organization.connections.iter().map(|connection| connection.name).collect();
        assert_eq!(names, ["Redox Engine", "Redox Health System"]);
        for connection in &organization.connections {
            let models: HashSet<_> = connection.flows.iter().map(|flow| flow.data_type).collect();
            assert_eq!(models.len(), DATA_MODELS.len());
            let verbs: HashSet<_> =
                connection.flows.iter().map(|flow| Verb::derive(&flow.initiator, &flow.exchange)).collect();
            assert_eq!(verbs.len(), 4);
        }
    }

    #[test]
    fn a_query_goes_by_its_answer_where_only_that_is_published() {
        let organization = organization();
        let bulk: Vec<_> = organization.connections[0]
            .flows
            .iter()
            .filter(|flow| flow.data_type == "FHIR Bulk Data Access")
            .collect();
        assert_eq!(bulk.len(), 2);
        assert_eq!(bulk[0].event_types, ["group-export", "system-export-response", "status-check-response"]);
    }

    #[test]
    fn no_id_is_given_twice() {
        let organization = organization();
        let mut ids = HashSet::new();
        for connection in &organization.connections {
            assert!(ids.insert(connection.id) && ids.insert(connection.endpoint_id));
            assert!(connection.flows.iter().all(|flow| ids.insert(flow.id)));
        }
    }
}
