//! The command line: what `causeway` can be told, and how it answers when something is wrong.

mod import;
mod openapi;
mod serve;
mod sign_in;
mod token;

use std::future::Future;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::config;

/// Causeway: an open dashboard for health-data connections.
#[derive(Debug, Parser)]
#[command(name = "causeway", version, arg_required_else_help = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server with its dashboard
    Serve(serve::Serve),
    /// Print a fresh sign-in link
    SignIn(sign_in::SignIn),
    /// Bearer tokens for scripts
    Token(token::Token),
    /// Import connections from files
    Import(import::Import),
    /// Print the OpenAPI document of the REST API
    Openapi,
}

/// Where the data is.
#[derive(Debug, Args)]
struct Data {
    /// Data directory [default: causeway in the user's data directory, ~/.local/share on most systems]
    #[arg(long = "data", value_name = "DIR", env = "CAUSEWAY_DATA")]
    dir: Option<PathBuf>,
}

impl Data {
    fn dir(&self) -> Result<PathBuf, Failure> {
        let given = self.dir.clone().filter(|dir| !dir.as_os_str().is_empty());
        given.or_else(config::default_data_dir).ok_or_else(|| {
            Failure("no home directory is known; pass the data directory with --data".to_owned())
        })
    }
}

/// What went wrong, in one sentence.
#[derive(Debug)]
struct Failure(String);

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// Runs the command line of this process.
#[must_use]
pub fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve(command) => command.run(),
        Command::SignIn(command) => command.run(),
        Command::Token(command) => command.run(),
        Command::Import(command) => command.run(),
        Command::Openapi => openapi::run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(sentence)) => {
            eprintln!("causeway: {sentence}");
            ExitCode::FAILURE
        }
    }
}

/// Runs a command that waits.
fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

/// Prints a line to stdout, where programs read it. A reader that went away is no failure.
fn print(line: &str) {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        use clap::CommandFactory as _;
        Cli::command().debug_assert();
    }
}
