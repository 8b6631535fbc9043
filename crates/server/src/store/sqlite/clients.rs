//! Clients of `POST /oauth/token`: API keys that sign, the access tokens they are given, the assertions they spent.

use causeway_model::{Actor, ActorKind, ApiKeyId, AuditAction, EnvironmentFlag, EnvironmentId};
use rusqlite::{Connection, OptionalExtension, Row};

use super::{api_key_secrets, api_keys, audit, rows};
use crate::clock::Time;
use crate::store::{By, ClientKeys, ClientRecord, Grant, KeyRecord, NewAccessToken, Result};

const CLIENT: &str = "SELECT o.org_id, o.name, k.id, k.name, k.environment_id, k.scopes, k.expires_at, e.flag, \
     k.jwk_set, k.jwks_url FROM api_key k JOIN organization o ON o.org_id = k.org_id \
     JOIN environment e ON e.org_id = k.org_id AND e.id = k.environment_id \
     WHERE k.id = ?1 AND k.kind = 'publicKey' AND k.revoked_at IS NULL";
const FORGET_ASSERTIONS: &str =
    "DELETE FROM used_assertion WHERE org_id = ?1 AND api_key_id = ?2 AND expires_at <= ?3";
const SPEND: &str = "INSERT INTO used_assertion (org_id, api_key_id, jti_hash, expires_at) VALUES (?1, ?2, ?3, ?4) \
     ON CONFLICT (org_id, api_key_id, jti_hash) DO NOTHING";
const FORGET_TOKENS: &str =
    "DELETE FROM access_token WHERE org_id = ?1 AND api_key_id = ?2 AND expires_at <= ?3";
const ADD: &str = "INSERT INTO access_token (org_id, id, api_key_id, secret_hash, scopes, created_at, expires_at, kid) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

#[cfg(test)]
pub(super) const SQL: &[&str] = &[CLIENT, FORGET_ASSERTIONS, SPEND, FORGET_TOKENS, ADD];

/// A client by its id, whatever its organization: its signature is what proves that it may ask.
pub(super) fn get(db: &Connection, id: ApiKeyId) -> Result<Option<ClientRecord>> {
    let read = |row: &Row<'_>| {
        let stored = row.get::<_, Option<String>>(8)?.map(ClientKeys::Stored);
        let elsewhere = row.get::<_, Option<String>>(9)?.map(ClientKeys::At);
        let Some(public_keys) = stored.or(elsewhere) else { return Ok(None) };
        Ok(Some(ClientRecord {
            key: KeyRecord {
                organization: rows::organization(row, 0)?,
                id: ApiKeyId(rows::parse(row, 2)?),
                name: row.get(3)?,
                environment: EnvironmentId(rows::parse(row, 4)?),
                scopes: rows::scopes(rows::text(row, 5)?),
            },
            flag: EnvironmentFlag::from(rows::text(row, 7)?),
            expires_at: row.get::<_, Option<i64>>(6)?.map(Time),
            public_keys,
        }))
    };
    Ok(db.prepare_cached(CLIENT)?.query_row([id.to_string()], read).optional()?.flatten())
}

/// Spends an assertion for an access token. `client` is what the assertion was checked with: what happened to the key
/// since then counts.
pub(super) fn grant(db: &Connection, client: &ClientRecord, new: &NewAccessToken) -> Result<Grant> {
    let now = new.created_at;
    let still = get(db, client.key.id)?.is_some_and(|found| {
        found.key.organization.id == client.key.organization.id
            && found.public_keys == client.public_keys
            && found.expires_at.is_none_or(|end| end > now)
    });
    if !still {
        return Ok(Grant::Gone);
    }
    let org = client.key.organization.id;
    let key = (org.to_string(), client.key.id.to_string());
    db.prepare_cached(FORGET_ASSERTIONS)?.execute((&key.0, &key.1, now.0))?;
    let spent = (&key.0, &key.1, &new.jti_hash, new.remember_until.0);
    if db.prepare_cached(SPEND)?.execute(spent)? == 0 {
        return Ok(Grant::Replayed);
    }
    db.prepare_cached(FORGET_TOKENS)?.execute((&key.0, &key.1, now.0))?;
    db.prepare_cached(ADD)?.execute((
        &key.0,
        &new.id,
        &key.1,
        &new.secret_hash,
        api_keys::scopes_as_stored(&new.scopes),
        now.0,
        new.expires_at.0,
        &new.kid,
    ))?;
    api_key_secrets::touch(db, org, client.key.id, None, now)?;
    let key = &client.key;
    let actor = Actor { kind: ActorKind::ApiKey, name: key.name.clone() };
    let object = audit::Object {
        id: key.id.0,
        name: key.name.clone(),
        environment: key.environment,
        // Getting a token changes nothing.
        version: 0,
    };
    let by = By { actor, api_key: Some(key.id) };
    audit::add(db, org, &by, &AuditAction::AccessTokenIssued, Some(&object), now)?;
    Ok(Grant::Granted)
}
