//! Where things are: the clone, what is built from it, and the user's cache of tools outside of it.
//!
//! It must not create, read or change anything.

use std::env;
use std::path::{Path, PathBuf};

use crate::fault::{Fault, Outcome};

/// The folders that the commands work with, all absolute.
pub(crate) struct Paths {
    /// The clone.
    pub(crate) root: PathBuf,
    /// Cargo's target folder; given to every cargo we start, so that a setting elsewhere cannot move the results.
    pub(crate) target: PathBuf,
    /// The built dashboard.
    pub(crate) dist: PathBuf,
    /// Logs and stamps of xtask itself.
    pub(crate) scratch: PathBuf,
    /// The build tools, one folder per tool and version, shared by all clones of a user.
    pub(crate) tools: PathBuf,
}

impl Paths {
    pub(crate) fn find() -> Outcome<Self> {
        let root =
            Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).ok_or_else(|| {
                Fault::new("the folder of xtask has no parent; run it from a clone of Causeway")
            })?;
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => root.join(folder),
            None => root.join("target"),
        };
        let tools = tools_folder(|name| {
            env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
        })
        .ok_or_else(|| {
            Fault::new(
                "neither HOME nor CAUSEWAY_TOOLS is set; set CAUSEWAY_TOOLS to a folder for the build tools",
            )
        })?;
        Ok(Self {
            dist: root.join("dist"),
            scratch: target.join("xtask"),
            tools: root.join(tools),
            target,
            root,
        })
    }

    /// A file or folder of the clone.
    pub(crate) fn of(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }
}

/// The cache folder: `CAUSEWAY_TOOLS`, or the platform's cache folder of the user.
fn tools_folder(variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    if let Some(folder) = variable("CAUSEWAY_TOOLS") {
        return Some(folder);
    }
    let cache = variable("XDG_CACHE_HOME")
        .or_else(|| variable("HOME").map(|home| home.join(".cache")))
        .or_else(|| variable("LOCALAPPDATA"))?;
    Some(cache.join("causeway").join("tools"))
}

#[cfg(test)]
mod tests {
    use super::tools_folder;
    use std::path::PathBuf;

    fn with(set: &[(&str, &str)]) -> Option<PathBuf> {
        tools_folder(|name| set.iter().find(|(key, _)| *key == name).map(|(_, value)| PathBuf::from(value)))
    }

    #[test]
    fn the_own_variable_wins_then_the_cache_then_home() {
        assert_eq!(with(&[("CAUSEWAY_TOOLS", "/t"), ("HOME", "/h")]), Some("/t".into()));
        assert_eq!(with(&[("XDG_CACHE_HOME", "/c"), ("HOME", "/h")]), Some("/c/causeway/tools".into()));
        assert_eq!(with(&[("HOME", "/h")]), Some("/h/.cache/causeway/tools".into()));
        assert_eq!(with(&[]), None);
    }
}
