//! Building the dashboard: Trunk, then wasm-opt, then the size budget.
//!
//! The result is the folder `dist/`. It must not know what serves it.

use std::collections::hash_map::DefaultHasher;
use std::env;
use std::fs::{self, File};
use std::hash::{Hash, Hasher};
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
use crate::widget;

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
        second_program(shell, paths, &tools)?;
        match &tools.node {
            Some(node) => shrink(shell, &paths.dist, &node.wasm_opt)?,
            None => shell.say(&format!(
                "  ! {}: the dashboard works but stays larger than it should; with Node.js {} or newer it is optimized",
                node.as_ref().err().map_or("No Node.js", String::as_str),
                requirements::NODE
            )),
        }
        // After the dashboard's modules are optimized: its own has been already.
        widget::build(shell, paths, &tools)?;
        stamp.set()?;
    }
    if budget == Budget::Enforced && node.is_ok() {
        size::of_dashboard(shell, paths)?.judge(shell)?;
        size::of_widget(shell, paths, &paths.dist.join("embed"))?.judge_widget(shell)?;
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
    process::run(shell, "Build the dashboard", &mut command)?;
    let (_, first) = first_page(paths)?;
    compile_early(&paths.dist.join(format!("{first}.js")))
}

/// The program that Trunk built, and the one that is built here: Trunk makes one page with one program.
const FIRST: &str = "causeway-dashboard";
const SECOND: &str = "causeway-developer";
/// The page of the second program; the server sends it for the addresses of its pages.
const SECOND_PAGE: &str = "developer.html";

/// The style sheet that only the second program's page has.
const SECOND_STYLE: &str = "style/developer.css";

/// Builds the second program into `dist/`, with a page that differs from Trunk's in the program's name and one more style
/// sheet.
fn second_program(shell: &Shell, paths: &Paths, tools: &Tools) -> Outcome {
    compile(shell, paths, &["--package", "causeway", "--bin", SECOND], "Compile the developer's pages")?;
    let out = paths.scratch.join(SECOND);
    bind(shell, paths, tools, SECOND, SECOND, &out, "Bind the developer's pages")?;
    let failed = |error: std::io::Error| Fault::io("cannot put the developer's pages into dist", &error);
    let (js, wasm) = (format!("{SECOND}.js"), format!("{SECOND}_bg.wasm"));
    compile_early(&out.join(&js))?;
    let mut hasher = DefaultHasher::new();
    for name in [&js, &wasm] {
        fs::read(out.join(name)).map_err(failed)?.hash(&mut hasher);
    }
    let hash = hasher.finish();
    let named = format!("{SECOND}-{hash:016x}");
    fs::copy(out.join(&js), paths.dist.join(format!("{named}.js"))).map_err(failed)?;
    fs::copy(out.join(&wasm), paths.dist.join(format!("{named}_bg.wasm"))).map_err(failed)?;
    let (page, first) = first_page(paths)?;
    let style = fs::read_to_string(paths.of(SECOND_STYLE)).map_err(failed)?;
    let style_name = format!("developer-{:016x}.css", hash_of(&style));
    fs::write(paths.dist.join(&style_name), style).map_err(failed)?;
    let page = page.replace(&first, &named);
    let link = format!("<link rel=stylesheet href=/{style_name}>");
    // Before the end of the head: after the other style sheets.
    let Some((head, body)) = page.split_once("</head>") else {
        return Err(Fault::new("dist/index.html has no </head>; has Trunk changed?"));
    };
    fs::write(paths.dist.join(SECOND_PAGE), format!("{head}{link}</head>{body}")).map_err(failed)
}

fn hash_of<T: Hash + ?Sized>(content: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    hasher.finish()
}

/// The page that Trunk made, and the hashed name of the first program in it.
fn first_page(paths: &Paths) -> Outcome<(String, String)> {
    let page = files::text(&paths.dist.join("index.html"))?;
    match first_program(&page).map(str::to_owned) {
        Some(first) => Ok((page, first)),
        None => Err(Fault::new(format!("dist/index.html does not name {FIRST}; has Trunk changed?"))),
    }
}

/// The hashed name of the first program, as Trunk wrote it into its page.
fn first_program(page: &str) -> Option<&str> {
    let start = page.find(&format!("/{FIRST}-"))? + 1;
    let length = page[start..].find(['.', '_'])?;
    Some(&page[start..start + length])
}

/// Compiles a program for the browser, as small as the dashboard's.
pub(crate) fn compile(shell: &Shell, paths: &Paths, what: &[&str], step: &str) -> Outcome {
    let mut cargo = Command::new(tools::cargo());
    cargo
        .args(["build", "--locked", "--profile", "wasm-release", "--target", tools::TARGET])
        .args(what)
        .current_dir(&paths.root)
        .env("CARGO_TARGET_DIR", &paths.target)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", browser_flags(paths));
    process::run(shell, step, &mut cargo).map(|_| ())
}

/// Writes `<name>.js` and `<name>_bg.wasm` of a compiled program into an empty folder.
pub(crate) fn bind(
    shell: &Shell,
    paths: &Paths,
    tools: &Tools,
    program: &str,
    name: &str,
    out: &Path,
    step: &str,
) -> Outcome {
    // Nothing of an earlier build may stay.
    let _ = fs::remove_dir_all(out);
    fs::create_dir_all(out).map_err(|error| Fault::io(format!("cannot create {}", out.display()), &error))?;
    let module = paths.target.join(tools::TARGET).join("wasm-release").join(format!("{program}.wasm"));
    let mut bindgen = Command::new(tools.wasm_bindgen.join("wasm-bindgen"));
    bindgen
        .args(["--target", "web", "--no-typescript", "--out-name", name, "--out-dir"])
        .arg(out)
        .arg(module);
    process::run(shell, step, &mut bindgen).map(|_| ())
}

/// Has Chromium compile a whole script beside the page, while it arrives, instead of each function when it is first
/// called, which the page would wait for (explicit compile hints, Chrome 136; to other browsers it is a comment). The
/// hint counts in the first line only.
pub(crate) fn compile_early(script: &Path) -> Outcome {
    let source = files::text(script)?;
    fs::write(script, format!("//# allFunctionsCalledOnLoad\n{source}"))
        .map_err(|error| Fault::io(format!("cannot write {}", script.display()), &error))
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

/// What makes the module smallest once it is compressed, which is what counts; `-Oz` makes it smaller before and larger
/// after (docs/ARCHITECTURE.md has the numbers). Functions are put into their callers when they are tiny or have one
/// caller and are small; what only tools read is left out.
const OPTIMIZE: [&str; 7] = [
    "-Os",
    "--always-inline-max-function-size",
    "4",
    "--one-caller-inline-max-function-size",
    "20",
    "--strip-producers",
    "--strip-target-features",
];

/// Optimizes the modules in a folder. Trunk could call wasm-opt itself, but then a machine without Node.js could not
/// build.
pub(crate) fn shrink(shell: &Shell, folder: &Path, script: &Path) -> Outcome {
    shrink_with(shell, folder, script, &[])
}

/// The same with further options.
pub(crate) fn shrink_with(shell: &Shell, folder: &Path, script: &Path, more: &[&str]) -> Outcome {
    for module in modules(folder)? {
        let optimized = module.with_extension("wasm.optimized");
        let mut command = Command::new("node");
        command.arg(script).args(OPTIMIZE).args(more).arg(&module).arg("-o").arg(&optimized);
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

#[cfg(test)]
mod tests {
    use super::first_program;

    #[test]
    fn the_first_program_is_found_in_its_page() {
        let page = r#"<meta data-js="/causeway-dashboard-18c9cca27a9c431b.js" data-wasm="/causeway-dashboard-18c9cca27a9c431b_bg.wasm">"#;
        assert_eq!(first_program(page), Some("causeway-dashboard-18c9cca27a9c431b"));
        assert_eq!(first_program("<p>causeway</p>"), None);
    }
}
