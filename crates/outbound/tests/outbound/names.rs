//! A resolver without a network: what a name leads to is decided by the test.

use std::io;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use causeway_outbound::Resolver;

/// Answers by a function of the name and of how often it was asked before; counts.
pub(crate) struct Names<F> {
    answer: F,
    asked: AtomicUsize,
}

impl<F: Fn(&str, usize) -> io::Result<Vec<IpAddr>>> Names<F> {
    pub(crate) fn new(answer: F) -> Self {
        Self { answer, asked: AtomicUsize::new(0) }
    }

    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl<F: Fn(&str, usize) -> io::Result<Vec<IpAddr>> + Send + Sync> Resolver for Names<F> {
    async fn resolve(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        (self.answer)(name, self.asked.fetch_add(1, Ordering::SeqCst))
    }
}

/// For URLs whose host is an address: there is nothing to look up.
pub(crate) struct NoNames;

#[async_trait]
impl Resolver for NoNames {
    async fn resolve(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        panic!("{name} was looked up");
    }
}

pub(crate) fn addresses(texts: &[&str]) -> Vec<IpAddr> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}
