//! Brings the database to the schema of this binary.
//!
//! Each `NNNN_name.sql` runs once, in order, in a transaction; its SHA-256 is kept, so that an edited migration is
//! noticed. Any number of programs may start at the same moment: the first takes the write lock, the others wait and
//! find the work done.

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use crate::clock::Time;
use crate::store::{Result, StoreError};

struct Migration {
    version: i64,
    name: &'static str,
    sql: &'static str,
}

const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, name: "foundation", sql: include_str!("migrations/0001_foundation.sql") },
    Migration { version: 2, name: "developer", sql: include_str!("migrations/0002_developer.sql") },
    Migration { version: 3, name: "clients", sql: include_str!("migrations/0003_clients.sql") },
    Migration { version: 4, name: "vpn", sql: include_str!("migrations/0004_vpn.sql") },
    Migration {
        version: 5,
        name: "auth_credentials",
        sql: include_str!("migrations/0005_auth_credentials.sql"),
    },
    Migration { version: 6, name: "embeds", sql: include_str!("migrations/0006_embeds.sql") },
    Migration { version: 7, name: "headers", sql: include_str!("migrations/0007_headers.sql") },
    Migration { version: 8, name: "key_uses", sql: include_str!("migrations/0008_key_uses.sql") },
    Migration { version: 9, name: "audit", sql: include_str!("migrations/0009_audit.sql") },
];

const TABLE: &str = "CREATE TABLE IF NOT EXISTS schema_migration (
  version BIGINT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL,
  applied_at BIGINT NOT NULL
)";
const APPLIED: &str = "SELECT version, checksum FROM schema_migration ORDER BY version";
const RECORD: &str =
    "INSERT INTO schema_migration (version, name, checksum, applied_at) VALUES (?1, ?2, ?3, ?4)";

#[cfg(test)]
pub(super) const SQL: &[&str] = &[APPLIED, RECORD];

pub(super) fn migrate(connection: &Connection, now: Time) -> Result<()> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let result = run(connection, MIGRATIONS, now);
    connection.execute_batch(if result.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    result
}

fn run(connection: &Connection, migrations: &[Migration], now: Time) -> Result<()> {
    connection.execute_batch(TABLE)?;
    let applied = {
        let mut statement = connection.prepare(APPLIED)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect::<rusqlite::Result<Vec<(i64, String)>>>()?
    };
    for (version, checksum) in &applied {
        let Some(known) = migrations.iter().find(|migration| migration.version == *version) else {
            let newest = migrations.last().map_or(0, |migration| migration.version);
            return Err(StoreError::Unavailable(format!(
                "it was written by a newer version of causeway (schema {version}, this one knows up to {newest}); \
                 use that version or another data directory"
            )));
        };
        if checksum_of(known) != *checksum {
            let reason =
                format!("migration {version:04}_{} is not the one that was applied here", known.name);
            return Err(StoreError::Internal(reason));
        }
    }
    for migration in migrations.iter().skip(applied.len()) {
        connection.execute_batch(migration.sql)?;
        let record = (migration.version, migration.name, checksum_of(migration), now.0);
        connection.execute(RECORD, record)?;
    }
    Ok(())
}

fn checksum_of(migration: &Migration) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(migration.sql))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn database() -> Connection {
        Connection::open_in_memory().unwrap()
    }

    #[test]
    fn running_twice_changes_nothing() {
        let connection = database();
        migrate(&connection, Time(1)).unwrap();
        migrate(&connection, Time(2)).unwrap();
        let count: i64 =
            connection.query_row("SELECT COUNT(*) FROM schema_migration", [], |row| row.get(0)).unwrap();
        assert_eq!(count, i64::try_from(MIGRATIONS.len()).unwrap());
    }

    #[test]
    fn a_newer_schema_is_refused_in_words() {
        let connection = database();
        migrate(&connection, Time(1)).unwrap();
        connection.execute(RECORD, (9999, "future", "00", 1)).unwrap();
        let message = migrate(&connection, Time(2)).unwrap_err().to_string();
        assert!(message.contains("newer version of causeway (schema 9999"), "{message}");
    }

    #[test]
    fn one_header_becomes_a_list_of_one() {
        let connection = database();
        run(&connection, &MIGRATIONS[..5], Time(1)).unwrap();
        let rows = [
            ("a", "header", r#"{"headerName":"X-Api-Key"}"#, r#"["headerValue"]"#),
            ("b", "basic", r#"{"username":"{\"headerName\":"}"#, r#"["password"]"#),
        ];
        connection.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        for (id, strategy, settings, names) in rows {
            let sql = "INSERT INTO auth_credential VALUES ('o', ?1, 'e', 'N', ?2, ?3, 'sealed', ?4, 1, 1, 1)";
            connection.execute(sql, (id, strategy, settings, names)).unwrap();
        }
        run(&connection, MIGRATIONS, Time(2)).unwrap();
        let sql = "SELECT id, strategy, settings, secret_names FROM auth_credential WHERE secrets = 'sealed' ORDER BY id";
        let mut statement = connection.prepare(sql).unwrap();
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        let found = statement.query_map([], read).unwrap();
        let found = found.collect::<rusqlite::Result<Vec<(String, String, String, String)>>>().unwrap();
        let text = |row: (&str, &str, &str, &str)| {
            (row.0.to_owned(), row.1.to_owned(), row.2.to_owned(), row.3.to_owned())
        };
        assert_eq!(found, [text(("a", "headers", "{}", r#"["X-Api-Key"]"#)), text(rows[1])]);
    }

    #[test]
    fn an_edited_migration_is_noticed() {
        let connection = database();
        let first = [Migration { version: 1, name: "a", sql: "CREATE TABLE a (n BIGINT)" }];
        let edited = [Migration { version: 1, name: "a", sql: "CREATE TABLE a (n BIGINT, m BIGINT)" }];
        run(&connection, &first, Time(1)).unwrap();
        assert!(run(&connection, &edited, Time(2)).unwrap_err().to_string().contains("0001_a"));
    }

    #[test]
    fn a_failing_migration_leaves_nothing_behind() {
        let connection = database();
        let broken = [Migration {
            version: 1,
            name: "a",
            sql: "CREATE TABLE a (n BIGINT); CREATE TABLE a (n BIGINT)",
        }];
        connection.execute_batch("BEGIN IMMEDIATE").unwrap();
        assert!(run(&connection, &broken, Time(1)).is_err());
        connection.execute_batch("ROLLBACK").unwrap();
        let tables: i64 =
            connection.query_row("SELECT COUNT(*) FROM sqlite_master", [], |row| row.get(0)).unwrap();
        assert_eq!(tables, 0);
    }
}
