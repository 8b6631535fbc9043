//! `causeway serve`.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use causeway_outbound::{Network, Roots};
use clap::{Args, ValueEnum};
use tracing_subscriber::EnvFilter;

use super::{Data, Failure, block_on, print};
use crate::clock::SystemClock;
use crate::config::{Config, DEFAULT_LISTEN, PublicUrl};
use crate::random::OsRandom;
use crate::server::{Server, Stopper};

/// Options of `serve`.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Address and port to listen on
    #[arg(long, value_name = "ADDR", default_value = DEFAULT_LISTEN, env = "CAUSEWAY_LISTEN")]
    listen: SocketAddr,
    #[command(flatten)]
    data: Data,
    /// Where browsers reach the server if not at the address it listens on; scheme, host and port
    #[arg(long, value_name = "URL", env = "CAUSEWAY_PUBLIC_URL")]
    public_url: Option<PublicUrl>,
    /// Network that endpoints may be in although it is not public, such as 10.20.0.0/16; may be given several times
    #[arg(long, value_name = "CIDR", env = "CAUSEWAY_ALLOW_NETWORK", value_delimiter = ',')]
    allow_network: Vec<Network>,
    /// File with the certificates (PEM) of your own authorities, for endpoints that have a certificate of theirs
    #[arg(long, value_name = "FILE", env = "CAUSEWAY_TRUST_CA")]
    trust_ca: Option<PathBuf>,
    /// Form of the log on stderr; its level is set by the variable `CAUSEWAY_LOG` (error, warn, info, debug)
    #[arg(long, value_name = "FORM", default_value = "text", env = "CAUSEWAY_LOG_FORMAT")]
    log_format: LogFormat,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LogFormat {
    Text,
    Json,
}

impl Serve {
    pub(super) fn run(self) -> Result<(), Failure> {
        self.start_log();
        let extra_roots = match &self.trust_ca {
            Some(path) => roots(path).map_err(|reason| Failure(format!("{}: {reason}", path.display())))?,
            None => Roots::default(),
        };
        let config = Config {
            listen: self.listen,
            data: self.data.dir()?,
            public_url: self.public_url,
            allowed_networks: self.allow_network,
            extra_roots,
        };
        block_on(async move {
            let server = Server::bind(&config, Arc::new(SystemClock), Arc::new(OsRandom)).await?;
            stop_on_signal(server.stopper())?;
            // Exactly these two lines: scripts wait for them. The log goes to stderr.
            print(&format!("sign-in: {}", server.sign_in_link().await?));
            print(&format!("ready: {}", server.base_url()));
            server.run().await?;
            tracing::info!("stopped");
            Ok(())
        })
    }

    fn start_log(&self) {
        let filter = EnvFilter::try_from_env("CAUSEWAY_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
        let log =
            tracing_subscriber::fmt().with_env_filter(filter).with_target(false).with_writer(std::io::stderr);
        match self.log_format {
            LogFormat::Text => log.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).init(),
            LogFormat::Json => log.json().init(),
        }
    }
}

fn roots(path: &Path) -> Result<Roots, String> {
    let pem = std::fs::read(path).map_err(|error| error.to_string())?;
    Roots::from_pem(&pem).map_err(|error| error.to_string())
}

/// SIGINT (Ctrl-C) and SIGTERM end the server in order.
fn stop_on_signal(stopper: Stopper) -> Result<(), Failure> {
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::spawn(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
        tracing::info!("stopping");
        stopper.stop();
    });
    Ok(())
}
