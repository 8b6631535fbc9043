//! Building the dashboard: Trunk, then wasm-opt, then the size budget.
//!
//! The result is the folder `dist/`. It must not know what serves it.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fault::{Fault, Outcome};
use crate::files;
use crate::paths::Paths;
use crate::process;
use crate::requirements;
use crate::shell::Shell;
use crate::size;
use crate::stamp::Stamp;
use crate::tools::{self, Tools};

/// What happens when the dashboard is too large.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Budget {
    /// The sizes are shown, and the build fails.
    Enforced,
    /// Nothing: whoever only wants to start Causeway is neither stopped nor kept waiting by it.
    Ignored,
}

/// Builds `dist/`, unless it is already made of the same input.
pub(crate) fn build(shell: &Shell, paths: &Paths, budget: Budget) -> Outcome {
    let compiler = requirements::rust()?;
    let node = requirements::node();
    // Held until the end: two builds at once would clear each other's folders.
    let _alone = alone(shell, paths)?;
    let stamp = Stamp::now(paths, &recipe(paths, &compiler, node.is_ok())?)?;
    if stamp.is_current() && paths.dist.join("index.html").is_file() {
        shell.say("  ✓ The dashboard is up to date");
    } else {
        stamp.clear();
        let tools = tools::ensure(shell, paths)?;
        trunk(shell, paths, &tools)?;
        match &tools.wasm_opt {
            Some(script) => shrink(shell, &paths.dist, script)?,
            None => shell.say(&format!(
                "  ! {}: the dashboard works but stays larger than it should; with Node.js {} or newer it is optimized",
                node.as_ref().err().map_or("No Node.js", String::as_str),
                requirements::NODE
            )),
        }
        stamp.set()?;
    }
    if budget == Budget::Enforced && node.is_ok() {
        size::of_dashboard(shell, paths)?.judge(shell)?;
    }
    Ok(())
}

/// Waits until no other build of this clone is running; the lock ends with the answer.
fn alone(shell: &Shell, paths: &Paths) -> Outcome<File> {
    let failed = |error: std::io::Error| Fault::io("cannot lock the dashboard's build", &error);
    fs::create_dir_all(&paths.scratch).map_err(failed)?;
    let lock = File::create(paths.scratch.join("dashboard.lock")).map_err(failed)?;
    if lock.try_lock().is_err() {
        shell.say("  … Waiting for another build of the dashboard in this clone");
        lock.lock().map_err(failed)?;
    }
    Ok(lock)
}

/// Everything besides the files that shapes the result.
fn recipe(paths: &Paths, compiler: &str, node: bool) -> Outcome<String> {
    let bindgen = tools::wasm_bindgen_version(paths)?;
    let flags = env::var("RUSTFLAGS").unwrap_or_default();
    Ok(format!("{compiler}|{}|{bindgen}|{}|node {node}|{flags}", tools::TRUNK, tools::BINARYEN))
}

fn trunk(shell: &Shell, paths: &Paths, tools: &Tools) -> Outcome {
    // Trunk works offline, so that it never fetches a tool by itself; the crates must be here before.
    let mut fetch = Command::new(tools::cargo());
    process::run(
        shell,
        "Fetch the dashboard's crates",
        fetch.args(["fetch", "--locked"]).current_dir(&paths.root),
    )?;
    // Trunk finds wasm-bindgen on PATH and takes it when its version is the one of Cargo.lock.
    let old = env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(tools.wasm_bindgen.clone()).chain(env::split_paths(&old));
    let path = env::join_paths(folders).map_err(|error| {
        Fault::new(format!(
            "the cache folder cannot be put on PATH ({error}); set CAUSEWAY_TOOLS to another one"
        ))
    })?;
    let mut command = Command::new(&tools.trunk);
    command
        .args(["build", "--release"])
        .current_dir(&paths.root)
        .env("PATH", path)
        .env("CARGO_TARGET_DIR", &paths.target)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", browser_flags(paths))
        // Trunk takes this for a command-line option of its own and refuses every value but true and false.
        .env_remove("NO_COLOR")
        // Where in Trunk an error was made helps nobody here.
        .env_remove("RUST_BACKTRACE");
    process::run(shell, "Build the dashboard", &mut command).map(|_| ())
}

/// The folders of this machine are cut out of the panic messages: whoever loads the dashboard has no use for them.
pub(crate) fn browser_flags(paths: &Paths) -> String {
    let mut flags = String::new();
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo = home.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")));
    let folders =
        cargo.map(|cargo| cargo.join("registry").join("src")).into_iter().chain([paths.root.clone()]);
    // Flags are separated by spaces; a folder with one in its name stays as it is.
    for folder in
        folders.filter_map(|folder| folder.to_str().map(str::to_owned)).filter(|it| !it.contains(' '))
    {
        flags.push_str(" --remap-path-prefix ");
        flags.push_str(&folder);
        flags.push_str("=.");
    }
    flags
}

/// Optimizes the modules in a folder. Trunk could call wasm-opt itself, but then a machine without Node.js could not
/// build.
pub(crate) fn shrink(shell: &Shell, folder: &Path, script: &Path) -> Outcome {
    for module in modules(folder)? {
        let optimized = module.with_extension("wasm.optimized");
        let mut command = Command::new("node");
        command.arg(script).arg("-Oz").arg(&module).arg("-o").arg(&optimized);
        process::run(shell, "Optimize the WebAssembly", &mut command)?;
        fs::rename(&optimized, &module)
            .map_err(|error| Fault::io(format!("cannot replace {}", module.display()), &error))?;
    }
    Ok(())
}

fn modules(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = files::below(folder)?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "wasm"));
    Ok(files)
}
