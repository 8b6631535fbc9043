//! What must be on the machine already: Rust itself, a C compiler, and for some steps Node.js and browsers.
//!
//! It finds and judges, and says in one sentence what to install. It must not install anything.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fault::{Fault, Outcome};
use crate::process;

/// The oldest compiler that the workspace builds with: `rust-version` of the root manifest.
const RUST: (u32, u32) = (1, 95);
/// The oldest Node.js that Playwright runs on.
pub(crate) const NODE: u32 = 20;

/// Fails when the compiler is too old or missing.
pub(crate) fn rust() -> Outcome<String> {
    let compiler = env::var("RUSTC").unwrap_or_else(|_| "rustc".into());
    let answer = process::ask(Command::new(compiler).arg("--version"))
        .ok_or_else(|| Fault::new("rustc is missing; install Rust with rustup"))?;
    judge_rust(&answer)?;
    Ok(answer)
}

fn judge_rust(answer: &str) -> Outcome {
    match version(answer) {
        Some((major, minor)) if (major, minor) < RUST => Err(Fault::new(format!(
            "Rust {major}.{minor} is too old: Causeway needs {}.{} or newer; run `rustup update stable`",
            RUST.0, RUST.1
        ))),
        Some(_) => Ok(()),
        None => Err(Fault::new(format!("`rustc --version` answered `{answer}`; install Rust with rustup"))),
    }
}

/// Fails when there is no C compiler, which the embedded database needs.
pub(crate) fn c_compiler() -> Outcome {
    let compiler = env::var("CC").unwrap_or_else(|_| "cc".into());
    // CC may hold flags after the program's name.
    let program = compiler.split_whitespace().next().unwrap_or("cc");
    match process::ask(Command::new(program).arg("--version")) {
        Some(_) => Ok(()),
        None => Err(Fault::new(format!(
            "the C compiler `{program}` is missing; install one: `apt-get install build-essential` on Debian and Ubuntu, \
             `dnf install gcc` on Fedora, `xcode-select --install` on macOS"
        ))),
    }
}

/// Node.js and npm, when both are there and new enough.
pub(crate) fn node() -> Result<(), String> {
    let Some(answer) = process::ask(Command::new("node").arg("--version")) else {
        return Err("Node.js is missing".into());
    };
    match version(&answer) {
        Some((major, _)) if major < NODE => Err(format!("Node.js {answer} is too old")),
        None => Err(format!("`node --version` answered `{answer}`")),
        Some(_) if process::ask(Command::new("npm").arg("--version")).is_none() => {
            Err("npm is missing".into())
        }
        Some(_) => Ok(()),
    }
}

/// The browser for the browser tests.
pub(crate) fn chromium() -> Result<PathBuf, String> {
    const PLACES: [&str; 4] = [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ];
    browser("Chromium", "CHROMIUM", &PLACES)
}

/// The second browser, for the tests of the widget.
pub(crate) fn firefox() -> Result<PathBuf, String> {
    const PLACES: [&str; 3] =
        ["/usr/bin/firefox-esr", "/usr/bin/firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"];
    browser("Firefox", "FIREFOX", &PLACES)
}

/// The file that `variable` names, or else the first of `places` that is there.
fn browser(name: &str, variable: &str, places: &[&str]) -> Result<PathBuf, String> {
    if let Some(named) = env::var_os(variable).filter(|value| !value.is_empty()) {
        let path = PathBuf::from(named);
        return if path.is_file() {
            Ok(path)
        } else {
            Err(format!("{variable} names {}, which is no file", path.display()))
        };
    }
    places
        .iter()
        .map(|place| Path::new(place).to_path_buf())
        .find(|path| path.is_file())
        .ok_or_else(|| format!("{name} is missing"))
}

/// Whether there is an SVG viewer besides the browser.
pub(crate) fn rsvg() -> bool {
    process::ask(Command::new("rsvg-convert").arg("--version")).is_some()
}

/// The first `major.minor` in a program's answer.
pub(crate) fn version(answer: &str) -> Option<(u32, u32)> {
    answer.split_whitespace().find_map(|word| {
        let mut numbers = word.trim_start_matches('v').split('.').map(|part| part.parse::<u32>().ok());
        Some((numbers.next()??, numbers.next()??))
    })
}

#[cfg(test)]
mod tests {
    use super::{judge_rust, version};

    #[test]
    fn versions_are_found_in_answers() {
        assert_eq!(version("rustc 1.95.0 (59807616e 2026-04-14)"), Some((1, 95)));
        assert_eq!(version("v20.20.2"), Some((20, 20)));
        assert_eq!(version("no version here"), None);
    }

    #[test]
    fn an_old_compiler_gets_the_fix() {
        let told = judge_rust("rustc 1.88.0 (6b00bc388 2025-06-23)").unwrap_err().to_string();
        assert!(told.contains("1.88") && told.contains("rustup update"));
        assert!(judge_rust("rustc 1.95.0 (x)").is_ok());
        assert!(judge_rust("rustc 1.96.0-nightly (x)").is_ok());
        assert!(judge_rust("").is_err());
    }
}
