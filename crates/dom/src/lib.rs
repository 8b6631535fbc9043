//! Elements built from Rust and kept up to date by Leptos signals.
//!
//! This is Leptos' builder syntax without its static view types: every element, attribute and child is one call into
//! code that exists once. `view!` compiles a type of its own for each piece of markup, which made the dashboard twice
//! as large (docs/ARCHITECTURE.md, "Size"). Signals, memos, owners, contexts and the router are Leptos' own.
//!
//! ```no_run
//! use causeway_dom::{Container, html};
//! use leptos::prelude::*;
//!
//! let pressed = RwSignal::new(false);
//! let chip = html("button.chip")
//!     .attr("type", "button")
//!     .live_attr("aria-pressed", move || pressed.get())
//!     .on("click", move |_: web_sys::Event| pressed.update(|pressed| *pressed = !*pressed))
//!     .text("Only unhealthy");
//! ```
//!
//! Methods that begin with `live_` take a function and run it again whenever a signal it read changes. What they set
//! up ends with the owner they were called under, as all of Leptos does. This crate must not know what is drawn.

mod attribute;
mod child;
mod element;
mod fragment;
mod list;
mod listen;
mod live;
mod mount;

pub use attribute::Value;
pub use child::{Child, Container};
pub use element::{El, html, svg};
pub use fragment::Fragment;
pub use list::{Item, Keyed, List};
pub use listen::{listen, listen_first};
pub use live::watch;
pub use mount::mount;
