//! Threads that own the database connections: one that writes, a few that read.
//!
//! Work on an own thread runs to its end whatever becomes of the request that asked for it. The writer commits in
//! groups: everything that waits shares one `fsync`, and each unit has a savepoint of its own, so a unit that fails
//! takes no neighbour with it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::connect::{self, Mode};
use crate::store::{Result, StoreError};

/// How many units share a commit at most.
const GROUP: usize = 256;

type Read = Box<dyn FnOnce(&Connection) + Send>;

/// The reading threads. Each job sees one consistent snapshot.
pub(super) struct Readers {
    queue: mpsc::Sender<Read>,
    threads: Threads,
}

impl Readers {
    pub(super) fn start(path: &std::path::Path, count: usize) -> Result<Self> {
        let (queue, jobs) = mpsc::channel::<Read>();
        let jobs = Arc::new(Mutex::new(jobs));
        let mut threads = Threads::default();
        for number in 0..count {
            let connection = connect::open(path, Mode::Read)?;
            let jobs = Arc::clone(&jobs);
            let work = move || {
                // The lock is held while waiting: the idle threads queue up behind it, one takes each job.
                while let Ok(job) = { jobs.lock().unwrap_or_else(std::sync::PoisonError::into_inner).recv() }
                {
                    job(&connection);
                }
            };
            threads.spawn(format!("reader-{number}"), work)?;
        }
        Ok(Self { queue, threads })
    }

    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (answer, waiting) = oneshot::channel();
        let job: Read = Box::new(move |connection| {
            let result = guarded(|| snapshot(connection, work));
            // Nobody waits any more when the request was given up; there is nothing to undo.
            let _ = answer.send(result);
        });
        self.queue.send(job).map_err(|_| stopped())?;
        waiting.await.map_err(|_| stopped())?
    }
}

/// Runs `work` inside a deferred transaction, so that several statements see the same state.
fn snapshot<T>(connection: &Connection, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
    connection.execute_batch("BEGIN")?;
    let result = guarded(|| work(connection));
    connection.execute_batch("COMMIT")?;
    result
}

/// Tells the caller of a unit how it ended; the commit's failure outweighs the unit's success.
type Answer = Box<dyn FnOnce(Result<()>) + Send>;
/// Runs with the connection, or with the reason there is none; says whether its changes are to be kept.
type Unit = Box<dyn FnOnce(Result<&Connection>) -> (bool, Answer) + Send>;

/// The writing thread.
pub(super) struct Writer {
    queue: mpsc::Sender<Unit>,
    threads: Threads,
}

impl Writer {
    pub(super) fn start(connection: Connection) -> Result<Self> {
        let (queue, units) = mpsc::channel::<Unit>();
        let work = move || {
            while let Ok(first) = units.recv() {
                let mut group = vec![first];
                group.extend(units.try_iter().take(GROUP - 1));
                run_group(&connection, group);
            }
        };
        let mut threads = Threads::default();
        threads.spawn("writer".to_owned(), work)?;
        Ok(Self { queue, threads })
    }

    /// Runs `work` in a transaction; returns after it is safe on disk.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (answer, waiting) = oneshot::channel();
        let unit: Unit = Box::new(move |connection| {
            let result = connection.and_then(|connection| guarded(|| work(connection)));
            let keep = result.is_ok();
            let answer: Answer = Box::new(move |commit| {
                let _ = answer.send(result.and_then(|value| commit.map(|()| value)));
            });
            (keep, answer)
        });
        self.queue.send(unit).map_err(|_| stopped())?;
        waiting.await.map_err(|_| stopped())?
    }
}

/// One transaction for a whole group; every caller is told after the commit.
fn run_group(connection: &Connection, group: Vec<Unit>) {
    // IMMEDIATE: a transaction that starts by reading and then writes fails at once when another process wrote in
    // between (SQLITE_BUSY_SNAPSHOT), and the busy timeout does not help it.
    let mut state = connection.execute_batch("BEGIN IMMEDIATE").map_err(StoreError::from);
    let mut answers = Vec::with_capacity(group.len());
    for unit in group {
        let started = state.clone().and_then(|()| Ok(connection.execute_batch("SAVEPOINT unit")?));
        let (keep, answer) = unit(started.map(|()| connection));
        answers.push(answer);
        if state.is_ok() {
            state = settle(connection, keep);
        }
    }
    let state = state.and_then(|()| Ok(connection.execute_batch("COMMIT")?));
    if state.is_err() && !connection.is_autocommit() {
        // Best effort: the next BEGIN reports it if this fails too.
        let _ = connection.execute_batch("ROLLBACK");
    }
    for answer in answers {
        answer(state.clone());
    }
}

/// Keeps or undoes one unit. Some failures (disk full, I/O) make SQLite undo the whole transaction: then every unit of
/// the group has failed.
fn settle(connection: &Connection, keep: bool) -> Result<()> {
    if connection.is_autocommit() {
        return Err(StoreError::Unavailable("the transaction was undone".to_owned()));
    }
    Ok(connection.execute_batch(if keep { "RELEASE unit" } else { "ROLLBACK TO unit; RELEASE unit" })?)
}

/// A panic in one job must not end the thread that every other job needs.
fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(StoreError::Internal("a unit of work panicked".to_owned())))
}

/// Threads that are waited for.
#[derive(Default)]
struct Threads(Vec<thread::JoinHandle<()>>);

impl Threads {
    fn spawn(&mut self, name: String, work: impl FnOnce() + Send + 'static) -> Result<()> {
        let started = thread::Builder::new().name(name).spawn(work);
        let thread = started
            .map_err(|error| StoreError::Unavailable(format!("no thread could be started: {error}")))?;
        self.0.push(thread);
        Ok(())
    }

    fn join(&mut self) {
        for thread in self.0.drain(..) {
            // A thread that panicked has nothing left to wait for.
            let _ = thread.join();
        }
    }
}

// Closing the connections in order lets SQLite fold the write-ahead log into the database. The queue is closed first,
// by putting one in its place that nobody listens to; the threads finish what waits and end.
impl Drop for Readers {
    fn drop(&mut self) {
        self.queue = mpsc::channel().0;
        self.threads.join();
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = mpsc::channel().0;
        self.threads.join();
    }
}

fn stopped() -> StoreError {
    StoreError::Unavailable("the database threads have stopped".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn writer() -> (tempfile::TempDir, std::path::PathBuf, Writer) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("test.db");
        let connection = connect::open(&path, Mode::Write).unwrap();
        connection.execute_batch("CREATE TABLE t (n BIGINT NOT NULL PRIMARY KEY)").unwrap();
        let writer = Writer::start(connection).unwrap();
        (dir, path, writer)
    }

    #[tokio::test]
    async fn a_failing_unit_takes_no_neighbour_with_it() {
        let (_dir, path, writer) = writer();
        let writer = Arc::new(writer);
        let mut waiting = Vec::new();
        for n in 0..200_i64 {
            let writer = Arc::clone(&writer);
            waiting.push(tokio::spawn(async move {
                let work = move |connection: &Connection| {
                    connection.execute("INSERT INTO t (n) VALUES (?1)", [n])?;
                    match n % 3 {
                        0 => Err(StoreError::Internal("on purpose".to_owned())),
                        1 if n % 5 == 0 => panic!("on purpose"),
                        _ => Ok(n),
                    }
                };
                writer.run(work).await
            }));
        }
        let mut kept = Vec::new();
        for handle in waiting {
            kept.extend(handle.await.unwrap());
        }
        let readers = Readers::start(&path, 1).unwrap();
        let stored = readers
            .run(|connection| {
                let mut statement = connection.prepare("SELECT n FROM t ORDER BY n")?;
                let rows = statement.query_map([], |row| row.get::<_, i64>(0))?;
                Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
            })
            .await
            .unwrap();
        assert_eq!(stored, kept);
        assert!(kept.len() > 50);
    }

    #[tokio::test]
    async fn work_goes_on_when_nobody_waits_for_it() {
        let (_dir, _path, writer) = writer();
        let insert = |connection: &Connection| {
            thread::sleep(std::time::Duration::from_millis(50));
            Ok(connection.execute("INSERT INTO t (n) VALUES (1)", [])?)
        };
        let given_up = tokio::time::timeout(std::time::Duration::from_millis(5), writer.run(insert)).await;
        assert!(given_up.is_err());
        let count = |connection: &Connection| {
            Ok(connection.query_row("SELECT COUNT(*) FROM t", [], |row| row.get::<_, i64>(0))?)
        };
        assert_eq!(writer.run(count).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn readers_cannot_write_and_survive_a_panic() {
        let (_dir, path, _writer) = writer();
        let readers = Readers::start(&path, 1).unwrap();
        let write = |connection: &Connection| Ok(connection.execute("INSERT INTO t (n) VALUES (1)", [])?);
        assert!(readers.run(write).await.is_err());
        assert!(readers.run(|_| -> Result<()> { panic!("on purpose") }).await.is_err());
        assert!(readers.run(|connection| Ok(connection.is_autocommit())).await.is_ok_and(|auto| !auto));
    }
}
