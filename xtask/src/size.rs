//! The size budget: everything the dashboard loads, as it goes over the wire.
//!
//! It reads the built folder only; it must not know how it was built.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use crate::fault::{Fault, Outcome};
use crate::paths::Paths;
use crate::process;
use crate::shell::Shell;

/// Bytes in all, brotli, that the dashboard may load; above this the build fails.
const BUDGET: u64 = 200_000;
/// The same for the widget, which other people's pages load.
const WIDGET_BUDGET: u64 = 50_000;
/// What the widget loads: its module and its program.
const WIDGET: [&str; 2] = ["causeway-data-flow.js", "causeway-data-flow_bg.wasm"];
/// Where in `dist` it is; no page of the dashboard loads it.
const WIDGET_FOLDER: &str = "embed";

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    name: String,
    raw: u64,
    /// Compressed, or as it is where that is smaller.
    sent: u64,
}

/// What a built folder weighs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sizes {
    entries: Vec<Entry>,
}

/// The programs of the dashboard: each page loads one, with all that they share. Their files begin with these names.
const PROGRAMS: [(&str, &[&str]); 2] = [
    ("Connections", &["causeway-dashboard-", "index.html"]),
    ("Developer", &["causeway-developer-", "developer.html", "developer-"]),
];

/// Weighs every file of the built dashboard: what is in there is there to be loaded. Node.js brings the compressor.
pub(crate) fn of_dashboard(shell: &Shell, paths: &Paths) -> Outcome<Sizes> {
    weigh(shell, paths, &paths.dist, "Weigh the dashboard")
}

/// Weighs what a page with the widget loads; `folder` is where that is.
pub(crate) fn of_widget(shell: &Shell, paths: &Paths, folder: &Path) -> Outcome<Sizes> {
    let mut sizes = weigh(shell, paths, folder, "Weigh the widget")?;
    sizes.entries.retain(|entry| WIDGET.iter().any(|file| entry.name.ends_with(file)));
    Ok(sizes)
}

fn weigh(shell: &Shell, paths: &Paths, folder: &Path, step: &str) -> Outcome<Sizes> {
    shell.step(step, || {
        let mut command = Command::new("node");
        let sizes = process::ask(command.arg(paths.of("xtask/weigh.mjs")).arg(folder))
            .as_deref()
            .and_then(read)
            .ok_or_else(|| {
                let folder = folder.display();
                Fault::new(format!(
                    "{folder} cannot be weighed; run `node xtask/weigh.mjs {folder}` to see why"
                ))
            })?;
        Ok((sizes, String::new()))
    })
}

/// Reads lines of bytes, sent bytes and name; `None` when one is anything else, or there is none.
fn read(lines: &str) -> Option<Sizes> {
    let mut entries = lines
        .lines()
        .map(|line| {
            let mut parts = line.splitn(3, '\t');
            let (raw, sent) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
            Some(Entry { name: parts.next()?.to_owned(), raw, sent })
        })
        .collect::<Option<Vec<_>>>()?;
    entries.sort_by(|a, b| b.sent.cmp(&a.sent).then_with(|| a.name.cmp(&b.name)));
    (!entries.is_empty()).then_some(Sizes { entries })
}

impl Sizes {
    fn total(&self) -> u64 {
        self.entries.iter().map(|entry| entry.sent).sum()
    }

    fn table(&self, budget: u64) -> String {
        let width = self.entries.iter().map(|entry| entry.name.len()).max().unwrap_or(0);
        let raw: u64 = self.entries.iter().map(|entry| entry.raw).sum();
        let mut table = format!("    {:width$}  {:>9}  {:>9}\n", "", "bytes", "sent");
        for Entry { name, raw, sent } in &self.entries {
            // Writing to a String cannot fail.
            let _ = writeln!(table, "    {name:width$}  {raw:>9}  {sent:>9}");
        }
        let total = self.total();
        let share = total * 100 / budget;
        let _ =
            write!(table, "    {:width$}  {raw:>9}  {total:>9}  {share} % of the budget {budget}", "in all");
        table
    }

    /// What a page of one program loads: everything but what belongs to the other.
    fn of(&self, program: &str) -> Self {
        let others = || PROGRAMS.iter().filter(|(name, _)| *name != program).flat_map(|(_, files)| *files);
        let is_mine = |entry: &&Entry| {
            !others().any(|file| entry.name.starts_with(file)) && !entry.name.starts_with(WIDGET_FOLDER)
        };
        Self { entries: self.entries.iter().filter(is_mine).cloned().collect() }
    }

    /// Prints a table per program; one over the budget is a failure.
    pub(crate) fn judge(&self, shell: &Shell) -> Outcome {
        for (program, files) in PROGRAMS {
            let sizes = self.of(program);
            let is_there = |file: &str| sizes.entries.iter().any(|entry| entry.name.starts_with(file));
            if !files.iter().copied().all(is_there) {
                return Err(Fault::new(format!(
                    "the program of {program} is not in dist, so it was not weighed"
                )));
            }
            shell.say(&format!("    {program}\n{}", sizes.table(BUDGET)));
            let over = sizes.over(BUDGET);
            if over > 0 {
                let what = format!("the program of {program} is {over} bytes over its budget of {BUDGET}");
                return Err(Fault::new(what));
            }
        }
        Ok(())
    }

    /// The same for the widget.
    pub(crate) fn judge_widget(&self, shell: &Shell) -> Outcome {
        if self.entries.len() != WIDGET.len() {
            return Err(Fault::new("the widget is not where it should be, so it was not weighed"));
        }
        shell.say(&format!("    Widget\n{}", self.table(WIDGET_BUDGET)));
        match self.over(WIDGET_BUDGET) {
            0 => Ok(()),
            over => Err(Fault::new(format!("the widget is {over} bytes over its budget of {WIDGET_BUDGET}"))),
        }
    }

    fn over(&self, budget: u64) -> u64 {
        self.total().saturating_sub(budget)
    }
}

#[cfg(test)]
mod tests {
    use super::{BUDGET, read};

    #[test]
    fn the_lines_are_read_and_the_heaviest_comes_first() {
        let sizes = read("7\t7\ticon.svg\n100\t10\ta folder/a.js").unwrap();
        assert_eq!(sizes.entries[0].name, "a folder/a.js");
        assert_eq!(sizes.total(), 17);
        assert!(sizes.table(BUDGET).contains("107         17"));
    }

    #[test]
    fn the_table_names_the_share() {
        let sizes = read(&format!("{}	{}	app.wasm", 2 * BUDGET, BUDGET / 2)).unwrap();
        assert!(sizes.table(BUDGET).contains("50 % of the budget 200000"));
    }

    #[test]
    fn what_is_over_the_budget_is_counted() {
        let of = |sent: u64| read(&format!("{sent}\t{sent}\tapp.wasm\n1\t1\ticon.svg")).unwrap();
        assert_eq!(of(BUDGET - 1).over(BUDGET), 0);
        assert_eq!(of(BUDGET + 1).over(BUDGET), 2);
    }

    #[test]
    fn a_program_weighs_what_it_loads_and_not_what_the_other_does() {
        let all = "5\t5\tcauseway-dashboard-1.js\n7\t7\tcauseway-developer-2.js\n1\t1\tindex.html\n1\t1\tdeveloper.html\n9\t9\tapp.css\n4\t4\tembed/v1/causeway-data-flow.js";
        let all = read(all).unwrap();
        assert_eq!(all.of("Connections").total(), 15);
        assert_eq!(all.of("Developer").total(), 17);
    }

    #[test]
    fn anything_else_is_no_weight() {
        assert!(read("").is_none());
        assert!(read("node: not found").is_none());
    }
}
