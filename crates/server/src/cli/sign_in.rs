//! `causeway sign-in`: a fresh link, whether or not the server runs.

use clap::Args;

use super::{Data, Failure, block_on, print};
use crate::clock::SystemClock;
use crate::config::DEFAULT_LISTEN;
use crate::random::OsRandom;
use crate::server::{open_data, sign_in_link};

/// Options of `sign-in`.
#[derive(Debug, Args)]
pub(super) struct SignIn {
    #[command(flatten)]
    data: Data,
}

impl SignIn {
    pub(super) fn run(self) -> Result<(), Failure> {
        let dir = self.data.dir()?;
        block_on(async move {
            let store = open_data(&dir, &SystemClock, &OsRandom)?;
            // The server notes where it can be reached whenever it starts.
            let base_url = store.base_url().await?.unwrap_or_else(|| format!("http://{DEFAULT_LISTEN}"));
            print(&format!("sign-in: {}", sign_in_link(&*store, &SystemClock, &OsRandom, &base_url).await?));
            Ok(())
        })
    }
}
