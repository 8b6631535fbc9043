//! Connections as tiles. Two or seventeen thousand: only the rows near the view are drawn once there are many.

use causeway_data_flow_view::dynamic::{Keyed, dynamic, effect, keyed, row};
use causeway_model::{Connection, ConnectionKind, Verb};
use leptos::html::Div;
use leptos::prelude::*;

use super::status_mark::StatusMark;
use super::window::{DRAW_ALL_ITEMS, px, use_width, use_window};
use crate::data::Paged;
use crate::format::{ago, counted, fhir_release, initials};

/// Smallest width of a tile and the gap between two, px; `.tiles` in app.css says the same.
const TILE_WIDTH: f64 = 272.0;
const GAP: f64 = 16.0;
/// Height of a tile, px; `.tile` in app.css says the same.
const TILE_HEIGHT: f64 = 174.0;

/// The tiles of a list of connections, of which `total` exist.
#[component]
pub(crate) fn Tiles(list: Paged<Connection>, total: Signal<usize>) -> impl IntoView {
    let container = NodeRef::<Div>::new();
    let width = use_width(container);
    let columns = Memo::new(move |_| (((width.get() + GAP) / (TILE_WIDTH + GAP)).floor() as usize).max(1));
    let rows = Signal::derive(move || total.get().div_ceil(columns.get()));
    let all = Signal::derive(move || total.get() <= DRAW_ALL_ITEMS);
    let window = use_window(container, rows, Signal::derive(|| TILE_HEIGHT + GAP), all);
    effect(move || list.want((window.get().end * columns.get()).min(total.get())));

    let here = move |index: usize, tile: Connection| {
        let key = format!("{index} {} {} {}", tile.id, tile.version, tile.status);
        Keyed::new(key, move || {
            view! {
                <li
                    aria-setsize=dynamic(move || total.get().to_string())
                    aria-posinset=(index + 1).to_string()
                >
                    <Tile connection=tile.clone() />
                </li>
            }
            .into_any()
        })
    };
    let items = move || {
        let (window, columns, total) = (window.get(), columns.get(), total.get());
        list.with(|state| {
            (window.first * columns..(window.end * columns).min(total))
                .map(|index| match state.items.get(index) {
                    Some(tile) => here(index, tile.clone()),
                    None => Keyed::new(index.to_string(), || {
                        view! { <li class="tile tile-pending" aria-hidden="true"></li> }.into_any()
                    }),
                })
                .collect()
        })
    };
    // What is not drawn still takes its room, so that the page's scroll bar tells the truth.
    let above = dynamic(move || px(window.get().first as f64 * (TILE_HEIGHT + GAP)));
    let below =
        move || format!("{}px", rows.get().saturating_sub(window.get().end) as f64 * (TILE_HEIGHT + GAP));
    view! {
        <div node_ref=container aria-busy=dynamic(move || list.with(|state| if state.outdated { "true" } else { "false" }))>
            <ul class="tiles" role="list" aria-label="Connections" style:padding-top=above style:padding-bottom=below>
                {keyed(items)}
            </ul>
        </div>
    }
}

/// How it is connected, in a few words.
fn manner(connection: &Connection) -> String {
    match (&connection.kind, &connection.fhir_version) {
        (ConnectionKind::Default, _) => ConnectionKind::Default.label().to_owned(),
        (_, Some(version)) => fhir_release(version),
        _ => counted(connection.endpoint_count, "endpoint", "endpoints"),
    }
}

#[component]
fn Tile(connection: Connection) -> impl IntoView {
    let id = connection.id.to_string();
    let manner = manner(&connection);
    let last = match &connection.last_message_at {
        None => "no messages".to_owned(),
        seen => ago(seen.as_ref(), js_sys::Date::now()),
    };
    // The link is the name alone, so that it is named by the organization; app.css stretches it over the tile.
    view! {
        <div class="tile" data-status=connection.status.as_str().to_owned()>
            <div class="tile-head">
                <span class="initials" aria-hidden="true">{initials(&connection.name)}</span>
                <div class="tile-title">
                    <a
                        class="tile-name"
                        dir="auto"
                        href=format!("/connections/{id}")
                        data-connection-id=id.clone()
                        data-status=connection.status.as_str().to_owned()
                    >
                        {connection.name.clone()}
                    </a>
                    <span class="tile-manner">{manner}</span>
                </div>
            </div>
            <div class="tile-details">
                <div class="tile-state">
                    <StatusMark status=connection.status.clone() />
                    <span class="muted">{last}</span>
                </div>
                <span class="verbs">
                    {row(Verb::KNOWN
                        .iter()
                        .map(|verb| {
                            let count = connection.flow_counts.of(verb);
                            let text = if count == 0 { "–".to_owned() } else { count.to_string() };
                            view! {
                                <span class="verb" class:verb-none=count == 0>
                                    <span class="verb-count">{text}</span>
                                    " "
                                    <span class="verb-name">{verb.label().to_owned()}</span>
                                    " "
                                </span>
                            }
                        })
                        )}
                </span>
            </div>
        </div>
    }
}
