//! Importing a directory: read the chosen files, send them, keep what came of it.

use causeway_model::{EnvironmentId, ImportReport};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::link::Link;

/// Where an import stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ImportState {
    /// Nothing sent yet.
    Idle,
    /// Sent; the server is at work.
    Running,
    /// Refused as a whole; nothing was changed.
    Refused(String),
    /// Done.
    Done(Box<ImportReport>),
}

/// Sends the files. What is not JSON is refused here, with the file's name, before anything is sent.
pub(crate) fn import_directory(
    link: Link,
    environment_id: EnvironmentId,
    directory: web_sys::File,
    capability: Option<web_sys::File>,
    state: RwSignal<ImportState>,
) {
    state.set(ImportState::Running);
    spawn_local(async move {
        let outcome = match run(link, environment_id, directory, capability).await {
            Ok(report) => {
                link.ask_again();
                ImportState::Done(Box::new(report))
            }
            Err(message) => ImportState::Refused(message),
        };
        state.try_set(outcome);
    });
}

async fn run(
    link: Link,
    environment_id: EnvironmentId,
    directory: web_sys::File,
    capability: Option<web_sys::File>,
) -> Result<ImportReport, String> {
    let directory = read_json(&directory).await?;
    let capability = match capability {
        Some(file) => Some(read_json(&file).await?),
        None => None,
    };
    let result = link.client().import_documents(environment_id, &directory, capability.as_deref()).await;
    link.learn(result.as_ref().err());
    result.map_err(|error| match &error {
        causeway_client::ClientError::Problem(problem) if !problem.errors.is_empty() => {
            problem.errors.iter().map(|field| field.message.as_str()).collect::<Vec<_>>().join(" ")
        }
        other => other.to_string(),
    })
}

/// The file's text, if it is one JSON document. The browser's own parser checks: it is there already, and quick.
async fn read_json(file: &web_sys::File) -> Result<String, String> {
    let unreadable = || format!("{} cannot be read. Choose it again.", file.name());
    let text = JsFuture::from(file.text()).await.map_err(|_| unreadable())?;
    let text = text.as_string().ok_or_else(unreadable)?;
    let text = text.trim_start_matches('\u{feff}');
    match js_sys::JSON::parse(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => {
            let reason = js_sys::Error::from(error).message();
            Err(format!("{} is not JSON: {}", file.name(), String::from(reason)))
        }
    }
}
