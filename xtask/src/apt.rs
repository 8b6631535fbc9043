//! Installing Debian packages for the browser tests, where that is allowed and possible.
//!
//! Only `test` comes here, and only for what is missing: `serve` never changes the system.

use std::process::Command;

use crate::fault::{Fault, Outcome};
use crate::process;
use crate::requirements;
use crate::shell::Shell;

/// Makes sure that Node.js, npm, Chromium, Firefox and rsvg-convert are there, or fails with what to install.
pub(crate) fn browser_prerequisites(shell: &Shell) -> Outcome {
    let missing = wanted();
    if missing.is_empty() {
        return Ok(());
    }
    if allowed() {
        install(shell, &missing)?;
    }
    requirements::node().map_err(|reason| {
        Fault::new(format!(
            "{reason}: the browser tests need Node.js {} or newer with npm; install it (on Debian and Ubuntu `apt-get install nodejs npm`) and run the command again",
            requirements::NODE
        ))
    })?;
    requirements::chromium().map_err(|reason| {
        Fault::new(format!(
            "{reason}: the browser tests need Chromium; install it (on Debian `apt-get install chromium`) or set CHROMIUM to its path"
        ))
    })?;
    requirements::firefox().map_err(|reason| {
        Fault::new(format!(
            "{reason}: the tests of the widget need Firefox as well; install it (on Debian `apt-get install firefox-esr`) or set FIREFOX to its path"
        ))
    })?;
    if !requirements::rsvg() {
        return Err(Fault::new(
            "there is no rsvg-convert: the browser tests draw exported pictures with it; install it (on Debian and Ubuntu `apt-get install librsvg2-bin`) and run the command again",
        ));
    }
    Ok(())
}

fn wanted() -> Vec<&'static str> {
    let mut packages = Vec::new();
    match requirements::node() {
        Ok(()) => {}
        // Whoever has a Node.js without npm from elsewhere cannot mix it with Debian's; apt says so itself.
        Err(_) => packages.extend(["nodejs", "npm"]),
    }
    if requirements::chromium().is_err() && std::env::var_os("CHROMIUM").is_none() {
        // Without any font every text has no width and no test about looks means anything.
        packages.extend(["chromium", "fonts-liberation"]);
    }
    if requirements::firefox().is_err() && std::env::var_os("FIREFOX").is_none() {
        packages.push("firefox-esr");
    }
    if !requirements::rsvg() {
        packages.push("librsvg2-bin");
    }
    packages
}

/// Root on a system with apt.
fn allowed() -> bool {
    let root = process::ask(Command::new("id").arg("-u")).is_some_and(|id| id == "0");
    root && process::ask(Command::new("apt-get").arg("--version")).is_some()
}

fn install(shell: &Shell, packages: &[&str]) -> Outcome {
    process::run(shell, "Refresh the list of Debian packages", apt().arg("update"))?;
    let title = format!("Install {}", packages.join(", "));
    process::run(shell, &title, apt().args(["install", "-y", "--no-install-recommends"]).args(packages))?;
    Ok(())
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
