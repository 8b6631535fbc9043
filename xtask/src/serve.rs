//! `build` and `serve`: the server with the dashboard inside, and starting it.
//!
//! It must not know the server's flags; whatever follows `--` is passed on.

use std::path::PathBuf;
use std::process::Command;

use crate::dashboard::{self, Budget};
use crate::fault::Outcome;
use crate::paths::Paths;
use crate::process;
use crate::requirements;
use crate::shell::Shell;
use crate::tools;

/// The command `build`; the answer is the program.
pub(crate) fn build(shell: &Shell, paths: &Paths, budget: Budget) -> Outcome<PathBuf> {
    requirements::rust()?;
    requirements::c_compiler()?;
    dashboard::build(shell, paths, budget)?;
    let mut command = Command::new(tools::cargo());
    command
        .args(["build", "--locked", "--release", "--package", "causeway-server", "--bin", "causeway"])
        .current_dir(&paths.root)
        .env("CARGO_TARGET_DIR", &paths.target)
        .env("CAUSEWAY_DASHBOARD_DIST", &paths.dist);
    process::run(shell, "Build the server", &mut command)?;
    Ok(paths.target.join("release").join(format!("causeway{}", std::env::consts::EXE_SUFFIX)))
}

/// The command `serve`.
pub(crate) fn run(shell: &Shell, paths: &Paths, flags: &[String]) -> Outcome {
    let program = build(shell, paths, Budget::Ignored)?;
    let mut command = Command::new(&program);
    command.arg("serve").args(flags);
    process::become_program(command)
}
