//! View state and URL are the same thing: here is how one is written as the other, so that back, reload and a shared
//! link restore a view exactly.

use causeway_model::{Status, Verb};

/// The tabs of the Connections page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum ConnectionsTab {
    /// One tile per connection.
    #[default]
    Tiles,
    /// One row per data flow of all connections.
    Flows,
}

/// The tabs of the Developer page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum DeveloperTab {
    /// API keys.
    #[default]
    ApiKeys,
    /// Endpoints.
    Endpoints,
    /// Auth credentials.
    Credentials,
    /// Embeds.
    Embeds,
}

impl DeveloperTab {
    /// From the value of `tab`.
    pub(crate) fn from_query(value: Option<&str>) -> Self {
        match value {
            Some("endpoints") => Self::Endpoints,
            Some("credentials") => Self::Credentials,
            Some("embeds") => Self::Embeds,
            _ => Self::ApiKeys,
        }
    }
}

/// Everything that decides what the Connections page shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ConnectionsUrl {
    /// Name of the environment, in lower case; `None` for the first one.
    pub(crate) environment: Option<String>,
    /// The open tab.
    pub(crate) tab: ConnectionsTab,
    /// What is searched for; empty for nothing.
    pub(crate) search: String,
    /// The only status shown.
    pub(crate) status: Option<Status>,
    /// The only verb shown in the table of data flows.
    pub(crate) verb: Option<Verb>,
}

impl ConnectionsUrl {
    /// Reads the query of a URL; `get` returns the decoded value of a parameter.
    pub(crate) fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let non_empty = |name: &str| get(name).filter(|value| !value.trim().is_empty());
        Self {
            environment: non_empty("environment").map(|name| name.to_ascii_lowercase()),
            tab: if get("view").as_deref() == Some("flows") {
                ConnectionsTab::Flows
            } else {
                ConnectionsTab::Tiles
            },
            search: non_empty("search").unwrap_or_default(),
            status: non_empty("status").map(|status| Status::from(status.as_str())),
            verb: non_empty("verb").map(|verb| Verb::from(verb.to_ascii_uppercase().as_str())),
        }
    }

    /// Writes the path and query; `encode` percent-encodes a value. What is at its default is left out.
    pub(crate) fn write(&self, encode: impl Fn(&str) -> String) -> String {
        let verb = self.verb.as_ref().map(|verb| verb.as_str().to_ascii_lowercase());
        let pairs = [
            ("environment", self.environment.as_deref()),
            ("view", (self.tab == ConnectionsTab::Flows).then_some("flows")),
            ("search", Some(self.search.as_str()).filter(|search| !search.is_empty())),
            ("status", self.status.as_ref().map(Status::as_str)),
            ("verb", verb.as_deref()),
        ];
        let mut url = "/connections".to_owned();
        let mut separator = '?';
        for (name, value) in pairs {
            if let Some(value) = value {
                url.push(separator);
                url.push_str(name);
                url.push('=');
                url.push_str(&encode(value));
                separator = '&';
            }
        }
        url
    }
}

/// Whether a name in a URL means this environment.
pub(crate) fn same_environment(in_url: &str, name: &str) -> bool {
    name.eq_ignore_ascii_case(in_url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> ConnectionsUrl {
        ConnectionsUrl::read(|wanted| {
            query
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .find(|(name, _)| *name == wanted)
                .map(|(_, value)| value.to_owned())
        })
    }

    #[test]
    fn a_view_survives_the_way_through_the_url() {
        let view = ConnectionsUrl {
            environment: Some("staging".to_owned()),
            tab: ConnectionsTab::Flows,
            search: "kaiser".to_owned(),
            status: Some(Status::Attention),
            verb: Some(Verb::Request),
        };
        let url = view.write(str::to_owned);
        assert_eq!(
            url,
            "/connections?environment=staging&view=flows&search=kaiser&status=attention&verb=request"
        );
        assert_eq!(read(url.split_once('?').unwrap().1), view);
    }

    #[test]
    fn defaults_leave_no_trace_in_the_url() {
        assert_eq!(ConnectionsUrl::default().write(str::to_owned), "/connections");
        assert_eq!(read("view=unknown&search=&status="), ConnectionsUrl::default());
    }

    #[test]
    fn an_unknown_status_in_a_link_is_kept_not_dropped() {
        assert_eq!(read("status=paused").status, Some(Status::Other("paused".to_owned())));
    }
}
