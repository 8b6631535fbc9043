//! Imports of provider directories.

pub(crate) mod create;
