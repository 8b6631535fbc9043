//! Data flows over all connections.

pub(crate) mod list;
