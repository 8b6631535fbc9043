//! What depends on an API key or endpoint: connections, and the arrows of each, as links.

use std::rc::Rc;

use causeway_dom::{Container, El, Fragment, html};
use causeway_model::{ConnectionId, ConnectionUse, KeyUse, Usage};

use crate::format::{ago, counted, grouped};

/// What is said beside each connection; nothing where it is empty. Tracks.
pub(crate) type Said = Rc<dyn Fn(ConnectionId) -> String>;

/// The list, with what it is a list of above it.
pub(crate) fn usage_list(usage: &Usage, said: Option<&Said>) -> Fragment {
    if usage.data_flows == 0 {
        return Fragment::new().child(html("p.muted").text("No data flow depends on it."));
    }
    let flows = counted(usage.data_flows, "data flow", "data flows");
    let connections = counted(usage.connections, "connection", "connections");
    let listed = u32::try_from(usage.items.len()).unwrap_or(u32::MAX);
    let more = usage.connections.saturating_sub(listed);
    Fragment::new()
        .child(html("p").text(&[&flows, " of ", &connections, " depend on it:"].concat()))
        .child(
            html("ul.usage")
                .attr("role", "list")
                .attr("aria-label", "Used by")
                .children(usage.items.iter().map(|used| connection(used, said))),
        )
        .child((more > 0).then(|| html("p.muted").text(&["and ", &grouped(more), " more"].concat())))
}

/// With which secrets or key pairs a connection was last used: `Last used …ab12, 5 min ago; …cd34, 3 h ago`.
pub(crate) fn last_uses(used: &ConnectionUse) -> String {
    let now = js_sys::Date::now();
    let one = |last: &KeyUse| {
        let which = match (&last.last4, &last.kid) {
            (Some(last4), _) => ["…", last4].concat(),
            (None, kid) => kid.clone().unwrap_or_default(),
        };
        [&*which, ", ", &ago(Some(&last.at), now)].concat()
    };
    if used.last_uses.is_empty() {
        return "Not used yet".to_owned();
    }
    ["Last used ", &used.last_uses.iter().map(one).collect::<Vec<_>>().join("; ")].concat()
}

fn connection(used: &ConnectionUse, said: Option<&Said>) -> El {
    let path = ["/connections/", &used.connection.id.to_string()].concat();
    let flow = |flow: &causeway_model::FlowRef| {
        let href = [&*path, "?flow=", &flow.id.to_string()].concat();
        let text = [flow.verb.label(), " ", &flow.data_type].concat();
        html("li").child(html("a").attr("href", &href).text(&text))
    };
    let listed = u32::try_from(used.flows.len()).unwrap_or(u32::MAX);
    let more = used.data_flows.saturating_sub(listed);
    let id = used.connection.id;
    let said = said.cloned().map(|said| html("p.muted").live_text(move || said(id)));
    html("li")
        .child(html("a").attr("href", &path).attr("dir", "auto").text(&used.connection.name))
        .child(said)
        .child(
            html("ul.usage-flows").children(used.flows.iter().map(flow)).child(
                (more > 0).then(|| html("li.muted").text(&["and ", &grouped(more), " more"].concat())),
            ),
        )
}
