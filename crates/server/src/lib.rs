//! Causeway's server and command line: the REST API, storage, imports, the embedded dashboard.
//!
//! `cli` reads what it is told and starts a [`server::Server`]; `router` shows all routes; `api` has one file per
//! endpoint; `auth` decides who is asking; `store` keeps everything behind one trait; `import` reads files.

mod api;
mod app;
mod assets;
mod auth;
pub mod cli;
pub mod clock;
pub mod config;
mod embed;
mod etag;
mod extract;
mod headers;
pub mod import;
mod importing;
mod key_sets;
mod observe;
mod pages;
mod problem;
pub mod random;
mod router;
mod sealing;
pub mod server;
pub mod store;
mod throttle;
mod view;
