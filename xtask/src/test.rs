//! `test`: everything there is to run, and one summary at the end.
//!
//! Independent parts all have their turn even when one fails; a missing prerequisite is a failure, never a skip. It
//! must not know what the tests test.

use std::process::Command;
use std::time::Duration;

use crate::apt;
use crate::check;
use crate::dashboard::Budget;
use crate::fault::{Fault, Outcome};
use crate::files;
use crate::paths::Paths;
use crate::process;
use crate::requirements;
use crate::serve;
use crate::shell::{End, Shell};
use crate::tools;

const BROWSER_TESTS: &str = "Browser tests";

/// The command `test`.
pub(crate) fn run(shell: &Shell, paths: &Paths) -> Outcome {
    let checked = check::run(shell, paths);
    let tested = crates(shell, paths);
    // Node.js first: the dashboard is built with its help.
    let prepared = apt::browser_prerequisites(shell);
    let built = serve::build(shell, paths, Budget::Enforced);
    let browsed = match (&prepared, &built) {
        (Ok(()), Ok(_)) => browser(shell, paths),
        _ => {
            shell.ended(
                BROWSER_TESTS,
                Duration::ZERO,
                End::Skipped,
                "not run, because of what failed before",
            );
            Ok(())
        }
    };
    shell.summary();
    check::all([checked, tested, prepared, built.map(|_| ()), browsed])
}

/// Tests of all crates on the machine itself; the dashboard's pure parts are among them.
fn crates(shell: &Shell, paths: &Paths) -> Outcome {
    let mut command = Command::new(tools::cargo());
    command
        .args(["test", "--locked", "--workspace", "--no-fail-fast"])
        .current_dir(&paths.root)
        .env("CARGO_TARGET_DIR", &paths.target);
    process::run_noting(shell, "Tests of the crates", &mut command, |output| {
        format!("{} tests", passed(output))
    })
    .map(|_| ())
}

/// Tests of the whole product: the built program, real browsers.
fn browser(shell: &Shell, paths: &Paths) -> Outcome {
    let folder = paths.of("tests");
    let mut command = Command::new("npm");
    command.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(&folder);
    process::run(shell, "Install the browser tests' packages", &mut command)?;
    // Not every Node.js expands patterns; each gets the same list from us.
    let mut tests = files::below(&folder.join("browser"))?;
    tests.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    if tests.is_empty() {
        return Err(Fault::new("there is no browser test in tests/browser"));
    }
    let chromium = requirements::chromium().map_err(Fault::new)?;
    let firefox = requirements::firefox().map_err(Fault::new)?;
    let program = paths.target.join("release").join(format!("causeway{}", std::env::consts::EXE_SUFFIX));
    let mut command = Command::new("node");
    command
        .args(["--test", "--test-reporter=spec"])
        .args(tests)
        .current_dir(&paths.root)
        .env("CHROMIUM", chromium)
        .env("FIREFOX", firefox)
        .env("CAUSEWAY_PROGRAM", program)
        .env("CAUSEWAY_WIDGET", paths.target.join("widget"));
    process::run_noting(shell, BROWSER_TESTS, &mut command, |output| match browser_passed(output) {
        Some(count) => format!("{count} tests"),
        None => String::new(),
    })
    .map(|_| ())
}

/// Adds up the lines `test result: ok. 12 passed; 0 failed; …` of all test programs.
fn passed(output: &str) -> u64 {
    let counts = output.lines().filter_map(|line| line.strip_prefix("test result: ok. "));
    counts.filter_map(|rest| rest.split_whitespace().next()?.parse::<u64>().ok()).sum()
}

/// Reads the line `ℹ pass 12` of Node's summary.
fn browser_passed(output: &str) -> Option<u64> {
    output.lines().rev().find_map(|line| line.split_once("pass ")?.1.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::{browser_passed, passed};

    #[test]
    fn the_counts_of_all_programs_are_added() {
        let output =
            "test result: ok. 12 passed; 0 failed\nnoise\ntest result: ok. 3 passed; 0 failed; 1 ignored\n";
        assert_eq!(passed(output), 15);
    }

    #[test]
    fn the_summary_of_node_is_read() {
        assert_eq!(browser_passed("✔ a test\nℹ tests 4\nℹ pass 3\nℹ fail 1\n"), Some(3));
        assert_eq!(browser_passed(""), None);
    }
}
