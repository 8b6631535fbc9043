//! What depends on an API key or endpoint: connections, and the arrows of each, as links.

use causeway_dom::{Container, El, Fragment, html};
use causeway_model::{ConnectionUse, Usage};

use crate::format::{counted, grouped};

/// The list, with what it is a list of above it.
pub(crate) fn usage_list(usage: &Usage) -> Fragment {
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
                .children(usage.items.iter().map(connection)),
        )
        .child((more > 0).then(|| html("p.muted").text(&["and ", &grouped(more), " more"].concat())))
}

fn connection(used: &ConnectionUse) -> El {
    let path = ["/connections/", &used.connection.id.to_string()].concat();
    let flow = |flow: &causeway_model::FlowRef| {
        let href = [&*path, "?flow=", &flow.id.to_string()].concat();
        let text = [flow.verb.label(), " ", &flow.data_type].concat();
        html("li").child(html("a").attr("href", &href).text(&text))
    };
    let listed = u32::try_from(used.flows.len()).unwrap_or(u32::MAX);
    let more = used.data_flows.saturating_sub(listed);
    html("li").child(html("a").attr("href", &path).attr("dir", "auto").text(&used.connection.name)).child(
        html("ul.usage-flows")
            .children(used.flows.iter().map(flow))
            .child((more > 0).then(|| html("li.muted").text(&["and ", &grouped(more), " more"].concat()))),
    )
}
