//! `check`: formatting, lints for both targets, the law of imports, rules about source text.
//!
//! Everything is tried even when something fails, so that one run shows all there is to mend. The rules themselves
//! are in `rules`; a test of the server keeps the committed API document fresh.

use std::process::Command;

use crate::fault::{Fault, Outcome};
use crate::files;
use crate::lengths;
use crate::paths::Paths;
use crate::process;
use crate::requirements;
use crate::rules::{self, LAWS};
use crate::shell::Shell;
use crate::tools;

const BROWSER: &str = "wasm32-unknown-unknown";
/// What runs in a browser only; its lints run for that target.
const BROWSER_PACKAGES: [&str; 5] =
    ["causeway", "causeway-data-flow-view", "causeway-dom", "causeway-client", "causeway-embed"];

/// The command `check`.
pub(crate) fn run(shell: &Shell, paths: &Paths) -> Outcome {
    requirements::rust()?;
    requirements::c_compiler()?;
    components(shell)?;
    tools::wasm_target(shell)?;
    let outcomes = [
        cargo(shell, paths, "Formatting", &["fmt", "--all", "--check"]),
        dependency_law(shell, paths),
        source_rules(shell, paths),
        lints(shell, paths, "Lints of what runs natively", false),
        lints(shell, paths, "Lints of what runs in the browser", true),
    ];
    for (file, lines) in lengths::long_files(&paths.root)? {
        shell.say(&format!("    notice: {file} has {lines} lines; is it two files?"));
    }
    all(outcomes)
}

/// The first failure of several independent things, after all of them had their turn; the others are told at once.
pub(crate) fn all(outcomes: impl IntoIterator<Item = Outcome>) -> Outcome {
    let faults: Vec<String> =
        outcomes.into_iter().filter_map(Result::err).map(|fault| fault.to_string()).collect();
    if faults.is_empty() { Ok(()) } else { Err(Fault::new(faults.join("; "))) }
}

/// rustfmt and clippy, which a minimal installation of Rust does not have.
fn components(shell: &Shell) -> Outcome {
    let here = |name: &str| process::ask(Command::new(tools::cargo()).args([name, "--version"])).is_some();
    if here("fmt") && here("clippy") {
        return Ok(());
    }
    if process::ask(Command::new("rustup").arg("--version")).is_none() {
        return Err(Fault::new(
            "rustfmt or clippy is missing and there is no rustup to add it; install Rust with rustup",
        ));
    }
    let mut command = Command::new("rustup");
    process::run(shell, "Add rustfmt and clippy", command.args(["component", "add", "rustfmt", "clippy"]))
        .map(|_| ())
}

fn lints(shell: &Shell, paths: &Paths, title: &str, browser: bool) -> Outcome {
    let mut arguments = vec!["clippy", "--locked", "--all-targets"];
    if browser {
        arguments.extend(["--target", BROWSER]);
        arguments.extend(BROWSER_PACKAGES.iter().flat_map(|package| ["--package", package]));
    } else {
        arguments.push("--workspace");
        // The client runs on both sides.
        let only_browser = BROWSER_PACKAGES.iter().filter(|package| **package != "causeway-client");
        arguments.extend(only_browser.flat_map(|package| ["--exclude", package]));
    }
    arguments.extend(["--", "--deny", "warnings"]);
    cargo(shell, paths, title, &arguments)
}

fn cargo(shell: &Shell, paths: &Paths, title: &str, arguments: &[&str]) -> Outcome {
    let mut command = Command::new(tools::cargo());
    command.args(arguments).current_dir(&paths.root).env("CARGO_TARGET_DIR", &paths.target);
    process::run(shell, title, &mut command).map(|_| ())
}

fn dependency_law(shell: &Shell, paths: &Paths) -> Outcome {
    shell.step("Law of imports", || {
        let mut broken = Vec::new();
        for law in LAWS {
            let tree = tree(paths, law.package, law.browser)?;
            for name in law.broken_by(&tree) {
                broken.push(format!(
                    "{} must not depend on {name} (see it with `cargo tree -p {} -i {name}`)",
                    law.package, law.package
                ));
            }
        }
        verdict(&broken, format!("{} rules", LAWS.len()))
    })
}

/// The normal dependencies of a package, all the way down.
fn tree(paths: &Paths, package: &str, browser: bool) -> Outcome<String> {
    let mut command = Command::new(tools::cargo());
    command.args(["tree", "--locked", "--edges", "normal", "--prefix", "none", "--package", package]);
    if browser {
        command.args(["--target", BROWSER]);
    }
    process::ask(command.current_dir(&paths.root)).ok_or_else(|| {
        Fault::new(format!("`cargo tree --locked --package {package}` failed; run it to see why"))
    })
}

fn source_rules(shell: &Shell, paths: &Paths) -> Outcome {
    shell.step("Rules of the source", || {
        let mut broken = rules::faults_of_page("index.html", &files::text(&paths.of("index.html"))?);
        let mut looked_at = 1;
        for folder in ["src", "crates/data-flow-view/src", "crates/dom/src"] {
            for file in files::below(&paths.of(folder))? {
                looked_at += 1;
                broken
                    .extend(rules::faults_of_source(&files::shown(&paths.root, &file), &files::text(&file)?));
            }
        }
        verdict(&broken, format!("{looked_at} files"))
    })
}

fn verdict(broken: &[String], note: String) -> Outcome<((), String)> {
    if broken.is_empty() { Ok(((), note)) } else { Err(Fault::new(broken.join("; "))) }
}
