//! What holds for every text.

use std::sync::LazyLock;

use causeway_assertion::{KeySet, Refusal, issuer, verify};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::support::*;

/// A good assertion of each kind.
static GOOD: LazyLock<[String; 2]> =
    LazyLock::new(|| [RSA_KEY.assertion(rsa_header(), claims()), EC_KEY.assertion(ec_header(), claims())]);

static KEYS: LazyLock<KeySet> = LazyLock::new(registered);

/// Any JSON, not too deep.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (NOW - 500..NOW + 500).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(vec![
            CLIENT, AUDIENCE, JWKS_URL, RSA, EC, "RS384", "ES384", "JWT", "none", "sig"
        ])
        .prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(".{0,6}", inner, 0..4)
                .prop_map(|members| Value::Object(Map::from_iter(members))),
        ]
    })
}

/// A good object with some of its members, or others of the standards, set to anything.
fn changed(good: Value, names: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop::collection::vec((prop::sample::select(names), any_json()), 0..3).prop_map(move |changes| {
        changes.into_iter().fold(good.clone(), |object, (name, value)| with(object, name, value))
    })
}

const HEADER: &[&str] = &["alg", "typ", "kid", "jku", "jwk", "x5u", "x5c", "crit", "zip", "cty"];
const CLAIMS: &[&str] = &["iss", "sub", "aud", "exp", "iat", "nbf", "jti", "scope"];
const JWK: &[&str] = &["kty", "kid", "use", "alg", "key_ops", "n", "e", "crv", "x", "y", "d", "k"];

proptest! {
    #[test]
    fn no_text_makes_anything_panic(
        text in "\\PC{0,300}",
        line in "[\\x00-\\x7f]{0,300}",
        dotted in "[A-Za-z0-9_.=-]{0,300}",
    ) {
        for text in [text, line, dotted] {
            prop_assert!(KeySet::parse(&text).is_err());
            prop_assert!(verify(&text, &KEYS, &expected()).is_err());
            if let Err(refusal) = issuer(&text) {
                assert_sentence_is_harmless(&refusal, &text);
            }
        }
    }

    #[test]
    fn no_document_makes_the_key_set_panic(document in any_json(), keys in prop::collection::vec(any_json(), 0..4)) {
        for text in [document.to_string(), json!({"keys": keys}).to_string()] {
            prop_assert!(!KeySet::parse(&text).is_err_and(|errors| errors.is_empty()));
        }
    }

    #[test]
    fn a_changed_key_is_refused_or_read_back_as_stored(
        rsa in changed(RSA_KEY.jwk(RSA), JWK),
        ec in changed(EC_KEY.jwk(EC), JWK),
    ) {
        match KeySet::parse(&json!({"keys": [rsa, ec]}).to_string()) {
            Ok(keys) => {
                prop_assert_eq!(keys.keys().len(), 2);
                for name in ["d", "k"] {
                    prop_assert!(rsa.get(name).is_none() && ec.get(name).is_none());
                }
                prop_assert_eq!(KeySet::parse(&keys.to_json()), Ok(keys));
            }
            Err(errors) => {
                for error in errors {
                    let place = error.pointer.split('/').nth(3).unwrap();
                    prop_assert!(error.pointer.starts_with("/keys/") && JWK.contains(&place), "{}", error.pointer);
                }
            }
        }
    }

    #[test]
    fn every_name_survives_storage(kid in "[^\\p{Cc}]{1,256}") {
        let keys = set(&[EC_KEY.jwk(&kid)]);
        prop_assert_eq!(keys.keys()[0].kid(), &kid);
        prop_assert_eq!(KeySet::parse(&keys.to_json()), Ok(keys));
    }

    /// Whatever a client signs with its own key, what is accepted is what the profile says.
    #[test]
    fn signed_claims_are_accepted_only_as_the_profile_says(
        header in changed(ec_header(), HEADER),
        payload in changed(claims(), CLAIMS),
    ) {
        let assertion = EC_KEY.assertion(&header, &payload);
        match verify(&assertion, &KEYS, &expected()) {
            Ok(verified) => {
                prop_assert_eq!(&header["alg"], "ES384");
                prop_assert_eq!(&header["kid"], EC);
                for name in ["jwk", "x5u", "x5c", "crit"] {
                    prop_assert!(header.get(name).is_none());
                }
                prop_assert!(header.get("jku").is_none_or(|jku| jku == JWKS_URL));
                prop_assert_eq!(&payload["iss"], CLIENT);
                prop_assert_eq!(&payload["sub"], CLIENT);
                prop_assert!(payload["aud"].to_string().contains(AUDIENCE));
                prop_assert_eq!(payload["exp"].as_i64(), Some(verified.expires_at));
                prop_assert!((NOW - 59..=NOW + 360).contains(&verified.expires_at));
                for name in ["iat", "nbf"] {
                    prop_assert!(payload.get(name).is_none_or(|time| time.as_i64().is_some_and(|at| at <= NOW + 60)));
                }
                prop_assert_eq!(payload["jti"].as_str(), Some(verified.jti.as_str()));
                prop_assert_eq!(issuer(&assertion), Ok(CLIENT.to_owned()));
            }
            Err(refusal) => {
                prop_assert_ne!(&refusal, &Refusal::WrongSignature);
                assert_sentence_is_harmless(&refusal, &assertion);
            }
        }
    }

    #[test]
    fn every_other_byte_is_refused(which in 0..2_usize, place: prop::sample::Index, byte in 0_u8..128) {
        let good = &GOOD[which];
        let place = place.index(good.len());
        prop_assume!(good.as_bytes()[place] != byte);
        let mut edited = good.clone().into_bytes();
        edited[place] = byte;
        prop_assert!(judge_text(edited).is_err());
    }

    #[test]
    fn every_cut_and_addition_is_refused(
        which in 0..2_usize,
        place: prop::sample::Index,
        text in "[A-Za-z0-9_.=-]{1,4}",
    ) {
        let good = &GOOD[which];
        let place = place.index(good.len());
        let (start, end) = good.split_at(place);
        let cut = [start, &end[1..]].concat();
        let longer = [start, &text, end].concat();
        for edited in [start.to_owned(), cut, longer] {
            prop_assert!(judge_text(edited.as_str()).is_err(), "{}", edited);
        }
        prop_assert!(place == 0 || judge_text(end).is_err());
    }
}

fn judge_text(text: impl Into<Vec<u8>>) -> Result<(), Refusal> {
    let text = String::from_utf8(text.into()).unwrap();
    verify(&text, &KEYS, &expected()).map(|_| ())
}

/// Each place of each part, against the letters that are nearest in the alphabet and the characters that separate.
#[test]
fn every_place_is_protected() {
    for good in &*GOOD {
        assert!(judge_text(good.as_str()).is_ok());
        let mut refused = 0;
        for place in 0..good.len() {
            let old = good.as_bytes()[place];
            for new in [old ^ 1, old ^ 2, b'A', b'.', b'='] {
                // Not the same text, and not something that is no text.
                if new != old && new.is_ascii() {
                    let mut edited = good.clone().into_bytes();
                    edited[place] = new;
                    assert!(
                        judge_text(edited).is_err(),
                        "{} instead of {} at {place}",
                        char::from(new),
                        char::from(old)
                    );
                    refused += 1;
                }
            }
        }
        assert!(refused >= good.len() * 4);
    }
}
