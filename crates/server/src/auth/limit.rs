//! What an API key may do: the scopes and the environment it is limited to, and what each route needs.

use axum::http::{HeaderValue, StatusCode, header};
use causeway_model::{ApiKeyId, EnvironmentId, ProblemCode, Scope};

use crate::problem::ApiError;

/// What a request with an API key is limited to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeyLimit {
    pub(crate) key: ApiKeyId,
    /// Id of its secret, or the `kid` of its key pair, as far as that is known.
    pub(crate) credential: Option<String>,
    pub(crate) environment: EnvironmentId,
    pub(crate) scopes: Vec<Scope>,
}

/// What a route needs of an API key. People and their tokens may use every route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Need {
    /// Any key.
    AnyKey,
    /// A key with this scope.
    Key(Scope),
    /// A person: no key will do.
    Person,
}

impl Need {
    /// Refuses a key that has not got what the route needs (RFC 6750 section 3.1).
    pub(crate) fn check(&self, limit: Option<&KeyLimit>) -> Result<(), ApiError> {
        let Some(limit) = limit else { return Ok(()) };
        match self {
            Self::AnyKey => Ok(()),
            Self::Key(scope) if limit.scopes.contains(scope) => Ok(()),
            Self::Key(scope) => {
                let detail =
                    format!("This API key has not got the scope `{scope}`. Add it on the key's page.");
                let challenge = format!("Bearer error=\"insufficient_scope\", scope=\"{scope}\"");
                let refusal = ApiError::new(StatusCode::FORBIDDEN, ProblemCode::Forbidden, detail);
                Err(match HeaderValue::try_from(challenge) {
                    Ok(challenge) => refusal.header(header::WWW_AUTHENTICATE, challenge),
                    Err(_) => refusal,
                })
            }
            Self::Person => {
                Err(ApiError::forbidden("No API key may do this. Sign in, or send a token of yours."))
            }
        }
    }
}
