//! Who did something, for the audit trail.

use causeway_model::{Actor, ApiKeyId};

/// Who a change is made by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    /// Kind and name.
    pub actor: Actor,
    /// Which API key it is, if it is one.
    pub api_key: Option<ApiKeyId>,
}
