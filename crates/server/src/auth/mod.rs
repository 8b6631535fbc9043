//! Who is asking: every request that is not on the public list carries an [`Identity`].

mod code;
mod cookie;
mod gate;
mod host;
mod limit;
mod secret;
mod token;

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use causeway_model::{Actor, EnvironmentId, OrganizationId, OrganizationRef, Session};

pub(crate) use code::{link, new_code};
pub(crate) use cookie::SessionCookie;
pub(crate) use gate::{gate, of_session};
pub(crate) use host::known_host;
pub(crate) use limit::{KeyLimit, Need};
pub(crate) use secret::{Secret, hash, same};
pub(crate) use token::{BearerToken, TokenKind};

use crate::clock::Time;
use crate::problem::ApiError;
use crate::store::By;

/// Who the request is made as, and for which organization.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    pub(crate) organization: OrganizationRef,
    pub(crate) actor: Actor,
    pub(crate) expires_at: Option<Time>,
    /// Hash of the session's cookie; `None` for bearer tokens.
    pub(crate) session_hash: Option<String>,
    /// What an API key is limited to; `None` for people and their tokens.
    pub(crate) limit: Option<KeyLimit>,
}

impl Identity {
    /// The organization that every query of this request is limited to.
    pub(crate) fn org(&self) -> OrganizationId {
        self.organization.id
    }

    /// Who a change is made by, for the audit trail.
    pub(crate) fn by(&self) -> By {
        By { actor: self.actor.clone(), api_key: self.limit.as_ref().map(|limit| limit.key) }
    }

    /// Whether objects of this environment exist for the caller.
    pub(crate) fn sees(&self, environment: EnvironmentId) -> bool {
        self.limit.as_ref().is_none_or(|limit| limit.environment == environment)
    }

    /// The environment a list is about, given the one asked for: an API key's list is always of its own.
    pub(crate) fn within(&self, asked: Option<EnvironmentId>) -> Result<Option<EnvironmentId>, ApiError> {
        match (&self.limit, asked) {
            (None, asked) => Ok(asked),
            (Some(limit), asked) if asked.is_none_or(|asked| asked == limit.environment) => {
                Ok(Some(limit.environment))
            }
            (Some(_), _) => Err(ApiError::forbidden(
                "This API key belongs to another environment. Leave out `environment`, or use a key of that one.",
            )),
        }
    }

    /// As the contract shows it.
    pub(crate) fn session(&self) -> Session {
        Session {
            organization: self.organization.clone(),
            actor: self.actor.clone(),
            expires_at: self.expires_at.map(Time::timestamp),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Identity {
    type Rejection = ApiError;

    /// The gate has put it there. A handler that asks for it on a public path is refused, not trusted.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| ApiError::from_status(StatusCode::UNAUTHORIZED))
    }
}
