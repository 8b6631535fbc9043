//! The build tools, in exact versions, in the user's cache: wasm target, Trunk, wasm-bindgen, wasm-opt, esbuild.
//!
//! A tool counts as installed when it runs and reports the right version, so a broken-off installation is simply
//! done again. Nothing here asks GitHub; sources are the Rust and npm registries. It must not know what the tools are
//! used for.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fault::{Fault, Outcome};
use crate::files;
use crate::paths::Paths;
use crate::process;
use crate::requirements;
use crate::shell::Shell;

/// 0.22 needs a newer compiler than `rust-version`.
pub(crate) const TRUNK: &str = "0.21.14";
/// Older ones misread what today's compiler writes; Debian's is far too old.
pub(crate) const BINARYEN: &str = "132.0.0";
/// Bundles and minifies what the widget loads.
pub(crate) const ESBUILD: &str = "0.28.2";
/// The compiler's name for browsers.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// The tools of a build.
pub(crate) struct Tools {
    /// The program.
    pub(crate) trunk: PathBuf,
    /// The folder to put on PATH.
    pub(crate) wasm_bindgen: PathBuf,
    /// What Node.js runs; none when there is no Node.js.
    pub(crate) node: Option<NodeTools>,
}

/// Scripts that Node.js runs.
pub(crate) struct NodeTools {
    pub(crate) wasm_opt: PathBuf,
    pub(crate) esbuild: PathBuf,
}

impl NodeTools {
    /// The folder of binaryen as a library; wasm-opt is a part of it.
    pub(crate) fn binaryen(&self) -> &Path {
        self.wasm_opt.parent().and_then(Path::parent).unwrap_or(&self.wasm_opt)
    }
}

/// The command `setup`.
pub(crate) fn setup(shell: &Shell, paths: &Paths) -> Outcome {
    requirements::rust()?;
    requirements::c_compiler()?;
    ensure(shell, paths)?;
    shell.say(&format!("The build tools are in {}", paths.tools.display()));
    Ok(())
}

/// Installs what is missing.
pub(crate) fn ensure(shell: &Shell, paths: &Paths) -> Outcome<Tools> {
    wasm_target(shell)?;
    let bindgen = wasm_bindgen_version(paths)?;
    // The lock file of wasm-bindgen-cli names versions that registries have withdrawn; Trunk's does not.
    let wasm_bindgen = cargo_tool(shell, paths, "wasm-bindgen", "wasm-bindgen-cli", &bindgen, false)?;
    let trunk = cargo_tool(shell, paths, "trunk", "trunk", TRUNK, true)?;
    let node = match requirements::node() {
        Ok(()) => Some(NodeTools { wasm_opt: wasm_opt(shell, paths)?, esbuild: esbuild(shell, paths)? }),
        Err(_) => None,
    };
    Ok(Tools { trunk: trunk.join("trunk"), wasm_bindgen, node })
}

/// The version in the lock file: the tool and the library must agree to the digit.
pub(crate) fn wasm_bindgen_version(paths: &Paths) -> Outcome<String> {
    let lock = files::text(&paths.of("Cargo.lock"))?;
    locked_version(&lock, "wasm-bindgen")
        .ok_or_else(|| Fault::new("Cargo.lock does not name wasm-bindgen; restore the committed Cargo.lock"))
}

fn locked_version(lock: &str, package: &str) -> Option<String> {
    let mut lines = lock.lines().skip_while(|line| *line != format!("name = \"{package}\""));
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"').map(str::to_owned)
}

/// The compiler's target for browsers.
pub(crate) fn wasm_target(shell: &Shell) -> Outcome {
    let folder = process::ask(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]));
    if folder.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    if process::ask(Command::new("rustup").arg("--version")).is_none() {
        return Err(Fault::new(format!(
            "the compiler's target {TARGET} is missing and there is no rustup to add it; install Rust with rustup"
        )));
    }
    let mut command = Command::new("rustup");
    process::run(shell, "Add the WebAssembly target", command.args(["target", "add", TARGET])).map(|_| ())
}

/// A program from the Rust registry; the answer is the folder that holds it.
fn cargo_tool(
    shell: &Shell,
    paths: &Paths,
    program: &str,
    package: &str,
    version: &str,
    locked: bool,
) -> Outcome<PathBuf> {
    let root = paths.tools.join(format!("{program}-{version}"));
    let folder = root.join("bin");
    if answers(&folder.join(program), version) {
        return Ok(folder);
    }
    // One build folder per tool: its lock makes a second installation wait for the first, and a broken-off one resumes.
    let build = paths.tools.join(format!(".build-{program}-{version}"));
    make(&build)?;
    let mut command = Command::new(cargo());
    command.args(["install", package, "--version", version, "--force", "--root"]).arg(&root);
    if locked {
        command.arg("--locked");
    }
    // The tools' own release profiles optimize for minutes what runs for seconds.
    command
        .current_dir(&build)
        .env("CARGO_TARGET_DIR", &build)
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    process::run(shell, &format!("Install {package} {version} (once, some minutes)"), &mut command)?;
    if !answers(&folder.join(program), version) {
        return Err(Fault::new(format!(
            "{package} was installed but `{program} --version` does not answer {version}; delete {} and run the command again",
            root.display()
        )));
    }
    // Only disk space: a failure to tidy up changes nothing.
    let _ = fs::remove_dir_all(&build);
    Ok(folder)
}

/// wasm-opt from the npm registry; the answer is the script that Node.js runs.
fn wasm_opt(shell: &Shell, paths: &Paths) -> Outcome<PathBuf> {
    let version = BINARYEN.split('.').next().unwrap_or_default();
    npm_tool(shell, paths, &format!("binaryen@{BINARYEN}"), "binaryen/bin/wasm-opt", version)
}

/// The bundler from the npm registry; the answer is the script that Node.js runs.
fn esbuild(shell: &Shell, paths: &Paths) -> Outcome<PathBuf> {
    npm_tool(shell, paths, &format!("esbuild@{ESBUILD}"), "esbuild/bin/esbuild", ESBUILD)
}

/// A package (`name@version`) from the npm registry; the answer is `script` within it, which Node.js runs.
fn npm_tool(shell: &Shell, paths: &Paths, package: &str, script: &str, version: &str) -> Outcome<PathBuf> {
    let name = package.replace('@', "-");
    let folder = paths.tools.join(&name);
    let installed = folder.join("node_modules").join(script);
    // The package is complete or absent, because it gets its name by a rename; asking it each time costs half a second.
    if installed.is_file() {
        return Ok(installed);
    }
    let partial = paths.tools.join(format!(".{name}-{}", std::process::id()));
    make(&partial)?;
    let mut command = Command::new("npm");
    command
        .args(["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock"])
        // Without a network it must not take minutes to say so.
        .args(["--fetch-retries", "1", "--fetch-retry-mintimeout", "2000", "--prefix"])
        .arg(&partial)
        .arg(package)
        .current_dir(&partial);
    if let Err(fault) = process::run(shell, &format!("Install {package} (once)"), &mut command) {
        let _ = fs::remove_dir_all(&partial);
        return Err(fault);
    }
    let fresh = partial.join("node_modules").join(script);
    let answer = process::ask(Command::new("node").arg(&fresh).arg("--version")).unwrap_or_default();
    if !reports(&answer, version) {
        return Err(Fault::new(format!(
            "{package} does not run here (it answered `{answer}`); update Node.js and run the command again"
        )));
    }
    if fs::rename(&partial, &folder).is_err() {
        // Another installation was faster; ours is not needed.
        let _ = fs::remove_dir_all(&partial);
    }
    Ok(installed)
}

/// Cargo as the person started it.
pub(crate) fn cargo() -> std::ffi::OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

fn answers(program: &Path, version: &str) -> bool {
    process::ask(Command::new(program).arg("--version")).is_some_and(|answer| reports(&answer, version))
}

fn reports(answer: &str, version: &str) -> bool {
    answer.split_whitespace().any(|word| word == version)
}

fn make(folder: &Path) -> Outcome {
    fs::create_dir_all(folder)
        .map_err(|error| Fault::io(format!("cannot create {}", folder.display()), &error))
}

#[cfg(test)]
mod tests {
    use super::{locked_version, reports};

    #[test]
    fn the_lock_file_names_the_version() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "axum"), None);
    }

    #[test]
    fn a_tool_must_report_exactly_the_version() {
        assert!(reports("trunk 0.21.14", "0.21.14"));
        assert!(reports("wasm-opt version 132 (version_132)", "132"));
        assert!(!reports("wasm-bindgen 0.2.13", "0.2.130"));
        assert!(!reports("", "0.2.130"));
    }
}
