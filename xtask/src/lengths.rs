//! A notice about long files: one over 300 lines is worth the question whether it is two.
//!
//! It never fails; the answer is a person's.

use std::path::Path;

use crate::fault::Outcome;
use crate::files;

const LONG: usize = 300;
const FOLDERS: [&str; 7] = ["src", "crates", "xtask", "bench", "tests", "style", "public"];
const ENDINGS: [&str; 6] = ["rs", "css", "js", "jsx", "mjs", "sql"];

/// The long files with their number of lines, longest first.
pub(crate) fn long_files(root: &Path) -> Outcome<Vec<(String, usize)>> {
    let mut long = Vec::new();
    for folder in FOLDERS {
        for file in files::below(&root.join(folder))? {
            let ours = file
                .extension()
                .and_then(|ending| ending.to_str())
                .is_some_and(|ending| ENDINGS.contains(&ending));
            if !ours {
                continue;
            }
            let lines = files::text(&file)?.lines().count();
            if lines > LONG {
                long.push((files::shown(root, &file), lines));
            }
        }
    }
    long.sort_by_key(|(_, lines)| std::cmp::Reverse(*lines));
    Ok(long)
}
