//! Statements that depend on which filters are set, put together from fixed pieces and numbered parameters. No value
//! ever becomes part of the SQL text.

use rusqlite::types::Value;

use crate::store::SearchTerms;

/// A statement in the making.
pub(super) struct Query {
    pub(super) sql: String,
    pub(super) args: Vec<Value>,
}

impl Query {
    pub(super) fn new(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), args: Vec::new() }
    }

    /// Adds a fixed piece.
    pub(super) fn push(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// Adds a parameter where the statement now ends.
    pub(super) fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.args.push(value.into());
        let number = self.args.len();
        self.sql.push_str(&format!("?{number}"));
        self
    }

    /// Adds parameters in parentheses.
    pub(super) fn tuple(&mut self, values: impl IntoIterator<Item = Value>) -> &mut Self {
        for (index, value) in values.into_iter().enumerate() {
            self.push(if index == 0 { "(" } else { ", " }).bind(value);
        }
        self.push(")")
    }

    /// `AND`s that every word is found in `text`; one that may be a piece of a GUID also in `ids`.
    pub(super) fn search(&mut self, terms: &SearchTerms, text: &str, ids: &str) -> &mut Self {
        for term in terms.iter() {
            self.push(" AND (").push(text).push(" LIKE ").bind(pattern(term)).push(" ESCAPE '\\'");
            if SearchTerms::looks_like_id(term) {
                let number = self.args.len();
                self.push(" OR ").push(ids).push(&format!(" LIKE ?{number} ESCAPE '\\'"));
            }
            self.push(")");
        }
        self
    }

    pub(super) fn params(&self) -> impl rusqlite::Params + '_ {
        rusqlite::params_from_iter(&self.args)
    }
}

/// A word as a LIKE pattern that finds it anywhere and takes it literally.
fn pattern(term: &str) -> String {
    let mut pattern = String::with_capacity(term.len() + 2);
    pattern.push('%');
    for character in term.chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_taken_literally() {
        assert_eq!(pattern("100%_\\a"), "%100\\%\\_\\\\a%");
    }

    #[test]
    fn values_never_become_sql() {
        let mut query = Query::new("SELECT 1 WHERE 1 = 1");
        query.search(&SearchTerms::parse("'; abcdef01").unwrap(), "t", "i");
        assert_eq!(
            query.sql,
            "SELECT 1 WHERE 1 = 1 AND (t LIKE ?1 ESCAPE '\\') \
             AND (t LIKE ?2 ESCAPE '\\' OR i LIKE ?2 ESCAPE '\\')"
        );
        assert_eq!(query.args.len(), 2);
    }
}
