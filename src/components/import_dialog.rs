//! Importing a provider directory from the Connections page.

use causeway_dom::{Container, El, Fragment, html};
use causeway_model::{Environment, ImportReport, Tally};
use leptos::prelude::*;
use web_sys::{Event, File, HtmlDialogElement, HtmlInputElement};

use super::icons::import_icon;
use crate::data::{ImportState, import_directory, use_link};
use crate::format::{counted, grouped};

/// Problems listed in the dialog; the counts above the list tell of all.
const LISTED: usize = 20;

/// A button, and the dialog it opens. What was chosen stays when an import is refused.
pub(crate) fn import_button(environment: Memo<Option<Environment>>) -> Fragment {
    let state = RwSignal::new(ImportState::Idle);
    let missing = RwSignal::new(false);
    let directory = file_input("import-directory", "import-directory-hint import-directory-error")
        .live_attr("aria-invalid", move || missing.get())
        .on("change", move |_: Event| missing.set(false));
    let capability = file_input("import-capability", "import-capability-hint");
    let link = use_link();
    let chosen: (HtmlInputElement, HtmlInputElement) = (directory.cast(), capability.cast());
    let submit = move |event: Event| {
        event.prevent_default();
        let (Some(environment), Some(file)) = (environment.get_untracked(), first_file(&chosen.0)) else {
            missing.set(true);
            chosen.0.focus().ok();
            return;
        };
        missing.set(false);
        import_directory(link, environment.id, file, first_file(&chosen.1), state);
    };
    let dialog = html("dialog.dialog").attr("aria-labelledby", "import-title");
    let (opening, closing): (HtmlDialogElement, HtmlDialogElement) = (dialog.cast(), dialog.cast());
    let open = move |_: Event| {
        if state.with_untracked(|state| !matches!(state, ImportState::Running)) {
            state.set(ImportState::Idle);
        }
        opening.show_modal().ok();
    };
    let button = html("button.button.button-primary")
        .attr("type", "button")
        .live_attr("disabled", move || causeway_dom::Value::switch(environment.with(Option::is_none)))
        .on("click", open)
        .child(import_icon())
        .text(" Import directory");
    let form = html("form")
        .on("submit", submit)
        .child(html("h2").attr("id", "import-title").text("Import a directory into ").live_text(move || {
            environment.with(|it| it.as_ref().map(|it| it.name.clone()).unwrap_or_default())
        }))
        .child(html("p.muted").text(
            "One connection per organization, with its endpoints. Importing the same file again changes nothing.",
        ))
        .child(directory_field(directory, missing))
        .child(capability_field(capability))
        .child(html("div").attr("role", "status").live(move || state.with(outcome)))
        .child(
            html("div.dialog-actions")
                .child(
                    html("button.button")
                        .attr("type", "button")
                        .on("click", move |_: Event| closing.close())
                        .text("Close"),
                )
                .child(
                    html("button.button.button-primary")
                        .attr("type", "submit")
                        .live_attr("disabled", move || {
                            causeway_dom::Value::switch(
                                state.with(|state| matches!(state, ImportState::Running)),
                            )
                        })
                        .text("Import"),
                ),
        );
    Fragment::new().child(button).child(dialog.child(form))
}

fn file_input(id: &str, described_by: &str) -> El {
    html("input")
        .attr("id", id)
        .attr("type", "file")
        .attr("accept", ".json,application/json,application/fhir+json")
        .attr("aria-describedby", described_by)
}

fn first_file(input: &HtmlInputElement) -> Option<File> {
    input.files()?.get(0)
}

fn directory_field(input: El, missing: RwSignal<bool>) -> El {
    html("div.field")
        .child(html("label").attr("for", "import-directory").text("Directory"))
        .child(
            html("p.hint")
                .attr("id", "import-directory-hint")
                .text("A FHIR Bundle of Endpoint resources, or an endpoint list: ")
                .child(html("code").text("{\"Endpoints\":[…]}")),
        )
        .child(input)
        .child(
            html("p.field-error")
                .attr("id", "import-directory-error")
                .live(move || missing.get().then_some("Choose the directory's file first.")),
        )
}

fn capability_field(input: El) -> El {
    html("div.field")
        .child(
            html("label")
                .attr("for", "import-capability")
                .text("Capability statement ")
                .child(html("span.muted").text("(optional)")),
        )
        .child(
            html("p.hint")
                .attr("id", "import-capability-hint")
                .text("Gives every imported connection one data flow per FHIR resource."),
        )
        .child(input)
}

fn outcome(state: &ImportState) -> Fragment {
    let outcome = Fragment::new();
    match state {
        ImportState::Idle => outcome,
        ImportState::Running => outcome.child(
            html("p.notice").child(html("progress").attr("aria-label", "Importing")).text(" Importing…"),
        ),
        ImportState::Refused(reason) => {
            outcome.child(html("p.notice.notice-bad").text("Nothing was imported. ").text(reason))
        }
        ImportState::Done(report) => outcome.child(done(report)).child(left_out(report)),
    }
}

fn done(report: &ImportReport) -> El {
    let fact = |what: &str, tally: &Tally| {
        let text = [
            &grouped(tally.created),
            " new, ",
            &grouped(tally.updated),
            " changed, ",
            &grouped(tally.unchanged),
            " as before",
        ]
        .concat();
        Fragment::new().child(html("dt").text(what)).child(html("dd").text(&text))
    };
    let rows = counted(report.rows.accepted, "row", "rows");
    html("div.notice.notice-ok")
        .child(
            html("p")
                .child(html("strong").text("Imported ").text(&rows))
                .text(&[" of ", &grouped(report.rows.total), "."].concat()),
        )
        .child(
            html("dl.facts")
                .child(fact("Connections", &report.connections))
                .child(fact("Endpoints", &report.endpoints))
                .child(fact("Data flows", &report.data_flows)),
        )
}

fn left_out(report: &ImportReport) -> Option<El> {
    if report.rows.rejected == 0 {
        return None;
    }
    let listed = report.problems.len().min(LISTED);
    let more = report.rows.rejected.saturating_sub(u32::try_from(listed).unwrap_or(u32::MAX));
    let problems = report.problems[..listed].iter().map(|problem| {
        html("li")
            .text(&["Row ", &grouped(problem.position), ": ", &problem.reason, " "].concat())
            .child(html("code").text(&problem.pointer))
    });
    let title = counted(report.rows.rejected, "row was", "rows were") + " left out";
    Some(
        html("div.notice.notice-warn")
            .child(html("p").child(html("strong").text(&title)))
            .child(html("ul.problems").children(problems))
            .child((more > 0).then(|| html("p").text(&["and ", &grouped(more), " more"].concat()))),
    )
}
