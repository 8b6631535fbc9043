//! Private keys and shared secrets that are pasted by mistake.

use aws_lc_rs::encoding::AsBigEndian;
use causeway_assertion::KeySet;
use serde_json::json;

use crate::support::*;

#[test]
fn private_keys_are_refused_and_never_repeated() {
    let secret = base64url([7; 48]);
    for name in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] {
        for key in [RSA_KEY.jwk(RSA), EC_KEY.jwk(EC)] {
            // What else is wrong with the key is not said.
            let private = with(with(key, name, secret.clone()), "kid", ());
            for (text, pointer) in [
                (json!({"keys": [RSA_KEY.jwk("good"), private]}).to_string(), format!("/keys/1/{name}")),
                (private.to_string(), format!("/{name}")),
            ] {
                let errors = KeySet::parse(&text).unwrap_err();
                assert_eq!(errors.len(), 1);
                assert_eq!((errors[0].pointer.as_str(), errors[0].code), (pointer.as_str(), "privateKey"));
                assert_eq!(
                    errors[0].message,
                    "This is a private key. Paste only the public half, and treat this key as exposed."
                );
                assert!(!format!("{errors:?}{}", errors[0]).contains(&secret));
            }
        }
    }
}

#[test]
fn private_keys_are_recognized_in_documents_of_another_form() {
    let secret = base64url([7; 48]);
    for (text, pointer) in [
        (json!({"kid": EC, "d": secret}), "/d"),
        (json!({"keys": [EC_KEY.jwk(EC)], "d": secret}), "/d"),
        (json!({"keys": "none", "kty": "EC", "k": secret}), "/k"),
    ] {
        let errors = KeySet::parse(&text.to_string()).unwrap_err();
        assert_eq!(errors.len(), 1);
        assert_eq!((errors[0].pointer.as_str(), errors[0].code), (pointer, "privateKey"));
    }
}

#[test]
fn a_real_private_key_is_refused() {
    let Signer::Ec(pair) = &*EC_KEY else { panic!("not an EC key") };
    let d = pair.private_key().as_be_bytes().unwrap();
    let private = with(EC_KEY.jwk(EC), "d", base64url(d.as_ref()));
    assert_eq!(KeySet::parse(&private.to_string()).unwrap_err()[0].code, "privateKey");
}

#[test]
fn shared_secrets_are_refused() {
    let secret = base64url([9; 32]);
    let text = json!({"keys": [{"kty": "oct", "kid": "a", "k": secret, "alg": "HS384"}]}).to_string();
    let errors = KeySet::parse(&text).unwrap_err();
    assert_eq!(errors.len(), 1);
    assert_eq!((errors[0].pointer.as_str(), errors[0].code), ("/keys/0/kty", "sharedSecret"));
    assert!(errors[0].message.starts_with("A shared secret does not belong in a key set."));
    assert!(!format!("{errors:?}").contains(&secret));
}

#[test]
fn private_keys_in_pem_are_recognized() {
    for label in ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"] {
        let text = format!("-----BEGIN {label}-----\nMIIB\n-----END {label}-----\n");
        let errors = KeySet::parse(&text).unwrap_err();
        assert_eq!((errors[0].pointer.as_str(), errors[0].code), ("", "privateKey"), "{label}");
    }
}
