//! Connections: tiles, or the table of all data flows; searched and filtered, all of it in the URL.

use std::rc::Rc;

use causeway_dom::{Container, El, Fragment, html, watch};
use causeway_model::{ConnectionsQuery, DataFlowsQuery, EnvironmentSummary, Status, Verb};
use leptos::prelude::*;

use super::{set_title, use_current_environment};
use crate::components::chip::chip;
use crate::components::flow_table::flow_table;
use crate::components::import_dialog::import_button;
use crate::components::load_state::{empty_state, failed_state, skeleton};
use crate::components::scroll::remember_scroll;
use crate::components::status_filter::status_filter;
use crate::components::tabs::{Tab, tabs};
use crate::components::tiles::tiles;
use crate::data::{self, Paged};
use crate::format::{counted, grouped};
use crate::state::{ConnectionsTab, ConnectionsUrl, href, use_connections_url, use_go};

/// Counts of what matches the search; `None` until they are known.
type Counts = Signal<Option<EnvironmentSummary>>;

/// The page at `/connections`.
pub(crate) fn connections() -> Fragment {
    set_title("Connections");
    let url = use_connections_url();
    let environment = use_current_environment();
    let environments = data::use_environments();
    let search = Memo::new(move |_| url.with(|url| url.search.clone()));
    let counts = latest_counts(search);
    let tab = Memo::new(move |_| url.with(|url| url.tab));
    let found = move || {
        let Some(found) = counts.with(|counts| counts.as_ref().map(|counts| counts.connections)) else {
            return String::new();
        };
        let found = counted(found, "organization", "organizations");
        if search.with(String::is_empty) { found } else { found + " found" }
    };
    let head = html("div.page-head")
        .child(html("h1").text("Connections"))
        .child(html("p.muted").attr("role", "status").live_text(found))
        .child(html("div.page-actions").child(import_button(environment)));
    // A memo, so that a mere refresh of the environments does not build the lists anew.
    let unknown = Memo::new(move |_| environments.value().is_some() && environment.with(Option::is_none));
    let panel = html("div")
        .attr("id", "connections-panel")
        .attr("role", "tabpanel")
        .live_attr("aria-label", move || label(tab.get()))
        .child(filters(url, counts, tab))
        .live(move || {
            if unknown.get() {
                let way_on = html("p").text("Choose one of yours in the top bar.");
                return Fragment::new().child(empty_state("There is no such environment.", way_on));
            }
            match tab.get() {
                ConnectionsTab::Tiles => tiles_panel(counts),
                ConnectionsTab::Flows => flows_panel(counts),
            }
        });
    Fragment::new()
        .child(head)
        .child(tabs("Views of your connections", "connections-panel", both_tabs(url, counts)))
        .child(panel)
}

/// The last known counts stay while the next ones are under way, so that typing does not make the filters blink.
fn latest_counts(search: Memo<String>) -> Counts {
    let environment = use_current_environment();
    let asked = move || Some(search.get()).filter(|search| !search.is_empty());
    let counts = data::summary(move || Some((environment.get()?.id, asked())));
    let latest = RwSignal::new(None::<EnvironmentSummary>);
    watch(move || {
        if let Some(counts) = counts.value() {
            latest.set(Some((*counts).clone()));
        }
    });
    latest.into()
}

fn label(tab: ConnectionsTab) -> &'static str {
    match tab {
        ConnectionsTab::Tiles => "Connected organizations",
        ConnectionsTab::Flows => "All data flows",
    }
}

fn both_tabs(url: Memo<ConnectionsUrl>, counts: Counts) -> Vec<Tab> {
    let one = |tab: ConnectionsTab, read: fn(&EnvironmentSummary) -> u32| Tab {
        label: label(tab),
        count: Box::new(move || counts.with(|counts| counts.as_ref().map(|counts| grouped(read(counts))))),
        href: Box::new(move || href(&ConnectionsUrl { tab, ..url.get() })),
        selected: Rc::new(move || url.with(|url| url.tab == tab)),
    };
    vec![
        one(ConnectionsTab::Tiles, |counts| counts.connections),
        one(ConnectionsTab::Flows, |counts| counts.data_flows),
    ]
}

fn filters(url: Memo<ConnectionsUrl>, counts: Counts, tab: Memo<ConnectionsTab>) -> El {
    let go = use_go();
    let chosen = Memo::new(move |_| url.with(|url| url.status.clone()));
    let by_status = go.clone();
    let choose = move |status| by_status(&ConnectionsUrl { status, ..url.get_untracked() }, false);
    let verb_chip = move |verb: &'static Verb| {
        let go = go.clone();
        let on_press = move || {
            let url = url.get_untracked();
            let verb = (url.verb.as_ref() != Some(verb)).then(|| verb.clone());
            go(&ConnectionsUrl { verb, ..url }, false);
        };
        chip(move || url.with(|url| url.verb.as_ref() == Some(verb)), on_press).text(verb.label())
    };
    html("div.filters").child(status_filter(counts, chosen, choose)).live(move || {
        (tab.get() == ConnectionsTab::Flows).then(|| {
            html("div.chips")
                .attr("role", "group")
                .attr("aria-label", "Filter by verb")
                .children(Verb::KNOWN.iter().map(&verb_chip))
        })
    })
}

fn tiles_panel(counts: Counts) -> Fragment {
    let url = use_connections_url();
    let environment = use_current_environment();
    let list = data::connections(move || {
        let environment = environment.get()?.id;
        Some(url.with(|url| ConnectionsQuery {
            environment: Some(environment),
            search: Some(url.search.clone()).filter(|search| !search.is_empty()),
            status: url.status.clone(),
            ..ConnectionsQuery::default()
        }))
    });
    let status = Memo::new(move |_| url.with(|url| url.status.clone()));
    let total = Memo::new(move |_| {
        let (arrived, complete) = list.with(|state| (state.items.len(), state.complete));
        let counted = counts.with(|counts| counts.as_ref().map(|counts| of_status(counts, status.get())));
        match counted {
            Some(counted) if !complete => (counted as usize).max(arrived),
            _ => arrived,
        }
    });
    remember_scroll(total);
    list_states(list, "list of connections", move || tiles(list, total))
}

fn of_status(counts: &EnvironmentSummary, status: Option<Status>) -> u32 {
    let Some(status) = status else { return counts.connections };
    counts.by_status.iter().find(|entry| entry.status == status).map_or(0, |entry| entry.count)
}

fn flows_panel(counts: Counts) -> Fragment {
    let url = use_connections_url();
    let environment = use_current_environment();
    let list = data::data_flows(move || {
        let environment = environment.get()?.id;
        Some(url.with(|url| DataFlowsQuery {
            environment: Some(environment),
            search: Some(url.search.clone()).filter(|search| !search.is_empty()),
            status: url.status.clone(),
            verb: url.verb.clone(),
            ..DataFlowsQuery::default()
        }))
    });
    let unfiltered = Memo::new(move |_| {
        url.with(|url| url.search.is_empty() && url.status.is_none() && url.verb.is_none())
    });
    let total = Memo::new(move |_| {
        let (arrived, complete) = list.with(|state| (state.items.len(), state.complete));
        let counted = counts.with(|counts| counts.as_ref().map(|counts| counts.data_flows as usize));
        match (complete, unfiltered.get(), counted) {
            (true, ..) => arrived,
            (false, true, Some(counted)) => counted.max(arrived),
            // How many match is not known until the end is reached; some room says that more is coming.
            _ => arrived + 20,
        }
    });
    remember_scroll(total);
    list_states(list, "list of data flows", move || flow_table(list, total))
}

/// How a list presents itself as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Loading,
    Failed,
    Empty,
    Content,
}

/// A list, or why there is none. `what` is what it is, for messages.
fn list_states<T: Clone + PartialEq + Send + Sync + 'static>(
    list: Paged<T>,
    what: &'static str,
    content: impl Fn() -> El + 'static,
) -> Fragment {
    let stage = Memo::new(move |_| {
        list.with(|state| match (&state.failure, state.items.is_empty(), state.outdated) {
            (_, false, _) => Stage::Content,
            (Some(_), true, _) => Stage::Failed,
            (None, true, true) => Stage::Loading,
            (None, true, false) => Stage::Empty,
        })
    });
    let failure = Memo::new(move |_| list.with(|state| state.failure.clone()));
    Fragment::new().live(move || match stage.get() {
        Stage::Loading => skeleton(),
        Stage::Failed => {
            Fragment::new().live(move || failure.get().map(|failure| failed_state(failure, what)))
        }
        Stage::Empty => Fragment::new().live(nothing_found()),
        Stage::Content => Fragment::new().child(content()),
    })
}

fn nothing_found() -> impl FnMut() -> El {
    let url = use_connections_url();
    let environment = use_current_environment();
    move || {
        let url = url.get();
        if url.search.is_empty() && url.status.is_none() && url.verb.is_none() {
            return nothing_yet(&environment.get().map(|environment| environment.name).unwrap_or_default());
        }
        let cleared = ConnectionsUrl { search: String::new(), status: None, verb: None, ..url };
        let clear = html("a.button").attr("href", &href(&cleared)).text("Clear search and filters");
        let why = html("p")
            .text("Every word you search for must be found in a name, GUID, URL, data model or verb.");
        empty_state("Nothing matches.", why).child(html("p").child(clear))
    }
}

fn nothing_yet(environment: &str) -> El {
    let command = ["causeway import directory FILE --environment ", environment].concat();
    empty_state(
        &["No connections in ", environment, " yet."].concat(),
        html("p").text("Import a provider directory with the button above, or from the command line:"),
    )
    .child(html("pre.command").child(html("code").text(&command)))
}
