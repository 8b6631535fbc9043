//! A button that opens a small panel below it. A native `<details>` keeps keyboard and state for free.

use causeway_dom::{Child, Container, El, html, listen};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent, Node};

/// A menu: what its button says, and the panel. A press elsewhere and Escape close it.
#[must_use]
pub(crate) fn menu(button: El, panel: impl Child) -> El {
    let menu = html("details.menu");
    let (inside, closing, opener) = (menu.clone(), menu.clone(), button.clone());
    listen(&window(), "pointerdown", move |event: Event| {
        let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
        // A picture in a shadow root hears of a press inside it as one on its host.
        let path = event.composed_path();
        let within = path.get(0).dyn_into::<Node>().ok().or(target);
        if !inside.element().contains(within.as_ref()) {
            close(&inside);
        }
    });
    let escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" && closing.element().has_attribute("open") {
            event.stop_propagation();
            close(&closing);
            opener.focus();
        }
    };
    menu.on("keydown", escape).child(button).child(html("div.menu-panel").child(panel))
}

fn close(menu: &El) {
    menu.element().remove_attribute("open").ok();
}
