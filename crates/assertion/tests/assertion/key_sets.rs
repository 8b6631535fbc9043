//! Key sets that people paste: what is accepted, and what each fault is called and where.

use causeway_assertion::{Algorithm, KeySet, MAX_KEY_SET_BYTES, MAX_KEYS};
use jsonwebtoken::jwk::{Jwk, ThumbprintHash};
use serde_json::{Value, json};

use crate::support::*;

/// Pointers and codes of the faults; every fault must come with a sentence.
#[track_caller]
fn faults(text: &str) -> Vec<(String, &'static str)> {
    let errors = KeySet::parse(text).expect_err("it was accepted");
    for error in &errors {
        assert!(error.message.ends_with('.') && error.message.len() < 200, "{error}");
        assert!(error.code.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{error:?}");
    }
    errors.into_iter().map(|error| (error.pointer, error.code)).collect()
}

/// The fault of a set of one key.
#[track_caller]
fn fault(key: Value) -> (String, &'static str) {
    let mut faults = faults(&json!({ "keys": [key] }).to_string());
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.remove(0)
}

fn at(pointer: &str, code: &'static str) -> (String, &'static str) {
    (pointer.to_owned(), code)
}

fn rsa_with(name: &str, value: impl Into<Value>) -> Value {
    with(RSA_KEY.jwk(RSA), name, value)
}

fn ec_with(name: &str, value: impl Into<Value>) -> Value {
    with(EC_KEY.jwk(EC), name, value)
}

#[test]
fn a_set_says_what_its_keys_are() {
    let keys = registered();
    let shown: Vec<_> = keys.keys().iter().map(|key| (key.kid(), key.kind(), key.algorithm())).collect();
    assert_eq!(
        shown,
        [(RSA, "RSA 2048".to_owned(), Algorithm::Rs384), (EC, "EC P-384".to_owned(), Algorithm::Es384)]
    );
}

#[test]
fn a_single_key_is_a_set_of_one() {
    let key = EC_KEY.jwk(EC);
    assert_eq!(KeySet::parse(&key.to_string()), Ok(set(&[key])));
}

#[test]
fn what_a_key_may_say_is_accepted_and_only_what_counts_is_kept() {
    let full = json!({
        "kty": "EC", "kid": EC, "crv": "P-384", "x": EC_KEY.jwk(EC)["x"], "y": EC_KEY.jwk(EC)["y"],
        "use": "sig", "alg": "ES384", "key_ops": ["verify"],
        "x5t": "abc", "x5c": ["MIIB"], "x5u": "https://client.example/", "nbf": 1, "note": {"d": 1},
    });
    let text = json!({"keys": [full], "comment": "from our vault"}).to_string();
    let keys = KeySet::parse(&text).unwrap();
    assert_eq!(keys, set(&[EC_KEY.jwk(EC)]));
    let wanted = json!({"keys": [with(with(EC_KEY.jwk(EC), "use", "sig"), "alg", "ES384")]});
    assert_eq!(serde_json::from_str::<Value>(&keys.to_json()).unwrap(), wanted);
}

#[test]
fn a_set_has_one_spelling() {
    let keys = registered();
    let stored = keys.to_json();
    assert!(stored.starts_with(r#"{"keys":[{"kty":"RSA","kid":"rsa-2026","use":"sig","alg":"RS384","n":""#));
    assert!(stored.contains(r#"{"kty":"EC","kid":"ec-2026","use":"sig","alg":"ES384","crv":"P-384","x":""#));
    let again = KeySet::parse(&stored).unwrap();
    assert_eq!(again, keys);
    assert_eq!(again.to_json(), stored);
}

/// The example of RFC 7638 section 3.1, and another implementation.
#[test]
fn thumbprints() {
    let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3\
             oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgd\
             AZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCu\
             r-kEgU8awapJzKnqDKgw";
    let example = set(&[json!({"kty": "RSA", "n": n, "e": "AQAB", "kid": "2011-04-29"})]);
    assert_eq!(example.keys()[0].thumbprint(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");

    let keys = [RSA_KEY.jwk(RSA), EC_KEY.jwk(EC)];
    for (key, jwk) in set(&keys).keys().iter().zip(keys) {
        let other: Jwk = serde_json::from_value(jwk).unwrap();
        assert_eq!(key.thumbprint(), other.thumbprint(ThumbprintHash::SHA256).unwrap());
    }
    // It does not depend on the name.
    let renamed = set(&[EC_KEY.jwk("renamed")]);
    assert_eq!(renamed.keys()[0].thumbprint(), registered().keys()[1].thumbprint());
}

#[test]
fn texts_that_are_no_key_sets() {
    for text in ["", "hello", "{", "{} x", "{'keys':[]}", "https://client.example/jwks.json"] {
        assert_eq!(faults(text), [at("", "notJson")], "{text}");
    }
    let pem = "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n";
    assert_eq!(faults(pem), [at("", "notJson")]);
    assert!(KeySet::parse(pem).unwrap_err()[0].message.contains("PEM"));
    for text in ["{}", "[]", "null", "1", "\"keys\"", r#"{"Keys":[]}"#] {
        assert_eq!(faults(text), [at("", "invalid")], "{text}");
    }
    for text in [r#"{"keys":{}}"#, r#"{"keys":null}"#, r#"{"keys":"[]"}"#] {
        assert_eq!(faults(text), [at("/keys", "invalid")], "{text}");
    }
    assert_eq!(faults(r#"{"keys":[]}"#), [at("/keys", "noKeys")]);
    assert_eq!(faults(r#"{"keys":[1,[],null]}"#).len(), 3);
    assert_eq!(faults(r#"{"keys":[[]]}"#), [at("/keys/0", "invalid")]);
    let both = with(EC_KEY.jwk(EC), "keys", json!([RSA_KEY.jwk(RSA)]));
    assert_eq!(faults(&both.to_string()), [at("", "invalid")]);
    assert_eq!(faults(&" ".repeat(MAX_KEY_SET_BYTES + 1)), [at("", "tooLarge")]);
}

#[test]
fn as_many_keys_as_allowed() {
    let many = |count: usize| -> Vec<Value> { (0..count).map(|n| EC_KEY.jwk(&format!("k{n}"))).collect() };
    assert_eq!(set(&many(MAX_KEYS)).keys().len(), 20);
    let text = json!({"keys": many(MAX_KEYS + 1)}).to_string();
    assert_eq!(faults(&text), [at("/keys", "tooManyKeys")]);
}

#[test]
fn members_that_are_there_twice() {
    let key = EC_KEY.jwk(EC).to_string();
    let twice = key.replacen('{', r#"{"kid":"a","#, 1);
    assert_eq!(faults(&format!(r#"{{"keys":[{key},{twice}]}}"#)), [at("/keys/1/kid", "duplicate")]);
    assert_eq!(faults(&format!(r#"{{"keys":[{key}],"keys":[]}}"#)), [at("/keys", "duplicate")]);
    let hidden = key.replacen('{', r#"{"\u0078":"a","#, 1);
    assert_eq!(faults(&hidden), [at("/x", "duplicate")]);
}

#[test]
fn names_of_keys() {
    assert_eq!(fault(ec_with("kid", ())), at("/keys/0/kid", "required"));
    for kid in [json!(""), json!("x".repeat(257)), json!("a\u{0}b"), json!("a\nb"), json!(1), json!(["a"])] {
        assert_eq!(fault(ec_with("kid", kid)), at("/keys/0/kid", "invalid"));
    }
    assert_eq!(set(&[ec_with("kid", "ü".repeat(256))]).keys()[0].kid().chars().count(), 256);
    let text = json!({"keys": [RSA_KEY.jwk("a"), EC_KEY.jwk("b"), EC_KEY.jwk("a")]}).to_string();
    assert_eq!(faults(&text), [at("/keys/2/kid", "duplicateKid")]);
}

#[test]
fn keys_for_something_else() {
    for usage in [json!("enc"), json!("SIG"), json!(""), json!(["sig"]), json!(false)] {
        assert_eq!(fault(ec_with("use", usage)), at("/keys/0/use", "invalid"));
    }
    for operations in [json!([]), json!(["sign"]), json!("verify"), json!(["Verify"]), json!([["verify"]])] {
        assert_eq!(fault(ec_with("key_ops", operations)), at("/keys/0/key_ops", "invalid"));
    }
    for alg in ["ES384", "RS256", "PS384", "rs384", "RSA-OAEP", ""] {
        assert_eq!(fault(rsa_with("alg", alg)), at("/keys/0/alg", "unsupportedAlgorithm"));
    }
    for alg in [json!("RS384"), json!("ES256"), json!("none"), json!(384)] {
        assert_eq!(fault(ec_with("alg", alg)), at("/keys/0/alg", "unsupportedAlgorithm"));
    }
}

#[test]
fn other_kinds_of_keys_are_refused_by_name() {
    for curve in ["P-256", "P-521", "secp256k1", "p-384", "P384", ""] {
        let key = ec_with("crv", curve);
        assert_eq!(fault(key.clone()), at("/keys/0/crv", "unsupportedCurve"));
        let message = &KeySet::parse(&key.to_string()).unwrap_err()[0].message;
        assert_eq!(message, "SMART asks for ES384: use curve P-384.");
    }
    let ed25519 = json!({"kty": "OKP", "crv": "Ed25519", "kid": "a", "x": base64url([1; 32])});
    assert_eq!(fault(ed25519.clone()), at("/keys/0/kty", "unsupportedType"));
    assert!(KeySet::parse(&ed25519.to_string()).unwrap_err()[0].message.contains("Ed25519"));
    for kty in ["rsa", "ec", "AKP", "", "RSA "] {
        assert_eq!(fault(rsa_with("kty", kty)), at("/keys/0/kty", "unsupportedType"));
    }
    assert_eq!(fault(rsa_with("kty", ())), at("/keys/0/kty", "required"));
    assert_eq!(fault(rsa_with("kty", 1)), at("/keys/0/kty", "invalid"));
    assert_eq!(fault(ec_with("crv", ())), at("/keys/0/crv", "required"));
}

/// An odd number of exactly so many bits.
fn modulus(bits: usize) -> String {
    let mut bytes = vec![0xa5; bits.div_ceil(8)];
    bytes[0] = 1 << ((bits - 1) % 8);
    base64url(bytes)
}

#[test]
fn sizes_of_rsa_keys() {
    for (bits, kind) in [(2048, "RSA 2048"), (2049, "RSA 2049"), (8191, "RSA 8191"), (8192, "RSA 8192")] {
        assert_eq!(set(&[rsa_with("n", modulus(bits))]).keys()[0].kind(), kind);
    }
    for bits in [1, 512, 1024, 2047, 8193, 16_384] {
        let key = rsa_with("n", modulus(bits));
        assert_eq!(fault(key.clone()), at("/keys/0/n", "keySize"));
        let message = &KeySet::parse(&key.to_string()).unwrap_err()[0].message;
        assert_eq!(message, &format!("The modulus has {bits} bits: use an RSA key of 2048 to 8192 bits."));
    }
    assert_eq!(fault(rsa_with("n", "")), at("/keys/0/n", "keySize"));
    assert_eq!(fault(rsa_with("n", base64url([0xa4; 256]))), at("/keys/0/n", "invalid"));
    let padded = [&[0], &[0xa5; 256][..]].concat();
    assert_eq!(fault(rsa_with("n", base64url(padded))), at("/keys/0/n", "leadingZero"));
    assert_eq!(fault(rsa_with("n", base64url([0; 256]))), at("/keys/0/n", "leadingZero"));
}

#[test]
fn exponents() {
    for e in [&[3][..], &[17], &[1, 0, 1], &[0xff, 0xff, 0xff, 0xff]] {
        assert_eq!(set(&[rsa_with("e", base64url(e))]).keys().len(), 1);
    }
    for e in [&[][..], &[1], &[2], &[1, 0, 0], &[1, 0, 0, 0, 1]] {
        assert_eq!(fault(rsa_with("e", base64url(e))), at("/keys/0/e", "invalid"));
    }
    assert_eq!(fault(rsa_with("e", base64url([0, 1, 0, 1]))), at("/keys/0/e", "leadingZero"));
    assert_eq!(fault(rsa_with("e", 65537)), at("/keys/0/e", "invalid"));
}

#[test]
fn points_that_are_not_on_the_curve() {
    let (x, y) = (EC_KEY.jwk(EC)["x"].clone(), EC_KEY.jwk(EC)["y"].clone());
    let other = ATTACKER_EC.jwk(EC)["y"].clone();
    assert_eq!(fault(ec_with("y", other)), at("/keys/0/x", "notOnCurve"));
    assert_eq!(fault(with(ec_with("x", y), "y", x)), at("/keys/0/x", "notOnCurve"));
    let nought = base64url([0; 48]);
    assert_eq!(fault(with(ec_with("x", nought.clone()), "y", nought)), at("/keys/0/x", "notOnCurve"));
    let most = base64url([0xff; 48]);
    assert_eq!(fault(with(ec_with("x", most.clone()), "y", most)), at("/keys/0/x", "notOnCurve"));
    for length in [0, 1, 32, 47, 49, 66] {
        assert_eq!(fault(ec_with("x", base64url(vec![1; length]))), at("/keys/0/x", "keySize"));
        assert_eq!(fault(ec_with("y", base64url(vec![1; length]))), at("/keys/0/y", "keySize"));
    }
}

#[test]
fn numbers_are_base64url() {
    for (key, names) in [(RSA_KEY.jwk(RSA), ["n", "e"]), (EC_KEY.jwk(EC), ["x", "y"])] {
        for name in names {
            let text = key[name].as_str().unwrap();
            let plus = format!("+{}", &text[1..]);
            let slash = format!("/{}", &text[1..]);
            let padded = format!("{text}=");
            let spaced = format!("{text} ");
            for wrong in [plus, slash, padded, spaced] {
                let pointer = format!("/keys/0/{name}");
                assert_eq!(fault(with(key.clone(), name, wrong)), at(&pointer, "notBase64Url"));
            }
            assert_eq!(fault(with(key.clone(), name, ())), at(&format!("/keys/0/{name}"), "required"));
            assert_eq!(fault(with(key.clone(), name, json!([1]))), at(&format!("/keys/0/{name}"), "invalid"));
        }
    }
}

#[test]
fn all_faults_are_said_at_once() {
    let first = json!({"kty": "RSA", "use": "enc", "alg": "RS256", "n": modulus(1024), "e": "AA"});
    let second = json!({"kty": "EC", "kid": "b", "crv": "P-384", "x": "AQ"});
    assert_eq!(
        faults(&json!({"keys": [first, EC_KEY.jwk(EC), second]}).to_string()),
        [
            at("/keys/0/kid", "required"),
            at("/keys/0/use", "invalid"),
            at("/keys/0/alg", "unsupportedAlgorithm"),
            at("/keys/0/n", "keySize"),
            at("/keys/0/e", "leadingZero"),
            at("/keys/2/x", "keySize"),
            at("/keys/2/y", "required"),
        ]
    );
}

#[test]
fn an_error_reads_as_a_line() {
    let errors = KeySet::parse(&ec_with("crv", "P-256").to_string()).unwrap_err();
    assert_eq!(errors[0].to_string(), "/crv: SMART asks for ES384: use curve P-384.");
    let errors = KeySet::parse("x").unwrap_err();
    assert_eq!(errors[0].to_string(), errors[0].message);
}

#[test]
fn of_a_published_set_the_keys_that_can_be_used_are_kept() {
    let published = |keys: &[Value]| KeySet::published(&json!({ "keys": keys }).to_string());
    let other_uses = [
        rsa_with("use", "enc"),
        rsa_with("alg", "RS256"),
        ec_with("crv", "P-256"),
        json!({ "kty": "OKP", "kid": "ed", "crv": "Ed25519", "x": "AAAA" }),
        with(EC_KEY.jwk(EC), "kid", Value::Null),
    ];
    for other in &other_uses {
        assert_eq!(published(&[other.clone(), EC_KEY.jwk(EC)]), Ok(set(&[EC_KEY.jwk(EC)])), "{other}");
    }
    let errors = published(&other_uses).expect_err("nothing is left");
    assert!(errors.len() >= other_uses.len(), "{errors:?}");
    let code = |keys: &[Value]| published(keys).expect_err("it was accepted").last().unwrap().code;
    assert_eq!(code(&[EC_KEY.jwk(EC), ATTACKER_EC.jwk(EC)]), "duplicateKid");
    assert_eq!(code(&[EC_KEY.jwk(EC), rsa_with("d", "AAAA")]), "privateKey");
    assert_eq!(code(&[EC_KEY.jwk(EC), json!({ "kty": "oct", "kid": "s", "k": "AAAA" })]), "sharedSecret");
    assert_eq!(code(&[]), "noKeys");
    assert_eq!(KeySet::published("<html>").expect_err("it was accepted")[0].code, "notJson");
}
