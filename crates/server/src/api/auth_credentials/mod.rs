//! Your auth credentials: how whoever calls an endpoint of yours proves itself there. Secrets go in and never out.

mod checks;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod update;
pub(crate) mod usage;
