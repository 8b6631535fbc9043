//! Systems as friends and attackers have them: keys made at run time, assertions signed with them, and token requests.

use std::sync::atomic::{AtomicU32, Ordering};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA384, RsaKeyPair,
};
use causeway_client::Client;
use causeway_model::{ApiKey, ApiKeyKind, EnvironmentId, NewApiKey, Scope};
use causeway_server::clock::Clock;
use data_encoding::BASE64URL_NOPAD;
use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::TestServer;

pub const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// What is said of every client that may not ask, whatever the reason.
pub const UNKNOWN: &str = "There is no such client, or its API key is revoked, expired or has no public keys. Check \
     the iss of the assertion, and the API key in Causeway.";
pub const REPLAYED: &str =
    "This assertion was used before. Sign a new one, with a new jti, for each request.";

/// A number that is nobody else's.
fn unique() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

enum Pair {
    Rsa(RsaKeyPair),
    Ec(EcdsaKeyPair),
}

/// A key pair with a name.
pub struct Signer {
    pub kid: &'static str,
    pair: Pair,
}

impl Signer {
    pub fn rsa(kid: &'static str) -> Self {
        Self { kid, pair: Pair::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).unwrap()) }
    }

    pub fn ec(kid: &'static str) -> Self {
        Self { kid, pair: Pair::Ec(EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).unwrap()) }
    }

    /// The public half.
    pub fn jwk(&self) -> Value {
        match &self.pair {
            Pair::Rsa(pair) => {
                let key = pair.public_key();
                let n = base64url(key.modulus().big_endian_without_leading_zero());
                let e = base64url(key.exponent().big_endian_without_leading_zero());
                json!({ "kty": "RSA", "kid": self.kid, "n": n, "e": e })
            }
            Pair::Ec(pair) => {
                let point = pair.public_key().as_ref();
                let (x, y) = (base64url(&point[1..49]), base64url(&point[49..]));
                json!({ "kty": "EC", "kid": self.kid, "crv": "P-384", "x": x, "y": y })
            }
        }
    }

    pub fn header(&self) -> Value {
        let alg = if matches!(self.pair, Pair::Rsa(_)) { "RS384" } else { "ES384" };
        json!({ "alg": alg, "typ": "JWT", "kid": self.kid })
    }

    /// An assertion of any header and claims.
    pub fn sign(&self, header: &Value, claims: &Value) -> String {
        let signed = signed_part(header, claims);
        let random = SystemRandom::new();
        let signature = match &self.pair {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA384, &random, signed.as_bytes(), &mut signature).unwrap();
                signature
            }
            Pair::Ec(pair) => pair.sign(&random, signed.as_bytes()).unwrap().as_ref().to_vec(),
        };
        format!("{signed}.{}", base64url(&signature))
    }

    /// An assertion as it should be, with a name of its own.
    pub fn good(&self, server: &TestServer, key: &ApiKey) -> String {
        self.sign(&self.header(), &claims(server, key))
    }
}

pub fn base64url(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

pub fn signed_part(header: &Value, claims: &Value) -> String {
    format!("{}.{}", base64url(header.to_string().as_bytes()), base64url(claims.to_string().as_bytes()))
}

/// The server's present second.
pub fn now(server: &TestServer) -> i64 {
    server.clock.now().0 / 1_000_000
}

/// The claims of a good assertion.
pub fn claims(server: &TestServer, key: &ApiKey) -> Value {
    let now = now(server);
    json!({
        "iss": key.id, "sub": key.id, "aud": format!("{}/oauth/token", server.base),
        "iat": now, "exp": now + 240, "jti": format!("jti-{}", unique()),
    })
}

/// `object` with another member.
pub fn and(mut object: Value, name: &str, value: impl Into<Value>) -> Value {
    object[name] = value.into();
    object
}

pub fn key_set(keys: &[&Signer]) -> String {
    json!({ "keys": keys.iter().map(|key| key.jwk()).collect::<Vec<_>>() }).to_string()
}

/// Where the public keys of a system are.
pub enum Keys<'a> {
    Stored(&'a [&'a Signer]),
    At(&'a str),
}

pub async fn make(
    server: &TestServer,
    environment: EnvironmentId,
    keys: Keys<'_>,
    scopes: &[Scope],
) -> ApiKey {
    let (jwk_set, jwks_url) = match keys {
        Keys::Stored(keys) => (Some(key_set(keys)), None),
        Keys::At(url) => (None, Some(url.to_owned())),
    };
    let new = NewApiKey {
        environment_id: environment,
        name: format!("System {}", unique()),
        kind: ApiKeyKind::PublicKey,
        scopes: scopes.to_vec(),
        expires_at: None,
        jwk_set,
        jwks_url,
    };
    let made = server.client.create_api_key(&new.name, &new).await.unwrap();
    assert_eq!(made.secret, None);
    made.api_key
}

/// An API key in Development with one public key.
pub async fn register(server: &TestServer, signer: &Signer, scopes: &[Scope]) -> ApiKey {
    make(server, server.development().await.id, Keys::Stored(&[signer]), scopes).await
}

/// What the token endpoint said.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
}

pub fn form(parameters: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish()
}

/// Sends any body. Whatever it is: no fault of the server, nothing a cache may keep.
pub async fn send(server: &TestServer, content_type: &str, body: impl Into<reqwest::Body>) -> Answer {
    let request = server.bare(Method::POST, "/oauth/token").header("content-type", content_type);
    let response = request.body(body).send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    assert!(status.as_u16() < 500, "{status}");
    assert_eq!(headers["cache-control"], "no-store");
    let body = response.json().await.unwrap();
    Answer { status, headers, body }
}

/// A token request with these parameters besides those that every one has.
pub async fn ask_for(server: &TestServer, assertion: &str, more: &[(&str, &str)]) -> Answer {
    let usual = [
        ("grant_type", "client_credentials"),
        ("client_assertion_type", ASSERTION_TYPE),
        ("client_assertion", assertion),
    ];
    send(server, "application/x-www-form-urlencoded", form(&[usual.as_slice(), more].concat())).await
}

pub async fn ask(server: &TestServer, assertion: &str) -> Answer {
    ask_for(server, assertion, &[]).await
}

/// The token that must be given.
pub async fn granted(server: &TestServer, assertion: &str, scope: Option<&str>) -> String {
    let scope = scope.map(|scope| ("scope", scope));
    let answer = ask_for(server, assertion, scope.as_slice()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body["access_token"].as_str().unwrap().to_owned()
}

/// Why the client is refused, which has to be said in OAuth's form.
#[track_caller]
pub fn words(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", answer.body);
    assert_eq!(answer.headers["content-type"], "application/json");
    assert_eq!(answer.body["error"], "invalid_client");
    assert_eq!(answer.body.as_object().unwrap().len(), 2, "{}", answer.body);
    answer.body["error_description"].as_str().unwrap().to_owned()
}

/// A client that sends this token.
pub fn with(server: &TestServer, token: &str) -> Client {
    Client::new(&*server.base).with_token(token)
}
