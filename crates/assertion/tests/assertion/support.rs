//! Clients as attackers and friends have them: keys made at run time, and assertions signed with them.

use std::sync::LazyLock;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA384, RsaEncoding, RsaKeyPair,
};
use causeway_assertion::{Expected, KeySet, Refusal, Verified, verify};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

pub(crate) const NOW: i64 = 1_800_000_000;
pub(crate) const CLIENT: &str = "0b3c5a2e-4d2f-4f0e-9a55-3f4f5b1c7d10";
pub(crate) const AUDIENCE: &str = "https://causeway.example/oauth2/token";
pub(crate) const JWKS_URL: &str = "https://client.example/jwks.json";

/// Names of the keys in [`registered`].
pub(crate) const RSA: &str = "rsa-2026";
pub(crate) const EC: &str = "ec-2026";

pub(crate) enum Signer {
    Rsa(RsaKeyPair),
    Ec(EcdsaKeyPair),
}

/// The client's keys, and keys of the same kinds that somebody else made.
pub(crate) static RSA_KEY: LazyLock<Signer> = LazyLock::new(|| Signer::rsa(KeySize::Rsa2048));
pub(crate) static EC_KEY: LazyLock<Signer> = LazyLock::new(Signer::ec);
pub(crate) static ATTACKER_RSA: LazyLock<Signer> = LazyLock::new(|| Signer::rsa(KeySize::Rsa2048));
pub(crate) static ATTACKER_EC: LazyLock<Signer> = LazyLock::new(Signer::ec);

impl Signer {
    pub(crate) fn rsa(size: KeySize) -> Self {
        Self::Rsa(RsaKeyPair::generate(size).unwrap())
    }

    pub(crate) fn ec() -> Self {
        Self::Ec(EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).unwrap())
    }

    pub(crate) fn alg(&self) -> &'static str {
        match self {
            Self::Rsa(_) => "RS384",
            Self::Ec(_) => "ES384",
        }
    }

    /// The public half, as a client registers it.
    pub(crate) fn jwk(&self, kid: &str) -> Value {
        match self {
            Self::Rsa(pair) => {
                let key = pair.public_key();
                let n = base64url(key.modulus().big_endian_without_leading_zero());
                let e = base64url(key.exponent().big_endian_without_leading_zero());
                json!({"kty": "RSA", "kid": kid, "n": n, "e": e})
            }
            Self::Ec(pair) => {
                let point = pair.public_key().as_ref();
                let (x, y) = (base64url(&point[1..49]), base64url(&point[49..]));
                json!({"kty": "EC", "kid": kid, "crv": "P-384", "x": x, "y": y})
            }
        }
    }

    pub(crate) fn sign(&self, message: &str) -> Vec<u8> {
        match self {
            Self::Rsa(_) => self.sign_rsa(&RSA_PKCS1_SHA384, message),
            Self::Ec(pair) => pair.sign(&SystemRandom::new(), message.as_bytes()).unwrap().as_ref().to_vec(),
        }
    }

    /// Signs in a way that an RSA key can but must not be used.
    pub(crate) fn sign_rsa(&self, encoding: &'static dyn RsaEncoding, message: &str) -> Vec<u8> {
        let Self::Rsa(pair) = self else { panic!("not an RSA key") };
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign(encoding, &SystemRandom::new(), message.as_bytes(), &mut signature).unwrap();
        signature
    }

    /// An assertion of any header and payload, texts or JSON.
    pub(crate) fn assertion(&self, header: impl ToString, payload: impl ToString) -> String {
        let signed = signed_part(header, payload);
        let signature = self.sign(&signed);
        with_signature(&signed, &signature)
    }
}

pub(crate) fn base64url(bytes: impl AsRef<[u8]>) -> String {
    BASE64URL_NOPAD.encode(bytes.as_ref())
}

pub(crate) fn signed_part(header: impl ToString, payload: impl ToString) -> String {
    format!("{}.{}", base64url(header.to_string()), base64url(payload.to_string()))
}

pub(crate) fn with_signature(signed: &str, signature: &[u8]) -> String {
    format!("{signed}.{}", base64url(signature))
}

pub(crate) fn set(keys: &[Value]) -> KeySet {
    KeySet::parse(&json!({ "keys": keys }).to_string()).unwrap()
}

/// The client's set: one key of each kind.
pub(crate) fn registered() -> KeySet {
    set(&[RSA_KEY.jwk(RSA), EC_KEY.jwk(EC)])
}

pub(crate) fn rsa_header() -> Value {
    json!({"alg": "RS384", "typ": "JWT", "kid": RSA})
}

pub(crate) fn ec_header() -> Value {
    json!({"alg": "ES384", "typ": "JWT", "kid": EC})
}

/// The claims of a good assertion.
pub(crate) fn claims() -> Value {
    json!({
        "iss": CLIENT, "sub": CLIENT, "aud": AUDIENCE,
        "iat": NOW, "exp": NOW + 240, "jti": "5f0f5a3c-1c4e-4c0b-8d8e-2f1a6f3e7b91",
    })
}

/// `object` with a member set, or taken out when `value` is null.
pub(crate) fn with(mut object: Value, name: &str, value: impl Into<Value>) -> Value {
    match value.into() {
        Value::Null => drop(object.as_object_mut().unwrap().remove(name)),
        value => object[name] = value,
    }
    object
}

pub(crate) fn expected() -> Expected<'static> {
    Expected {
        client_id: CLIENT,
        audiences: &["https://causeway.example", AUDIENCE],
        registered_jwks_url: Some(JWKS_URL),
        now: NOW,
    }
}

pub(crate) fn judge(assertion: &str) -> Result<Verified, Refusal> {
    verify(assertion, &registered(), &expected())
}

/// Why an assertion is refused. Whatever the reason, the sentence must be fit to be sent and logged.
#[track_caller]
pub(crate) fn refusal(assertion: &str) -> Refusal {
    let refusal = judge(assertion).expect_err("it was accepted");
    assert_sentence_is_harmless(&refusal, assertion);
    refusal
}

#[track_caller]
pub(crate) fn assert_sentence_is_harmless(refusal: &Refusal, assertion: &str) {
    let sentence = refusal.to_string();
    // RFC 6749 section 5.2.
    assert!(
        sentence.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\'),
        "{sentence}"
    );
    assert!(sentence.ends_with('.') && sentence.len() < 200, "{sentence}");
    for secret in assertion.split('.').chain([CLIENT, AUDIENCE, JWKS_URL, RSA, EC]) {
        assert!(secret.len() < 5 || !sentence.contains(secret), "{sentence}");
    }
}
