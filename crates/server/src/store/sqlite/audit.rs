//! The audit trail: events are added in the transaction of what they tell, read, and never touched again.

use causeway_model::{
    Actor, ActorKind, ApiKey, ApiKeyId, AuditAction, AuditEvent, AuditObject, AuthCredential, Embed,
    Endpoint, EnvironmentId, OrganizationId,
};
use rusqlite::{Connection, Row};
use uuid::Uuid;

use super::rows;
use crate::clock::Time;
use crate::store::{By, Created, Result, Write};

/// The writer is one, so nobody else takes the same number.
const ADD: &str = "INSERT INTO audit_event (org_id, id, at, actor_kind, actor_name, api_key_id, action, object_id, \
     object_name, environment_id) SELECT ?1, COALESCE(MAX(id), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 \
     FROM audit_event WHERE org_id = ?1";
const PAGE: &str = "SELECT id, at, actor_kind, actor_name, api_key_id, action, object_id, object_name, environment_id \
     FROM audit_event WHERE org_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3";

#[cfg(test)]
pub(super) const SQL: &[&str] = &[ADD, PAGE];

/// What something was done to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Object {
    pub(super) id: Uuid,
    pub(super) name: String,
    pub(super) environment: EnvironmentId,
    /// Counts up with every change, so that a change that changes nothing is none.
    pub(super) version: u64,
}

impl From<&ApiKey> for Object {
    fn from(it: &ApiKey) -> Self {
        Self { id: it.id.0, name: it.name.clone(), environment: it.environment_id, version: it.version }
    }
}

impl From<&AuthCredential> for Object {
    fn from(it: &AuthCredential) -> Self {
        Self { id: it.id.0, name: it.name.clone(), environment: it.environment_id, version: it.version }
    }
}

impl From<&Endpoint> for Object {
    fn from(it: &Endpoint) -> Self {
        Self { id: it.id.0, name: it.name.clone(), environment: it.environment_id, version: it.version }
    }
}

impl From<&Embed> for Object {
    fn from(it: &Embed) -> Self {
        Self { id: it.id.0, name: it.name.clone(), environment: it.environment_id, version: it.version }
    }
}

pub(super) fn add(
    db: &Connection,
    org: OrganizationId,
    by: &By,
    action: &AuditAction,
    object: Option<&Object>,
    now: Time,
) -> Result<()> {
    db.prepare_cached(ADD)?.execute((
        org.to_string(),
        now.0,
        by.actor.kind.as_str(),
        &by.actor.name,
        by.api_key.map(|id| id.to_string()),
        action.as_str(),
        object.map(|object| object.id.to_string()),
        object.map(|object| &object.name),
        object.map(|object| object.environment.to_string()),
    ))?;
    Ok(())
}

/// Does what `act` does, and tells of it when it has made something.
pub(super) fn created<T>(
    db: &Connection,
    org: OrganizationId,
    by: &By,
    action: &AuditAction,
    now: Time,
    act: impl FnOnce() -> Result<Created<T>>,
) -> Result<Created<T>>
where
    for<'a> Object: From<&'a T>,
{
    let made = act()?;
    if let Created::New(made) = &made {
        add(db, org, by, action, Some(&made.into()), now)?;
    }
    Ok(made)
}

/// Does what `act` does to an object, and tells of it when that has changed it or made it go. `read` finds the object.
pub(super) fn changed<T, W>(
    db: &Connection,
    org: OrganizationId,
    by: &By,
    action: &AuditAction,
    now: Time,
    read: impl Fn() -> Result<Option<T>>,
    act: impl FnOnce() -> Result<Write<W>>,
) -> Result<Write<W>>
where
    for<'a> Object: From<&'a T>,
{
    let before = read()?.as_ref().map(Object::from);
    let written = act()?;
    if let Write::Done(_) = written {
        let after = read()?.as_ref().map(Object::from);
        if before.as_ref().map(|it| it.version) != after.as_ref().map(|it| it.version) {
            add(db, org, by, action, after.or(before).as_ref(), now)?;
        }
    }
    Ok(written)
}

/// Events before one, the latest first.
pub(super) fn page(
    db: &Connection,
    org: OrganizationId,
    before: Option<u64>,
    limit: u32,
) -> Result<Vec<AuditEvent>> {
    let before = before.and_then(|id| i64::try_from(id).ok()).unwrap_or(i64::MAX);
    let mut statement = db.prepare_cached(PAGE)?;
    let events = statement.query_map((org.to_string(), before, limit), event)?;
    Ok(events.collect::<rusqlite::Result<_>>()?)
}

fn event(row: &Row<'_>) -> rusqlite::Result<AuditEvent> {
    let is_there = |column| Ok::<_, rusqlite::Error>(row.get_ref(column)? != rusqlite::types::ValueRef::Null);
    let object =
        if is_there(6)? { Some(AuditObject { id: rows::parse(row, 6)?, name: row.get(7)? }) } else { None };
    Ok(AuditEvent {
        id: rows::count(row, 0)?,
        at: rows::time(row, 1)?,
        actor: Actor { kind: ActorKind::from(rows::text(row, 2)?), name: row.get(3)? },
        api_key_id: if is_there(4)? { Some(ApiKeyId(rows::parse(row, 4)?)) } else { None },
        action: AuditAction::from(rows::text(row, 5)?),
        object,
        environment_id: if is_there(8)? { Some(EnvironmentId(rows::parse(row, 8)?)) } else { None },
    })
}
