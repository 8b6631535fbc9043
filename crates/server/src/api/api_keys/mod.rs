//! Your API keys: made, named, limited, rotated, revoked. Only people do that: no key makes another.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod revoke;
pub(crate) mod rotate;
pub(crate) mod update;
pub(crate) mod usage;
