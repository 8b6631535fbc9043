//! Light, dark, or as the system says. The choice is kept in this browser; boot.js applies it before the first paint.

use causeway_dom::watch;
use leptos::prelude::*;

const STORAGE_KEY: &str = "causeway.theme";

/// A colour theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the system says.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All choices, in the order users see them.
    pub(crate) const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The word users see.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    fn stored(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// Reads the stored choice and keeps page and storage in step with it.
pub(crate) fn provide_theme() {
    let stored = storage().and_then(|storage| storage.get_item(STORAGE_KEY).ok().flatten());
    let theme = RwSignal::new(match stored.as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    });
    watch(move || apply(theme.get()));
    provide_context(theme);
}

/// The chosen theme; setting it changes the page at once.
pub(crate) fn use_theme() -> RwSignal<Theme> {
    expect_context()
}

fn apply(theme: Theme) {
    // Storage can be switched off; the choice then lasts as long as the page.
    if let Some(root) = document().document_element() {
        match theme.stored() {
            Some(name) => root.set_attribute("data-theme", name).ok(),
            None => root.remove_attribute("data-theme").ok(),
        };
    }
    if let Some(storage) = storage() {
        match theme.stored() {
            Some(name) => storage.set_item(STORAGE_KEY, name).ok(),
            None => storage.remove_item(STORAGE_KEY).ok(),
        };
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
