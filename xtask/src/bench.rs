//! `bench`: the layout on the machine itself; the picture in Chromium, beside other libraries and in the dashboard.
//!
//! What is measured and how is in `bench/` and `crates/data-flow/benches`; this builds it, starts it, and must not know
//! any of its numbers.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::apt;
use crate::dashboard::{self, Budget};
use crate::fault::{Fault, Outcome};
use crate::files;
use crate::paths::Paths;
use crate::process;
use crate::requirements;
use crate::serve;
use crate::shell::Shell;
use crate::tools;
use crate::widget;

const PAGE: &str = "causeway-bench-page";

/// The command `bench`; `part` is the word after it, `flags` are for the run in the browser.
pub(crate) fn run(shell: &Shell, paths: &Paths, part: Option<&str>, flags: &[String]) -> Outcome {
    if !flags.is_empty() && matches!(part, Some("layout" | "page")) {
        return Err(Fault::new(
            "only the run in the browser takes flags, as in `cargo xtask bench browser -- --rounds 3`",
        ));
    }
    match part {
        None => {
            layout(shell, paths)?;
            browser(shell, paths, flags)?;
            widget_page(shell, paths, &[])
        }
        Some("layout") => layout(shell, paths),
        Some("page") => serve_page(shell, paths),
        Some("browser") => browser(shell, paths, flags),
        Some("widget") => widget_page(shell, paths, flags),
        Some(other) => Err(Fault::new(format!(
            "unknown benchmark `{other}`; there are `layout`, `page`, `browser` and `widget`, see `cargo xtask --help`"
        ))),
    }
}

/// The layout without a browser: its table of times is the answer.
fn layout(shell: &Shell, paths: &Paths) -> Outcome {
    requirements::rust()?;
    let mut command = Command::new(tools::cargo());
    command
        .args(["bench", "--locked", "--package", "causeway-data-flow", "--bench", "layout"])
        .current_dir(&paths.root)
        .env("CARGO_TARGET_DIR", &paths.target);
    let output = process::run(shell, "Measure the layout", &mut command)?;
    // What the compiler said comes before it.
    let table = output.find("layout ").map_or("", |at| output[at..].trim_end());
    shell.say(table);
    Ok(())
}

/// A page with the widget beside one with React Flow, then their table in docs/BENCHMARKS.md.
fn widget_page(shell: &Shell, paths: &Paths, flags: &[String]) -> Outcome {
    apt::browser_prerequisites(shell)?;
    widget::run(shell, paths)?;
    build_peers(shell, paths)?;
    let chromium = requirements::chromium().map_err(Fault::new)?;
    let mut command = node(paths, "widget.mjs");
    command.env("CHROMIUM", &chromium).args(flags);
    process::run(shell, "Measure pages with the widget", &mut command).map(|_| ())
}

/// Everything in Chromium, then the tables of docs/BENCHMARKS.md.
fn browser(shell: &Shell, paths: &Paths, flags: &[String]) -> Outcome {
    apt::browser_prerequisites(shell)?;
    build_page(shell, paths)?;
    build_peers(shell, paths)?;
    let program = serve::build(shell, paths, Budget::Ignored)?;
    let chromium = requirements::chromium().map_err(Fault::new)?;
    let script = |name: &str| {
        let mut command = node(paths, name);
        command.env("CHROMIUM", &chromium).env("CAUSEWAY_PROGRAM", &program);
        command
    };
    process::run(shell, "Try every page of the benchmark", &mut script("smoke.mjs"))?;
    process::run(shell, "Measure in Chromium", script("run.mjs").args(flags))?;
    process::run(shell, "Write docs/BENCHMARKS.md", &mut script("report.mjs"))?;
    Ok(())
}

/// The picture on a bare page, to look at or to measure by other means.
fn serve_page(shell: &Shell, paths: &Paths) -> Outcome {
    requirements::node().map_err(Fault::new)?;
    build_page(shell, paths)?;
    process::become_program(node(paths, "server.mjs"))
}

/// Builds `target/bench/page`, with the tools and the flags of the dashboard.
fn build_page(shell: &Shell, paths: &Paths) -> Outcome {
    requirements::rust()?;
    let tools = tools::ensure(shell, paths)?;
    dashboard::compile(shell, paths, &["--package", PAGE], "Compile the bare page")?;
    let out = built(paths).join("page");
    dashboard::bind(shell, paths, &tools, PAGE, PAGE, &out, "Bind the bare page")?;
    let Some(node) = &tools.node else {
        return Err(Fault::new("the bare page is measured optimized, and wasm-opt needs Node.js"));
    };
    dashboard::shrink(shell, &out, &node.wasm_opt)?;
    // As the pages of the others: minified, styles in one piece.
    let styles = out.join("styles.css");
    let source = |name: &str| files::text(&paths.of("style").join(name));
    fs::write(&styles, source("tokens.css")? + &source("data-flow.css")?)
        .map_err(|error| Fault::io("cannot write the bare page's styles", &error))?;
    let bindings = out.join(PAGE).with_extension("js");
    for file in [&bindings, &styles] {
        let mut command = Command::new("node");
        command
            .arg(&node.esbuild)
            .arg(file)
            .args(["--minify", "--target=es2022", "--allow-overwrite"])
            .arg(format!("--outfile={}", file.display()));
        process::run(shell, "Minify the bare page", &mut command)?;
    }
    dashboard::compile_early(&bindings)
}

/// Installs what the committed lock file says, unless that is there already, and builds the peers.
fn build_peers(shell: &Shell, paths: &Paths) -> Outcome {
    let folder = paths.of("bench");
    if !is_installed(&folder) {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(&folder);
        process::run(shell, "Install the other libraries", &mut npm)?;
    }
    process::run(shell, "Build the other libraries' pages", &mut node(paths, "build.mjs")).map(|_| ())
}

/// npm leaves a list of what it installed; the lock file is younger when it has changed since.
fn is_installed(folder: &Path) -> bool {
    let changed = |name: &str| fs::metadata(folder.join(name)).and_then(|file| file.modified());
    match (changed("package-lock.json"), changed("node_modules/.package-lock.json")) {
        (Ok(wanted), Ok(installed)) => wanted <= installed,
        _ => false,
    }
}

/// A script of `bench/`.
fn node(paths: &Paths, script: &str) -> Command {
    let mut command = Command::new("node");
    command.arg(paths.of("bench").join(script)).current_dir(&paths.root).env("BENCH_BUILT", built(paths));
    command
}

fn built(paths: &Paths) -> std::path::PathBuf {
    paths.target.join("bench")
}

#[cfg(test)]
mod tests {
    use super::is_installed;
    use std::fs;

    #[test]
    fn packages_are_installed_again_when_the_lock_file_is_younger() {
        let folder = std::env::temp_dir().join(format!("causeway-bench-{}", std::process::id()));
        fs::create_dir_all(folder.join("node_modules")).unwrap();
        fs::write(folder.join("package-lock.json"), "{}").unwrap();
        assert!(!is_installed(&folder));
        let list = folder.join("node_modules/.package-lock.json");
        fs::write(&list, "{}").unwrap();
        assert!(is_installed(&folder));
        let lock = fs::File::options().write(true).open(folder.join("package-lock.json")).unwrap();
        lock.set_modified(
            fs::metadata(&list).unwrap().modified().unwrap() + std::time::Duration::from_secs(1),
        )
        .unwrap();
        assert!(!is_installed(&folder));
        fs::remove_dir_all(folder).unwrap();
    }
}
