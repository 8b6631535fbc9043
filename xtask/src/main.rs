//! `cargo xtask …`: the project's own commands.
//!
//! `serve` and `test` are the two a newcomer types; the others are the parts they are made of. This file reads the
//! command line and hands over. It must not know how any of the commands do their work.

mod apt;
mod bench;
mod check;
mod dashboard;
mod fault;
mod files;
mod lengths;
mod paths;
mod process;
mod requirements;
mod rules;
mod serve;
mod shell;
mod size;
mod stamp;
mod test;
mod tools;
mod widget;

use std::process::ExitCode;

use fault::{Fault, Outcome};
use paths::Paths;
use shell::Shell;

const HELP: &str = "\
Causeway's own commands

Usage: cargo xtask <command> [options]

Commands:
  serve     Install what is missing, build, and start Causeway on 127.0.0.1:8080.
            Flags after `--` go to the server: cargo xtask serve -- --listen 127.0.0.1:9000 --data /tmp/try
  test      Run everything: the checks, the tests of all crates, the build, the browser tests
  setup     Install the build tools only
  build     Build the dashboard, then the server with the dashboard inside: target/release/causeway
  widget    Build the widget as a package, in target/widget
  check     Formatting, lints (host and browser), the dependency rules
  bench     Measure how fast the data-flow picture is; what comes of it is in docs/BENCHMARKS.md. All of:
              bench layout    placing it, without a browser
              bench browser   in Chromium, beside other libraries, and in the dashboard (about 30 minutes).
                              Flags after `--` go to the run: cargo xtask bench browser -- --rounds 1 --sizes 10,100
              bench widget    a page with the widget beside one with React Flow
            Not part of it:
              bench page      only serve it alone at http://127.0.0.1:8090/bench/flow?n=100

Options:
  --verbose   Show the output of every tool as it comes
  --help      Show this text

Environment:
  CAUSEWAY_TOOLS   where the build tools are kept (default: causeway/tools in the user's cache folder)
  CHROMIUM         the browser of tests and benchmarks (default: the installed Chromium)
  FIREFOX          the second browser of the widget's tests (default: the installed Firefox)
";

/// What the command line asked for.
#[derive(Debug, PartialEq, Eq)]
struct Request {
    command: String,
    /// The word after it: which benchmark.
    part: Option<String>,
    verbose: bool,
    /// Everything after `--`, for the program that the command starts.
    passed_on: Vec<String>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match parse(&arguments) {
        Ok(Some(request)) => run(&request),
        Ok(None) => {
            print!("{HELP}");
            Ok(())
        }
        Err(fault) => Err(fault),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("error: {fault}");
            ExitCode::FAILURE
        }
    }
}

/// Reads the command line; `None` means that the help text was asked for.
fn parse(arguments: &[String]) -> Outcome<Option<Request>> {
    let (own, passed_on) = match arguments.iter().position(|argument| argument == "--") {
        Some(at) => (&arguments[..at], arguments[at + 1..].to_vec()),
        None => (arguments, Vec::new()),
    };
    let (mut command, mut part, mut verbose) = (None::<String>, None, false);
    for argument in own {
        match argument.as_str() {
            "--help" | "-h" | "help" => return Ok(None),
            "--verbose" | "-v" => verbose = true,
            option if option.starts_with('-') => {
                return Err(Fault::new(format!(
                    "unknown option `{option}`; flags for the server go after `--`, as in `cargo xtask serve -- {option} …`"
                )));
            }
            word if command.is_none() => command = Some(word.to_owned()),
            word if part.is_none() && command.as_deref() == Some("bench") => part = Some(word.to_owned()),
            extra => return Err(Fault::new(format!("unexpected `{extra}`; see `cargo xtask --help`"))),
        }
    }
    let Some(command) = command else { return Ok(None) };
    if !passed_on.is_empty() && command != "serve" && command != "bench" {
        return Err(Fault::new(format!(
            "`{command}` takes no flags after `--`; only `serve` and `bench` do"
        )));
    }
    Ok(Some(Request { command, part, verbose, passed_on }))
}

fn run(request: &Request) -> Outcome {
    let paths = Paths::find()?;
    let shell = Shell::new(request.verbose, &paths);
    match request.command.as_str() {
        "serve" => serve::run(&shell, &paths, &request.passed_on),
        "test" => test::run(&shell, &paths),
        "setup" => tools::setup(&shell, &paths),
        "build" => serve::build(&shell, &paths, dashboard::Budget::Enforced).map(|_| ()),
        "widget" => widget::run(&shell, &paths),
        "check" => check::run(&shell, &paths),
        "bench" => bench::run(&shell, &paths, request.part.as_deref(), &request.passed_on),
        other => Err(Fault::new(format!("unknown command `{other}`; see `cargo xtask --help`"))),
    }
}

#[cfg(test)]
mod tests {
    use super::{Request, parse};

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn flags_after_the_dashes_go_to_the_server() {
        let request = parse(&words("serve --verbose -- --listen 127.0.0.1:9000")).unwrap();
        let expected = Request {
            command: "serve".into(),
            part: None,
            verbose: true,
            passed_on: words("--listen 127.0.0.1:9000"),
        };
        assert_eq!(request, Some(expected));
    }

    #[test]
    fn a_forgotten_double_dash_is_explained() {
        let fault = parse(&words("serve --listen 127.0.0.1:9000")).unwrap_err();
        assert!(fault.to_string().contains("cargo xtask serve -- --listen"));
    }

    #[test]
    fn no_command_and_help_show_the_help() {
        assert_eq!(parse(&[]).unwrap(), None);
        assert_eq!(parse(&words("serve --help")).unwrap(), None);
    }

    #[test]
    fn only_what_starts_a_program_takes_flags_for_it() {
        assert!(parse(&words("test -- --listen x")).is_err());
        assert!(parse(&words("bench -- --rounds 1")).is_ok());
    }

    #[test]
    fn only_bench_takes_one_more_word() {
        let request = parse(&words("bench page")).unwrap().unwrap();
        assert_eq!((request.command.as_str(), request.part.as_deref()), ("bench", Some("page")));
        assert_eq!(parse(&words("bench")).unwrap().unwrap().part, None);
        assert!(parse(&words("bench page layout")).is_err());
        assert!(parse(&words("serve page")).is_err());
    }
}
