//! Connections: tiles, or the table of all data flows; searched and filtered, all of it in the URL.

use causeway_data_flow_view::dynamic::{dynamic, effect, maybe, part, row};
use causeway_model::{ConnectionsQuery, DataFlowsQuery, EnvironmentSummary, Status, Verb};
use leptos::prelude::*;

use super::{set_title, use_current_environment};
use crate::components::chip::Chip;
use crate::components::flow_table::FlowTable;
use crate::components::import_dialog::ImportDirectory;
use crate::components::load_state::{EmptyState, FailedState, Skeleton};
use crate::components::status_filter::StatusFilter;
use crate::components::tabs::{Tab, Tabs};
use crate::components::tiles::Tiles;
use crate::data::{Paged, connections, data_flows, summary, use_environments};
use crate::format::{counted, grouped};
use crate::state::{ConnectionsTab, ConnectionsUrl, ScrollMemory, href, use_connections_url, use_go};

/// The page at `/connections`.
#[component]
pub(crate) fn ConnectionsPage() -> impl IntoView {
    set_title("Connections");
    let url = use_connections_url();
    let environment = use_current_environment();
    let environments = use_environments();
    let search = Memo::new(move |_| url.with(|url| url.search.clone()));
    let asked = move || Some(search.get()).filter(|search| !search.is_empty());
    let counts = summary(move || Some((environment.get()?.id, asked())));
    // The last known counts stay while the next ones are under way, so that typing does not make the filters blink.
    let latest = RwSignal::new(None::<EnvironmentSummary>);
    effect(move || {
        if let Some(counts) = counts.value() {
            latest.set(Some((*counts).clone()));
        }
    });
    let counts: Signal<Option<EnvironmentSummary>> = latest.into();
    let tab = Memo::new(move |_| url.with(|url| url.tab));
    let go = use_go();
    let go_status = go.clone();
    let choose_status = Callback::new(move |status: Option<Status>| {
        go_status(&ConnectionsUrl { status, ..url.get_untracked() }, false);
    });
    let to_tab = move |tab: ConnectionsTab| href(&ConnectionsUrl { tab, ..url.get() });
    let tabs = vec![
        Tab {
            label: "Connected organizations",
            count: Signal::derive(move || {
                counts.with(|counts| counts.as_ref().map(|counts| grouped(counts.connections)))
            }),
            href: Signal::derive(move || to_tab(ConnectionsTab::Tiles)),
            selected: Signal::derive(move || tab.get() == ConnectionsTab::Tiles),
        },
        Tab {
            label: "All data flows",
            count: Signal::derive(move || {
                counts.with(|counts| counts.as_ref().map(|counts| grouped(counts.data_flows)))
            }),
            href: Signal::derive(move || to_tab(ConnectionsTab::Flows)),
            selected: Signal::derive(move || tab.get() == ConnectionsTab::Flows),
        },
    ];
    // A memo, so that a mere refresh of the environments does not build the lists anew.
    let unknown = Memo::new(move |_| environments.value().is_some() && environment.with(Option::is_none));
    view! {
        <div class="page-head">
            <h1>"Connections"</h1>
            <p class="muted" role="status">
                {dynamic(move || {
                    let found = counts.with(|counts| counts.as_ref().map(|counts| counts.connections));
                    let Some(found) = found else { return String::new() };
                    let found = counted(found, "organization", "organizations");
                    if search.with(String::is_empty) { found } else { found + " found" }
                })}
            </p>
            <div class="page-actions"><ImportDirectory environment=environment.into() /></div>
        </div>
        <Tabs label="Views of your connections" panel="connections-panel" tabs=tabs />
        <div id="connections-panel" role="tabpanel" aria-label=dynamic(move || match tab.get() {
            ConnectionsTab::Tiles => "Connected organizations",
            ConnectionsTab::Flows => "All data flows",
        })>
            <div class="filters">
                <StatusFilter
                    summary=counts
                    chosen=Signal::derive(move || url.with(|url| url.status.clone()))
                    on_choose=choose_status
                />
                {part(move || maybe((tab.get() == ConnectionsTab::Flows).then(|| view! { <VerbFilter url=url /> })))}
            </div>
            {part(move || {
                if unknown.get() {
                    view! {
                        <EmptyState title="There is no such environment.">
                            <p>"Choose one of yours in the top bar."</p>
                        </EmptyState>
                    }
                        .into_any()
                } else {
                    match tab.get() {
                        ConnectionsTab::Tiles => view! { <TilesPanel counts=counts /> }.into_any(),
                        ConnectionsTab::Flows => view! { <FlowsPanel counts=counts /> }.into_any(),
                    }
                }
            })}
        </div>
    }
}

#[component]
fn VerbFilter(url: Memo<ConnectionsUrl>) -> impl IntoView {
    let go = use_go();
    let go = StoredValue::new_local(go);
    let chip = move |verb: &'static Verb| {
        let pressed = Signal::derive(move || url.with(|url| url.verb.as_ref() == Some(verb)));
        let on_press = Callback::new(move |()| {
            let verb = (!pressed.get_untracked()).then(|| verb.clone());
            go.with_value(|go| go(&ConnectionsUrl { verb, ..url.get_untracked() }, false));
        });
        view! { <Chip pressed=pressed on_press=on_press>{verb.label().to_owned()}</Chip> }
    };
    view! {
        <div class="chips" role="group" aria-label="Filter by verb">
            {row(Verb::KNOWN.iter().map(chip))}
        </div>
    }
}

/// How a list presents itself as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Loading,
    Failed,
    Empty,
    Content,
}

fn stage<T: Clone + PartialEq + Send + Sync + 'static>(list: Paged<T>) -> Memo<Stage> {
    Memo::new(move |_| {
        list.with(|state| match (&state.failure, state.items.is_empty(), state.outdated) {
            (_, false, _) => Stage::Content,
            (Some(_), true, _) => Stage::Failed,
            (None, true, true) => Stage::Loading,
            (None, true, false) => Stage::Empty,
        })
    })
}

#[component]
fn TilesPanel(counts: Signal<Option<EnvironmentSummary>>) -> impl IntoView {
    let url = use_connections_url();
    let environment = use_current_environment();
    let list = connections(move || {
        let environment = environment.get()?.id;
        Some(url.with(|url| ConnectionsQuery {
            environment: Some(environment),
            search: Some(url.search.clone()).filter(|search| !search.is_empty()),
            status: url.status.clone(),
            ..ConnectionsQuery::default()
        }))
    });
    let status = Memo::new(move |_| url.with(|url| url.status.clone()));
    let total = Signal::derive(move || {
        let arrived = list.with(|state| state.complete.then_some(state.items.len()));
        let counted = counts.with(|counts| {
            counts.as_ref().map(|counts| match status.get() {
                None => counts.connections,
                Some(status) => counts
                    .by_status
                    .iter()
                    .find(|entry| entry.status == status)
                    .map_or(0, |entry| entry.count),
            })
        });
        let least = list.with(|state| state.items.len());
        arrived.unwrap_or_else(|| counted.map_or(least, |counted| (counted as usize).max(least)))
    });
    remember_scroll(list);
    let stage = stage(list);
    view! {
        {part(move || match stage.get() {
            Stage::Loading => view! { <Skeleton /> }.into_any(),
            Stage::Failed => view! { <FailedList list=list what="list of connections" /> }.into_any(),
            Stage::Empty => view! { <NothingFound /> }.into_any(),
            Stage::Content => view! { <Tiles list=list total=total /> }.into_any(),
        })}
    }
}

#[component]
fn FlowsPanel(counts: Signal<Option<EnvironmentSummary>>) -> impl IntoView {
    let url = use_connections_url();
    let environment = use_current_environment();
    let list = data_flows(move || {
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
    let total = Signal::derive(move || {
        let (arrived, complete) = list.with(|state| (state.items.len(), state.complete));
        let counted = counts.with(|counts| counts.as_ref().map(|counts| counts.data_flows as usize));
        match (complete, unfiltered.get(), counted) {
            (true, ..) => arrived,
            (false, true, Some(counted)) => counted.max(arrived),
            // How many match is not known until the end is reached; some room says that more is coming.
            _ => arrived + 20,
        }
    });
    remember_scroll(list);
    let stage = stage(list);
    view! {
        {part(move || match stage.get() {
            Stage::Loading => view! { <Skeleton /> }.into_any(),
            Stage::Failed => view! { <FailedList list=list what="list of data flows" /> }.into_any(),
            Stage::Empty => view! { <NothingFound /> }.into_any(),
            Stage::Content => view! { <FlowTable list=list total=total /> }.into_any(),
        })}
    }
}

#[component]
fn FailedList<T: Clone + PartialEq + Send + Sync + 'static>(
    list: Paged<T>,
    what: &'static str,
) -> impl IntoView {
    move || {
        list.with(|state| state.failure.clone())
            .map(|failure| view! { <FailedState failure=failure what=what /> })
    }
}

#[component]
fn NothingFound() -> impl IntoView {
    let url = use_connections_url();
    let environment = use_current_environment();
    let name = move || environment.get().map(|environment| environment.name).unwrap_or_default();
    let filtered = Memo::new(move |_| {
        url.with(|url| !url.search.is_empty() || url.status.is_some() || url.verb.is_some())
    });
    let cleared = move || {
        let url = url.get();
        href(&ConnectionsUrl { search: String::new(), status: None, verb: None, ..url })
    };
    move || {
        if filtered.get() {
            view! {
                <EmptyState title="Nothing matches.">
                    <p>"Every word you search for must be found in a name, GUID, URL, data model or verb."</p>
                    <p><a class="button" href=cleared>"Clear search and filters"</a></p>
                </EmptyState>
            }
            .into_any()
        } else {
            view! {
                <EmptyState title=format!("No connections in {} yet.", name())>
                    <p>
                        "Import a provider directory with the button above, or from the command line:"
                    </p>
                    <pre class="command"><code>{format!("causeway import directory FILE --environment {}", name())}</code></pre>
                </EmptyState>
            }
            .into_any()
        }
    }
}

/// Notes the scroll position when the page is left, and returns to it on the way back once the list has its height.
fn remember_scroll<T: Clone + PartialEq + Send + Sync + 'static>(list: Paged<T>) {
    let memory = expect_context::<ScrollMemory>();
    let here = || {
        let location = window().location();
        format!("{}{}", location.pathname().unwrap_or_default(), location.search().unwrap_or_default())
    };
    let opened_as = here();
    let position = StoredValue::new(0.0_f64);
    let scroll = window_event_listener(leptos::ev::scroll, move |_| {
        position.try_set_value(window().scroll_y().unwrap_or_default());
    });
    let wanted = StoredValue::new(memory.arrive(&opened_as));
    let url = RwSignal::new(opened_as);
    let query = use_connections_url();
    effect(move || {
        query.with(|_| url.set(here()));
    });
    effect(move || {
        let ready = list.with(|state| !state.outdated && !state.items.is_empty());
        if ready && let Some(y) = wanted.try_update_value(Option::take).flatten() {
            // The list takes its height in this frame; scrolling has to wait for the next one.
            request_animation_frame(move || {
                request_animation_frame(move || window().scroll_to_with_x_and_y(0.0, y));
            });
        }
    });
    on_cleanup(move || {
        scroll.remove();
        memory.leave(url.get_untracked(), position.get_value());
    });
}
