//! The stamp of the last successful dashboard build: a hash of everything that goes into it.
//!
//! It must not know how the dashboard is built, only from what.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::PathBuf;

use crate::fault::{Fault, Outcome};
use crate::files;
use crate::paths::Paths;

/// Files and folders that the dashboard is made of.
const INPUTS: [&str; 11] = [
    "src",
    "style",
    "public",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
    "crates",
    // The steps of the build itself.
    "xtask/src/dashboard.rs",
    "xtask/src/tools.rs",
];

/// What a build would be made of, now.
pub(crate) struct Stamp {
    value: String,
    file: PathBuf,
}

/// The one crate that no part of the dashboard is made of.
const SERVER: &str = "crates/server";

impl Stamp {
    /// `recipe` names the compiler and the tools.
    pub(crate) fn now(paths: &Paths, recipe: &str) -> Outcome<Self> {
        let mut hasher = DefaultHasher::new();
        recipe.hash(&mut hasher);
        let not_ours = paths.of(SERVER);
        for input in INPUTS {
            for file in
                files::below(&paths.of(input))?.into_iter().filter(|file| !file.starts_with(&not_ours))
            {
                files::shown(&paths.root, &file).hash(&mut hasher);
                fs::read(&file)
                    .map_err(|error| Fault::io(format!("cannot read {}", file.display()), &error))?
                    .hash(&mut hasher);
            }
        }
        Ok(Self { value: format!("{:016x}", hasher.finish()), file: paths.scratch.join("dashboard.stamp") })
    }

    /// Whether the last successful build was made of the same.
    pub(crate) fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|last| last == self.value)
    }

    /// Before a build: a broken-off one must not count.
    pub(crate) fn clear(&self) {
        let _ = fs::remove_file(&self.file);
    }

    /// After a successful build.
    pub(crate) fn set(&self) -> Outcome {
        let folder = self.file.parent().map_or(Ok(()), fs::create_dir_all);
        folder
            .and_then(|()| fs::write(&self.file, &self.value))
            .map_err(|error| Fault::io(format!("cannot write {}", self.file.display()), &error))
    }
}

#[cfg(test)]
mod tests {
    use super::Stamp;
    use crate::paths::Paths;
    use std::fs;

    #[test]
    fn a_changed_file_a_new_file_and_another_recipe_change_the_stamp() {
        let root = std::env::temp_dir().join(format!("causeway-stamp-{}", std::process::id()));
        fs::create_dir_all(root.join("src")).unwrap();
        fs::write(root.join("src/main.rs"), "fn main() {}").unwrap();
        let at = |folder: &str| root.join(folder);
        let paths = Paths {
            target: at("target"),
            dist: at("dist"),
            scratch: at("target/xtask"),
            tools: at("tools"),
            root: root.clone(),
        };
        let first = Stamp::now(&paths, "1.95").unwrap();
        assert!(!first.is_current());
        first.set().unwrap();
        assert!(Stamp::now(&paths, "1.95").unwrap().is_current());
        assert!(!Stamp::now(&paths, "1.96").unwrap().is_current());
        fs::write(root.join("src/main.rs"), "fn main() { }").unwrap();
        assert!(!Stamp::now(&paths, "1.95").unwrap().is_current());
        fs::write(root.join("src/main.rs"), "fn main() {}").unwrap();
        fs::write(root.join("src/app.rs"), "").unwrap();
        assert!(!Stamp::now(&paths, "1.95").unwrap().is_current());
        fs::remove_file(root.join("src/app.rs")).unwrap();
        assert!(Stamp::now(&paths, "1.95").unwrap().is_current());
        first.clear();
        assert!(!first.is_current());
        fs::remove_dir_all(root).unwrap();
    }
}
