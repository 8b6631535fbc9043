//! Causeway's REST contract: the types that travel between server, dashboard, widget and scripts.
//!
//! Everything here is plain data with serde, and what reads it. This crate must not know a server, a database, a
//! browser or a view: whatever both sides must agree on (names, ids, verbs, statuses, errors) lives here, once.

mod api_key;
mod audit_event;
mod auth_credential;
mod catalogue;
mod connection;
mod data_flow;
mod embed;
mod endpoint;
mod environment;
mod id;
mod import;
mod index;
mod open_enum;
mod page;
mod problem;
mod read;
mod search;
mod session;
mod status;
mod time;
mod usage;
mod verb;
mod vocabulary;
mod vpn;
mod vpn_result;

pub use api_key::{
    ApiKey, ApiKeyKind, ApiKeyPatch, ApiKeySecret, ApiKeyState, ApiKeyWithSecret, NewApiKey, PublicKey,
    Rotation, Scope,
};
pub use audit_event::{AuditAction, AuditEvent, AuditEventsQuery, AuditObject};
pub use auth_credential::{
    AuthCredential, AuthCredentialPatch, AuthCredentialRef, AuthField, AuthHeader, AuthHeaderSetting,
    AuthSetting, AuthStrategy, EndpointUse, MOST_HEADERS, NewAuthCredential,
};
pub use catalogue::{DATA_MODELS, DataModel, Query};
pub use connection::{Connection, ConnectionKind, EnvironmentSummary, FlowCounts, StatusCount};
pub use data_flow::{
    CardKind, ConnectionDataFlow, DataFlow, DataFlowRow, FlowCard, PartyRef, Reroute, YourEnd,
};
pub use embed::{
    Embed, EmbedCheck, EmbedPatch, EmbedToken, Finding, FindingState, NewEmbed, NewEmbedCheck, NewEmbedToken,
    Reveal,
};
pub use endpoint::{
    ConnectionRef, Endpoint, EndpointKind, EndpointPatch, EndpointState, NewEndpoint, Owner, Verification,
    VerificationMethod, VerificationState,
};
pub use environment::{Environment, EnvironmentFlag};
pub use id::guid;
pub use id::{
    ApiKeyId, AuthCredentialId, ConnectionId, DataFlowId, EmbedId, EndpointId, EnvironmentId, OrganizationId,
    ParseIdError,
};
pub use import::{ImportCounts, ImportProblem, ImportReport, ImportRequest, Tally};
pub use index::{Index, compare, same};
pub use page::{ConnectionsQuery, DataFlowsQuery, Page, ViewQuery};
pub use problem::{FieldError, Problem, ProblemCode};
pub use read::{Read, Source, Texts};
pub use search::{ALIASES, normalize as normalize_search, terms as search_terms};
pub use session::{Actor, ActorKind, OrganizationRef, Session, SignIn};
pub use status::{FlowFacts, Status, connection_status, flow_status};
pub use time::Timestamp;
pub use usage::{ConnectionUse, FlowRef, KeyUse, Usage};
pub use verb::{ExchangeKind, Initiator, Verb};
pub use vocabulary::{Term, Translation, data_model_of, noun, translate};
pub use vpn::{STALE_AFTER, Vpn, VpnState, VpnTest, VpnTestReport, vpn_status};
pub use vpn_result::{VpnResult, VpnStatus, VpnTestKind};
