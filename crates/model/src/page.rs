//! Lists that come in pages, and the questions that can be asked of them.

use serde::{Deserialize, Serialize};

use crate::{DataFlowId, EnvironmentId, Status, Verb};

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    /// The items, in the list's documented order.
    pub items: Vec<T>,
    /// Pass as `cursor` for the next page; `null` on the last one. Opaque: do not build one yourself.
    pub next: Option<String>,
}

/// Query of `GET /api/v1/connections`. Ordered by default connections first, then name, then id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectionsQuery {
    /// Only connections of this environment; without it, of all environments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentId>,
    /// Words that must all be found in names, GUIDs, URLs, data models or verbs; case does not matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// Only connections of this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Items per page, 1 to 200; 50 without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Query of `GET /api/v1/data-flows`. Ordered like connections, then by data type, verb and id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DataFlowsQuery {
    /// Only data flows of this environment; without it, of all environments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentId>,
    /// Words that must all be found in the flow or its connection; case does not matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// Only data flows of this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Only data flows of this verb.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verb: Option<Verb>,
    /// Items per page, 1 to 200; 50 without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Query of `GET /api/v1/connections/{id}/data-flow.svg` and `.csv`, of the printable page, and of the dashboard's own
/// address: what a reader chose to see of a picture.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ViewQuery {
    /// Words that must all be found in an arrow or at its ends; case does not matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub find: Option<String>,
    /// Only these verbs, as the picture shows them, separated by commas: `send,receive`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verb: Option<String>,
    /// Only this data model or FHIR resource.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub data_type: Option<String>,
    /// Only this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// `unhealthy` or `selected`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only: Option<String>,
    /// The selected data flow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow: Option<DataFlowId>,
    /// `folded`: one card per endpoint instead of one per endpoint and exchange kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cards: Option<String>,
    /// `theirs`: as the other side sees it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<String>,
    /// `on` or `off`: whether arrows are grouped by data type. Files hold every arrow by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Open groups, separated by `|`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<String>,
    /// `table`: the table instead of the picture, on screen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show: Option<String>,
}
