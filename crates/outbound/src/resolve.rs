//! Looking names up.

use std::io;
use std::net::IpAddr;

use async_trait::async_trait;

/// Finds the addresses of a name. A trait, so that tests need no network and decide what a name leads to.
#[async_trait]
pub trait Resolver: Send + Sync {
    /// All addresses of `name`, best first. It is asked once per call, and never for what is an address already.
    ///
    /// # Errors
    ///
    /// When the name does not exist or nobody could be asked. The call is refused then.
    async fn resolve(&self, name: &str) -> io::Result<Vec<IpAddr>>;
}

/// The resolver of the operating system, with its hosts file, search domains and cache.
///
/// A look-up runs on a thread of its own that cannot be stopped; a call that gives up leaves it behind until the system
/// gives up too (some seconds).
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemResolver;

#[async_trait]
impl Resolver for SystemResolver {
    async fn resolve(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        // The port is of no interest here.
        let addresses = tokio::net::lookup_host((name, 0)).await?;
        Ok(addresses.map(|address| address.ip()).collect())
    }
}
