//! Environments of the caller's organization.

pub(crate) mod list;
pub(crate) mod summary;
