//! Connections as tiles. Two or seventeen thousand: only the rows near the view are drawn once there are many.

use super::clock::ticking_now;
use causeway_dom::{Container, El, Keyed, html, watch};
use causeway_model::{Connection, ConnectionKind, Verb, VpnStatus};
use leptos::prelude::*;

use super::status_mark::{status_mark, vpn_mark};
use super::window::{DRAW_ALL_ITEMS, ListView, Window, px};
use crate::data::Paged;
use crate::format::{ago, counted, fhir_release, initials};

/// Smallest width of a tile and the gap between two, px; `.tiles` in app.css says the same.
const TILE_WIDTH: f64 = 272.0;
const GAP: f64 = 16.0;
/// Height of a tile, px; `.tile` in app.css says the same.
const TILE_HEIGHT: f64 = 174.0;

/// The tiles of a list of connections, of which `total` exist.
pub(crate) fn tiles(list: Paged<Connection>, total: Memo<usize>) -> El {
    let container = html("div");
    let view = ListView::follow(&container, move || total.track());
    let columns = Memo::new(move |_| (((view.width() + GAP) / (TILE_WIDTH + GAP)).floor() as usize).max(1));
    let rows = move || total.get().div_ceil(columns.get());
    let window = Memo::new(move |_| {
        let (total, rows) = (total.get(), rows());
        if total <= DRAW_ALL_ITEMS {
            return Window { first: 0, end: rows };
        }
        view.window(rows, TILE_HEIGHT + GAP)
    });
    let now = ticking_now();
    let vpn = move |connection: &Connection| {
        let vpn = connection.vpn.as_ref()?;
        Some(now.with(|now| vpn.shown(now)))
    };
    watch(move || list.want((window.get().end * columns.get()).min(total.get())));
    let items = move || {
        let (window, columns, total) = (window.get(), columns.get(), total.get());
        let shown = window.first * columns..(window.end * columns).min(total);
        list.with(|state| {
            let items = shown.map(|index| {
                let connection = state.items.get(index);
                item(index, total, connection, connection.and_then(vpn))
            });
            items.collect()
        })
    };
    // What is not drawn still takes its room, so that the page's scroll bar tells the truth.
    let room = |rows: usize| px(rows as f64 * (TILE_HEIGHT + GAP));
    let list_element = html("ul.tiles")
        .attr("role", "list")
        .attr("aria-label", "Connections")
        .live_style("padding-top", move || room(window.get().first))
        .live_style("padding-bottom", move || room(rows().saturating_sub(window.get().end)))
        .live_list(items);
    container.live_attr("aria-busy", move || list.with(|state| state.outdated)).child(list_element)
}

/// A tile, or its place until it has arrived.
fn item(index: usize, total: usize, connection: Option<&Connection>, vpn: Option<VpnStatus>) -> Keyed {
    let Some(connection) = connection else {
        return Keyed::new(index.to_string(), || html("li.tile.tile-pending").attr("aria-hidden", "true"));
    };
    let state = [connection.status.as_str(), " ", vpn.as_ref().map_or("", VpnStatus::as_str)].concat();
    let key = format!("{index} {} {} {state} {total}", connection.id, connection.version);
    let connection = connection.clone();
    Keyed::new(key, move || {
        html("li")
            .attr("aria-setsize", &total.to_string())
            .attr("aria-posinset", &(index + 1).to_string())
            .child(tile(&connection, vpn.as_ref()))
    })
}

/// How it is connected, in a few words.
fn manner(connection: &Connection) -> String {
    match (&connection.kind, &connection.fhir_version) {
        (ConnectionKind::Default, _) => ConnectionKind::Default.label().to_owned(),
        (_, Some(version)) => fhir_release(version),
        _ => counted(connection.endpoint_count, "endpoint", "endpoints"),
    }
}

fn tile(connection: &Connection, vpn: Option<&VpnStatus>) -> El {
    let id = connection.id.to_string();
    let status = connection.status.as_str();
    let last = match &connection.last_message_at {
        None => "no messages".to_owned(),
        seen => ago(seen.as_ref(), js_sys::Date::now()),
    };
    // The link is the name alone, so that it is named by the organization; app.css stretches it over the tile.
    let name = html("a.tile-name")
        .attr("dir", "auto")
        .attr("href", &["/connections/", &id].concat())
        .attr("data-connection-id", &id)
        .attr("data-status", status)
        .text(&connection.name);
    let vpn = vpn.map(vpn_mark);
    let manner_and_vpn = html("span.tile-manner").child(html("span").text(&manner(connection))).child(vpn);
    let head = html("div.tile-head")
        .child(html("span.initials").attr("aria-hidden", "true").text(&initials(&connection.name)))
        .child(html("div.tile-title").child(name).child(manner_and_vpn));
    let state =
        html("div.tile-state").child(status_mark(&connection.status)).child(html("span.muted").text(&last));
    let verb = |verb: &Verb| {
        let count = connection.flow_counts.of(verb);
        let (class, text) = match count {
            0 => ("span.verb.verb-none", "–".to_owned()),
            count => ("span.verb", count.to_string()),
        };
        html(class)
            .child(html("span.verb-count").text(&text))
            .text(" ")
            .child(html("span.verb-name").text(verb.label()))
            .text(" ")
    };
    let verbs = html("span.verbs").children(Verb::KNOWN.iter().map(verb));
    html("div.tile")
        .attr("data-status", status)
        .child(head)
        .child(html("div.tile-details").child(state).child(verbs))
}
