//! Good assertions are accepted, in every form that a client may give them.

use aws_lc_rs::rsa::KeySize;
use causeway_assertion::{Algorithm, KeySet, Verified, issuer, verify};
use serde_json::json;

use crate::support::*;

#[test]
fn both_algorithms_are_accepted() {
    for (signer, header, kid, algorithm) in
        [(&*RSA_KEY, rsa_header(), RSA, Algorithm::Rs384), (&*EC_KEY, ec_header(), EC, Algorithm::Es384)]
    {
        let assertion = signer.assertion(header, claims());
        let jti = claims()["jti"].as_str().unwrap().to_owned();
        let verified = Verified { jti, expires_at: NOW + 240, kid: kid.to_owned(), algorithm };
        assert_eq!(judge(&assertion), Ok(verified));
        assert_eq!(issuer(&assertion).as_deref(), Ok(CLIENT));
    }
}

#[test]
fn larger_rsa_keys_are_accepted() {
    for (size, kind) in [(KeySize::Rsa3072, "RSA 3072"), (KeySize::Rsa4096, "RSA 4096")] {
        let signer = Signer::rsa(size);
        let keys = set(&[signer.jwk(RSA)]);
        assert_eq!(keys.keys()[0].kind(), kind);
        let assertion = signer.assertion(rsa_header(), claims());
        assert_eq!(verify(&assertion, &keys, &expected()).unwrap().algorithm, Algorithm::Rs384);
    }
}

#[test]
fn what_a_client_may_choose_is_accepted() {
    let headers = [
        with(rsa_header(), "typ", ()),
        with(rsa_header(), "typ", "jwt"),
        with(rsa_header(), "jku", JWKS_URL),
        with(rsa_header(), "x5t", "dGh1bWJwcmludA"),
        with(rsa_header(), "future", json!({"a": [1.5]})),
    ];
    for header in headers {
        assert_eq!(
            judge(&RSA_KEY.assertion(&header, claims())).map(|it| it.kid).as_deref(),
            Ok(RSA),
            "{header}"
        );
    }
    let payloads = [
        with(claims(), "aud", json!([AUDIENCE])),
        with(claims(), "aud", json!(["https://elsewhere.example", AUDIENCE])),
        with(claims(), "aud", "https://causeway.example"),
        with(claims(), "iat", ()),
        with(claims(), "nbf", NOW - 5),
        with(claims(), "scope", "system/*.rs"),
        // 256 characters, not bytes.
        with(claims(), "jti", "ü".repeat(256)),
    ];
    for payload in payloads {
        let verified = judge(&RSA_KEY.assertion(rsa_header(), &payload));
        assert_eq!(verified.map(|it| it.jti).as_deref(), Ok(payload["jti"].as_str().unwrap()), "{payload}");
    }
}

#[test]
fn clocks_may_be_a_minute_apart_and_assertions_five_minutes_old() {
    let times = [
        json!({"exp": NOW - 59}),
        json!({"exp": NOW + 300}),
        json!({"exp": NOW + 360}),
        json!({"exp": NOW + 100, "iat": NOW + 60, "nbf": NOW + 60}),
        json!({"exp": NOW + 1, "iat": NOW - 100_000}),
    ];
    for time in times {
        let mut payload = claims();
        payload.as_object_mut().unwrap().extend(time.as_object().unwrap().clone());
        let verified = judge(&EC_KEY.assertion(ec_header(), payload));
        assert_eq!(verified.map(|it| it.expires_at), Ok(time["exp"].as_i64().unwrap()), "{time}");
    }
}

#[test]
fn keys_are_changed_without_a_gap() {
    let (old, new) = (Signer::ec(), Signer::ec());
    let both = set(&[old.jwk("old"), new.jwk("new"), RSA_KEY.jwk(RSA)]);
    for (signer, kid) in [(&old, "old"), (&new, "new")] {
        let assertion = signer.assertion(with(ec_header(), "kid", kid), claims());
        assert_eq!(verify(&assertion, &both, &expected()).unwrap().kid, kid);
    }
    let after = set(&[new.jwk("new")]);
    let late = old.assertion(with(ec_header(), "kid", "old"), claims());
    assert_eq!(verify(&late, &after, &expected()).unwrap_err().code(), "unknownKid");
}

#[test]
fn a_stored_set_verifies_like_the_pasted_one() {
    let stored = KeySet::parse(&registered().to_json()).unwrap();
    for (signer, header) in [(&*RSA_KEY, rsa_header()), (&*EC_KEY, ec_header())] {
        let assertion = signer.assertion(header, claims());
        assert_eq!(verify(&assertion, &stored, &expected()), judge(&assertion));
        assert!(judge(&assertion).is_ok());
    }
}
