//! Importing a provider directory from the Connections page.

use causeway_data_flow_view::dynamic::{dynamic, maybe, part, row};
use causeway_model::{Environment, ImportReport};
use leptos::html::{Dialog, Input};
use leptos::prelude::*;

use super::icons::ImportIcon;
use crate::data::{ImportState, import_directory, use_link};
use crate::format::{counted, grouped};

/// Problems listed in the dialog; the counts above the list tell of all.
const LISTED: usize = 20;

/// A button, and the dialog it opens. What was chosen stays when an import is refused.
#[component]
pub(crate) fn ImportDirectory(environment: Signal<Option<Environment>>) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let (directory, capability) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let state = RwSignal::new(ImportState::Idle);
    let missing = RwSignal::new(false);
    let link = use_link();
    let open = move |_| {
        if state.with_untracked(|state| !matches!(state, ImportState::Running)) {
            state.set(ImportState::Idle);
        }
        if let Some(dialog) = dialog.get_untracked() {
            dialog.show_modal().ok();
        }
    };
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let file = |input: NodeRef<Input>| input.get_untracked()?.files()?.get(0);
        let (Some(environment), Some(file_of_directory)) = (environment.get_untracked(), file(directory))
        else {
            missing.set(true);
            if let Some(input) = directory.get_untracked() {
                input.focus().ok();
            }
            return;
        };
        missing.set(false);
        import_directory(link, environment.id, file_of_directory, file(capability), state);
    };
    let running = move || state.with(|state| matches!(state, ImportState::Running));
    let name = move || environment.get().map(|environment| environment.name).unwrap_or_default();
    view! {
        <button class="button button-primary" type="button" on:click=open disabled=dynamic(move || environment.with(Option::is_none))>
            <ImportIcon /> "Import directory"
        </button>
        <dialog class="dialog" node_ref=dialog aria-labelledby="import-title">
            <form on:submit=submit>
                <h2 id="import-title">"Import a directory into " {name}</h2>
                <p class="muted">
                    "One connection per organization, with its endpoints. Importing the same file again changes nothing."
                </p>
                <div class="field">
                    <label for="import-directory">"Directory"</label>
                    <p class="hint" id="import-directory-hint">
                        "A FHIR Bundle of Endpoint resources, or an endpoint list: " <code>"{\"Endpoints\":[…]}"</code>
                    </p>
                    <input
                        id="import-directory"
                        type="file"
                        accept=".json,application/json,application/fhir+json"
                        node_ref=directory
                        aria-describedby="import-directory-hint import-directory-error"
                        aria-invalid=dynamic(move || if missing.get() { "true" } else { "false" })
                        on:change=move |_| missing.set(false)
                    />
                    <p class="field-error" id="import-directory-error">
                        {part(move || missing.get().then_some("Choose the directory's file first."))}
                    </p>
                </div>
                <div class="field">
                    <label for="import-capability">"Capability statement " <span class="muted">"(optional)"</span></label>
                    <p class="hint" id="import-capability-hint">
                        "Gives every imported connection one data flow per FHIR resource."
                    </p>
                    <input
                        id="import-capability"
                        type="file"
                        accept=".json,application/json,application/fhir+json"
                        node_ref=capability
                        aria-describedby="import-capability-hint"
                    />
                </div>
                <div role="status">
                    {part(move || match state.get() {
                        ImportState::Idle => ().into_any(),
                        ImportState::Running => view! { <p class="notice"><progress aria-label="Importing"></progress> "Importing…"</p> }.into_any(),
                        ImportState::Refused(reason) => {
                            view! { <p class="notice notice-bad">"Nothing was imported. " {reason}</p> }.into_any()
                        }
                        ImportState::Done(report) => view! { <Report report=*report /> }.into_any(),
                    })}
                </div>
                <div class="dialog-actions">
                    <button class="button" type="button" on:click=close>"Close"</button>
                    <button class="button button-primary" type="submit" disabled=running>"Import"</button>
                </div>
            </form>
        </dialog>
    }
}

#[component]
fn Report(report: ImportReport) -> impl IntoView {
    let listed = report.problems.len().min(LISTED);
    let more = report.rows.rejected.saturating_sub(u32::try_from(listed).unwrap_or(u32::MAX));
    let lines = [
        ("Connections", report.connections),
        ("Endpoints", report.endpoints),
        ("Data flows", report.data_flows),
    ];
    view! {
        <div class="notice notice-ok">
            <p>
                <strong>"Imported " {counted(report.rows.accepted, "row", "rows")}</strong>
                " of " {grouped(report.rows.total)} "."
            </p>
            <dl class="facts">
                {row(lines
                    .into_iter()
                    .map(|(what, tally)| {
                        let text = format!(
                            "{} new, {} changed, {} as before",
                            grouped(tally.created),
                            grouped(tally.updated),
                            grouped(tally.unchanged),
                        );
                        view! { <dt>{what}</dt><dd>{text}</dd> }
                    })
                    )}
            </dl>
        </div>
        {(report.rows.rejected > 0)
            .then(|| {
                view! {
                    <div class="notice notice-warn">
                        <p><strong>{counted(report.rows.rejected, "row was", "rows were")} " left out"</strong></p>
                        <ul class="problems">
                            {row(report
                                .problems
                                .into_iter()
                                .take(LISTED)
                                .map(|problem| {
                                    view! {
                                        <li>"Row " {grouped(problem.position)} ": " {problem.reason} " " <code>{problem.pointer}</code></li>
                                    }
                                })
                                )}
                        </ul>
                        {maybe((more > 0).then(|| view! { <p>"and " {grouped(more)} " more"</p> }))}
                    </div>
                }
            })}
    }
}
