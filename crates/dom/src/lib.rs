//! Elements built from Rust, and with the feature `live` kept up to date by Leptos signals.
//!
//! This is Leptos' builder syntax without its static view types: every element, attribute and child is one call into
//! code that exists once. `view!` compiles a type of its own for each piece of markup, which made the dashboard twice
//! as large (docs/ARCHITECTURE.md, "Size"). Signals, memos, owners, contexts and the router are Leptos' own.
//!
//! ```no_run
//! # #[cfg(feature = "live")]
//! # fn chip() {
//! use causeway_dom::{Container, html};
//! use leptos::prelude::*;
//!
//! let pressed = RwSignal::new(false);
//! let chip = html("button.chip")
//!     .attr("type", "button")
//!     .live_attr("aria-pressed", move || pressed.get())
//!     .on("click", move |_: web_sys::Event| pressed.update(|pressed| *pressed = !*pressed))
//!     .text("Only unhealthy");
//! # }
//! ```
//!
//! Methods that begin with `live_` take a function and run it again whenever a signal it read changes. What they set
//! up ends with the owner they were called under, as all of Leptos does. Without the feature nothing of Leptos is here:
//! the picture is built that way. This crate must not know what is drawn.

mod attribute;
mod browser;
mod child;
mod element;
mod fragment;
#[cfg(feature = "live")]
mod keyed;
mod list;
mod listen;
#[cfg(feature = "live")]
mod live;
#[cfg(feature = "live")]
mod live_element;
#[cfg(feature = "live")]
mod mount;
mod page;
mod region;

pub use attribute::Value;
pub use child::{Child, Container};
pub use element::{El, html, svg};
pub use fragment::Fragment;
pub use list::{Item, List};
pub use listen::Listening;
pub use page::{later, on_next_frame, soon, window};
#[cfg(feature = "live")]
pub use {
    keyed::Keyed,
    listen::{listen, listen_first},
    live::watch,
    mount::mount,
};
