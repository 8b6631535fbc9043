//! Calls to URLs that users gave: endpoints to verify, key sets to fetch, policies of pages to read.
//!
//! A server that calls whatever URL it is given can be used to reach what only it can reach: its own services, the
//! network it stands in, the metadata service of its cloud (server-side request forgery, OWASP API7:2023, ASVS 5.0
//! 1.3.6 and 15.3.2). So every such call goes through this crate, in this order:
//!
//! 1. [`Target::parse`] reads the text as browsers do and refuses what has no place in the URL of an endpoint.
//! 2. [`judge`] looks the name up once and holds *every* address against the [`Policy`]. A failing look-up refuses.
//! 3. The connection is made to one of exactly those addresses. The name is not looked up again, so an answer that
//!    changes in between (DNS rebinding) changes nothing.
//! 4. One request, one answer: no redirects, proxies, cookies or decompression; limits on time and size.
//!
//! What a user learns is a [`Refusal`]: a code and a sentence, never what the other server said, save for the policy of a
//! page that is asked for by that name ([`fetch_page_policy`]). That still tells
//! whether a name exists for this server and whether a host answers, so callers must limit how often it can be asked
//! (docs/ARCHITECTURE.md). This crate must not know the REST API, the database or whoever asks.

mod address;
mod call;
mod fetch;
mod guard;
mod network;
mod policy;
mod refusal;
mod resolve;
mod target;
mod trust;
mod verify;

pub use call::BODY_CAP;
pub use fetch::{fetch_json, fetch_page_policy};
pub use guard::{Approved, judge};
pub use network::{Network, NetworkError};
pub use policy::{PLAIN_PORTS, Policy, SECURE_PORTS, Timeouts};
pub use refusal::{Refusal, TlsFault, UrlFault};
pub use resolve::{Resolver, SystemResolver};
pub use target::{Target, URL_LIMIT};
pub use trust::{Roots, RootsError};
pub use verify::{Handshake, Method, SecretHeaders, VerificationToken, verify};
