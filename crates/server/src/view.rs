//! What a caller asks to see of a picture, checked. Enums are closed on write: what is not known is refused here, where
//! the dashboard's own address is read leniently.

use causeway_data_flow::Choice;
use causeway_model::{ConnectionDataFlow, DataFlowId, FieldError, Status, Verb, ViewQuery};

use crate::problem::{ApiError, Result, field};

/// A reader's view of a picture.
#[derive(Debug)]
pub(crate) struct View {
    /// What is shown.
    pub(crate) choice: Choice,
    /// The selected arrow.
    pub(crate) selected: Option<DataFlowId>,
}

impl View {
    /// Reads the parameters. Every arrow stands by itself: files and paper have no groups to open.
    pub(crate) fn of(query: ViewQuery) -> Result<Self> {
        let selected = query.flow;
        let choice = Choice::from_query(&|name| parameter(&query, name));
        let wrong: Vec<FieldError> = [
            one_of("only", query.only.as_deref(), &["unhealthy", "selected"]),
            one_of("cards", query.cards.as_deref(), &["folded"]),
            one_of("seen", query.seen.as_deref(), &["theirs"]),
            one_of("group", query.group.as_deref(), &["on", "off"]),
            one_of(
                "status",
                query.status.as_ref().map(Status::as_str),
                &names(Status::KNOWN, Status::as_str),
            ),
            choice
                .verbs
                .iter()
                .find_map(|verb| one_of("verb", Some(verb.as_str()), &names(Verb::KNOWN, Verb::as_str))),
        ]
        .into_iter()
        .flatten()
        .collect();
        if !wrong.is_empty() {
            return Err(ApiError::bad_request("The query cannot be read.", wrong));
        }
        Ok(Self { choice: Choice { group: Some(false), ..choice }, selected })
    }

    /// The file name of this picture, without its ending; safe in a header and on every file system.
    pub(crate) fn file_name(picture: &ConnectionDataFlow) -> String {
        let mut name = String::from("data-flow");
        let words = picture.connection.name.split(|char: char| !char.is_ascii_alphanumeric());
        for word in words.filter(|word| !word.is_empty()).take(8) {
            name.push('-');
            name.push_str(&word.to_ascii_lowercase());
        }
        name.truncate(80);
        name
    }
}

fn parameter(query: &ViewQuery, name: &str) -> Option<String> {
    match name {
        "find" => query.find.clone(),
        "verb" => query.verb.clone(),
        "type" => query.data_type.clone(),
        "status" => query.status.as_ref().map(ToString::to_string),
        "only" => query.only.clone(),
        "cards" => query.cards.clone(),
        "seen" => query.seen.clone(),
        "group" => query.group.clone(),
        "open" => query.open.clone(),
        _ => None,
    }
}

fn names<T>(known: &[T], name: fn(&T) -> &str) -> Vec<&str> {
    known.iter().map(name).collect()
}

fn one_of(name: &str, value: Option<&str>, known: &[&str]) -> Option<FieldError> {
    let value = value?;
    (!known.contains(&value)).then(|| field(name, "invalid", format!("Use one of {}.", known.join(", "))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_refused_by_name() {
        let refused = |query: ViewQuery| View::of(query).is_err();
        assert!(!refused(ViewQuery::default()));
        assert!(refused(ViewQuery { only: Some("healthy".to_owned()), ..ViewQuery::default() }));
        assert!(refused(ViewQuery { verb: Some("send,shout".to_owned()), ..ViewQuery::default() }));
        assert!(refused(ViewQuery { status: Some(Status::Other("x".to_owned())), ..ViewQuery::default() }));
        let view = View::of(ViewQuery {
            verb: Some("send".to_owned()),
            group: Some("on".to_owned()),
            ..ViewQuery::default()
        });
        assert_eq!(view.unwrap().choice.group, Some(false));
    }
}
