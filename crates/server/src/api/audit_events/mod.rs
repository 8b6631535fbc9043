//! The audit trail, to be read.

pub(crate) mod list;
