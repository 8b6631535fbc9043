//! The Causeway dashboard. This file only starts it.

mod app;
mod components;
mod data;
mod format;
mod pages;
mod state;

fn main() {
    app::start();
}
