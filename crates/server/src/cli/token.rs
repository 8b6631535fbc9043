//! `causeway token create`: a bearer token for scripts, shown once.

use clap::{Args, Subcommand};

use super::{Data, Failure, block_on, print};
use crate::clock::SystemClock;
use crate::random::OsRandom;
use crate::server::{create_token, open_data};

/// Options of `token`.
#[derive(Debug, Args)]
pub(super) struct Token {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a token and print it, alone on the last line; it is not shown again
    Create {
        /// What it is for, as it is shown later
        #[arg(long, value_name = "NAME", default_value = "Token", value_parser = name)]
        name: String,
        #[command(flatten)]
        data: Data,
    },
}

/// Long enough to say what a token is for.
const LONGEST_NAME: usize = 120;

fn name(text: &str) -> Result<String, String> {
    let name = text.trim();
    let fits =
        !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control);
    if fits { Ok(name.to_owned()) } else { Err(format!("give 1 to {LONGEST_NAME} characters on one line")) }
}

impl Token {
    pub(super) fn run(self) -> Result<(), Failure> {
        let Command::Create { name, data } = self.command;
        let dir = data.dir()?;
        block_on(async move {
            let store = open_data(&dir, &SystemClock, &OsRandom)?;
            let organization = store.local_organization().await?;
            let token = create_token(&*store, organization.id, &name, &SystemClock, &OsRandom).await?;
            eprintln!("Send it as `Authorization: Bearer …`. It is not shown again.");
            print(&token);
            Ok(())
        })
    }
}
