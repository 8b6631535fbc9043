//! What pages of others may load: the picture of an embed, as much of it as the embed reveals. No cookie is read here, and
//! no identity of the API opens any of it; the token of an embed, and nothing else, does.

pub(crate) mod cors;
pub(crate) mod csp;
pub(crate) mod data_flow;
pub(crate) mod origin;
mod redact;
