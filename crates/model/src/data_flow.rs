//! The data-flow picture of one connection, and the table of all data flows.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::open_enum::open_enum;
use crate::{
    Connection, ConnectionRef, DataFlowId, EndpointState, ExchangeKind, Read, Source, Status, Texts,
    Timestamp, Verb, VpnState,
};

open_enum! {
    /// What a card in the picture stands for.
    CardKind {
        /// One of your API keys: where you start traffic.
        ApiKey = "apiKey", "API key";
        /// An endpoint, yours or theirs.
        Endpoint = "endpoint", "Endpoint";
    }
}

/// Answer of `GET /api/v1/connections/{id}/data-flow`: the whole picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConnectionDataFlow {
    /// Whom it is with.
    pub connection: Connection,
    /// Your side: one card per API key or endpoint and exchange kind.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<FlowCard>))]
    pub left: Vec<Arc<FlowCard>>,
    /// Their side: one card per endpoint and exchange kind, so one GUID can appear twice; an endpoint without any
    /// data flow has one card, of the kind one-way or two-way it is known for, else two-way.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<FlowCard>))]
    pub right: Vec<Arc<FlowCard>>,
    /// One entry per arrow. `left` and `right` name the cards it runs between.
    pub flows: Vec<DataFlow>,
}

/// One card of the picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct FlowCard {
    /// Names the card within this picture: `<id>/<exchange>`.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub key: Arc<str>,
    /// What it stands for.
    pub kind: CardKind,
    /// GUID of the API key or endpoint; repeated when one endpoint serves both exchange kinds.
    pub id: Uuid,
    /// The exchange kind shown on this card.
    pub exchange: ExchangeKind,
    /// Its name.
    pub name: String,
    /// Where it listens; `null` for API keys and for endpoints without a URL yet.
    pub url: Option<String>,
    /// FHIR `Endpoint.connectionType` code; `null` when not known.
    pub connection_type: Option<String>,
    /// State of the endpoint; `null` for API keys.
    pub state: Option<EndpointState>,
    /// Whether you may change it; always false on the right.
    pub editable: bool,
    /// State of the endpoint's VPN; `null` where there is none, and for API keys.
    pub vpn: Option<VpnState>,
    /// Whether `id` is a stand-in, because whoever asks may not see GUIDs; left out when it is not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub id_hidden: bool,
    /// Whether `url` is `null` because it is withheld, and not because there is none; `false` is left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub url_hidden: bool,
}

// There may be thousands, and most say what another has said: they share their texts.
/// One arrow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DataFlow {
    /// Its id.
    pub id: DataFlowId,
    /// Your side of it.
    pub verb: Verb,
    /// Data model (`PatientAdmin`) or FHIR resource (`FHIR.Encounter`).
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub data_type: Arc<str>,
    /// Event types of the data model, or interactions of the FHIR resource.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub event_types: Texts,
    /// Key of the card on the left.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub left: Arc<str>,
    /// Key of the card on the right.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub right: Arc<str>,
    /// From [`crate::flow_status`].
    pub status: Status,
    /// When the last message was seen.
    pub last_message_at: Option<Timestamp>,
}

/// As much of an API key or endpoint as it takes to choose one; read from their lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YourEnd {
    /// Its GUID.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// When an API key was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// Body of `POST /api/v1/connections/{id}/data-flows/{flow}/reroute`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reroute {
    /// GUID of the API key or endpoint of yours that it uses now.
    pub from: Uuid,
    /// GUID of the one it shall use.
    pub to: Uuid,
}

/// One row of `GET /api/v1/data-flows`: an arrow with the names at both ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DataFlowRow {
    /// Its id.
    pub id: DataFlowId,
    /// Whom it is with.
    pub connection: ConnectionRef,
    /// Your side of it.
    pub verb: Verb,
    /// Data model or FHIR resource.
    pub data_type: String,
    /// Event types or interactions.
    pub event_types: Vec<String>,
    /// Your API key or endpoint.
    pub yours: PartyRef,
    /// Their endpoint.
    pub theirs: PartyRef,
    /// From [`crate::flow_status`].
    pub status: Status,
    /// When the last message was seen.
    pub last_message_at: Option<Timestamp>,
}

/// One end of an arrow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct PartyRef {
    /// API key or endpoint.
    pub kind: CardKind,
    /// Its GUID.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Where it listens, if it does.
    pub url: Option<String>,
    /// The state of its VPN; `null` where there is none.
    pub vpn: Option<VpnState>,
}

crate::read::readable! {
    ConnectionDataFlow { connection, left, right, flows }
    DataFlow { id, verb, data_type, event_types, left, right, status, last_message_at }
    DataFlowRow { id, connection, verb, data_type, event_types, yours, theirs, status, last_message_at }
    PartyRef { kind, id, name, url, vpn }
    YourEnd { id, name, revoked_at }
}

/// Only a reduced picture withholds anything, and says so.
impl Read for FlowCard {
    fn read(source: impl Source) -> Option<Self> {
        let truth =
            |field| Read::read(source.get(field)).map(|truth: Option<bool>| truth.unwrap_or_default());
        Some(Self {
            key: source.read("key")?,
            kind: source.read("kind")?,
            id: source.read("id")?,
            exchange: source.read("exchange")?,
            name: source.read("name")?,
            url: source.read("url")?,
            connection_type: source.read("connectionType")?,
            state: source.read("state")?,
            editable: source.read("editable")?,
            vpn: source.read("vpn")?,
            id_hidden: truth("idHidden")?,
            url_hidden: truth("urlHidden")?,
        })
    }
}
