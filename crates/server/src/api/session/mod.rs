//! The session: signing in, who am I, signing out.

pub(crate) mod get;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
