//! Which environment is on screen: the one of the object shown, else the one the URL names, else the first.

use causeway_model::Environment;
use leptos::prelude::*;

use crate::data::use_environments;
use crate::state::{same_environment, use_connections_url, use_page_environment};

/// The environment on screen; `None` until the list is there, or when the URL names one that does not exist.
pub(crate) fn use_current_environment() -> Memo<Option<Environment>> {
    let environments = use_environments();
    let of_page = use_page_environment();
    let url = use_connections_url();
    Memo::new(move |_| {
        let environments = environments.value()?;
        let of_page = of_page.get();
        url.with(|url| match (of_page, &url.environment) {
            (Some(id), _) => environments.iter().find(|environment| environment.id == id).cloned(),
            (None, Some(name)) => environments.iter().find(|e| same_environment(name, &e.name)).cloned(),
            (None, None) => environments.first().cloned(),
        })
    })
}
