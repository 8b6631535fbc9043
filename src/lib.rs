//! The Causeway dashboard.
//!
//! It is two programs that share everything but their pages: one shows connections and data flows, the other is for
//! developers: API keys, endpoints, embeds and their settings. Each loads less than both would together; going from one to the
//! other is an ordinary navigation (docs/ARCHITECTURE.md, "Two programs").

mod app;
mod components;
mod data;
mod format;
mod pages;
mod state;

use causeway_dom::{Container, Fragment};

/// Memory of a page: a tenth of the code of the standard allocator, and a constant time per call.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Starts the program of `/connections`.
pub fn start_connections() {
    app::start(state::Program::Connections, pages::of_connections, Fragment::new);
}

/// Starts the program of `/developer`, `/api-keys`, `/endpoints` and `/embeds`.
pub fn start_developer() {
    let beside = || Fragment::new().child(components::dialogs::provide_secret_panel());
    app::start(state::Program::Developer, pages::of_developer, beside);
}
