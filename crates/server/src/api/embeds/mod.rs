//! Your embeds: which pictures pages of others may show. Only people make and change them; an API key may ask for tokens.
//! What the pages load themselves is in `crate::embed`.

pub(crate) mod check;
mod checks;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod mint;
pub(crate) mod revoke;
pub(crate) mod update;
