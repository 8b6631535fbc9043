//! The reader compared with `serde_json`, on corners of the grammar and on whatever chance makes up.

use super::*;
use crate::json_parser::MOST;
use proptest::prelude::*;
use serde_json::Value as Json;

/// A document that is JSON.
fn parse(text: &[u8]) -> Option<Document<'_>> {
    Document::of(text).filter(Document::is_json)
}

/// Names and values of an object, in the order of the text.
fn fields<'d, 'a>(object: Value<'d, 'a>) -> Option<Vec<(String, Value<'d, 'a>)>> {
    let mut fields = vec![];
    let mut last = 0;
    while let Some(mut parser) = object.step(last, b'}')? {
        let (name, kind) = parser.text()?;
        parser.colon()?;
        last = parser.at;
        fields.push((text(name, kind).into_owned(), object.within(last)));
    }
    Some(fields)
}

/// What `serde_json` makes of the same text.
fn same(ours: Value<'_, '_>, theirs: &Json) -> bool {
    let is_text = ours.text().is_some();
    let is_list = ours.items().is_some();
    let kinds = [
        ours.is_null(),
        ours.truth().is_some(),
        is_text,
        is_list,
        ours.first() == b'{',
        ours.parser().number().is_some(),
    ];
    assert_eq!(kinds.iter().filter(|is_it| **is_it).count(), 1, "{theirs}");
    match theirs {
        Json::Null => ours.is_null(),
        Json::Bool(theirs) => ours.truth() == Some(*theirs),
        Json::Number(theirs) => match ours.whole() {
            Some(ours) => theirs.as_u64() == Some(ours),
            None => kinds[5] && theirs.as_u64().is_none_or(|whole| whole > MOST),
        },
        Json::String(theirs) => match (ours.text(), ours.shared(), ours.shared()) {
            (Some(text), Some(first), Some(second)) => {
                text == *theirs && *first == **theirs && Arc::ptr_eq(&first, &second)
            }
            _ => false,
        },
        Json::Array(theirs) => {
            let texts: Option<Vec<&str>> = theirs.iter().map(Json::as_str).collect();
            let shared = ours.shared_list();
            let same_texts = match (&texts, &shared) {
                (Some(theirs), Some(ours)) => ours.iter().map(|text| &**text).eq(theirs.iter().copied()),
                (theirs, ours) => theirs.is_none() && ours.is_none(),
            };
            let ours: Vec<_> = ours.items().into_iter().flatten().collect();
            same_texts
                && ours.len() == theirs.len()
                && ours.iter().zip(theirs).all(|(ours, theirs)| same(*ours, theirs))
        }
        Json::Object(theirs) => {
            let Some(known) = fields(ours) else { return false };
            let called = |name: &str| known.iter().find(|(known, _)| known == name).map(|(_, value)| *value);
            // Of two with one name the first one counts here and the last one there; RFC 8259 section 4 leaves it open.
            let is_twice = |name: &str| known.iter().filter(|(known, _)| known == name).count() > 1;
            theirs
                .iter()
                .all(|(name, theirs)| called(name).is_some_and(|ours| is_twice(name) || same(ours, theirs)))
        }
    }
}

/// Reads everything, in the order of the text, and then asks whether it was JSON, as who reads an answer does.
struct Everything;

impl Read for Everything {
    fn read(source: impl Source) -> Option<Self> {
        let _ = (source.text(), source.whole(), source.get("a").get("b").text(), source.shared_list());
        let _ = source.items().into_iter().flatten().map(Self::read).count();
        Some(Self)
    }
}

fn agrees(text: &str) {
    let ours = parse(text.as_bytes());
    assert_eq!(read::<Everything>(text.as_bytes()).is_some(), ours.is_some(), "{text}");
    match (ours, serde_json::from_str::<Json>(text)) {
        (Some(ours), Ok(theirs)) => assert!(same(ours.root(), &theirs), "{text}: {theirs:?}"),
        (None, Err(_)) => {}
        // A number beyond what a double holds is still JSON.
        (Some(_), Err(error)) if error.to_string().contains("out of range") => {}
        (ours, theirs) => {
            assert!(ours.is_some() == theirs.is_ok(), "{text}: {} and {theirs:?}", ours.is_some());
        }
    }
}

/// Texts are read eight bytes at a time: every character, wherever among eight it stands, and however many follow.
#[test]
fn it_agrees_on_every_character_at_every_place() {
    for char in (0..0x100).filter_map(char::from_u32) {
        for before in 0..9 {
            for after in [0, 1, 7, 8, 9, 17] {
                agrees(&format!("[\"{}{char}{}\",1]", "a".repeat(before), "~".repeat(after)));
            }
        }
    }
}

#[test]
fn it_agrees_on_the_corners_of_the_grammar() {
    for text in [
        "",
        " ",
        "null",
        "nul",
        "nullx",
        "true",
        "false",
        "tru",
        "0",
        "-0",
        "-",
        "01",
        "1.",
        ".5",
        "1.5",
        "-1",
        "1e5",
        "1E+5",
        "1e",
        "1e-",
        "9007199254740992",
        "9007199254740993",
        "18446744073709551615",
        "18446744073709551616",
        "\"\"",
        "\"a",
        "\"\\\"\"",
        "\"\\x\"",
        "\"\\u0041\"",
        "\"\\u00\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "\"\\ud83d\\u0041\"",
        "\"\\ude00\"",
        "\"\\/\\b\\f\\n\\r\\t\\\\\"",
        "\"\u{1}\"",
        "\"\n\"",
        "\"é漢😀\"",
        "[]",
        "[ ]",
        "[1]",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1",
        "{}",
        "{ }",
        "{\"a\":1}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "{\"a\":}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1,\"a\":2}",
        "{\"\\u0061\":1}",
        "{\"a\":1",
        "[[[]]]",
        "1 1",
        "\u{feff}1",
        "{\"a\":[{\"b\":null}]} ",
    ] {
        agrees(text);
    }
}

#[test]
fn fields_are_found_in_any_order() {
    let document = parse(br#"{"b":1,"a":{"b":2,"a":3},"cC":[{"a":4}],"\u0064":5}"#).unwrap();
    let root = document.root();
    let whole = |value: Value<'_, '_>, field| value.get(field).whole();
    for _ in 0..2 {
        assert_eq!(whole(root, "b"), Some(1));
        assert_eq!(whole(root.get("a"), "a"), Some(3));
        // What was last asked for stands within another object.
        assert_eq!(whole(root, "d"), Some(5));
        assert_eq!(whole(root.get("a"), "b"), Some(2));
        assert_eq!(root.get("cC").items().unwrap().next().and_then(|item| whole(item, "a")), Some(4));
        assert!(root.get("e").is_null() && root.get("b").get("a").is_null());
    }
}

#[test]
fn what_says_the_same_is_shared() {
    let document = parse(br#"[["a]b","c"],["d"],["a]b","c"],["d"],["\u0064"],[1],[],[],["d" ]]"#).unwrap();
    let lists: Vec<_> = document.root().items().unwrap().map(Source::shared_list).collect();
    let texts = |list: &Option<Texts>| list.as_ref().map(|list| list.join(","));
    let said: Vec<_> = lists.iter().map(texts).collect();
    let expected =
        [Some("a]b,c"), Some("d"), Some("a]b,c"), Some("d"), Some("d"), None, Some(""), Some(""), Some("d")];
    assert_eq!(said, expected.map(|it| it.map(str::to_owned)));
    let same = |a: usize, b: usize| Arc::ptr_eq(lists[a].as_ref().unwrap(), lists[b].as_ref().unwrap());
    assert!(same(0, 2) && same(1, 3) && same(6, 7) && !same(1, 6));
    let first = |at: usize| &lists[at].as_ref().unwrap()[0];
    assert!(Arc::ptr_eq(first(1), first(8)));
    assert!(document.is_json());
}

#[test]
fn of_two_fields_with_one_name_the_first_one_counts() {
    let document = parse(br#"{"a":1,"b":2,"a":3}"#).unwrap();
    assert_eq!(document.root().get("a").whole(), Some(1));
}

#[test]
fn depth_is_limited() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(parse(nested(64).as_bytes()).is_some());
    assert!(parse(nested(65).as_bytes()).is_none());
}

#[test]
fn what_is_not_utf_8_is_not_read() {
    assert!(parse(b"\"\xff\"").is_none());
}

fn values() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        (-1e9..1e9).prop_map(Json::from),
        any::<String>().prop_map(Json::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|map| Json::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn it_agrees_on_every_document(value in values(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
        let text = text.unwrap();
        let ours = parse(text.as_bytes());
        prop_assert!(ours.is_some_and(|ours| same(ours.root(), &value)), "{}", text);
    }

    #[test]
    fn it_agrees_on_broken_documents(value in values(), at in any::<prop::sample::Index>(), with in "[\\x00-\\x7f]") {
        let text = serde_json::to_string(&value).unwrap();
        let mut chars: Vec<char> = text.chars().collect();
        let place = at.index(chars.len());
        chars[place] = with.chars().next().unwrap();
        agrees(&chars.into_iter().collect::<String>());
    }
}
