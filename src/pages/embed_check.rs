//! The section of an embed's page that says what would stand in its way in a page.

use causeway_dom::{Container, El, Fragment, Value, html};
use causeway_model::{Embed, EmbedCheck, EmbedId, Finding, FindingState, NewEmbedCheck, Status};
use leptos::prelude::*;
use web_sys::Event;

use crate::components::code::code_block;
use crate::components::form::{Control, Errors, Field, fields, refusal_notice, settle};
use crate::components::status_mark::toned_shape;
use crate::data::{self, Refusal, Remote, use_link};

/// The section.
pub(super) fn check(id: EmbedId, remote: Remote<Embed>) -> El {
    let first = untrack(|| remote.value()).and_then(|embed| embed.allowed_origins.first().cloned());
    let all = [
        Field::new(
            "/origin",
            "Origin of your page",
            "Scheme, host and port, such as https://portal.example.",
            Control::Text,
        )
        .with(&first.unwrap_or_default()),
        Field::new(
            "/page",
            "Address of a page there",
            "Optional: its headers are read, nothing else of it.",
            Control::Text,
        ),
        Field::new(
            "/policy",
            "or its Content-Security-Policy",
            "Optional: the header's value, for a page that this server cannot reach.",
            Control::Lines,
        ),
    ];
    let (errors, message): (Errors, _) = (RwSignal::new(Vec::new()), RwSignal::new(String::new()));
    let pending = RwSignal::new(false);
    let found = RwSignal::new(None::<(String, EmbedCheck)>);
    let link = use_link();
    let form = html("form.settings").attr("novalidate", "");
    let at_fault = form.clone();
    let [origin, page, policy] = all.each_ref().map(|field| field.value);
    let submit = move |event: Event| {
        event.prevent_default();
        if pending.get_untracked() {
            return;
        }
        errors.set(Vec::new());
        message.set(String::new());
        found.set(None);
        pending.set(true);
        let filled =
            |value: RwSignal<String>| Some(value.get_untracked()).filter(|text| !text.trim().is_empty());
        let origin = origin.get_untracked();
        let asked = NewEmbedCheck { origin: origin.clone(), page: filled(page), policy: filled(policy) };
        let at_fault = at_fault.clone();
        let answered = move |result: Result<EmbedCheck, Refusal>| {
            pending.try_set(false);
            let has_fields = result.as_ref().is_err_and(|refusal| !refusal.fields.is_empty());
            if let Ok(check) = settle(result, &at_fault, errors, message) {
                found.try_set(Some((origin, check)));
            } else if has_fields {
                message.try_set("Not tested. See what is marked above.".to_owned());
            }
        };
        data::check_embed(link, id, asked, Box::new(answered));
    };
    let form =
        form.on("submit", submit).child(fields("check", &all, errors)).child(refusal_notice(message)).child(
            html("div.form-actions")
                .child(
                    html("button.button.button-primary")
                        .attr("type", "submit")
                        .live_attr("disabled", move || Value::switch(pending.get()))
                        .text("Test"),
                )
                .child(html("span.muted").attr("role", "status").live_text(move || {
                    found.with(|found| match found {
                        _ if pending.get() => "Testing…".to_owned(),
                        Some((_, check)) => verdict(check).to_owned(),
                        None => String::new(),
                    })
                })),
        );
    html("section.panel")
        .attr("aria-labelledby", "check-title")
        .child(html("h2").attr("id", "check-title").text("Test my embed"))
        .child(
            html("p.muted")
                .text("Says what would stand in its way in a page of yours, with the line that mends it."),
        )
        .child(form)
        .live(move || found.with(|found| found.as_ref().map(findings)))
}

/// All in a few words.
fn verdict(check: &EmbedCheck) -> &'static str {
    let all = [&check.csp, &check.cors, &check.token, &check.framing].map(|finding| &finding.state);
    if all.contains(&&FindingState::Problem) {
        "Tested: something stands in its way."
    } else if all.iter().all(|state| **state == FindingState::Ok) {
        "Tested: nothing stands in its way."
    } else {
        "Tested: not everything could be told."
    }
}

fn findings((origin, check): &(String, EmbedCheck)) -> El {
    let all = [
        ("The page's policy (CSP)", &check.csp),
        ("Reading from another origin (CORS)", &check.cors),
        ("A token for your server", &check.token),
        ("Showing it in a frame", &check.framing),
    ];
    html("ul.findings")
        .attr("role", "list")
        .attr("aria-label", &["Findings for ", origin.trim()].concat())
        .children(all.map(|(title, finding)| one(title, finding)))
}

fn one(title: &str, finding: &Finding) -> El {
    // The shapes and colours of what it does to a data flow.
    let status = match finding.state {
        FindingState::Ok => Status::Healthy,
        FindingState::Problem => Status::Down,
        _ => Status::NoTraffic,
    };
    let found = finding.found.as_ref().map(|found| {
        html("p.found").child(html("span.muted").text("Found: ")).child(html("code").text(found))
    });
    let line = finding.line.as_ref().map(|line| {
        let what = if finding.found.is_some() { "Change it to" } else { "It needs" };
        Fragment::new().child(html("p.hint").text(what)).child(code_block(line, title))
    });
    html("li.finding")
        .child(
            html("div.object-head")
                .child(html("h3").text(title))
                .child(toned_shape(&status).text(finding.state.label())),
        )
        .child(html("p").text(&finding.message))
        .child(found)
        .child(line)
}
