//! Opens connections to the database file, all with the same settings.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::store::{Result, StoreError};

/// SQLite before 3.51.3 can damage a database in WAL mode ("WAL-reset bug", sqlite.org/changes).
pub(super) const OLDEST_SQLITE: i32 = 3_051_003;

/// How long to wait for another process that writes. Generous, because an import from the command line holds the
/// write lock for as long as it takes.
const BUSY: Duration = Duration::from_secs(30);

/// What a connection may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Read,
    Write,
}

pub(super) fn open(path: &Path, mode: Mode) -> Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(128);
    write_ahead(&connection)?;
    // FULL: an acknowledged change survives a power cut, not only a crash of this program.
    connection.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA journal_size_limit = 67108864;
         PRAGMA cache_size = -65536;",
    )?;
    if mode == Mode::Read {
        connection.execute_batch("PRAGMA query_only = ON")?;
    }
    Ok(connection)
}

/// Switches to write-ahead logging. Two programs that start at the same moment can make this fail with "busy" at
/// once, without waiting for the timeout; so it is tried again.
fn write_ahead(connection: &Connection) -> Result<()> {
    for attempt in 0_u64.. {
        let mode = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0));
        match mode {
            Ok(mode) if mode == "wal" => break,
            Ok(mode) => {
                let reason = format!("the file system of the data directory allows only journal mode {mode}");
                return Err(StoreError::Unavailable(reason));
            }
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && attempt < 100 => {
                std::thread::sleep(Duration::from_millis(10 + attempt));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use ErrorCode::{
            CannotOpen, DatabaseBusy, DatabaseLocked, DiskFull, FileLockingProtocolFailed, OutOfMemory,
            PermissionDenied, ReadOnly, SystemIoFailure,
        };
        match error.sqlite_error_code() {
            Some(
                CannotOpen
                | DatabaseBusy
                | DatabaseLocked
                | DiskFull
                | FileLockingProtocolFailed
                | OutOfMemory
                | PermissionDenied
                | ReadOnly
                | SystemIoFailure,
            ) => Self::Unavailable(error.to_string()),
            _ => Self::Internal(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_library_has_no_known_way_to_damage_a_database() {
        assert!(rusqlite::version_number() >= OLDEST_SQLITE);
    }

    #[test]
    fn settings_are_in_force() {
        let dir = tempfile::tempdir().unwrap();
        let connection = open(&dir.path().join("test.db"), Mode::Read).unwrap();
        let pragma = |name: &str| -> String {
            let value = connection
                .query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, rusqlite::types::Value>(0));
            format!("{:?}", value.unwrap())
        };
        assert_eq!(pragma("journal_mode"), "Text(\"wal\")");
        assert_eq!(pragma("synchronous"), "Integer(2)");
        assert_eq!(pragma("foreign_keys"), "Integer(1)");
        assert_eq!(pragma("trusted_schema"), "Integer(0)");
        assert_eq!(pragma("query_only"), "Integer(1)");
    }
}
