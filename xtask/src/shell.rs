//! What the person sees: one line per step, a sign of life while it runs, a summary at the end.
//!
//! It must not know what the steps do.

use std::cell::RefCell;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::paths::Paths;

/// How a step ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Passed,
    Failed,
    /// Could not be tried, because something before it failed.
    Skipped,
}

struct Step {
    title: String,
    took: Duration,
    end: End,
    note: String,
}

/// The place where steps report.
pub(crate) struct Shell {
    /// Show the tools' own output as it comes.
    pub(crate) verbose: bool,
    /// Where the full output of each step is kept.
    pub(crate) logs: PathBuf,
    live: bool,
    steps: RefCell<Vec<Step>>,
}

impl Shell {
    pub(crate) fn new(verbose: bool, paths: &Paths) -> Self {
        let live = !verbose && std::io::stderr().is_terminal();
        Self { verbose, logs: paths.scratch.clone(), live, steps: RefCell::new(Vec::new()) }
    }

    /// One line that stays.
    pub(crate) fn say(&self, text: &str) {
        eprintln!("{text}");
    }

    pub(crate) fn began(&self, title: &str) {
        if self.live {
            self.rewrite(&format!("  … {title}"));
        } else {
            eprintln!("  … {title}");
        }
    }

    /// A sign of life: how long it runs and what the tool said last.
    ///
    /// On a terminal it rewrites one line all the time; in a log it adds a line now and then.
    pub(crate) fn alive(&self, title: &str, since: Instant, beat: &mut u64, last: &str) {
        let seconds = since.elapsed().as_secs();
        if self.live {
            self.rewrite(&clipped(&format!("  … {title}  {seconds} s  {last}"), 100));
        } else if seconds >= *beat {
            *beat = seconds + 30;
            eprintln!("    {}", clipped(&format!("{seconds} s  {last}"), 100));
        }
    }

    /// The end of a step: its lasting line, and its entry in the summary.
    pub(crate) fn ended(&self, title: &str, took: Duration, end: End, note: &str) {
        if self.live {
            self.rewrite("");
        }
        let step = Step { title: title.to_owned(), took, end, note: note.to_owned() };
        eprintln!("{}", step.line(0));
        self.steps.borrow_mut().push(step);
    }

    /// Runs a step that is our own code, not a program.
    pub(crate) fn step<T, E>(
        &self,
        title: &str,
        work: impl FnOnce() -> Result<(T, String), E>,
    ) -> Result<T, E> {
        let since = Instant::now();
        self.began(title);
        match work() {
            Ok((value, note)) => {
                self.ended(title, since.elapsed(), End::Passed, &note);
                Ok(value)
            }
            Err(fault) => {
                self.ended(title, since.elapsed(), End::Failed, "");
                Err(fault)
            }
        }
    }

    /// All steps with their seconds, for the end of a long command.
    pub(crate) fn summary(&self) {
        let steps = self.steps.borrow();
        let width = steps.iter().map(|step| step.title.chars().count()).max().unwrap_or(0);
        eprintln!("\nSummary");
        for step in steps.iter() {
            eprintln!("{}", step.line(width));
        }
        let total: Duration = steps.iter().map(|step| step.took).sum();
        eprintln!("  {:width$}  {:>5} s in all", "", total.as_secs(), width = width + 2);
    }

    fn rewrite(&self, text: &str) {
        let mut out = std::io::stderr().lock();
        // A lost sign of life is no reason to stop.
        let _ = write!(out, "\r\x1b[2K{text}").and_then(|()| out.flush());
    }
}

impl Step {
    fn line(&self, width: usize) -> String {
        let mark = match self.end {
            End::Passed => "✓",
            End::Failed => "✗",
            End::Skipped => "–",
        };
        let line =
            format!("  {mark} {:width$}  {:>5.1} s  {}", self.title, self.took.as_secs_f64(), self.note);
        line.trim_end().to_owned()
    }
}

fn clipped(text: &str, width: usize) -> String {
    text.chars().take(width).collect()
}
