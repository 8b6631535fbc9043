//! Building the widget: one module of the picture's program, the class around it and its styles, for a script tag
//! (`dist/embed/v1`) and as a package (`target/widget`). It must not know what serves them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::dashboard;
use crate::fault::{Fault, Outcome};
use crate::files;
use crate::paths::Paths;
use crate::process;
use crate::requirements;
use crate::shell::Shell;
use crate::size;
use crate::tools::{self, NodeTools, Tools};

const PACKAGE: &str = "causeway-embed";
/// What the package, its entry and its program are called.
const NAME: &str = "causeway-data-flow";
/// Where the script tag finds it. The version changes when old pages would break.
const SERVED: &str = "embed/v1";
/// Hand-written parts of the package that are handed on as they are.
const AS_THEY_ARE: [&str; 5] = ["index.js", "index.d.ts", "class.d.ts", "custom-elements.json", "README.md"];

/// The command `widget`: the package alone.
pub(crate) fn run(shell: &Shell, paths: &Paths) -> Outcome {
    requirements::rust()?;
    requirements::node()
        .map_err(|reason| Fault::new(format!("the package needs Node.js to be bundled: {reason}")))?;
    let tools = tools::ensure(shell, paths)?;
    build(shell, paths, &tools)?;
    let folder = package_folder(paths);
    size::of_widget(shell, paths, &folder)?.judge_widget(shell)?;
    shell.say(&format!("The package is in {}", folder.display()));
    Ok(())
}

fn package_folder(paths: &Paths) -> PathBuf {
    paths.target.join("widget")
}

/// Builds the package and puts what a script tag loads into `dist`.
pub(crate) fn build(shell: &Shell, paths: &Paths, tools: &Tools) -> Outcome {
    let failed = |error: std::io::Error| Fault::io("cannot put the widget together", &error);
    let stage = paths.scratch.join("widget");
    let _ = fs::remove_dir_all(&stage);
    copy_folder(&paths.of("crates/embed/js"), &stage).map_err(failed)?;
    program(shell, paths, tools, &stage)?;
    fs::write(stage.join("styles.js"), styles(shell, paths, tools, &stage)?).map_err(failed)?;
    let served = paths.dist.join(SERVED);
    fs::create_dir_all(&served).map_err(failed)?;
    let Some(node) = &tools.node else {
        // Not bundled, but modules find each other all the same.
        copy_folder(&stage, &served).map_err(failed)?;
        return fs::rename(served.join("index.js"), served.join(format!("{NAME}.js"))).map_err(failed);
    };
    let package = package_folder(paths);
    let _ = fs::remove_dir_all(&package);
    fs::create_dir_all(&package).map_err(failed)?;
    bundle(shell, node, &stage.join("class.js"), &package.join("class.js"))?;
    bundle(shell, node, &stage.join("index.js"), &package.join(format!("{NAME}.js")))?;
    let wasm = format!("{NAME}_bg.wasm");
    fs::copy(stage.join("program").join(&wasm), package.join(&wasm)).map_err(failed)?;
    for file in AS_THEY_ARE {
        fs::copy(stage.join(file), package.join(file)).map_err(failed)?;
    }
    let manifest = files::text(&stage.join("package.json"))?;
    fs::write(package.join("package.json"), manifest.replace("0.0.0", env!("CARGO_PKG_VERSION")))
        .map_err(failed)?;
    for file in [format!("{NAME}.js"), wasm] {
        fs::copy(package.join(&file), served.join(&file)).map_err(failed)?;
    }
    Ok(())
}

/// The module and its bindings, in `program/`.
fn program(shell: &Shell, paths: &Paths, tools: &Tools, stage: &Path) -> Outcome {
    dashboard::compile(shell, paths, &["--package", PACKAGE], "Compile the widget")?;
    let out = stage.join("program");
    dashboard::bind(shell, paths, tools, &PACKAGE.replace('-', "_"), NAME, &out, "Bind the widget")?;
    let Some(node) = &tools.node else { return Ok(()) };
    let module = out.join(format!("{NAME}_bg.wasm"));
    let mut trap = Command::new("node");
    trap.arg(paths.of("xtask/trap.mjs")).arg(node.binaryen()).arg(&module).arg(&module);
    process::run(shell, "Make panics of the widget traps", &mut trap)?;
    // Again and again until nothing gets smaller: it is a small module.
    dashboard::shrink_with(shell, &out, &node.wasm_opt, &["--converge"])
}

fn bundle(shell: &Shell, node: &NodeTools, entry: &Path, out: &Path) -> Outcome {
    let mut command = Command::new("node");
    command
        .arg(&node.esbuild)
        .arg(entry)
        .args(["--bundle", "--minify", "--format=esm", "--target=es2022", "--legal-comments=none"])
        .arg(format!("--outfile={}", out.display()));
    process::run(shell, "Bundle the widget", &mut command)?;
    dashboard::compile_early(out)
}

/// The module with the styles of the shadow root, as text.
fn styles(shell: &Shell, paths: &Paths, tools: &Tools, stage: &Path) -> Outcome<String> {
    let source = |file: &str| files::text(&paths.of(file));
    let css = [
        own_tokens(&source("style/tokens.css")?),
        source("style/data-flow.css")?,
        source("crates/embed/style.css")?,
    ];
    let css = in_units(&css.concat());
    let css = match &tools.node {
        None => css,
        Some(node) => {
            let (file, small) = (stage.join("styles.css"), stage.join("styles.min.css"));
            fs::write(&file, css).map_err(|error| Fault::io("cannot write the widget's styles", &error))?;
            let mut command = Command::new("node");
            command
                .arg(&node.esbuild)
                .arg(&file)
                .arg("--minify")
                .arg(format!("--outfile={}", small.display()));
            process::run(shell, "Minify the widget's styles", &mut command)?;
            files::text(&small)?
        }
    };
    let escaped = css.trim().replace('\\', "\\\\").replace('`', "\\`").replace("${", "\\${");
    Ok(format!("export const STYLES = `{escaped}`;\n"))
}

/// Tokens that a page may set, and the custom properties it sets them with (docs/EMBED.md).
const PUBLIC: [(&str, &str); 15] = [
    ("font", "font"),
    ("mono", "font-mono"),
    ("surface", "background"),
    ("ink", "text"),
    ("ink-2", "text-quiet"),
    ("line", "line"),
    ("line-strong", "line-strong"),
    ("accent", "accent"),
    ("out", "outgoing"),
    ("in", "incoming"),
    ("ok", "ok"),
    ("warn", "warn"),
    ("bad", "bad"),
    ("idle", "idle"),
    ("radius", "radius"),
];

/// The tokens as the widget has them: on its own element instead of the page's root, without the dashboard's themes,
/// and with a page's custom property before each default.
fn own_tokens(tokens: &str) -> String {
    let mut own = String::new();
    for line in tokens.lines() {
        let line = line.replace(":root {", ".base {");
        if line.contains(":root[") || line.trim_start().starts_with("color-scheme:") {
            continue;
        }
        let public = line.trim().split_once(": ").and_then(|(name, value)| {
            let (_, public) = PUBLIC.iter().find(|(token, _)| name.strip_prefix("--") == Some(*token))?;
            Some(format!("  {name}: var(--causeway-{public}, {});", value.trim_end_matches(';')))
        });
        own.push_str(public.as_deref().unwrap_or(&line));
        own.push('\n');
    }
    own
}

/// Lengths in the widget's own unit instead of the page's root font: many pages make that 10 px.
fn in_units(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("rem") {
        let before = &rest[..at];
        let start =
            before.rfind(|it: char| !it.is_ascii_digit() && !".-".contains(it)).map_or(0, |it| it + 1);
        let number = &before[start..];
        rest = &rest[at + 3..];
        // The unit itself is given in rem, within a function: `max(1rem, 16px)`.
        let is_length =
            number.ends_with(|it: char| it.is_ascii_digit()) && !before[..start].ends_with("max(");
        if is_length {
            out.push_str(&before[..start]);
            out.push_str(&format!("calc({number} * var(--unit))"));
        } else {
            out.push_str(before);
            out.push_str("rem");
        }
    }
    out + rest
}

fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{in_units, own_tokens};

    #[test]
    fn a_page_may_set_tokens_and_its_root_plays_no_part() {
        let tokens = ":root {\n  color-scheme: light dark;\n  --ink: light-dark(#1, #2);\n  --s1: 0.25rem;\n}\n:root[data-theme=\"dark\"] { color-scheme: dark; }\n";
        assert_eq!(
            own_tokens(tokens),
            ".base {\n  --ink: var(--causeway-text, light-dark(#1, #2));\n  --s1: 0.25rem;\n}\n"
        );
    }

    #[test]
    fn lengths_are_given_in_the_widgets_own_unit() {
        assert_eq!(
            in_units("a { top: 0.5rem; margin: -1rem; --unit: max(1rem, 16px) } /* remark */"),
            "a { top: calc(0.5 * var(--unit)); margin: calc(-1 * var(--unit)); --unit: max(1rem, 16px) } /* remark */"
        );
    }
}
