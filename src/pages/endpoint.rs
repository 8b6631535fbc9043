//! The Settings page of one endpoint, read-only: yours or a connection's.

use causeway_data_flow_view::copy_button;
use causeway_dom::{Container, El, Fragment, html};
use causeway_model::{Endpoint, EndpointId, Owner, Verb};

use super::{be_about, hidden_heading, set_title};
use crate::components::load_state::load_state;
use crate::data;
use crate::format::fhir_release;

/// The page at `/endpoints/{id}`.
pub(crate) fn endpoint(id: EndpointId) -> Fragment {
    set_title("Endpoint");
    let remote = data::endpoint(id);
    be_about(move || remote.value().map(|it| (it.name.clone(), it.environment_id)));
    let settings = move || Fragment::new().live(move || remote.value().map(|endpoint| settings(&endpoint)));
    Fragment::new().live(move || (!remote.is_here()).then(|| hidden_heading("Endpoint"))).child(load_state(
        remote.phase(),
        "endpoint",
        settings,
    ))
}

fn settings(endpoint: &Endpoint) -> Fragment {
    let whose = if endpoint.owner == Owner::You { "Yours" } else { "Read-only" };
    Fragment::new()
        .child(crumbs(endpoint))
        .child(
            html("div.page-head")
                .child(html("h1").attr("dir", "auto").text(&endpoint.name))
                .child(html("span.tag").text(whose)),
        )
        .child(about(endpoint))
        .child(base_info(endpoint))
        .child(used_by(endpoint))
}

fn crumbs(endpoint: &Endpoint) -> El {
    let crumbs = html("nav.crumbs").attr("aria-label", "Breadcrumb");
    match &endpoint.connection {
        Some(connection) => crumbs
            .child(html("a").attr("href", "/connections").text("Connections"))
            .child(html("span").attr("aria-hidden", "true").text("/"))
            .child(
                html("a")
                    .attr("href", &["/connections/", &connection.id.to_string()].concat())
                    .attr("dir", "auto")
                    .text(&connection.name),
            ),
        None => crumbs.child(html("a").attr("href", "/developer?tab=endpoints").text("Developer")),
    }
}

fn about(endpoint: &Endpoint) -> El {
    match &endpoint.connection {
        Some(connection) => html("p.muted")
            .text("This endpoint belongs to ")
            .child(html("bdi").text(&connection.name))
            .text(". You can look at its settings; only they can change them."),
        None => html("p.muted")
            .text("One of your endpoints. This page shows its settings; they are changed through the API."),
    }
}

fn base_info(endpoint: &Endpoint) -> El {
    let id = endpoint.id.to_string();
    let fact = |name: &str, value: El| Fragment::new().child(html("dt").text(name)).child(value);
    let missing = |text: &str| html("dd").child(html("span.muted").text(text));
    let guid = html("dd")
        .child(html("code.guid").attr("data-endpoint-id", &id).text(&id))
        .child(copy_button(id.clone(), "GUID", ""));
    // Text, not a link: opening it would send the reader's browser to a system of another company.
    let url = match &endpoint.url {
        Some(url) => html("dd").child(html("code.url").text(url)).child(copy_button(url.clone(), "URL", "")),
        None => missing("Not set"),
    };
    let connection_type = match &endpoint.connection_type {
        Some(code) => html("dd").child(html("code").text(code)),
        None => missing("Not set"),
    };
    let speaks = match &endpoint.fhir_version {
        Some(version) => html("dd").text(&[&fhir_release(version), " (", version, ")"].concat()),
        None => missing("Not known"),
    };
    html("section.panel")
        .attr("aria-labelledby", "base-info")
        .child(html("h2").attr("id", "base-info").text("Base info"))
        .child(
            html("dl.facts")
                .child(fact("GUID", guid))
                .child(fact("URL", url))
                .child(fact("State", html("dd").text(endpoint.state.label())))
                .child(fact("Connection type", connection_type))
                .child(fact("Speaks", speaks)),
        )
}

fn used_by(endpoint: &Endpoint) -> El {
    let count = |verb: &Verb| {
        let flows = endpoint.flow_counts.of(verb).to_string();
        Fragment::new().child(html("dt").text(verb.label())).child(html("dd").text(&flows))
    };
    html("section.panel")
        .attr("aria-labelledby", "used-by")
        .child(html("h2").attr("id", "used-by").text("Data flows that end here"))
        .child(html("dl.facts.facts-short").children(Verb::KNOWN.iter().map(count)))
}
