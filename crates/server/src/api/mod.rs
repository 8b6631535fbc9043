//! The endpoints of the API, one file each: what it answers, what it refuses, its documentation.

pub(crate) mod api_keys;
pub(crate) mod audit_events;
pub(crate) mod auth_credentials;
mod confirm;
pub(crate) mod connections;
pub(crate) mod data_flows;
pub(crate) mod embeds;
pub(crate) mod endpoints;
pub(crate) mod environments;
mod fields;
pub(crate) mod health;
mod idempotency;
pub(crate) mod imports;
pub(crate) mod oauth;
pub(crate) mod openapi;
mod page;
pub(crate) mod session;
