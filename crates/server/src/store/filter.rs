//! Filters, and the places in an order where a page ends.

use causeway_model::{
    Connection, ConnectionKind, EnvironmentId, Status, Verb, normalize_search, search_terms,
};
use serde::{Deserialize, Serialize};

/// More words than one search may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("at most {} words", SearchTerms::MOST)]
pub struct TooManyTerms;

/// The words of a search, all of which must be found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchTerms(Vec<String>);

impl SearchTerms {
    /// How many words a search may have.
    pub const MOST: usize = 8;

    /// Splits a query into words.
    ///
    /// # Errors
    /// When there are too many.
    pub fn parse(query: &str) -> Result<Self, TooManyTerms> {
        let mut terms = search_terms(query);
        terms.sort();
        terms.dedup();
        if terms.len() > Self::MOST { Err(TooManyTerms) } else { Ok(Self(terms)) }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether a word may be a piece of a GUID. Shorter pieces would turn up in GUIDs by chance: among 17,000
    /// connections, "ada" would find hundreds that have nothing to do with it.
    pub(crate) fn looks_like_id(term: &str) -> bool {
        term.len() >= 6 && term.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
    }
}

/// Which connections a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConnectionFilter {
    /// Only of this environment.
    pub environment: Option<EnvironmentId>,
    /// Only those with all these words.
    pub search: SearchTerms,
    /// Only of this status.
    pub status: Option<Status>,
}

/// Which data flows a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DataFlowFilter {
    /// Only of this environment.
    pub environment: Option<EnvironmentId>,
    /// Only those with all these words.
    pub search: SearchTerms,
    /// Only of this status.
    pub status: Option<Status>,
    /// Only of this verb.
    pub verb: Option<Verb>,
}

/// A place in the order of connections.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionKey {
    /// 0 for default connections, 1 for others.
    pub rank: i64,
    /// Its normalised name.
    pub name: String,
    /// Its id.
    pub id: String,
}

impl ConnectionKey {
    /// The place of one connection.
    #[must_use]
    pub fn of(connection: &Connection) -> Self {
        Self {
            rank: kind_rank(&connection.kind),
            name: normalize_search(&connection.name),
            id: connection.id.to_string(),
        }
    }
}

/// A place in the order of data flows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataFlowKey {
    /// Where its connection is.
    pub connection: ConnectionKey,
    /// Its data type.
    pub data_type: String,
    /// Its exchange kind.
    pub exchange: String,
    /// Who starts it.
    pub initiator: String,
    /// Its id.
    pub id: String,
}

/// Default connections come first.
pub(crate) fn kind_rank(kind: &ConnectionKind) -> i64 {
    i64::from(*kind != ConnectionKind::Default)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_taken_once_and_counted() {
        assert_eq!(SearchTerms::parse(" b  A b ").unwrap().iter().collect::<Vec<_>>(), ["a", "b"]);
        assert!(SearchTerms::parse("1 2 3 4 5 6 7 8").is_ok());
        assert_eq!(SearchTerms::parse("1 2 3 4 5 6 7 8 9"), Err(TooManyTerms));
    }

    #[test]
    fn only_longer_hexadecimal_words_are_looked_for_in_ids() {
        for term in ["0191f0e2", "abcdef", "0191f0e2-7c1a"] {
            assert!(SearchTerms::looks_like_id(term), "{term}");
        }
        for term in ["ada", "beef", "redox-engine", "patient"] {
            assert!(!SearchTerms::looks_like_id(term), "{term}");
        }
    }
}
