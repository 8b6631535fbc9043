//! Sign-in codes, sessions, bearer tokens: only hashes are stored.

use causeway_model::{Actor, ActorKind, AuditAction, OrganizationId};
use rusqlite::{Connection, OptionalExtension, Row};

use super::{audit, rows};
use crate::clock::Time;
use crate::store::{By, NewSession, NewSignInCode, NewToken, Result, SessionRecord, TokenRecord};

const FORGET_CODES: &str = "DELETE FROM sign_in_code WHERE expires_at <= ?1";
const ADD_CODE: &str =
    "INSERT INTO sign_in_code (org_id, code_hash, created_at, expires_at) VALUES (?1, ?2, ?3, ?4)";
const CODE: &str = "SELECT org_id FROM sign_in_code WHERE code_hash = ?1 AND expires_at > ?2";
const SPEND_CODE: &str = "DELETE FROM sign_in_code WHERE code_hash = ?1";
const ADD_SESSION: &str = "INSERT INTO session (org_id, token_hash, actor_name, created_at, last_seen_at) \
     VALUES (?1, ?2, ?3, ?4, ?4)";
const SESSION: &str = "SELECT o.org_id, o.name, s.actor_name, s.created_at, s.last_seen_at \
     FROM session s JOIN organization o ON o.org_id = s.org_id WHERE s.token_hash = ?1";
const TOUCH_SESSION: &str =
    "UPDATE session SET last_seen_at = ?2 WHERE token_hash = ?1 AND last_seen_at < ?2";
const END_SESSION: &str = "DELETE FROM session WHERE token_hash = ?1";
const FORGET_SESSIONS: &str = "DELETE FROM session WHERE created_at < ?1";
const ADD_TOKEN: &str =
    "INSERT INTO token (org_id, id, name, secret_hash, created_at) VALUES (?1, ?2, ?3, ?4, ?5)";
const TOKEN: &str = "SELECT o.org_id, o.name, t.name, t.secret_hash \
     FROM token t JOIN organization o ON o.org_id = t.org_id WHERE t.id = ?1";

#[cfg(test)]
pub(super) const SQL: &[&str] = &[
    FORGET_CODES,
    ADD_CODE,
    CODE,
    SPEND_CODE,
    ADD_SESSION,
    SESSION,
    TOUCH_SESSION,
    END_SESSION,
    FORGET_SESSIONS,
    ADD_TOKEN,
    TOKEN,
];

/// Sessions older than this are forgotten when somebody signs in; longer than any session lives.
const SESSION_MEMORY: i64 = 30 * 24 * 60 * 60 * 1_000_000;

pub(super) fn add_sign_in_code(db: &Connection, org: OrganizationId, new: &NewSignInCode) -> Result<()> {
    db.prepare_cached(FORGET_CODES)?.execute([new.created_at.0])?;
    let row = (org.to_string(), &new.code_hash, new.created_at.0, new.expires_at.0);
    db.prepare_cached(ADD_CODE)?.execute(row)?;
    Ok(())
}

pub(super) fn redeem_sign_in_code(
    db: &Connection,
    code_hash: &str,
    new: &NewSession,
) -> Result<Option<SessionRecord>> {
    let now = new.created_at.0;
    let mut find = db.prepare_cached(CODE)?;
    let Some(org) = find.query_row((code_hash, now), |row| row.get::<_, String>(0)).optional()? else {
        return Ok(None);
    };
    db.prepare_cached(SPEND_CODE)?.execute([code_hash])?;
    db.prepare_cached(FORGET_SESSIONS)?.execute([now - SESSION_MEMORY])?;
    if let Some(former) = &new.replaces {
        end_session(db, former)?;
    }
    db.prepare_cached(ADD_SESSION)?.execute((org, &new.token_hash, &new.actor_name, now))?;
    let session = session(db, &new.token_hash)?;
    if let Some(session) = &session {
        let actor = Actor { kind: ActorKind::Owner, name: session.actor_name.clone() };
        let by = By { actor, api_key: None };
        audit::add(db, session.organization.id, &by, &AuditAction::SignedIn, None, new.created_at)?;
    }
    Ok(session)
}

pub(super) fn session(db: &Connection, token_hash: &str) -> Result<Option<SessionRecord>> {
    let read = |row: &Row<'_>| {
        Ok(SessionRecord {
            organization: rows::organization(row, 0)?,
            actor_name: row.get(2)?,
            created_at: Time(row.get(3)?),
            last_seen_at: Time(row.get(4)?),
        })
    };
    Ok(db.prepare_cached(SESSION)?.query_row([token_hash], read).optional()?)
}

pub(super) fn touch_session(db: &Connection, token_hash: &str, now: Time) -> Result<()> {
    db.prepare_cached(TOUCH_SESSION)?.execute((token_hash, now.0))?;
    Ok(())
}

pub(super) fn end_session(db: &Connection, token_hash: &str) -> Result<()> {
    db.prepare_cached(END_SESSION)?.execute([token_hash])?;
    Ok(())
}

pub(super) fn add_token(db: &Connection, org: OrganizationId, new: &NewToken) -> Result<()> {
    let row = (org.to_string(), &new.id, &new.name, &new.secret_hash, new.created_at.0);
    db.prepare_cached(ADD_TOKEN)?.execute(row)?;
    Ok(())
}

pub(super) fn token(db: &Connection, id: &str) -> Result<Option<TokenRecord>> {
    let read = |row: &Row<'_>| {
        Ok(TokenRecord {
            organization: rows::organization(row, 0)?,
            name: row.get(2)?,
            secret_hash: row.get(3)?,
        })
    };
    Ok(db.prepare_cached(TOKEN)?.query_row([id], read).optional()?)
}
