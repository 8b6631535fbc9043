//! `causeway import directory FILE`: writes the database directly, whether or not the server runs.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use causeway_model::{Environment, ImportReport, OrganizationId, Tally};
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};

use super::{Data, Failure, block_on, print};
use crate::clock::SystemClock;
use crate::import::{ImportError, MAX_FILE_BYTES, read_capability, read_directory};
use crate::importing::{self, Parts};
use crate::random::OsRandom;
use crate::server::open_data;
use crate::store::{Progress, Store};

/// Options of `import`.
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make one connection per organization of a provider directory; importing twice changes nothing
    Directory(Directory),
}

#[derive(Debug, Args)]
struct Directory {
    /// A FHIR Bundle of Endpoint and Organization resources, or a list {"Endpoints":[…]}
    file: PathBuf,
    /// A FHIR CapabilityStatement (R4, STU3) or Conformance (DSTU2) that holds for every imported connection
    #[arg(long, value_name = "FILE")]
    capability: Option<PathBuf>,
    /// The environment the connections are made in
    #[arg(long, value_name = "NAME", default_value = "Development")]
    environment: String,
    #[command(flatten)]
    data: Data,
}

/// How many rows that were left out are shown.
const SHOWN_PROBLEMS: usize = 10;

impl Import {
    pub(super) fn run(self) -> Result<(), Failure> {
        let Command::Directory(command) = self.command;
        let dir = command.data.dir()?;
        // Read and checked before the database is touched: a refused file leaves no trace.
        let directory = read(&command.file, read_directory)?;
        let capability = command.capability.as_deref().map(|file| read(file, read_capability)).transpose()?;
        block_on(async move {
            let store = open_data(&dir, &SystemClock, &OsRandom)?;
            let organization = store.local_organization().await?.id;
            let environment = environment(&*store, organization, &command.environment).await?;
            let bar = bar();
            let shown = bar.clone();
            let progress = Progress::new(move |done, total| {
                shown.set_length(total);
                shown.set_position(done);
            });
            let parts = Parts { directory, capability };
            let applied = importing::apply(
                &*store,
                organization,
                environment.id,
                parts,
                &SystemClock,
                &OsRandom,
                progress,
            )
            .await;
            bar.finish_and_clear();
            let report = applied?.ok_or_else(|| Failure("the environment is gone".to_owned()))?;
            print(&in_words(&report, &environment.name));
            Ok(())
        })
    }
}

fn read<T>(file: &Path, reader: fn(&[u8]) -> Result<T, ImportError>) -> Result<T, Failure> {
    let named = |reason: String| Failure(format!("{}: {reason}", file.display()));
    let refused = |error: ImportError| {
        let place = if error.pointer.is_empty() { String::new() } else { format!(" (at {})", error.pointer) };
        named(format!("{}{place}", error.message))
    };
    let mut open = File::open(file).map_err(|error| named(format!("cannot be opened: {error}")))?;
    let info = open.metadata().map_err(|error| named(format!("cannot be read: {error}")))?;
    if info.is_dir() {
        return Err(named("is a folder, not a file".to_owned()));
    }
    if info.len() > MAX_FILE_BYTES {
        return Err(refused(ImportError::too_large(info.len())));
    }
    let mut bytes = Vec::new();
    // What has no size of its own (a pipe) is read up to the limit as well.
    let read = std::io::Read::by_ref(&mut open).take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|error| named(format!("cannot be read: {error}")))?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(refused(ImportError::too_large(bytes.len() as u64)));
    }
    reader(&bytes).map_err(refused)
}

async fn environment(store: &dyn Store, org: OrganizationId, name: &str) -> Result<Environment, Failure> {
    let all = store.environments(org).await?;
    let names = all.iter().map(|environment| environment.name.as_str()).collect::<Vec<_>>().join(", ");
    let found = all.into_iter().find(|environment| environment.name.eq_ignore_ascii_case(name.trim()));
    found.ok_or_else(|| Failure(format!("there is no environment “{name}”; use one of {names}")))
}

fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:32} {human_pos} of {human_len} connections, {elapsed}");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn in_words(report: &ImportReport, environment: &str) -> String {
    let rows = &report.rows;
    let mut lines = vec![
        format!("Imported into {environment}: {} of {} rows used.", rows.accepted, rows.total),
        tally("Connections", report.connections),
        tally("Endpoints", report.endpoints),
        tally("Data flows", report.data_flows),
    ];
    if rows.rejected > 0 {
        lines.push(format!("{} rows were left out:", rows.rejected));
        let shown = report.problems.iter().take(SHOWN_PROBLEMS);
        lines.extend(
            shown.map(|problem| {
                format!("  row {} ({}): {}", problem.position, problem.pointer, problem.reason)
            }),
        );
        let more =
            rows.rejected as usize - report.problems.len().min(SHOWN_PROBLEMS).min(rows.rejected as usize);
        if more > 0 {
            lines.push(format!("  and {more} more"));
        }
    }
    lines.join("\n")
}

fn tally(what: &str, tally: Tally) -> String {
    let Tally { created, updated, unchanged } = tally;
    format!("{what}: {created} created, {updated} updated, {unchanged} unchanged.")
}

#[cfg(test)]
mod tests {
    use causeway_model::{ImportCounts, ImportProblem};

    use super::*;

    #[test]
    fn the_report_names_the_first_problems_and_counts_the_rest() {
        let problem = |position| ImportProblem {
            position,
            pointer: format!("/Endpoints/{}/URL", position - 1),
            reason: "is empty; give a URL".to_owned(),
        };
        let report = ImportReport {
            rows: ImportCounts { total: 20, accepted: 8, rejected: 12 },
            connections: Tally { created: 7, updated: 0, unchanged: 1 },
            problems: (1..=12).map(problem).collect(),
            ..ImportReport::default()
        };
        let text = in_words(&report, "Staging");
        assert!(
            text.starts_with("Imported into Staging: 8 of 20 rows used.\nConnections: 7 created, 0 updated")
        );
        assert!(text.contains("  row 1 (/Endpoints/0/URL): is empty; give a URL\n"));
        assert!(text.ends_with("  and 2 more"));
    }
}
