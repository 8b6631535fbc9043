//! Connections.

pub(crate) mod data_flow;
pub(crate) mod delete;
pub(crate) mod export;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod reroute;
