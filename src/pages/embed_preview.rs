//! The section of an embed's page that shows what readers will see: the widget itself, with a token of the person who is
//! signed in.

use causeway_dom::{Container, El, Value, html, watch};
use causeway_model::{Embed, EmbedId, NewEmbedToken};
use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CustomEvent, Event};

use super::embed_code::connection_field;
use crate::components::form::refusal_notice;
use crate::data::{self, Names, Remote, public_base, use_link};
use crate::state::{Theme, use_theme};

/// The widget's module, on the server of this page.
const MODULE: &str = "/embed/v1/causeway-data-flow.js";
/// For how long a token of the preview is good. The widget asks for another one by itself.
const TOKEN_SECONDS: u64 = 300;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Closed,
    Loading,
    Open,
}

/// The section.
pub(super) fn preview(id: EmbedId, remote: Remote<Embed>, names: Names, shown: RwSignal<String>) -> El {
    let stage = RwSignal::new(Stage::Closed);
    let failure = RwSignal::new(String::new());
    let press = move |_: Event| {
        failure.set(String::new());
        if stage.get_untracked() == Stage::Open {
            return stage.set(Stage::Closed);
        }
        stage.set(Stage::Loading);
        spawn_local(async move {
            let is_there = load_widget().await.is_some();
            stage.try_set(if is_there { Stage::Open } else { Stage::Closed });
            if !is_there {
                failure.try_set("The widget could not be loaded. Try again.".to_owned());
            }
        });
    };
    let label =
        move || if stage.get() == Stage::Open { "Close the preview" } else { "Show a preview" }.to_owned();
    let button = html("button.button")
        .attr("type", "button")
        .live_attr("disabled", move || {
            Value::switch(stage.get() == Stage::Loading || shown.with(String::is_empty))
        })
        .on("click", press)
        .live_text(label);
    let busy = move || if stage.get() == Stage::Loading { "Loading…" } else { "" }.to_owned();
    let is_open = Memo::new(move |_| stage.get() == Stage::Open && shown.with(|id| !id.is_empty()));
    html("section.panel")
        .attr("aria-labelledby", "preview-title")
        .child(html("h2").attr("id", "preview-title").text("Preview"))
        .child(html("p.muted").text("What pages show, no more and no less. It uses a token, as they do."))
        .child(connection_field("preview", remote, names, shown))
        .child(
            html("div.form-actions")
                .child(button)
                .child(html("span.muted").attr("role", "status").live_text(busy)),
        )
        .child(refusal_notice(failure))
        .live(move || is_open.get().then(|| widget(id, remote, shown, failure)))
}

/// Loads the widget's module, once; later calls find it there. WebAssembly itself cannot: `boot.js` does.
async fn load_widget() -> Option<()> {
    let import =
        Reflect::get(&window(), &JsValue::from_str("causewayImport")).ok()?.dyn_into::<Function>().ok()?;
    let module = import.call1(&JsValue::UNDEFINED, &JsValue::from_str(MODULE)).ok()?;
    JsFuture::from(module.dyn_into::<Promise>().ok()?).await.ok().map(|_| ())
}

fn widget(id: EmbedId, remote: Remote<Embed>, shown: RwSignal<String>, failure: RwSignal<String>) -> El {
    let link = use_link();
    let theme = use_theme();
    // Why there is no token; the widget only knows that there is none.
    let reason = RwSignal::new(String::new());
    let token = move || -> Promise {
        Promise::new(&mut |resolve: Function, reject: Function| {
            let Ok(connection_id) = shown.get_untracked().parse() else {
                reject.call0(&JsValue::UNDEFINED).ok();
                return;
            };
            let new = NewEmbedToken { connection_id, ttl_seconds: TOKEN_SECONDS };
            let answered = move |result: Result<causeway_model::EmbedToken, data::Refusal>| match result {
                Ok(made) => {
                    reason.try_set(String::new());
                    resolve.call1(&JsValue::UNDEFINED, &JsValue::from_str(&made.token)).ok();
                }
                Err(refusal) => {
                    reason.try_set(refusal.message);
                    reject.call0(&JsValue::UNDEFINED).ok();
                }
            };
            data::mint_embed_token(link, id, new, Box::new(answered));
        })
    };
    let token = Closure::<dyn Fn() -> Promise>::new(token);
    let failed = move |event: CustomEvent| {
        let message = Reflect::get(&event.detail(), &JsValue::from_str("message"));
        let message = message.ok().and_then(|text| text.as_string()).unwrap_or_default();
        failure.set(Some(reason.get_untracked()).filter(|reason| !reason.is_empty()).unwrap_or(message));
    };
    let element = html("causeway-data-flow")
        .attr("api-base", &public_base())
        .live_attr("connection", move || shown.get())
        .live_attr("theme", move || match theme.get() {
            Theme::System => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        })
        .on("causeway-load", move |_: Event| failure.set(String::new()))
        .on("causeway-error", failed);
    Reflect::set(element.element(), &JsValue::from_str("getToken"), token.as_ref()).ok();
    // Called for as long as the element is there.
    StoredValue::new_local(token);
    let asked = element.element().clone();
    let version = Memo::new(move |_| remote.value().map(|embed| embed.version));
    let mut is_first = true;
    watch(move || {
        // Read, not only tracked: a memo that nobody reads never runs.
        version.get();
        // What it reveals may have changed. A failure comes as an event.
        if !std::mem::take(&mut is_first) {
            let reload = Reflect::get(&asked, &JsValue::from_str("reload")).ok();
            reload.and_then(|it| it.dyn_into::<Function>().ok()).map(|reload| reload.call0(&asked));
        }
    });
    html("div.preview").child(element)
}
