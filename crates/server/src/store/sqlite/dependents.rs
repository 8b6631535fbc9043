//! What goes with an API key or endpoint of yours when it is deleted: the data flows that need it.

use std::collections::HashMap;

use causeway_model::{ApiKeyId, EndpointId, EnvironmentId, OrganizationId};
use rusqlite::Connection;

use super::import_connection::{Context, follow};
use crate::clock::Time;
use crate::store::{Result, Write};

const WITH_KEY: &str = "SELECT DISTINCT c.id, c.name FROM data_flow f \
     JOIN connection c ON c.org_id = f.org_id AND c.id = f.connection_id WHERE f.org_id = ?1 AND f.your_api_key_id = ?2";
const WITH_ENDPOINT: &str = "SELECT DISTINCT c.id, c.name FROM data_flow f \
     JOIN connection c ON c.org_id = f.org_id AND c.id = f.connection_id WHERE f.org_id = ?1 AND f.your_endpoint_id = ?2";
const DELETE_WITH_KEY: &str = "DELETE FROM data_flow WHERE org_id = ?1 AND your_api_key_id = ?2";
const DELETE_WITH_ENDPOINT: &str = "DELETE FROM data_flow WHERE org_id = ?1 AND your_endpoint_id = ?2";

#[cfg(test)]
pub(super) const SQL: &[&str] = &[WITH_KEY, WITH_ENDPOINT, DELETE_WITH_KEY, DELETE_WITH_ENDPOINT];

/// What the data flows need.
#[derive(Clone, Copy)]
pub(super) enum Of {
    ApiKey(ApiKeyId),
    Endpoint(EndpointId),
}

/// Why an object may not be deleted yet: what is in use wants its name, and a name that is given must be the object's.
pub(super) fn unconfirmed(
    name: &str,
    in_use: bool,
    confirm: Option<&str>,
    reason: &'static str,
) -> Option<Write<()>> {
    match confirm {
        Some(given) if given != name => Some(Write::OtherName),
        None if in_use => Some(Write::Conflict(reason)),
        _ => None,
    }
}

/// Deletes the data flows; counts, status and search text of their connections follow.
pub(super) fn delete_flows(
    db: &Connection,
    org: OrganizationId,
    environment: EnvironmentId,
    of: Of,
    now: Time,
) -> Result<()> {
    let (find, delete, id) = match of {
        Of::ApiKey(id) => (WITH_KEY, DELETE_WITH_KEY, id.to_string()),
        Of::Endpoint(id) => (WITH_ENDPOINT, DELETE_WITH_ENDPOINT, id.to_string()),
    };
    let org = org.to_string();
    let connections = {
        let mut statement = db.prepare_cached(find)?;
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        statement.query_map([&org, &id], read)?.collect::<rusqlite::Result<Vec<(String, String)>>>()?
    };
    db.prepare_cached(delete)?.execute([&org, &id])?;
    let context = Context {
        org: &org,
        environment: environment.0,
        environment_text: &environment.to_string(),
        capability: None,
        event_types: HashMap::new(),
        your_key: None,
        now: now.0,
    };
    for (id, name) in &connections {
        follow(db, &context, name, id)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;
    use crate::store::NewOrganization;
    use crate::store::sqlite::{api_keys, connections, endpoints, migrate, organizations};
    use crate::store::{ConnectionFilter, Precondition};

    const MESSAGES: &str =
        "UPDATE data_flow SET status = 'healthy', last_message_at = 5 WHERE your_api_key_id IS NOT NULL";

    fn all(db: &Connection, org: OrganizationId) -> Vec<causeway_model::Connection> {
        let filter = ConnectionFilter::default();
        connections::list(db, org, &filter, None, 10, Time(3)).unwrap()
    }

    #[test]
    fn what_is_derived_follows_and_nothing_else_is_touched() {
        let db = Connection::open_in_memory().unwrap();
        migrate::migrate(&db, Time(1)).unwrap();
        let new = NewOrganization::draw_up("Mine", Time(1), &SeededRandom::new(1)).unwrap();
        let org = organizations::add(&db, &new).unwrap().id;
        let key = api_keys::list(&db, org, None).unwrap().remove(0);
        let before = all(&db, org);
        let text = |db: &Connection| {
            let mut statement = db.prepare("SELECT search_text, search_ids FROM connection").unwrap();
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
            rows.collect::<rusqlite::Result<Vec<(String, String)>>>().unwrap()
        };
        assert!(text(&db).iter().all(|(_, ids)| ids.contains(&key.id.to_string())));
        // A key without arrows takes nothing along.
        let nobody = Of::ApiKey(ApiKeyId(uuid::Uuid::nil()));
        delete_flows(&db, org, key.environment_id, nobody, Time(2)).unwrap();
        assert_eq!(all(&db, org), before);
        db.execute(MESSAGES, []).unwrap();
        let any = Precondition::Exists;
        let deleted = api_keys::delete(&db, org, key.id, &any, Some(&key.name), Time(2)).unwrap();
        assert_eq!(deleted, Write::Done(()));
        for (now, before) in all(&db, org).iter().zip(&before) {
            assert_eq!((now.flow_counts.send, now.flow_counts.request), (0, 0));
            assert_eq!(
                (now.flow_counts.receive, now.flow_counts.respond),
                (before.flow_counts.receive, before.flow_counts.respond)
            );
            assert_eq!((now.last_message_at.as_ref(), now.version), (None, before.version + 1));
            let theirs = endpoints::of_connection(&db, org, now.id, Time(3)).unwrap();
            assert!(theirs.iter().all(|endpoint| endpoint.flow_counts == now.flow_counts));
        }
        for (words, ids) in text(&db) {
            assert!(!ids.contains(&key.id.to_string()));
            assert!(words.contains("receive") && !words.contains("send") && !words.contains("api key"));
        }
        let yours = endpoints::yours(&db, org, None, Time(3)).unwrap().remove(0);
        let any = Precondition::Exists;
        assert_eq!(
            endpoints::delete(&db, org, yours.id, &any, Some(&yours.name), Time(3)).unwrap(),
            Write::Done(())
        );
        assert!(all(&db, org).iter().all(|connection| connection.flow_counts.total() == 0));
        let left: i64 = db.query_row("SELECT COUNT(*) FROM data_flow", [], |row| row.get(0)).unwrap();
        assert_eq!(left, 0);
    }
}
