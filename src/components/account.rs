//! The account menu: who is signed in, the theme, sign out.

use super::menu::menu;
use causeway_dom::{Container, El, Fragment, html, watch};
use causeway_model::Session;
use leptos::prelude::*;
use web_sys::{Event, HtmlInputElement};

use super::icons::account_icon;
use crate::data::Remote;
use crate::state::{Theme, use_theme};

/// The menu, closed until it is opened.
pub(crate) fn account_menu(session: Remote<Session>, on_sign_out: impl Fn() + 'static) -> El {
    let of_session =
        move |read: fn(&Session) -> String| move || session.value().map(|it| read(&it)).unwrap_or_default();
    let summary = html("summary").attr("aria-label", "Account and theme").child(account_icon());
    let sign_out = html("button.button")
        .attr("type", "button")
        .on("click", move |_: Event| on_sign_out())
        .text("Sign out");
    let who = html("p.menu-who")
        .child(html("strong").attr("dir", "auto").live_text(of_session(|it| it.organization.name.clone())))
        .child(html("span.muted").attr("dir", "auto").live_text(of_session(|it| it.actor.name.clone())));
    menu(summary, Fragment::new().child(who).child(theme_choice()).child(sign_out)).class("account")
}

fn theme_choice() -> El {
    let theme = use_theme();
    let choice = move |choice: Theme| {
        let radio = html("input")
            .attr("type", "radio")
            .attr("name", "theme")
            .on("change", move |_: Event| theme.set(choice));
        let input: HtmlInputElement = radio.cast();
        watch(move || input.set_checked(theme.get() == choice));
        html("label").child(radio).text(choice.label())
    };
    html("fieldset.theme-choice")
        .child(html("legend").text("Theme"))
        .children(Theme::ALL.into_iter().map(choice))
}
