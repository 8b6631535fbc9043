//! Endpoints of both sides; yours can be made, changed, verified and deleted, and VPN tests recorded at both.

mod checks;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod update;
pub(crate) mod usage;
pub(crate) mod verify;
pub(crate) mod vpn_test;
