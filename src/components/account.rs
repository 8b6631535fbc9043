//! The account menu: who is signed in, the theme, sign out.

use causeway_data_flow_view::dynamic::{dynamic, row};
use causeway_model::Session;
use leptos::ev;
use leptos::html::Details;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::icons::AccountIcon;

use crate::data::Remote;
use crate::state::{Theme, use_theme};

/// The menu, closed until it is opened. A native `<details>` keeps keyboard and state for free.
#[component]
pub(crate) fn AccountMenu(
    /// Who is signed in.
    session: Remote<Session>,
    /// Signs out.
    on_sign_out: Callback<()>,
) -> impl IntoView {
    let theme = use_theme();
    let organization =
        move || session.value().map(|session| session.organization.name.clone()).unwrap_or_default();
    let actor = move || session.value().map(|session| session.actor.name.clone()).unwrap_or_default();
    let menu = NodeRef::<Details>::new();
    let close = move || {
        if let Some(menu) = menu.get_untracked() {
            menu.remove_attribute("open").ok();
        }
    };
    let outside = window_event_listener(ev::pointerdown, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        if menu.get_untracked().is_some_and(|menu| !menu.contains(target.as_ref())) {
            close();
        }
    });
    on_cleanup(move || outside.remove());
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            close();
            let summary = menu.get_untracked().and_then(|menu| menu.query_selector("summary").ok().flatten());
            if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<web_sys::HtmlElement>().ok())
            {
                summary.focus().ok();
            }
        }
    };
    view! {
        <details class="menu" node_ref=menu on:keydown=on_key>
            <summary aria-label="Account and theme"><AccountIcon /></summary>
            <div class="menu-panel">
                <p class="menu-who">
                    <strong dir="auto">{organization}</strong>
                    <span class="muted" dir="auto">{actor}</span>
                </p>
                <fieldset class="theme-choice">
                    <legend>"Theme"</legend>
                    {row(Theme::ALL
                        .into_iter()
                        .map(|choice| {
                            view! {
                                <label>
                                    <input
                                        type="radio"
                                        name="theme"
                                        prop:checked=dynamic(move || theme.get() == choice)
                                        on:change=move |_| theme.set(choice)
                                    />
                                    {choice.label()}
                                </label>
                            }
                        })
                        )}
                </fieldset>
                <button class="button" type="button" on:click=move |_| on_sign_out.run(())>"Sign out"</button>
            </div>
        </details>
    }
}
