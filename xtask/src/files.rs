//! Walking the clone's files, in a stable order.
//!
//! It must not know what the files are for.

use std::fs;
use std::path::{Path, PathBuf};

use crate::fault::{Fault, Outcome};

/// Folders that hold results or other people's code, never ours.
const NOT_OURS: [&str; 4] = ["target", "dist", "node_modules", ".git"];

/// All files below `start` (or `start` itself when it is a file), sorted; a missing `start` has none.
pub(crate) fn below(start: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    collect(start, &mut found)?;
    found.sort();
    Ok(found)
}

fn collect(start: &Path, found: &mut Vec<PathBuf>) -> Outcome {
    if start.is_file() {
        found.push(start.to_path_buf());
    }
    if !start.is_dir() {
        return Ok(());
    }
    let failed = |error: std::io::Error| Fault::io(format!("cannot list {}", start.display()), &error);
    for entry in fs::read_dir(start).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let skipped = path.is_dir()
            && path.file_name().and_then(|name| name.to_str()).is_some_and(|name| NOT_OURS.contains(&name));
        if !skipped {
            collect(&path, found)?;
        }
    }
    Ok(())
}

/// `path` as it is written in messages: relative to the clone, with forward slashes.
pub(crate) fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// The whole text of a file.
pub(crate) fn text(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| Fault::io(format!("cannot read {}", path.display()), &error))
}
