//! Reading JSON (RFC 8259) so that it cannot be read in two ways.
//!
//! Of two members with one name, some readers keep the first and some the last; an attacker who knows both can show
//! each of them another document. RFC 7515 section 4 and RFC 7519 section 4 allow refusing them, so this does. It
//! must not know keys or assertions.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A value of a document, as far as keys and assertions use it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Text(String),
    /// A number written without fraction and exponent, that fits.
    Whole(i64),
    List(Vec<Json>),
    /// In the order of the text; the names differ.
    Object(Vec<(String, Json)>),
    /// `null`, a truth value, or another number. Nothing here asks which.
    Other,
}

/// Why a text is not taken.
#[derive(Debug, PartialEq)]
pub(crate) enum Unreadable {
    NotJson,
    /// A member is there twice; with the JSON Pointer (RFC 6901) to it.
    Duplicate(String),
}

impl Json {
    pub(crate) fn parse(text: &[u8]) -> Result<Self, Unreadable> {
        let json: Self = serde_json::from_slice(text).map_err(|_| Unreadable::NotJson)?;
        match json.duplicate("") {
            Some(pointer) => Err(Unreadable::Duplicate(pointer)),
            None => Ok(json),
        }
    }

    /// A member of an object. `null` is a value like any other: it is there, and of no use.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(own, _)| own == name).map(|(_, value)| value),
            _ => None,
        }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    fn duplicate(&self, at: &str) -> Option<String> {
        match self {
            Self::List(items) => items
                .iter()
                .enumerate()
                .find_map(|(place, item)| item.duplicate(&child(at, &place.to_string()))),
            Self::Object(members) => {
                let mut seen = BTreeSet::new();
                members.iter().find_map(|(name, value)| {
                    let here = child(at, name);
                    if seen.insert(name) { value.duplicate(&here) } else { Some(here) }
                })
            }
            _ => None,
        }
    }
}

/// The JSON Pointer to a member or item of what `pointer` leads to.
pub(crate) fn child(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// A text that names something: short enough to store and show, and nothing invisible in it. NUL in particular cannot
/// be stored by every database.
pub(crate) fn is_id(text: &str) -> bool {
    (1..=256).contains(&text.chars().count()) && !text.chars().any(char::is_control)
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Whole(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(i64::try_from(number).map_or(Json::Other, Json::Whole))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some(member) = members.next_entry()? {
            object.push(member);
        }
        Ok(Json::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn duplicate(text: &str) -> Option<String> {
        match Json::parse(text.as_bytes()) {
            Err(Unreadable::Duplicate(pointer)) => Some(pointer),
            Err(Unreadable::NotJson) => panic!("{text} is JSON"),
            Ok(_) => None,
        }
    }

    #[test]
    fn members_that_are_there_twice_are_found_at_every_depth() {
        assert_eq!(duplicate(r#"{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}"#), None);
        assert_eq!(duplicate(r#"{"a":1,"a":1}"#).as_deref(), Some("/a"));
        assert_eq!(duplicate(r#"{"alg":1,"\u0061lg":1}"#).as_deref(), Some("/alg"));
        assert_eq!(duplicate(r#"{"c":[0,{"x/~y":1,"x/~y":1}]}"#).as_deref(), Some("/c/1/x~1~0y"));
    }

    #[test]
    fn only_numbers_that_are_exactly_whole_are_whole() {
        let read = |text: &str| Json::parse(text.as_bytes());
        assert_eq!(read("-5"), Ok(Json::Whole(-5)));
        assert_eq!(read("9223372036854775807"), Ok(Json::Whole(i64::MAX)));
        for other in ["9223372036854775808", "1.0", "1e3", "null", "true"] {
            assert_eq!(read(other), Ok(Json::Other), "{other}");
        }
    }

    #[test]
    fn what_is_not_json_is_refused() {
        let deep = "[".repeat(200_000);
        for text in
            ["", "{", "{} {}", "{\"a\":1,}", "{'a':1}", "\u{feff}{}", "\"\\ud800\"", "01", "NaN", &deep]
        {
            assert_eq!(Json::parse(text.as_bytes()), Err(Unreadable::NotJson));
        }
        assert_eq!(Json::parse(b"\"\xff\""), Err(Unreadable::NotJson));
    }
}
