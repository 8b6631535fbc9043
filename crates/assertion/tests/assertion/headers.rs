//! Headers that are refused although the signature is right, or made to look so.

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::hmac;
use aws_lc_rs::signature::{KeyPair, RSA_PKCS1_SHA256, RSA_PKCS1_SHA512, RSA_PSS_SHA384};
use causeway_assertion::{Algorithm, Expected, Refusal, verify};
use data_encoding::BASE64;
use serde_json::{Value, json};

use crate::support::*;

/// The refusal of an assertion whose header has another member, or none of the name when it is null.
#[track_caller]
fn with_member(name: &str, value: impl Into<Value>) -> Refusal {
    refusal(&RSA_KEY.assertion(with(rsa_header(), name, value), claims()))
}

#[test]
fn no_signature_is_not_an_algorithm() {
    for none in ["none", "None", "NONE", "nOnE"] {
        assert_eq!(with_member("alg", none), Refusal::UnsupportedAlgorithm);
        let signed = signed_part(with(rsa_header(), "alg", none), claims());
        assert_eq!(refusal(&format!("{signed}.")), Refusal::UnsupportedAlgorithm);
    }
    let signed = signed_part(rsa_header(), claims());
    assert_eq!(refusal(&format!("{signed}.")), Refusal::WrongSignature);
}

#[test]
fn a_public_key_is_not_a_shared_secret() {
    let Signer::Rsa(pair) = &*RSA_KEY else { panic!("not an RSA key") };
    let spki: PublicKeyX509Der<'_> = pair.public_key().as_der().unwrap();
    let pem =
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", BASE64.encode(spki.as_ref()));
    let secrets: [&[u8]; 6] = [
        spki.as_ref(),
        pair.public_key().as_ref(),
        pem.as_bytes(),
        pair.public_key().modulus().big_endian_without_leading_zero(),
        &RSA_KEY.jwk(RSA).to_string().into_bytes(),
        b"",
    ];
    for (alg, algorithm) in
        [("HS256", hmac::HMAC_SHA256), ("HS384", hmac::HMAC_SHA384), ("HS512", hmac::HMAC_SHA512)]
    {
        for secret in secrets {
            let signed = signed_part(with(rsa_header(), "alg", alg), claims());
            let tag = hmac::sign(&hmac::Key::new(algorithm, secret), signed.as_bytes());
            assert_eq!(refusal(&with_signature(&signed, tag.as_ref())), Refusal::UnsupportedAlgorithm);
            // The same, with a header that passes.
            let signed = signed_part(rsa_header(), claims());
            let tag = hmac::sign(&hmac::Key::new(algorithm, secret), signed.as_bytes());
            assert_eq!(refusal(&with_signature(&signed, tag.as_ref())), Refusal::WrongSignature);
        }
    }
}

#[test]
fn the_right_key_in_another_algorithm() {
    for (alg, signature) in [
        (
            "RS256",
            RSA_KEY.sign_rsa(&RSA_PKCS1_SHA256, &signed_part(with(rsa_header(), "alg", "RS256"), claims())),
        ),
        (
            "RS512",
            RSA_KEY.sign_rsa(&RSA_PKCS1_SHA512, &signed_part(with(rsa_header(), "alg", "RS512"), claims())),
        ),
        (
            "PS384",
            RSA_KEY.sign_rsa(&RSA_PSS_SHA384, &signed_part(with(rsa_header(), "alg", "PS384"), claims())),
        ),
    ] {
        let signed = signed_part(with(rsa_header(), "alg", alg), claims());
        assert_eq!(refusal(&with_signature(&signed, &signature)), Refusal::UnsupportedAlgorithm, "{alg}");
    }
    let signed = signed_part(rsa_header(), claims());
    for signature in [
        RSA_KEY.sign_rsa(&RSA_PKCS1_SHA256, &signed),
        RSA_KEY.sign_rsa(&RSA_PKCS1_SHA512, &signed),
        RSA_KEY.sign_rsa(&RSA_PSS_SHA384, &signed),
    ] {
        assert_eq!(refusal(&with_signature(&signed, &signature)), Refusal::WrongSignature);
    }
}

#[test]
fn algorithms_are_spelled_exactly() {
    for alg in
        ["rs384", "Rs384", "RS384 ", " RS384", "RS384\u{0}", "ES256", "ES512", "EdDSA", "HS384", "A128KW", ""]
    {
        assert_eq!(with_member("alg", alg), Refusal::UnsupportedAlgorithm, "{alg}");
    }
    for alg in [json!(["RS384"]), json!(384), json!({"RS384": true})] {
        assert_eq!(with_member("alg", alg), Refusal::UnsupportedAlgorithm);
    }
    assert_eq!(with_member("alg", ()), Refusal::UnsupportedAlgorithm);
}

#[test]
fn the_algorithm_fits_the_key() {
    let header = with(ec_header(), "kid", RSA);
    assert_eq!(refusal(&EC_KEY.assertion(header, claims())), Refusal::AlgorithmMismatch(Algorithm::Rs384));
    let header = with(rsa_header(), "kid", EC);
    assert_eq!(refusal(&RSA_KEY.assertion(header, claims())), Refusal::AlgorithmMismatch(Algorithm::Es384));
}

#[test]
fn types_other_than_jwt() {
    for typ in [json!("at+jwt"), json!("JWS"), json!("application/jwt"), json!("JWT "), json!(""), json!(1)] {
        assert_eq!(with_member("typ", typ), Refusal::WrongType);
    }
}

#[test]
fn extensions_that_must_be_understood() {
    for crit in [json!(["exp"]), json!([]), json!(["b64"]), json!("b64")] {
        assert_eq!(with_member("crit", crit), Refusal::CriticalHeader);
    }
}

#[test]
fn keys_that_an_attacker_brings_along() {
    let jwk = ATTACKER_RSA.jwk(RSA);
    for (name, value) in [
        ("jwk", jwk.clone()),
        ("x5c", json!([jwk["n"]])),
        ("x5u", json!("https://attacker.example/certificate.pem")),
        ("x5u", json!(JWKS_URL)),
        // Also when it is the registered key: nobody needs it.
        ("jwk", RSA_KEY.jwk(RSA)),
        ("jwk", json!({})),
    ] {
        for signer in [&*ATTACKER_RSA, &*RSA_KEY] {
            let assertion = signer.assertion(with(rsa_header(), name, value.clone()), claims());
            assert_eq!(refusal(&assertion), Refusal::KeyInHeader(name));
        }
    }
}

#[test]
fn addresses_of_other_key_sets() {
    let attacker = "https://attacker.example/jwks.json";
    let close = [
        attacker,
        "https://client.example/jwks.json#",
        "https://client.example/jwks.json?x",
        "https://client.example/JWKS.json",
        "http://client.example/jwks.json",
        "https://client.example@attacker.example/jwks.json",
        "",
    ];
    for jku in close {
        for signer in [&*ATTACKER_RSA, &*RSA_KEY] {
            let assertion = signer.assertion(with(rsa_header(), "jku", jku), claims());
            assert_eq!(refusal(&assertion), Refusal::UnregisteredJwksUrl, "{jku}");
        }
    }
    assert_eq!(with_member("jku", json!([JWKS_URL])), Refusal::UnregisteredJwksUrl);
    // The right address does not make another key right.
    let assertion = ATTACKER_RSA.assertion(with(rsa_header(), "jku", JWKS_URL), claims());
    assert_eq!(refusal(&assertion), Refusal::WrongSignature);
    // A client that registered no address has none to name.
    let pasted = Expected { registered_jwks_url: None, ..expected() };
    for jku in [json!(JWKS_URL), json!(""), json!(1), json!([]), json!({})] {
        let assertion = RSA_KEY.assertion(with(rsa_header(), "jku", jku), claims());
        assert_eq!(verify(&assertion, &registered(), &pasted), Err(Refusal::UnregisteredJwksUrl));
    }
}

#[test]
fn keys_are_named_exactly() {
    assert_eq!(with_member("kid", ()), Refusal::InvalidKid);
    for kid in [json!(""), json!("x".repeat(257)), json!("a\u{0}"), json!(1), json!([RSA])] {
        assert_eq!(with_member("kid", kid), Refusal::InvalidKid);
    }
    for kid in ["rsa-2025", "RSA-2026", "rsa-2026 ", "../../rsa-2026", "' OR 1=1 --", "*"] {
        assert_eq!(with_member("kid", kid), Refusal::UnknownKid);
    }
}
