//! Who asks for a token: the client that an assertion names, proved by its signature.

use std::sync::Arc;
use std::time::Duration;

use causeway_assertion::{Expected, KeySet, Refusal, Verified, issuer, verify};
use causeway_model::{ApiKeyId, EnvironmentFlag};
use causeway_outbound::Policy;

use super::error::{Code, Refused};
use super::form::TokenRequest;
use crate::app::App;
use crate::config::{KEY_SET_LIFE, KEY_SET_REST};
use crate::problem::internal;
use crate::store::{ClientKeys, ClientRecord};

/// The same words for all of them: which it is, is for the owner of the key to see.
pub(super) const UNKNOWN: &str = "There is no such client, or its API key is revoked, expired or has no public keys. \
     Check the iss of the assertion, and the API key in Causeway.";
const OTHER_ID: &str = "The client_id is not the iss of the assertion. Correct it or leave it out.";

/// The client and its verified assertion; whether that was used before is not decided here.
pub(super) async fn authenticate(
    app: &App,
    request: &TokenRequest,
) -> Result<(ClientRecord, Verified), Refused> {
    let assertion = request.client_assertion.as_str();
    let issuer = issuer(assertion).map_err(|refusal| refused(&refusal))?;
    if request.client_id.as_ref().is_some_and(|id| *id != issuer) {
        return Err(Refused::new(Code::InvalidClient, OTHER_ID));
    }
    let client = find(app, &issuer).await?;
    let known = keys(app, &client, KEY_SET_LIFE).await?;
    let mut verdict = judge(app, &client, assertion, &known);
    if verdict == Err(Refusal::UnknownKid) && matches!(client.public_keys, ClientKeys::At(_)) {
        // Perhaps it has other keys since the set was fetched.
        let known = keys(app, &client, KEY_SET_REST).await?;
        verdict = judge(app, &client, assertion, &known);
    }
    let verified = verdict.map_err(|refusal| {
        tracing::info!(client = %client.key.id, reason = refusal.code(), "refused a client assertion");
        refused(&refusal)
    })?;
    Ok((client, verified))
}

fn refused(refusal: &Refusal) -> Refused {
    Refused::new(Code::InvalidClient, refusal.to_string())
}

/// The API key whose id is `issuer`, in the spelling it was given out in.
async fn find(app: &App, issuer: &str) -> Result<ClientRecord, Refused> {
    let unknown = || Refused::new(Code::InvalidClient, UNKNOWN);
    let id: ApiKeyId = issuer.parse().map_err(|_| unknown())?;
    if id.to_string() != issuer {
        return Err(unknown());
    }
    let now = app.clock.now();
    let found = app.store.client(id).await?;
    found.filter(|found| found.expires_at.is_none_or(|end| end > now)).ok_or_else(unknown)
}

/// The public keys of a client, where they have to be fetched no older than this.
async fn keys(app: &App, client: &ClientRecord, age: Duration) -> Result<Arc<KeySet>, Refused> {
    let url = match &client.public_keys {
        ClientKeys::At(url) => url,
        // It was checked before it was stored.
        ClientKeys::Stored(text) => {
            return KeySet::parse(text).map(Arc::new).map_err(|errors| match errors.into_iter().next() {
                Some(error) => internal(&error).into(),
                None => Refused::new(Code::InvalidClient, UNKNOWN),
            });
        }
    };
    let plain_http = client.flag == EnvironmentFlag::Development;
    let policy = Policy { plain_http, ..(*app.outbound).clone() };
    let found = app.key_sets.get(client.key.organization.id, url, policy, age, &app.clock).await;
    found.map_err(|failure| Refused::new(Code::InvalidClient, failure.to_string()))
}

fn judge(app: &App, client: &ClientRecord, assertion: &str, keys: &KeySet) -> Result<Verified, Refusal> {
    let client_id = client.key.id.to_string();
    let token_endpoint = app.site.token_endpoint();
    let expected = Expected {
        client_id: &client_id,
        // SMART names the token endpoint, newer OAuth libraries the issuer (RFC 7523 section 3 allows both). Either is
        // this server and no other.
        audiences: &[&token_endpoint, &app.site.base_url],
        registered_jwks_url: match &client.public_keys {
            ClientKeys::At(url) => Some(url),
            ClientKeys::Stored(_) => None,
        },
        now: app.clock.now().seconds(),
    };
    verify(assertion, keys, &expected)
}
