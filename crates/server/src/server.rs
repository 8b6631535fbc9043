//! The running server: opens the data directory, listens, stops in order.

use std::fs::{DirBuilder, File, TryLockError};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;

use axum_server::Handle;
use causeway_model::OrganizationId;
use causeway_outbound::Policy;

use crate::app::{App, Site};
use crate::auth::{self, BearerToken, TokenKind};
use crate::clock::Clock;
use crate::config::{self, Config};
use crate::key_sets::KeySets;
use crate::random::{Random, RandomError};
use crate::router::router;
use crate::sealing::Sealer;
use crate::store::sqlite::SqliteStore;
use crate::store::{NewOrganization, NewToken, Store, StoreError};
use crate::throttle::Throttle;

/// Why the server cannot start or had to stop; each is one sentence for people.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The data directory cannot be made or written to.
    #[error("the data directory {path} cannot be used: {reason}")]
    Data {
        /// The data directory.
        path: String,
        /// Why not.
        reason: String,
    },
    /// Another server runs on the same data directory.
    #[error(
        "another server is running on the data directory {0}; stop it, or pass another directory with --data"
    )]
    Locked(String),
    /// The port is taken.
    #[error(
        "port {port} is taken by another program; stop it, or pass another address with --listen, such as --listen 127.0.0.1:{other}"
    )]
    PortTaken {
        /// The port asked for.
        port: u16,
        /// Another port, as an example.
        other: u16,
    },
    /// The address cannot be listened on.
    #[error("the address {address} cannot be listened on ({source}); pass another one with --listen")]
    Address {
        /// The address asked for.
        address: SocketAddr,
        /// What the operating system said.
        source: io::Error,
    },
    /// The operating system failed.
    #[error("the server had to stop: {0}")]
    Io(#[from] io::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The random source failed.
    #[error(transparent)]
    Random(#[from] RandomError),
}

/// Opens the database of a data directory, making both when they are not there yet. Any number of programs may do so
/// at the same time.
///
/// # Errors
/// When the directory or the database cannot be used.
pub fn open_data(data: &Path, clock: &dyn Clock, random: &dyn Random) -> Result<Arc<dyn Store>, ServerError> {
    let refused = |reason: String| ServerError::Data { path: data.display().to_string(), reason };
    make_private(data).map_err(|error| refused(error.to_string()))?;
    let now = clock.now();
    let first = NewOrganization::draw_up("My organization", now, random)?;
    let store =
        SqliteStore::open(&config::database_path(data), now, &first).map_err(|error| match error {
            StoreError::Unavailable(reason) | StoreError::Internal(reason) => refused(reason),
        })?;
    Ok(Arc::new(store))
}

/// Readable by its owner alone, if it has to be made: it holds hashes of secrets and everybody's endpoints.
fn make_private(data: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(data)
}

/// A server that listens and does not answer yet.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    app: App,
    handle: Handle<SocketAddr>,
    /// Held as long as the server lives; the operating system lets go of it even when the process is killed.
    _lock: File,
}

impl Server {
    /// Opens the data directory and starts to listen.
    ///
    /// # Errors
    /// When the port is taken, or the data directory cannot be used or is used by another server.
    pub async fn bind(
        config: &Config,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Result<Self, ServerError> {
        let listener = listen(config.listen)?;
        let store = open_data(&config.data, &*clock, &*random)?;
        let lock = lock(&config.data)?;
        let address = listener.local_addr()?;
        let site = Site::new(address, config.public_url.as_ref());
        store.set_base_url(&site.base_url).await?;
        if !site.loopback && !site.https {
            tracing::warn!(
                "reachable from other machines without TLS; put a TLS proxy in front and set --public-url"
            );
        }
        let sealer = Sealer::open(&config.data, store.holds_secrets().await?, &*random).map_err(|error| {
            ServerError::Data { path: config.data.display().to_string(), reason: error.to_string() }
        })?;
        let outbound = Policy {
            allowed_networks: config.allowed_networks.clone(),
            extra_roots: config.extra_roots.clone(),
            ..Policy::default()
        };
        let app = App {
            store,
            clock,
            random,
            site: Arc::new(site),
            sealer: Arc::new(sealer),
            outbound: Arc::new(outbound),
            key_sets: Arc::new(KeySets::new(config::KEY_SETS, config::KEY_SET_CALLS)),
            access_tokens: Arc::new(Throttle::new(config::ACCESS_TOKENS)),
            embed_tokens: Arc::new(Throttle::new(config::EMBED_TOKENS)),
            verifications: Arc::new(Throttle::new(config::VERIFICATIONS)),
            verifications_of_all: Arc::new(Throttle::new(config::VERIFICATIONS_OF_ALL)),
        };
        Ok(Self { listener, address, app, handle: Handle::new(), _lock: lock })
    }

    /// Where it can be opened, without a trailing slash.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.app.site.base_url
    }

    /// Where it listens.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// Its store, for whoever embeds it.
    #[must_use]
    pub fn store(&self) -> Arc<dyn Store> {
        Arc::clone(&self.app.store)
    }

    /// A new one-time link that signs in the local owner.
    ///
    /// # Errors
    /// When the code cannot be made or stored.
    pub async fn sign_in_link(&self) -> Result<String, ServerError> {
        let App { store, clock, random, site, .. } = &self.app;
        sign_in_link(&**store, &**clock, &**random, &site.base_url).await
    }

    /// A handle that stops it: running requests get `config::DRAIN` to finish.
    #[must_use]
    pub fn stopper(&self) -> Stopper {
        Stopper(self.handle.clone())
    }

    /// Answers until it is stopped.
    ///
    /// # Errors
    /// When the operating system takes the listener away.
    pub async fn run(self) -> Result<(), ServerError> {
        let service = router(&self.app).into_make_service();
        let mut server = axum_server::from_tcp(self.listener)?.handle(self.handle).http1_only();
        // Without these a caller that sends a byte now and then, or nothing, keeps its connection forever.
        server = server.first_request_timeout(config::HEADER_TIMEOUT);
        server
            .http_builder()
            .http1()
            .header_read_timeout(config::HEADER_TIMEOUT)
            .max_headers(config::HEADER_COUNT)
            .max_buf_size(config::HEADER_BYTES);
        server.serve(service).await?;
        Ok(())
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("base_url", &self.base_url()).finish_non_exhaustive()
    }
}

/// Stops a running server.
#[derive(Debug, Clone)]
pub struct Stopper(Handle<SocketAddr>);

impl Stopper {
    /// No new connections; running requests may finish.
    pub fn stop(&self) {
        self.0.graceful_shutdown(Some(config::DRAIN));
    }
}

/// A new one-time link that signs in the local owner of a data directory.
pub(crate) async fn sign_in_link(
    store: &dyn Store,
    clock: &dyn Clock,
    random: &dyn Random,
    base_url: &str,
) -> Result<String, ServerError> {
    let organization = store.local_organization().await?;
    let (code, stored) = auth::new_code(clock.now(), random)?;
    store.add_sign_in_code(organization.id, stored).await?;
    Ok(auth::link(base_url, &code).reveal().to_owned())
}

/// A new bearer token of an organization. The text is nowhere else: only its hash is stored.
///
/// # Errors
/// When the token cannot be made or stored.
pub async fn create_token(
    store: &dyn Store,
    organization: OrganizationId,
    name: &str,
    clock: &dyn Clock,
    random: &dyn Random,
) -> Result<String, ServerError> {
    let token = BearerToken::generate(TokenKind::Personal, random)?;
    let stored = NewToken {
        id: token.id.clone(),
        name: name.to_owned(),
        secret_hash: auth::hash(token.secret.reveal()),
        created_at: clock.now(),
    };
    store.add_token(organization, stored).await?;
    Ok(token.text().reveal().to_owned())
}

fn listen(address: SocketAddr) -> Result<TcpListener, ServerError> {
    TcpListener::bind(address).map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => {
            let port = address.port();
            ServerError::PortTaken { port, other: port.checked_add(1).unwrap_or(8081) }
        }
        _ => ServerError::Address { address, source },
    })
}

/// One server per data directory: two would each believe to be the only writer.
fn lock(data: &Path) -> Result<File, ServerError> {
    let refused =
        |error: &io::Error| ServerError::Data { path: data.display().to_string(), reason: error.to_string() };
    let path = data.join("server.lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .map_err(|error| refused(&error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(ServerError::Locked(data.display().to_string())),
        Err(TryLockError::Error(error)) => Err(refused(&error)),
    }
}
